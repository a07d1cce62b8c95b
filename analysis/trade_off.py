"""Designs on three axes at once: a part of intrusiveness, gaps closed, and a cost.

    field(bench, found, across="entries_without_concern", pounds="yearly_cost")

A design is beaten here when another is no worse on all three and better on one. That is less
than being dominated (`comparison`), for which every part of intrusiveness counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from analysis.comparison import Comparison, axes
from analysis.dominance import Dominance, dominance
from analysis.estimates import Estimate, futures_of
from analysis.evaluation import Evaluation
from analysis.outcomes import Family, outcome
from analysis.workbench import Workbench

COVERAGE, CLOSED = "sharing_gaps", "gaps_closed"
ACROSS, POUNDS = "entries_without_concern", "present_value"
COSTS = ("present_value", "present_value_with_bias", "yearly_cost", "setup_cost")
ENDS = ("", "_low", "_high", "_text", "_interval")


def parts(found: Comparison) -> dict[str, str]:
    """Parts of intrusiveness that may lie across, counted for every design: id -> label."""
    told = [
        {one.outcome_id for one in held.estimates if one.dimension == "all"}
        for held in found.evaluations
    ]
    return {
        id: outcome(id).label
        for id in axes()
        if outcome(id).family is Family.INTRUSIVENESS
        and not outcome(id).unit.is_share
        and all(id in ids for ids in told)
    }


def costs() -> dict[str, str]:
    """Costs that may be the size of a mark: id -> label."""
    return {id: outcome(id).label for id in COSTS}


def standings(bench: Workbench, found: Comparison, outcomes: Sequence[str]) -> list[Dominance]:
    """How the designs of ``found`` stand on ``outcomes`` alone, those that have them all."""
    return dominance(
        {
            one.scenario.id: {id: futures_of(one.tally(id), bench.sample) for id in outcomes}
            for one in found.evaluations
            if all(one.estimate(id).value is not None for id in outcomes)
        }
    )


def field(bench: Workbench, found: Comparison, *, across: str, pounds: str) -> pl.DataFrame:
    """One row per design, in the order of ``found``; the first is what gaps are closed against.

    x (``across``), y (gaps closed) and size (``pounds``), each with _low, _high, _text and
    _interval; is_beaten, beaten_by (words), share (of futures in which some design beats it)
    and on_frontier: no design closes as many gaps with less across. x is null where a
    design has nothing to count.
    """
    beaten = {one.scenario: one for one in standings(bench, found, (COVERAGE, across, pounds))}
    names = {one.scenario.id: one.scenario.label for one in found.evaluations}
    rows = []
    for held in found.evaluations:
        stands = beaten.get(held.scenario.id, Dominance(held.scenario.id, (), None))
        rows.append(
            {"scenario": held.scenario.id, "label": held.scenario.label}
            | _ends("x", held.estimate(across))
            | _ends("y", closed(held, found.reference))
            | _ends("size", held.estimate(pounds))
            | {
                "is_reference": held is found.reference,
                "is_beaten": bool(stands.dominated_by),
                "beaten_by": listed([names[id] for id in stands.dominated_by]),
                "share": stands.share,
            }
        )
    frame = pl.DataFrame(rows, schema_overrides=_numbers())
    return frame.with_columns(on_frontier=_frontier(frame))


def closed(held: Evaluation, reference: Evaluation) -> Estimate:
    """Gaps closed by a design against ``reference``: none by the reference itself."""
    if held.scenario.id != reference.scenario.id:
        return held.estimate(CLOSED)
    return Estimate(CLOSED, "all", "all", 0.0, 0.0, 0.0, 0.0, None, "0", "0")


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _ends(axis: str, one: Estimate) -> Mapping[str, float | str | None]:
    figures = (one.value, one.low, one.high, one.text, one.interval_text)
    return {f"{axis}{end}": figure for end, figure in zip(ENDS, figures, strict=True)}


def _numbers() -> dict[str, pl.DataType]:
    kinds = {f"{axis}{end}": pl.Float64 for axis in ("x", "y", "size") for end in ENDS[:3]}
    return kinds | {"share": pl.Float64}


def _frontier(frame: pl.DataFrame) -> pl.Series:
    """Per design: does no other have at most as much across and close more, or as many for less?"""
    x, y = (frame[axis].to_numpy().astype(float) for axis in ("x", "y"))
    with np.errstate(invalid="ignore"):
        no_worse = (x[None, :] <= x[:, None]) & (y[None, :] >= y[:, None])
        better = (x[None, :] < x[:, None]) | (y[None, :] > y[:, None])
    return pl.Series(~(no_worse & better).any(axis=1) & np.isfinite(x))
