"""Needs counted by type and by group of children, for figures by council, age or need tier."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from analysis.groups import DIMENSIONS
from analysis.levers import Levers
from analysis.need_types import NeedTypes, added, counted_sorted, types_of
from analysis.people import People
from analysis.situations import Situations
from analysis.tally import REPLICATES
from analysis.threads import in_two_threads

REPLICATE = "replicate"
BY = (*(one.id for one in DIMENSIONS), REPLICATE)


def groups_of(people: People, dimension: str) -> tuple[str, ...]:
    """The ids of the groups of ``dimension``; children of none come after them all."""
    if dimension == REPLICATE:
        return tuple(str(number) for number in range(REPLICATES))
    return people.labels[dimension]


def count_groups(
    parts: Iterable[Situations],
    people: People,
    types: NeedTypes,
    levers: Levers,
    *,
    by: tuple[str, ...],
    everyone: bool,
) -> dict[str, np.ndarray]:
    """The needs of ``parts`` by type and group, for each way of grouping in ``by`` (see BY).

    ``types``: those of the same parts and ``levers``. Arrays are named "DIMENSION.key" and
    "DIMENSION.n"; a key is group x len(types) + type.
    """

    def counts(part: Situations) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        person, decision = part.decisions.person, part.needs.decision
        row = np.searchsorted(types.type, types_of(part, levers))
        is_in = np.ones(len(row), dtype=bool) if everyone else (person >= 0)[decision]
        row, decision = row[is_in], decision[is_in]
        found = {}
        for dimension in by:
            first_key = _group(people, dimension, person) * len(types)
            found[dimension] = counted_sorted(first_key[decision] + row)
        return found

    found = in_two_threads(counts, parts)
    arrays = {}
    for dimension in by:
        key, n = added(*([one[dimension][column] for one in found] for column in (0, 1)))
        arrays |= {f"{dimension}.key": key, f"{dimension}.n": n}
    return arrays


def _group(people: People, dimension: str, person: np.ndarray) -> np.ndarray:
    """The group of each of ``person``, as a place in `groups_of` or the one after its end."""
    last = len(groups_of(people, dimension))
    column = np.append(getattr(people, dimension).astype(np.int64), -1)
    group = column[person]  # -1, no person, is the -1 appended
    return np.where(group < 0, last, group)
