"""How many people could open a child's entry, were the boundary of a design another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analysis.answer import Answer
from analysis.answers import provenance
from analysis.estimates import Estimate, estimate
from analysis.evaluation import Evaluation, frame_of
from analysis.levers import Levers, lever
from analysis.openers import able_to_open
from analysis.workbench import Workbench

ABLE = "people_able_to_open"
VISIBILITY = "visibility"
WORDS = dict(lever(VISIBILITY).choices)
AS_DESIGNED = ", as designed"
NOTE = (
    "Each line is the design with that boundary and all else as it is; its own boundary is the "
    "one that the other figures are of."
)


def by_visibility(bench: Workbench, evaluations: Sequence[Evaluation]) -> Answer:
    """People able to open a child's entry under each boundary, all else as in each design.

    Columns of `evaluation.SCHEMA`; a group is a choice of the lever visibility.
    """
    frames = [
        frame_of(one.scenario.id, _estimates(bench, one.scenario.levers)) for one in evaluations
    ]
    told = provenance(bench, evaluations, (ABLE,), "People able to open a child's entry")
    return Answer(pl.concat(frames), replace(told, notes=(*told.notes, NOTE)))


def words(evaluation: Evaluation) -> dict[str, str]:
    """The boundaries in words, the one of the design marked."""
    own = evaluation.scenario.levers.visibility
    return {id: f"{label}{AS_DESIGNED if id == own else ''}" for id, label in WORDS.items()}


def _estimates(bench: Workbench, levers: Levers) -> tuple[Estimate, ...]:
    def made() -> tuple[Estimate, ...]:
        store = bench.store_for(levers)
        tallies = (
            (choice, able_to_open(store, replace(levers, visibility=choice), bench.futures))
            for choice in WORDS
        )
        return tuple(
            estimate(replace(tally, dimension=VISIBILITY, group=choice), bench.sample)
            for choice, tally in tallies
        )

    return bench.kept(("by visibility", levers), made)
