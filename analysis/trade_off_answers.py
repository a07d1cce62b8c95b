"""What the page of trade-offs shows, each with the record of how it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from analysis.answer import Answer
from analysis.answers import provenance
from analysis.comparison import NOT_AN_AXIS, Comparison
from analysis.estimates import Estimate
from analysis.evaluation import SCHEMA
from analysis.outcomes import OUTCOMES, Better, Family, outcome
from analysis.regret import Acceptable, Limit, never_worse, regret_estimates
from analysis.run_table import Figures, estimate_of, figures, frontier
from analysis.scenarios import Scenario
from analysis.tally import ALL
from analysis.units import Unit, show
from analysis.workbench import Workbench

COST, COVERAGE = "present_value", "gaps_closed"
PART = "needless_views"
ALSO = ("present_value_with_bias", "yearly_cost", "sharing_gaps", "extra_gbp_per_gap")
"""Outcomes that can be asked about besides the axes and the parts of intrusiveness."""
AXES = (
    COST,
    COVERAGE,
    PART,
    "people_able_to_open",
    "wrong_child_views",
    "improper_lookups",
)
"""The axes that runs are drawn through unless the reader picks others."""
ENDS = ("", "_low", "_high", "_text", "_interval")


def parts(found: Comparison) -> dict[str, str]:
    """Parts of intrusiveness that every design has a figure for: id -> label."""
    there = [
        {one.outcome_id for one in held.estimates if one.dimension == ALL and one.text}
        for held in found.evaluations
    ]
    return {
        one.id: one.label
        for one in OUTCOMES
        if one.family is Family.INTRUSIVENESS
        and one.better is not Better.NONE
        and one.id not in NOT_AN_AXIS
        and not one.unit.is_share
        and all(one.id in ids for ids in there)
    }


def axes(parts: Mapping[str, str]) -> dict[str, str]:
    """Outcomes that runs can be drawn through: id -> label."""
    return named((COST, "yearly_cost", COVERAGE)) | dict(parts)


def named(ids: Sequence[str]) -> dict[str, str]:
    """``ids`` with their labels."""
    return {id: outcome(id).label for id in ids}


def labels(found: Comparison) -> dict[str, str]:
    """Scenario id -> label."""
    return {one.scenario.id: one.scenario.label for one in found.evaluations}


def of(bench: Workbench, found: Comparison, scenario: Scenario, id: str) -> Estimate:
    """One figure of one of the designs."""
    own = next(one for one in found.evaluations if one.scenario.id == scenario.id)
    return estimate_of(own, id, bench.sample)


def askable(found: Comparison) -> dict[str, str]:
    """Outcomes of which the spread can be asked for: id -> label."""
    return named((COVERAGE, COST, *ALSO)) | parts(found)


def figures_of(bench: Workbench, found: Comparison, ids: Sequence[str]) -> Figures:
    """``ids`` of every design in every future."""
    return figures(found.evaluations, tuple(dict.fromkeys(ids)), bench.sample)


def pair(bench: Workbench, found: Comparison, told: Figures, x: str, y: str) -> pl.DataFrame:
    """One row per design: ``x`` and ``y`` with their intervals, and whether another beats it.

    Columns: scenario, label, number (from 1), x and y each with _low, _high, _text and
    _interval, is_on (the frontier), beaten_by, on_share (of futures on the frontier).
    """
    standing = frontier(told, (x, y))
    names = labels(found)
    rows = []
    for number, held in enumerate(found.evaluations, start=1):
        own = standing[held.scenario.id]
        row = {"scenario": held.scenario.id, "label": held.scenario.label, "number": number}
        for axis, id in (("x", x), ("y", y)):
            one = estimate_of(held, id, bench.sample)
            ends = (one.value, one.low, one.high, one.text, one.interval_text)
            row |= {f"{axis}{end}": told for end, told in zip(ENDS, ends, strict=True)}
        rows.append(
            row
            | {
                "is_on": not own.dominated_by,
                "beaten_by": ", ".join(names[id] for id in own.dominated_by),
                "on_share": 1.0 - (own.share or 0.0),
            }
        )
    floats = {f"{axis}{end}": pl.Float64 for axis in "xy" for end in ENDS[:3]}
    return pl.DataFrame(rows, schema_overrides=floats)


def regrets(bench: Workbench, found: Comparison, told: Figures, id: str) -> pl.DataFrame:
    """One row per design: regret with its interval, and how often no other design is better."""
    best = never_worse(told, id)
    made = regret_estimates(told, id, bench.sample)
    return pl.DataFrame(
        [
            {
                "scenario": held.scenario.id,
                "label": held.scenario.label,
                "value": made[held.scenario.id].value,
                "low": made[held.scenario.id].low,
                "high": made[held.scenario.id].high,
                "text": made[held.scenario.id].text,
                "interval": made[held.scenario.id].interval_text,
                "best_share": best[held.scenario.id],
            }
            for held in found.evaluations
        ],
        schema_overrides=dict.fromkeys(("value", "low", "high"), pl.Float64),
    )


def accepted(
    found: Comparison, limits: Sequence[Limit], standing: Sequence[Acceptable]
) -> pl.DataFrame:
    """One row per design: the share of futures in which all limits hold, and each by itself."""
    names = labels(found)
    rows = []
    for one in standing:
        row = {"scenario": one.scenario, "label": names[one.scenario], "all_share": one.share}
        each = zip(limits, one.each, strict=True)
        rows.append(row | {f"{limit.outcome}_share": share for limit, share in each})
    return pl.DataFrame(rows)


def answer(
    bench: Workbench, found: Comparison, frame: pl.DataFrame, ids: Sequence[str], title: str
) -> Answer:
    """``frame`` about all designs, with its record."""
    return Answer(frame, provenance(bench, found.evaluations, tuple(dict.fromkeys(ids)), title))


def figures_answer(bench: Workbench, found: Comparison, ids: Sequence[str], title: str) -> Answer:
    """``ids`` of every design, one row each: columns of `evaluation.SCHEMA`."""
    rows = []
    for held in found.evaluations:
        for id in ids:
            one, told = estimate_of(held, id, bench.sample), outcome(id)
            named = (held.scenario.id, told.family.value, id, told.label, ALL, ALL, told.unit.value)
            ends = (one.value, one.low, one.high, one.numerator, one.denominator)
            rows.append((*named, *ends, one.text, one.interval_text))
    return answer(bench, found, pl.DataFrame(rows, schema=SCHEMA, orient="row"), ids, title)


def key_table(frames: Sequence[pl.DataFrame], letters: Sequence[str]) -> pl.DataFrame:
    """The number and name of each design, and how often it is on each of the frontiers.

    A filled disc: also with every assumption central.
    """
    columns = {
        "No.": frames[0]["number"].cast(pl.String),
        "Design": frames[0]["label"],
    }
    for letter, frame in zip(letters, frames, strict=True):
        columns[letter] = pl.Series(
            [
                f"{'●' if row['is_on'] else '○'}\u00a0{show(row['on_share'], Unit.SHARE)}"
                for row in frame.iter_rows(named=True)
            ]
        )
    return pl.DataFrame(columns)
