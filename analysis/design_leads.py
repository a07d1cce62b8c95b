"""Who would lead under a design beside another: by lead, by kind of threat, by two leads at once.

    whole(bench, levers, reference, lead_of)            cases, contested, orphaned of everybody
    by_lead(bench, design, reference, lead_of)          one row per agency that leads
    by_threat(bench, design, reference, lead_of)        one row per kind of threat
    by_both_leads(bench, design, reference, lead_of)    one row per two leads of contested cases

A case counts for each of its kinds of threat and for each of its leads. It is orphaned where
none of its leads knows enough, whichever of them a row is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis.answer import Answer
from analysis.availability import require
from analysis.child_counts import Both, both, count
from analysis.child_panel import Replayed
from analysis.design_gaps import told_of, with_call, with_shown
from analysis.disclosure import protect
from analysis.estimates import Estimate, difference, estimate
from analysis.gap_counts import Shown, withhold
from analysis.lead_rows import (
    Leads,
    Row,
    lead_rows,
    leads_and_threats,
    pair_rows,
    stands_for,
    threat_rows,
)
from analysis.levers import Levers
from analysis.scenarios import Scenario
from analysis.tally import ALL, REPLICATES, Tally
from analysis.who_leads import is_orphaned, lead_tallies, leads_of
from analysis.workbench import Workbench

OUTCOMES = ("lead_cases", "lead_orphaned")


@dataclass(frozen=True, slots=True)
class Whole:
    """All cases together. ``fewer``: orphaned under the reference less under the design."""

    cases: Estimate
    contested: Estimate
    orphaned: Estimate
    before: Estimate
    fewer: Estimate


def whole(bench: Workbench, design: Levers, reference: Levers, lead_of: Leads) -> Whole:
    """Cases, contested and orphaned ones, of everybody; NotAvailable without concern types."""
    common, sample = bench.on_contacts_of(design), bench.sample

    def tallies(of: Workbench, levers: Levers) -> dict[str, Tally]:
        told = (of.store_for(levers), levers, of.futures, of.assumptions)
        found = lead_tallies(*told, lead_of=lead_of, design=of.replayed(levers))
        return {one.outcome: one for one in found if one.dimension == ALL}

    def made() -> Whole:
        ours, theirs = tallies(bench, design), tallies(common, reference)
        orphaned, before = ours["lead_orphaned"], theirs["lead_orphaned"]
        return Whole(
            cases=estimate(ours["lead_cases"], sample),
            contested=estimate(ours["lead_contested"], sample),
            orphaned=estimate(orphaned, sample),
            before=estimate(before, sample),
            fewer=difference(before, orphaned, sample),
        )

    return bench.kept(("leads", design, reference, tuple(sorted(lead_of.items()))), made)


def by_lead(bench: Workbench, design: Scenario, reference: Scenario, lead_of: Leads) -> Answer:
    """Cases of each agency that leads, and those orphaned under both designs.

    group_id, group_label; n_cases, n_orphaned, reference_n_orphaned and n_fewer (reference
    less design), each with its ends; is_withheld.
    """
    title = "Cases by lead agency"
    return _answer(bench, (design, reference), lead_of, title, "by_lead", lead_rows)


def by_threat(bench: Workbench, design: Scenario, reference: Scenario, lead_of: Leads) -> Answer:
    """The same by kind of threat; ``note`` names its lead."""
    title = "Cases by kind of threat"
    return _answer(bench, (design, reference), lead_of, title, "by_threat", threat_rows)


def by_both_leads(
    bench: Workbench, design: Scenario, reference: Scenario, lead_of: Leads
) -> Answer:
    """The same of contested cases, by two agencies that would both lead; with three or more
    leads a case counts for every two of them."""
    title = "Contested cases by their leads"
    found = _answer(bench, (design, reference), lead_of, title, "by_both_leads", pair_rows)
    return replace(found, frame=found.frame.sort("n_cases", descending=True, nulls_last=True))


def _answer(
    bench: Workbench,
    scenarios: tuple[Scenario, Scenario],
    lead_of: Leads,
    title: str,
    name: str,
    rows_of: Callable[..., list[Row]],
) -> Answer:
    require(bench.world, title, "contact.concern_type")
    design, reference = scenarios
    people = bench.store_for(design.levers).people
    leads, rows = leads_of(people, lead_of), rows_of(people, lead_of)
    # Who gains is counted on the contacts that happen under the design.
    ours = bench.replayed(design.levers)
    theirs = bench.on_contacts_of(design.levers).replayed(reference.levers)
    flags = [(both(lambda found: is_orphaned(leads, found), one), one) for one in (ours, theirs)]
    frame = pl.DataFrame([_figures(bench, people, flags, row) for row in rows], schema=_SCHEMA)
    is_pairs = rows_of is pair_rows
    together = rows if is_pairs else leads_and_threats(people, lead_of)
    shown = _shown(flags, together, "pairs of leads" if is_pairs else "leads and kinds of threat")
    same = {one.id: stands_for(one, together) for one in rows}
    keys = pl.DataFrame({"group_id": list(same), "counted_as": list(same.values())}, _KEYS)
    counts = keys.join(shown.counts.rename({"group_id": "counted_as"}), on="counted_as", how="left")
    shown = replace(shown, counts=counts.drop("counted_as"))
    hidden = withhold(frame, shown, on=["group_id"], kept=["group_label", "note"])
    told = told_of(bench, scenarios, OUTCOMES, title)
    told = with_call(told, "design_leads", name, (design, reference, dict(lead_of)))
    hidden = hidden if any(row.note for row in rows) else hidden.drop("note")
    return Answer(hidden, with_shown(told, shown))


def _figures(bench: Workbench, people, flags: list[tuple], row: Row) -> dict:
    n = np.bincount(people.replicate[row.is_in], minlength=REPLICATES).astype(np.float64)
    parts = np.stack([n, np.zeros(REPLICATES)], axis=-1)
    futures = len(flags[0][0].panel)
    cases = Tally("lead_cases", np.full(futures, n.sum()), parts=parts)
    after, before = (
        count("lead_orphaned", _within(told, one, row.is_in), one, people) for told, one in flags
    )
    found = {
        "n_cases": estimate(cases, bench.sample),
        "n_orphaned": estimate(after, bench.sample),
        "reference_n_orphaned": estimate(before, bench.sample),
        "n_fewer": difference(before, after, bench.sample),
    }
    figures = {
        f"{name}{end}": value
        for name, one in found.items()
        for end, value in (("", one.value), ("_low", one.low), ("_high", one.high))
    }
    return {"group_id": row.id, "group_label": row.label, "note": row.note} | figures


def _within(told: Both, one: Replayed, is_in: np.ndarray) -> Both:
    """``told`` of the children ``is_in`` alone."""
    return Both(told.everyone & is_in[one.everyone.person], told.panel & is_in[one.panel.person])


def _shown(flags: list[tuple], rows: list[Row], words: str) -> Shown:
    """Which rows rest on few children: cases, and those orphaned under either design."""
    counts = pl.DataFrame(
        [
            {"group_id": row.id, "children": int(row.is_in.sum())}
            | {
                name: int(_within(told, one, row.is_in).everyone.sum())
                for name, (told, one) in zip(("after", "before"), flags, strict=True)
            }
            for row in rows
        ],
        schema={"group_id": pl.String} | dict.fromkeys(("children", "after", "before"), pl.Int64),
    )
    told = protect(counts, key="group_id", counts=["after", "before"], of="children", groups=words)
    marks = [f"{name}_withheld" for name in ("children", "after", "before")]
    is_withheld = told.frame.select("group_id", is_withheld=pl.any_horizontal(marks))
    return Shown(is_withheld, told.totals, told.sentence)


_FIGURES = ("n_cases", "n_orphaned", "reference_n_orphaned", "n_fewer")
_KEYS = {"group_id": pl.String, "counted_as": pl.String}
_SCHEMA = {"group_id": pl.String, "group_label": pl.String, "note": pl.String} | {
    f"{name}{end}": pl.Float64 for name in _FIGURES for end in ("", "_low", "_high")
}
