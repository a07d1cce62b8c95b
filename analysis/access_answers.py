"""Which figures of access stand together on screens, as answers with their record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analysis.access_tallies import BY_OCCASION, BY_ORDER, DIMENSIONS
from analysis.answer import Answer
from analysis.answers import answer_of
from analysis.evaluation import Evaluation
from analysis.occasions import BY_AGENCY
from analysis.workbench import Workbench

OFTEN = ("lookups", "views", "lookups_per_1000_children", "lookups_per_user")
ELSE = ("peak_lookups_per_second", "unexplained_view_share", "alerts")
"""The headline figures, in two columns."""
WORDS = {one.id: dict(one.groups) for one in DIMENSIONS}
OCCASIONS = {
    "On a concern or routine": WORDS[BY_OCCASION],
    "First of a child by an agency, or repeat": {"first": "First", "repeat": "Repeat"},
}
"""Two ways of dividing the same look-ups."""


def both(found: Evaluation, other: Evaluation) -> list[Evaluation]:
    """A design and what it is held against: once, where they are the same."""
    return [found] if found.scenario.levers == other.scenario.levers else [found, other]


def names(evaluations: Sequence[Evaluation]) -> dict[str, str]:
    """Id and label of each, in order."""
    return {one.scenario.id: one.scenario.label for one in evaluations}


def by_agency(bench: Workbench, evaluations: Sequence[Evaluation]) -> Answer:
    """Look-ups of each agency."""
    title = "Look-ups by agency"
    return answer_of(bench, evaluations, ("lookups",), dimension=BY_AGENCY, title=title)


def agencies(found: Evaluation) -> dict[str, str]:
    """Agencies with their words, those that look most first."""
    n = {id: found.estimate("lookups", BY_AGENCY, id).value for id in WORDS[BY_AGENCY]}
    return {id: WORDS[BY_AGENCY][id] for id in sorted(n, key=n.get, reverse=True)}


def by_occasion(bench: Workbench, evaluations: Sequence[Evaluation]) -> Answer:
    """Look-ups on a concern and routine; first and repeated."""
    title = "Look-ups by occasion"
    one, two = (
        answer_of(bench, evaluations, ("lookups",), dimension=by, title=title)
        for by in (BY_OCCASION, BY_ORDER)
    )
    return replace(one, frame=pl.concat([one.frame, two.frame]))
