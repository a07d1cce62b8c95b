"""Two to four designs on at most eight outcomes: differences from the first, future by future.

found = compare(bench, scenarios, families=families_for(outcomes))
differences(found, outcomes)      one row per outcome and design, the reference left out
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analysis.answer import Answer
from analysis.answers import provenance
from analysis.comparison import Comparison
from analysis.design_table import NOT_THERE, axis, brief
from analysis.estimates import Estimate
from analysis.families import QUICK
from analysis.outcomes import OUTCOMES, Better, Family, outcome
from analysis.tally import ALL
from analysis.units import Unit, show, show_interval
from analysis.workbench import Workbench

MOST_DESIGNS, MOST_OUTCOMES = 4, 8
USUAL = (
    "present_value",
    "yearly_cost",
    "sharing_gaps",
    "entries_without_concern",
    "needless_views",
    "improper_lookups",
)
REPLAYED = (
    "children_with_gap",
    "children_never_put_together",
    "median_days_to_knowledge",
    "learned_in_time_share",
    "reach_share",
)
"""Outcomes of family "children", which takes seconds the first time."""
NO_DIFFERENCE, CANT_TELL = "no difference", "can't tell apart"
LESS = {unit: "less" for unit in Unit if unit.is_share or unit in (Unit.GBP, Unit.RATIO)}
AXES = (Family.COST, Family.COVERAGE, Family.INTRUSIVENESS, Family.ACCESS)
DIRECTION = {Better.LOWER: "lower is better", Better.HIGHER: "higher is better", Better.NONE: ""}


def offered(found: Comparison) -> dict[str, str]:
    """Outcomes that may be compared: id -> its axis and label, the three axes first."""
    figures = (one for held in found.evaluations for one in held.estimates)
    told = {one.outcome_id for one in figures if one.dimension == ALL} | set(REPLAYED)
    known = [one for one in OUTCOMES if one.id in told and one.family in AXES]
    known.sort(key=lambda one: AXES.index(one.family))
    return {one.id: f"{one.family.value.capitalize()}: {one.label}" for one in known}


def families_for(outcomes: Sequence[str]) -> tuple[str, ...]:
    """The families to work out for ``outcomes``: quick ones, and children where asked for."""
    return (*QUICK, "children") if set(outcomes) & set(REPLAYED) else QUICK


def differences(found: Comparison, outcomes: Sequence[str]) -> pl.DataFrame:
    """One row per outcome and design but the first: outcome, label, block (the label with its
    unit), hint (which way is good), family, scenario, name, value, low, high, words, can_tell, and
    own and reference: the figures of both."""
    rows = []
    for id in outcomes:
        for at, held in enumerate(found.evaluations[1:], start=1):
            told = difference_of(found, at, id)
            if told is None:
                continue
            rows.append(
                {
                    "outcome": id,
                    "label": outcome(id).label,
                    "block": outcome(id).axis_title,
                    "hint": DIRECTION[outcome(id).better],
                    "family": axis(id).value,
                    "scenario": held.scenario.id,
                    "name": held.scenario.label,
                    "value": told.value,
                    "low": told.low,
                    "high": told.high,
                    "words": changed(told),
                    "can_tell": can_tell(told),
                    "own": _figure(held.estimate(id)),
                    "reference": _figure(found.reference.estimate(id)),
                }
            )
    floats = dict.fromkeys(("value", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=floats)


def difference_of(found: Comparison, at: int, outcome_id: str) -> Estimate | None:
    """What design number ``at`` has more of ``outcome_id`` than the first; None: not known."""
    for own, told in zip(found.evaluations[at].estimates, found.differences[at], strict=True):
        if (own.outcome_id, own.dimension) == (outcome_id, ALL):
            return told
    return None


def can_tell(one: Estimate) -> bool:
    """Whether the interval of a difference leaves out nothing, or there is no difference at all."""
    if one.low is None or one.high is None:
        return False
    return bool(one.low > 0 or one.high < 0 or one.low == one.high == 0)


def changed(one: Estimate) -> str:
    """A difference in words, such as "500,000 fewer (100,000 to 1.2 million)".

    Shares differ by points: 40% is 2 points less than 42%.
    """
    unit, ends = outcome(one.outcome_id).unit, (one.low, one.high)
    if one.value is None or None in ends:
        return "not known"
    if not one.value and ends == (0, 0):
        return NO_DIFFERENCE
    if not can_tell(one):
        return f"{CANT_TELL} ({_signed(*ends, unit)})"
    low, high = ends if one.value > 0 else (-one.high, -one.low)
    text = _points(show(abs(one.value), unit, low=low, high=high))
    between = brief(show_interval(low, high, unit))
    more = f"{text} {'more' if one.value > 0 else LESS.get(unit, 'fewer')}"
    return more if low == high else f"{more} ({_points(between)})"


def compared_answer(bench: Workbench, found: Comparison, outcomes: Sequence[str]) -> Answer:
    """The figures of every design with their differences, and how they came about."""
    places = {id: number for number, id in enumerate(outcomes)}
    frame = found.headlines().filter(pl.col("outcome").is_in(list(outcomes)))
    frame = frame.sort(
        pl.col("outcome").replace_strict(places, return_dtype=pl.Int64), maintain_order=True
    )
    names = " · ".join(one.scenario.label for one in found.evaluations)
    told = provenance(bench, found.evaluations, outcomes, f"Designs compared: {names}")
    note = f"Differences are from {found.reference.scenario.label}, taken future by future."
    return Answer(frame, replace(told, notes=(*told.notes, note)))


def with_interval(text: str, interval: str) -> str:
    """A figure in words with its interval, where it has one: "270,000 (60,000 to 490,000)"."""
    between = brief(interval)
    return text if between == text else f"{text} ({between})"


def _figure(one: Estimate) -> str:
    if one.value is None and one.high is None:
        return NOT_THERE
    return with_interval(one.text, one.interval_text)


def _signed(low: float, high: float, unit: Unit) -> str:
    """An interval that spans nothing, with signs before both of its ends."""
    first, last = (show(end, unit, low=low, high=high).replace("-", "−") for end in (low, high))
    return _points(f"{first} to {'+' if high > 0 else ''}{last}")


def _points(text: str) -> str:
    """Percent as points: differences of shares are no shares."""
    first, between, last = text.rpartition(" to ")
    if not last.endswith("%"):
        return text
    return f"{first.removesuffix('%')}{between}{last.removesuffix('%')} points"
