"""Where a design leaves gaps, beside another design: by pair of agencies and by group.

    by_pair(bench, design, reference)                one row per seeker x holder, all 90, then
                                                     the sums by seeker, by holder and of all
    by_group(bench, design, reference, "need_tier")  one row per group of children

Both are Scenarios. Columns of figures are those of `gap_figures.figures`; counts are scaled to
England. What rests on few children is empty, ``is_withheld``, and said in the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from analysis.answer import Answer, Provenance
from analysis.answers import provenance
from analysis.availability import require
from analysis.gap_columns import PAIR
from analysis.gap_counts import NOT_TOLD, Shown, areas, children_shown, pairs_shown, withhold
from analysis.gap_figures import EITHER, HOLDER, SEEKER, figures
from analysis.groups import NOT_RECORDED, dimension
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.replay_file import assumed
from analysis.scenarios import Scenario
from analysis.workbench import Workbench
from data.schema import AGENCIES, AGENCY_LABELS

OUTCOMES = ("sharing_needs", "sharing_gaps", "gap_share", "gaps_closed")
ANY = "Any agency"
IN_ORDER = ("age_band", "deprivation_decile", "need_tier")
"""Groups that have an order; the others come with the highest gap share first."""


@dataclass(frozen=True, slots=True)
class Told:
    """What `answers.provenance` asks of an evaluation: which design, and what to know of it."""

    scenario: Scenario
    notes: tuple[str, ...]


def by_pair(bench: Workbench, design: Scenario, reference: Scenario) -> Answer:
    """Needs and gaps of every seeker and holder under both designs.

    seeker, seeker_label, holder, holder_label, then figures; in sums the empty one is any agency.
    """
    pairs = [(s, h) for s in AGENCIES for h in AGENCIES if s != h]
    keys = {
        PAIR: (pairs, [NUMBER[s] * len(AGENCY_NAMES) + NUMBER[h] for s, h in pairs]),
        SEEKER: ([(s, None) for s in AGENCIES], [NUMBER[s] for s in AGENCIES]),
        HOLDER: ([(None, h) for h in AGENCIES], [NUMBER[h] for h in AGENCIES]),
        EITHER: ([(None, None)], [0]),
    }
    frames = []
    for by, (names, columns) in keys.items():
        told = figures(bench, design.levers, reference.levers, by, columns)
        ids = pl.DataFrame(names, {"seeker": pl.String, "holder": pl.String}, orient="row")
        frames.append(pl.concat([_labelled_pairs(ids), told], how="horizontal"))
    shown = pairs_shown(bench)
    counts = pl.concat([shown.counts, shown.totals.select(shown.counts.columns)])
    frame = withhold(
        pl.concat(frames),
        replace(shown, counts=counts),
        on=["seeker", "holder"],
        kept=["seeker_label", "holder_label"],
    )
    told = told_of(bench, (design, reference), OUTCOMES, "Sharing gaps by seeker and holder")
    told = with_call(told, "design_gaps", "by_pair", (design, reference))
    return Answer(frame, with_shown(told, shown))


def by_group(bench: Workbench, design: Scenario, reference: Scenario, by: str) -> Answer:
    """Needs and gaps of groups of children under both designs; ``by``: see `groups.DIMENSIONS`.

    group_id, group_label, position, region (of councils), then figures. A group without a
    need has no share. Raises NotAvailable when the world lacks the column.
    """
    one = dimension(by)
    title = f"Sharing gaps by {one.label[0].lower()}{one.label[1:]}"
    require(bench.world, title, one.needs)
    shown = children_shown(bench, by)
    labels = bench.store.people.labels[by]
    ids = shown.counts["group_id"].to_list()
    columns = [len(labels) if id == NOT_TOLD else labels.index(id) for id in ids]
    told = figures(bench, design.levers, reference.levers, by, columns)
    named = _labelled_groups(bench, by, ids)
    frame = withhold(
        pl.concat([named, told], how="horizontal"),
        replace(shown, counts=shown.counts.drop("is_in", strict=False)),
        on=["group_id"],
        kept=[name for name in named.columns if name != "group_id"],
    )
    if by not in IN_ORDER:
        frame = frame.sort("gap_share", descending=True, nulls_last=True, maintain_order=True)
    told = told_of(bench, (design, reference), OUTCOMES, title)
    told = with_call(told, "design_gaps", "by_group", (design, reference, by))
    return Answer(frame, with_shown(told, shown))


def told_of(
    bench: Workbench, scenarios: Sequence[Scenario], outcomes: Sequence[str], title: str
) -> Provenance:
    """The record of figures of ``scenarios``, each told once."""
    once = list({one.id: one for one in scenarios}.values())
    notes = [(*bench.notes, *assumed(bench.world, one.levers)) for one in once]
    evaluated = [Told(*both) for both in zip(once, notes, strict=True)]
    return provenance(bench, evaluated, outcomes, title)


def with_call(told: Provenance, module: str, name: str, given: Sequence) -> Provenance:
    """``told`` with the call in Python that gives the same figures, which no command prints."""
    words = [
        f"read_scenario({one.id!r})" if isinstance(one, Scenario) else repr(one) for one in given
    ]
    call = f"from analysis.{module} import {name}; {name}({', '.join(['bench', *words])})"
    params = [one for one in told.params if not one[0].startswith("the same from")]
    return replace(told, params=(*params, ("the same from Python", call)))


def with_shown(told: Provenance, shown: Shown) -> Provenance:
    """``told`` with what was withheld."""
    return replace(told, disclosure=shown.sentence)


def _labelled_pairs(ids: pl.DataFrame) -> pl.DataFrame:
    label = [
        pl.col(name).replace_strict(AGENCY_LABELS, default=ANY).alias(f"{name}_label")
        for name in ids.columns
    ]
    return ids.with_columns(label).select("seeker", "seeker_label", "holder", "holder_label")


def _labelled_groups(bench: Workbench, by: str, ids: list[str]) -> pl.DataFrame:
    """group_id, group_label, position in the order of the grouping, and region of councils."""
    names = dict(dimension(by).groups)
    frame = pl.DataFrame({"group_id": ids}, schema={"group_id": pl.String})
    if by == "area":
        known = areas(bench)
        names = dict(known.select("area_code", "area_name").rows())
        regions = dict(known.select("area_code", "region").rows())
        frame = frame.with_columns(
            region=pl.Series([regions.get(id) for id in ids], dtype=pl.String)
        )
    labels = [NOT_RECORDED if id == NOT_TOLD else names.get(id, id) for id in ids]
    return frame.select(
        "group_id",
        pl.Series("group_label", labels, dtype=pl.String),
        pl.Series("position", range(len(ids)), dtype=pl.Int64),
        *(["region"] if by == "area" else []),
    )
