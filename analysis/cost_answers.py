"""The figures of the cost page as answers, each with the record of how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analysis.answer import Answer
from analysis.answers import provenance
from analysis.estimates import Estimate, difference, estimate
from analysis.evaluation import Evaluation, frame_of
from analysis.families import account
from analysis.findings_cost import BLOCKS, UNITS, WORTH
from analysis.spending import spending_tallies
from analysis.tally import ALL
from analysis.workbench import Workbench

BY_YEAR = ("spent_in_year", "spent_in_year_with_bias")


@dataclass(frozen=True, slots=True)
class CostAnswers:
    """What the page shows of a design, and of what it is held against."""

    lines: Answer  # of the ledger
    worth: Answer  # over the horizon, seen from today
    units: Answer  # per child, in social-worker years, per gap closed: of the design alone
    by_year: Answer  # of the design alone


def cost_answers(bench: Workbench, shown: Sequence[Evaluation]) -> CostAnswers:
    """``shown``: the design, then what it is held against, if that is another."""
    found = shown[0]
    tallies = spending_tallies(account(bench, found.scenario.levers))
    years = [estimate(one, bench.sample) for one in tallies]
    return CostAnswers(
        lines=_beside(bench, shown, _of(BLOCKS), "The ledger: what a year takes"),
        worth=_beside(bench, shown, _of(WORTH), "Present value of the cost"),
        units=_beside(bench, [found], UNITS, "Cost per child and per gap closed"),
        by_year=of_estimates(bench, found, years, BY_YEAR, title="Spending by year"),
    )


def known(found: Evaluation, outcomes: Sequence[str]) -> list[Estimate]:
    """The figures of ``outcomes`` that there are."""
    there = {one.outcome_id: one for one in found.estimates if one.dimension == ALL}
    return [there[id] for id in outcomes if id in there]


def of_estimates(
    bench: Workbench,
    found: Evaluation,
    told: Sequence[Estimate],
    outcomes: Sequence[str],
    *,
    title: str,
) -> Answer:
    """``told``, figures about the design of ``found``, with its record."""
    frame = frame_of(found.scenario.id, tuple(told))
    return Answer(frame, provenance(bench, [found], outcomes, title))


def dearer_by(bench: Workbench, found: Evaluation, other: Evaluation) -> Estimate:
    """How much more the design costs, seen from today, future by future."""
    one, two = (each.tally("present_value") for each in (found, other))
    return difference(one, two, bench.sample)


def _beside(
    bench: Workbench, shown: Sequence[Evaluation], outcomes: Sequence[str], title: str
) -> Answer:
    frames = [frame_of(one.scenario.id, tuple(known(one, outcomes))) for one in shown]
    return Answer(pl.concat(frames), provenance(bench, shown, outcomes, title))


def _of(blocks: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(id for ids in blocks.values() for id in ids)
