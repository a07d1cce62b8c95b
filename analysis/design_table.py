"""Figures of designs as a table for readers: every figure with its interval below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.comparison import Comparison
from analysis.dominance import Dominance
from analysis.estimates import Estimate
from analysis.evaluation import Evaluation
from analysis.outcomes import Family, outcome
from analysis.trade_off import CLOSED, closed, listed

OVERVIEW = (
    "yearly_cost",
    "present_value",
    "gaps_closed",
    "views",
    "needless_views",
    "children_with_entry",
    "people_able_to_open",
)
BETWEEN = {
    "gaps_closed": Family.COVERAGE,
    "extra_gbp": Family.COST,
    "extra_gbp_per_gap": Family.COST,
    "extra_views": Family.ACCESS,
    "extra_views_per_gap": Family.INTRUSIVENESS,
    "children_who_gain": Family.COVERAGE,
    "children_who_lose": Family.COVERAGE,
    "children_viewed_without_gain": Family.INTRUSIVENESS,
    "children_new_entry_no_need": Family.INTRUSIVENESS,
}
"""The axis of outcomes that set two designs against each other."""
NOT_THERE = "–"
SHARED_WORD = re.compile(r"^(\S+) (million|billion) to (\S+) \2$")
SHARED_SIGN = re.compile(r"^(\S+)% to (\S+)%$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words; ``below``: its interval, or what else is said of it, in small print."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class DesignTable:
    """Headings with their units, and rows of as many cells, each headed by a cell of its own.

    ``families``: the family of outcomes of each column, or of each row; None: of none.
    """

    caption: str
    corner: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, tuple[Cell, ...]], ...]
    families: tuple[Family | None, ...]
    is_by_row: bool = False  # families are those of rows
    chosen: str = ""  # the name of the row that is looked at


def designs_by_outcome(
    found: Comparison, *, chosen: str, outcomes: Sequence[str] = OVERVIEW
) -> DesignTable:
    """One row per design; below its name, which designs dominate it."""
    names = {one.scenario.id: one.scenario.label for one in found.evaluations}
    rows = [
        (
            Cell(names[stands.scenario], dominated(stands, names)),
            tuple(cell(held, id, found) for id in outcomes),
        )
        for held, stands in zip(found.evaluations, found.dominance, strict=True)
    ]
    return DesignTable(
        caption="Designs on cost, coverage and intrusiveness",
        corner="Design",
        headings=tuple(outcome(id).axis_title for id in outcomes),
        rows=tuple(rows),
        families=tuple(axis(id) for id in outcomes),
        chosen=names.get(chosen, ""),
    )


def outcomes_by_design(found: Comparison, outcomes: Sequence[str]) -> DesignTable:
    """One row per outcome, one column per design, the reference first."""
    rows = [
        (Cell(outcome(id).axis_title), tuple(cell(held, id, found) for held in found.evaluations))
        for id in outcomes
    ]
    return DesignTable(
        caption="The figures of each design",
        corner="Outcome",
        headings=tuple(one.scenario.label for one in found.evaluations),
        rows=tuple(rows),
        families=tuple(axis(id) for id in outcomes),
        is_by_row=True,
    )


def axis(outcome_id: str) -> Family:
    """Cost, coverage or intrusiveness; what is neither is of its own family."""
    if outcome_id in BETWEEN:
        return BETWEEN[outcome_id]
    return outcome(outcome_id).family


def cell(held: Evaluation, outcome_id: str, found: Comparison) -> Cell:
    """One figure of one design; a dash where the design has none."""
    try:
        one = closed(held, found.reference) if outcome_id == CLOSED else held.estimate(outcome_id)
    except KeyError:
        return Cell(NOT_THERE)
    return worded(one)


def worded(one: Estimate) -> Cell:
    """A figure with its interval; without the interval where there is nothing uncertain."""
    if one.value is None and one.high is None:
        return Cell(NOT_THERE)
    below = "" if one.interval_text == one.text else brief(one.interval_text)
    return Cell(one.text, below)


def dominated(stands: Dominance, names: dict[str, str]) -> str:
    """Which designs are at least as good on every axis and better on one, in words."""
    if stands.dominated_by:
        return f"Dominated by {listed([names[id] for id in stands.dominated_by])}"
    if stands.share:
        return f"Dominated in {share_of_futures(stands.share)}"
    return "Not dominated"


def share_of_futures(share: float) -> str:
    """ "all futures" or "21% of futures"; never none where there is one, nor all but one."""
    if share in (0, 1):
        return "all futures" if share else "no other future"
    return f"{min(max(share, 0.01), 0.99):.0%} of futures"


def brief(interval: str) -> str:
    """An interval without the word that both its ends share: "1.1 to 1.3 million"."""
    return SHARED_SIGN.sub(r"\1 to \2%", SHARED_WORD.sub(r"\1 to \3 \2", interval))
