"""Who gains and who loses between two designs, on the same children with the same luck.

A child with a need gains if it has fewer gaps than under the reference, and loses if it has
more. A child is looked at without gaining if a user opened its entry at a decision at least
once and no gap of its own was closed. Entries are told in the mean, as `entries` does.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.availability import require
from analysis.child_counts import Flag, Groups, add_up, both, by_replicate, carried, everybody
from analysis.child_panel import Replayed, replayed
from analysis.child_results import ChildResults
from analysis.entries import CELLS, cells, counted, entry_chance
from analysis.futures import Values
from analysis.groups import dimension as known_dimension
from analysis.levers import Levers
from analysis.policy import Assumptions
from analysis.tally import REPLICATES, Tally

ALL = "all"
NEW_ENTRY = "children_new_entry_no_need"


def winner_tallies(
    store,
    levers: Levers,
    reference: Levers,
    value: Values,
    assumptions: Assumptions,
    *,
    dimension: str = ALL,
    design: Replayed | None = None,
    before: Replayed | None = None,
) -> list[Tally]:
    """Children who gain, stay as they are or lose, are looked at without gaining, or newly have
    an entry without a need; for everyone, or by the groups of ``dimension`` of `groups`.

    ``design`` and ``before``: replays of ``levers`` and ``reference``, where they are at hand.
    A group's interval follows its own children of the panel: wide where they are few. Raises
    NotAvailable when the world lacks what ``dimension`` rests on.
    """
    if dimension != ALL:
        by = known_dimension(dimension)
        require(store.world, f"Who gains by {by.label[0].lower()}{by.label[1:]}", by.needs)
    design = design or replayed(store, levers, value, assumptions)
    before = before or replayed(store, reference, value, assumptions)
    people = store.people
    labels, groups = groups_of(people, dimension)
    told = {id: both(flag, design, before) for id, flag in FLAGS.items()}
    numbers = {id: carried(design, one, groups) for id, one in told.items()}
    numbers |= dict(zip(CHANGES, add_up([numbers[id] for id in CHANGES]), strict=True))
    parts = {id: by_replicate(design, one, people, groups) for id, one in told.items()}
    tallies = [
        Tally(id, number[:, at], None, dimension, label, parts[id][at])
        for id, number in numbers.items()
        for at, label in enumerate(labels)
    ]
    new = entry_gained(entry_chance(levers, value), entry_chance(reference, value))
    n = _without_need(people, design.everyone, groups)
    return tallies + [
        replace(counted(NEW_ENTRY, new, n[at]), dimension=dimension, group=label)
        for at, label in enumerate(labels)
    ]


def gains(design: ChildResults, reference: ChildResults) -> np.ndarray:
    """Per child [..., child]: has it fewer gaps?"""
    return design.n_gaps < reference.n_gaps


def stays(design: ChildResults, reference: ChildResults) -> np.ndarray:
    """Per child [..., child]: has it a need, and as many gaps?"""
    return design.has_need & (design.n_gaps == reference.n_gaps)


def loses(design: ChildResults, reference: ChildResults) -> np.ndarray:
    """Per child [..., child]: has it more gaps?"""
    return design.n_gaps > reference.n_gaps


def viewed_without_gain(design: ChildResults, reference: ChildResults) -> np.ndarray:
    """Per child [..., child]: was its entry opened at a decision, and no gap closed?"""
    return (design.n_views > 0) & ~gains(design, reference)


CHANGES = ("children_who_gain", "children_as_before", "children_who_lose")
FLAGS: dict[str, Flag] = {
    **dict(zip(CHANGES, (gains, stays, loses), strict=True)),
    "children_viewed_without_gain": viewed_without_gain,
}


def entry_gained(design: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """The chance that a child of each cell has an entry under the design alone [F, CELLS].

    A household's one draw decides under both whether it opts out, so whoever has an entry
    under the design that keeps fewer has one under the other too.
    """
    return np.maximum(design - reference, 0.0)


def groups_of(people, dimension: str) -> tuple[tuple[str, ...], Groups]:
    """The ids of the groups of ``dimension``, and which child is in which."""
    if dimension == ALL:
        return (ALL,), everybody(people)
    labels = people.labels[dimension]
    return labels, Groups(getattr(people, dimension), len(labels))


def _without_need(people, results: ChildResults, groups: Groups) -> np.ndarray:
    """Children without a need of each group, replicate and cell [groups, REPLICATES, CELLS]."""
    wanted = groups.code >= 0
    wanted[results.person[results.has_need]] = False
    place = groups.code[wanted].astype(np.int64) * REPLICATES + people.replicate[wanted]
    shape = (groups.size, REPLICATES, CELLS)
    n = np.bincount(place * CELLS + cells(people)[wanted], minlength=int(np.prod(shape)))
    return n.reshape(shape)
