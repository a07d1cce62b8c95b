"""Who gains and who loses under a design, by everyone or by a group, against another design."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.answer import Answer
from analysis.answers import provenance
from analysis.compared import with_interval
from analysis.comparison import Comparison
from analysis.design_table import axis
from analysis.estimates import estimate
from analysis.evaluation import Evaluation, frame_of
from analysis.groups import dimension as known_dimension
from analysis.levers import Levers
from analysis.outcomes import outcome
from analysis.tables import group_label
from analysis.tally import ALL, Tally
from analysis.winners import winner_tallies
from analysis.workbench import Workbench

GAIN = "children_who_gain"
LOOKED_AT = "children_viewed_without_gain"
EVERYONE = (GAIN, "children_who_lose", LOOKED_AT, "children_new_entry_no_need")
BY_GROUP = (GAIN, LOOKED_AT)
AS_BEFORE = "children_as_before"
WAYS = ("all", "age_band", "deprivation_decile", "ethnic_group", "need_tier", "region", "sex")


def ways() -> dict[str, str]:
    """By what children may be grouped: id -> label."""
    return {way: "Everyone" if way == ALL else known_dimension(way).label for way in WAYS}


def gain_tallies(
    bench: Workbench, levers: Levers, reference: Levers, dimension: str
) -> list[Tally]:
    """As `winners.winner_tallies`, kept by the workbench; NotAvailable without the column."""

    def made() -> list[Tally]:
        return winner_tallies(
            bench.store_for(levers),
            levers,
            reference,
            bench.futures,
            bench.assumptions,
            dimension=dimension,
            design=bench.replayed(levers),
            before=bench.on_contacts_of(levers).replayed(reference),
        )

    return bench.kept(("who gains", levers, reference, dimension), made)


def gains_answer(
    bench: Workbench, found: Comparison, held: Sequence[Evaluation], dimension: str
) -> Answer:
    """Children who gain, stay or lose under each of ``held`` against the first of ``found``."""
    reference = found.reference.scenario
    frames = [
        frame_of(
            one.scenario.id,
            tuple(
                estimate(tally, bench.sample)
                for tally in gain_tallies(bench, one.scenario.levers, reference.levers, dimension)
            ),
        )
        for one in held
    ]
    names = " · ".join(one.scenario.label for one in held)
    by = "" if dimension == ALL else f", by {known_dimension(dimension).label.casefold()}"
    title = f"Who gains and who loses against {reference.label}: {names}{by}"
    outcomes = tuple(dict.fromkeys(frames[0]["outcome"]))
    return Answer(pl.concat(frames), provenance(bench, held, outcomes, title))


def gain_rows(answer: Answer, outcomes: Sequence[str], names: dict[str, str]) -> pl.DataFrame:
    """Rows for `charts.compared`: a block per outcome; a row per design, or per group of one."""
    told = answer.frame.filter(
        pl.col("outcome").is_in(list(outcomes)),
        pl.col("scenario").is_in(list(names)),
        pl.col("value").is_not_null(),
    )
    rows = [
        {
            "outcome": row["outcome"],
            "block": outcome(row["outcome"]).axis_title,
            "hint": "",
            "family": axis(row["outcome"]).value,
            "scenario": row["scenario"],
            "name": names[row["scenario"]]
            if row["dimension"] == ALL
            else group_label(row["dimension"], row["group"]),
            "value": row["value"],
            "low": row["low"],
            "high": row["high"],
            "words": with_interval(row["text"], row["interval"]),
            "can_tell": bool(row["low"] > 0 or row["high"] == 0),
        }
        for row in told.iter_rows(named=True)
    ]
    return pl.DataFrame(sorted(rows, key=lambda row: outcomes.index(row["outcome"])))
