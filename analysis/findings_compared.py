"""How designs differ on the same children, in sentences made from their differences."""

from __future__ import annotations

import polars as pl

from analysis.compared import CANT_TELL, NO_DIFFERENCE, can_tell, changed, difference_of
from analysis.comparison import Comparison
from analysis.estimates import Estimate
from analysis.findings_designs import lower
from analysis.trade_off import COVERAGE, listed

NEEDLESS = "views of children without a concern"
ANSWERED_BY = (
    (COVERAGE, "leaves", "sharing gaps", "sharing gaps"),
    ("yearly_cost", "costs", "a year", "yearly cost"),
    ("needless_views", "has", NEEDLESS, NEEDLESS),
)
"""Per outcome of the answer: verb, what follows the figure, and its name alone."""


def answer(found: Comparison) -> str:
    """Gaps, pounds and needless views of each design against the reference, in one sentence."""
    designs = []
    for at, held in enumerate(found.evaluations[1:], start=1):
        parts = [
            phrase(told, verb, what, name)
            for id, verb, what, name in ANSWERED_BY
            if (told := difference_of(found, at, id))
        ]
        designs.append(f"**{held.scenario.label}** {listed(parts)}")
    return f"Against {found.reference.scenario.label}, {'; '.join(designs)}."


def phrase(one: Estimate, verb: str, what: str, name: str) -> str:
    """One difference as what a design does: "leaves **500,000 fewer** sharing gaps (...)"."""
    words = changed(one)
    if words == NO_DIFFERENCE:
        return f"{verb} {'the same' if name != what else 'as many'} {what}"
    if not can_tell(one):
        return f"can't be told apart in {name}" + words.removeprefix(CANT_TELL)
    figure, bracket, between = words.partition(" (")
    return f"{verb} **{figure}** {what}{bracket}{between}"


def title(frame: pl.DataFrame, reference: str) -> str:
    """How many of the shown differences can't be told from none."""
    unclear = frame.height - frame.filter("can_tell").height
    if not unclear:
        return f"All {frame.height} differences from {reference} can be told"
    return f"Of {frame.height} differences from {reference}, {unclear} can't be told"


def summary(frame: pl.DataFrame, reference: str) -> str:
    """Which differences can't be told from none, and how to read the chart."""
    unclear = [
        f"{name[0]} in {listed([lower(label) for label in rows['label']])}"
        for name, rows in frame.filter(~pl.col("can_tell")).group_by("name", maintain_order=True)
    ]
    said = f"Can't be told apart from {reference}: {'; '.join(unclear)}. " if unclear else ""
    return said + how_to_read(reference)


def how_to_read(reference: str) -> str:
    """What the lines and marks of the chart stand for."""
    return (
        f"Grey line: {reference}. Lines: 95 percent intervals of the difference, on the same "
        "children and in the same futures. Hollow: the interval spans no difference. Every "
        "outcome has a scale of its own."
    )
