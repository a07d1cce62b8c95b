"""Several designs on the same children, beside each other and against one of them.

found = compare(bench, [read_scenario(id) for id in ("status_quo", "local_hub")])
found.frame()         a figure per design and outcome, with its difference from the first
found.dominance       which designs another beats on every axis
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.dominance import Dominance, dominance
from analysis.estimates import Estimate, difference, futures_of
from analysis.evaluation import Evaluation, evaluate
from analysis.families import FAMILIES
from analysis.outcomes import OUTCOMES, Better, Family
from analysis.scenarios import Scenario
from analysis.tally import ALL, Tally
from analysis.workbench import Workbench
from data.world import WorldError

AXES = ("present_value", "sharing_gaps")
"""One of cost and one of coverage; every part of intrusiveness is an axis as well."""
NOT_AN_AXIS = ("views_per_gap_closed", "improper_lookups_before_safeguards")
DIFFERENCE = {
    "difference": pl.Float64,
    "difference_low": pl.Float64,
    "difference_high": pl.Float64,
    "difference_text": pl.String,
    "difference_interval": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """``evaluations`` in the order asked for; the first is the reference."""

    evaluations: tuple[Evaluation, ...]
    differences: tuple[tuple[Estimate | None, ...], ...]  # per design, per figure of the same
    dominance: tuple[Dominance, ...]

    @property
    def reference(self) -> Evaluation:
        return self.evaluations[0]

    def frame(self) -> pl.DataFrame:
        """Every figure of every design, with its difference from the reference beside it."""
        frames = []
        for found, told in zip(self.evaluations, self.differences, strict=True):
            rows = [_columns(one) for one in told]
            beside = pl.DataFrame(rows, schema=DIFFERENCE, orient="row")
            frames.append(pl.concat([found.frame(), beside], how="horizontal"))
        return pl.concat(frames)

    def headlines(self) -> pl.DataFrame:
        """The figures of the whole world."""
        return self.frame().filter(pl.col("dimension") == ALL)


def compare(
    bench: Workbench,
    scenarios: Sequence[Scenario],
    *,
    families: Iterable[str] = tuple(FAMILIES),
) -> Comparison:
    """``scenarios`` against the first of them, future by future, on the same children.

    ``families``: names in `families.FAMILIES`, where not all are wanted. Raises WorldError
    where fewer than two scenarios, or two of one id, are given.
    """
    reference = at_least_two(scenarios)[0].levers
    families = tuple(families)
    found = tuple(evaluate(bench, one, reference=reference, families=families) for one in scenarios)
    return Comparison(
        evaluations=found,
        differences=tuple(_differences(one, found[0], bench) for one in found),
        dominance=tuple(dominance(_figures(found, bench))),
    )


def at_least_two(scenarios: Sequence[Scenario]) -> Sequence[Scenario]:
    """``scenarios``, if they can be compared; else WorldError."""
    ids = [one.id for one in scenarios]
    if len(ids) < 2:
        raise WorldError(
            "At least two scenarios were expected, the first to compare the others with; got "
            f"{', '.join(ids) or 'none'}."
        )
    for id in ids:
        if ids.count(id) > 1:
            raise WorldError(f"Scenario '{id}' is given twice: compare different ones.")
    return scenarios


def axes() -> tuple[str, ...]:
    """The outcomes on which one design can be worse than another."""
    parts = (
        one.id
        for one in OUTCOMES
        if one.family is Family.INTRUSIVENESS
        and one.better is not Better.NONE
        and one.id not in NOT_AN_AXIS
    )
    return (*AXES, *parts)


def _figures(found: Sequence[Evaluation], bench: Workbench) -> dict[str, dict[str, np.ndarray]]:
    """Per design the axes that every design has, in every future."""
    told = {
        one.scenario.id: {t.outcome: t for t in one.tallies if t.dimension == ALL} for one in found
    }
    shared = [id for id in axes() if all(id in tallies for tallies in told.values())]
    return {
        scenario: {id: futures_of(tallies[id], bench.sample) for id in shared}
        for scenario, tallies in told.items()
    }


def _differences(
    one: Evaluation, reference: Evaluation, bench: Workbench
) -> tuple[Estimate | None, ...]:
    """Of each figure of ``one`` the difference from ``reference``; None where that has none."""
    theirs = {_name(tally): tally for tally in reference.tallies}
    return tuple(
        difference(tally, theirs[_name(tally)], bench.sample) if _name(tally) in theirs else None
        for tally in one.tallies
    )


def _name(tally: Tally) -> tuple[str, str, str]:
    return tally.outcome, tally.dimension, tally.group


def _columns(one: Estimate | None) -> tuple:
    if one is None:
        return (None,) * len(DIFFERENCE)
    return one.value, one.low, one.high, one.text, one.interval_text
