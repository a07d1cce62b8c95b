"""What the levers do, in words made from the figures beside them.

No score: coverage, cost and intrusiveness stand beside each other. A difference whose interval
spans nothing is said to be none that can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analysis.compared import NO_DIFFERENCE, can_tell, changed
from analysis.design_link import LIKE, link_of
from analysis.design_table import Cell, DesignTable, axis, worded
from analysis.estimates import Estimate
from analysis.findings_designs import figure, listed, lower, spoken
from analysis.inert_text import inert
from analysis.levers import Levers, load_levers
from analysis.live import CLOSED, LIVE, Live
from analysis.outcomes import outcome
from analysis.scenarios import BASELINE, Scenario, read_scenario, scenario_card

CHOSEN_HERE = "chosen here"


@dataclass(frozen=True, slots=True)
class CardRow:
    """One lever that a design sets otherwise than England without an index."""

    label: str
    old: str
    new: str
    unit: str
    source: str


def answer(found: Live) -> str:
    """What the design closes, takes and opens, in one sentence with intervals."""
    design, reference = (one.scenario.label for one in (found.design, found.reference))
    if found.design.scenario.levers == found.reference.scenario.levers:
        return f"**{design}** is the design that it is held against, so there is no difference."
    cost, views = (found.design.estimate(id) for id in ("yearly_cost", "views"))
    takes = f"takes {figure(cost, ' a year')}" if cost.value else "costs nothing"
    opens = f"opens entries {figure(views, ' times a year')}" if views.value else "opens no entry"
    return f"**{design}** {_closes(found, reference)}; it {takes} and {opens}."


def title(found: Live) -> str:
    """How many of the figures can be told apart, as a finding."""
    alike = [one for one in found.differences if one.value is not None and not _differs(one)]
    told = [one for one in found.differences if _differs(one)]
    against = found.reference.scenario.label
    if not told:
        return f"Nothing here can be told apart from {against}"
    if not alike:
        return f"Every figure differs from {against}"
    n = len(told) + len(alike)
    verb = "differs" if len(told) == 1 else "differ"
    return f"{_capital(spoken(len(told)))} of {spoken(n)} figures {verb} from {against}"


def summary(found: Live) -> str:
    """How to read the chart, and which figures can't be told apart."""
    alike = [
        lower(outcome(one.outcome_id).label)
        for one in found.differences
        if one.value is not None and not _differs(one) and one.low != one.high
    ]
    said = (
        f"Dots are {found.design.scenario.label}, grey diamonds {found.reference.scenario.label}, "
        "lines the range that most futures leave open. Each figure has a scale of its own, from "
        "nothing, so lengths compare designs and not figures."
    )
    return f"{said} Can't be told apart: {listed(alike)}." if alike else said


def frame(found: Live) -> pl.DataFrame:
    """One row per figure: outcome, label, unit, family, text, interval, and for the design and
    the reference value, low and high; null where there is none."""
    rows = []
    for id in LIVE:
        one = found.design.estimate(id)
        other = None if id == CLOSED else found.reference.estimate(id)
        told = worded(one)
        rows.append(
            {
                "outcome": id,
                "label": outcome(id).label,
                "unit": outcome(id).unit.value,
                "family": axis(id).value,
                "text": told.text,
                "words": f"{told.text} ({told.below})" if told.below else told.text,
                **{name: getattr(one, name) for name in ("value", "low", "high")},
                **{
                    f"reference_{name}": None if other is None else getattr(other, name)
                    for name in ("value", "low", "high")
                },
            }
        )
    floats = ("value", "low", "high")
    names = (*floats, *(f"reference_{name}" for name in floats))
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(names, pl.Float64))


def table(found: Live) -> DesignTable:
    """Every figure of the design and of the reference, and the difference in words."""
    rows = []
    for id, difference in zip(LIVE, found.differences, strict=True):
        theirs = Cell("") if id == CLOSED else worded(found.reference.estimate(id))
        # What is closed is a difference already, and needs no second.
        apart = Cell("") if id == CLOSED and can_tell(difference) else difference_cell(difference)
        cells = (worded(found.design.estimate(id)), theirs, apart)
        rows.append((Cell(outcome(id).axis_title), cells))
    return DesignTable(
        caption=f"{found.design.scenario.label} against {found.reference.scenario.label}",
        corner="Outcome",
        headings=("This design", "Held against", "Difference"),
        rows=tuple(rows),
        families=tuple(axis(id) for id in LIVE),
        is_by_row=True,
    )


def difference_cell(one: Estimate) -> Cell:
    """A difference with its interval below it."""
    text, _, below = changed(one).partition(" (")
    return Cell(text, below.removesuffix(")"))


def card(scenario: Scenario | None, levers: Levers) -> list[CardRow]:
    """What the design changes against England without an index, one row per lever.

    ``scenario``: the design that the levers make, with its reasons; None while they contradict
    each other. The source of a lever that no preset sets so is its reader's choice.
    """
    like = read_scenario(link_of(levers).get(LIKE, BASELINE))
    told = scenario if scenario is not None and scenario.levers == levers else None
    reasons = {one.lever: one.source for one in scenario_card(told or like)}
    own = dict(told.because) if told else {}
    rows = []
    start = read_scenario(BASELINE).levers
    for one in load_levers():
        value = getattr(levers, one.id)
        if value == getattr(start, one.id):
            continue
        as_there = value == getattr(like.levers, one.id) or one.id in own
        source = reasons.get(one.id, CHOSEN_HERE) if as_there else CHOSEN_HERE
        rows.append(
            CardRow(
                one.label,
                one.show(getattr(start, one.id)),
                one.show(value),
                one.unit,
                inert(source),
            )
        )
    return rows


def card_title(rows: Sequence[CardRow], label: str) -> str:
    """How many levers a design moves."""
    if not rows:
        return f"{label} moves no lever"
    levers = "lever" if len(rows) == 1 else "levers"
    return f"What {label} changes: {spoken(len(rows))} {levers}"


def _closes(found: Live, reference: str) -> str:
    one = found.difference(CLOSED)
    if not one.value and one.low == one.high:
        return f"closes no sharing gap that stays open under {reference}"
    told = difference_cell(one)
    if not can_tell(one):
        return f"can't be told apart from {reference} in sharing gaps ({told.below})"
    if one.value < 0:
        more = told.text.removesuffix(" fewer")
        return f"leaves **{more}** more sharing gaps a year ({told.below}) than {reference}"
    return f"closes {figure(one, ' sharing gaps a year')} that stay open under {reference}"


def _differs(one: Estimate) -> bool:
    return can_tell(one) and changed(one) != NO_DIFFERENCE


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
