"""Needs counted by type and random group, for any design, in a few passes over the world.

Most of a type no design changes: who seeks, who holds, the holder's record, and how often
practice had its chance. That steady part is worked out once per world and kept. A design adds
where look-ups and alerts could tell, which takes a few bytes per need; so counting a design
takes a fraction of what sorting its types takes (`need_types.types_of`, which the tests hold
this to).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.entry_rules import among
from analysis.kept import Arrays
from analysis.levers import Levers
from analysis.need_index import Ways, index_parts, ranked
from analysis.need_types import (
    InGroups,
    NeedTypes,
    check_attempts,
    part,
    steady_types,
    without_looks,
    without_record,
)
from analysis.people import People
from analysis.situations import Needs, Situations
from analysis.tally import REPLICATES
from analysis.threads import NOBODY_WAITS, in_two_threads

N_GROUPS = REPLICATES + 1  # the last: children of no random group
FEW = 4_000_000  # needs: of so few the second thread costs more than it brings
_ALONE = threading.Lock()  # counts side by side would take each other's cache and memory


def steady(situations: Situations, *, everyone: bool) -> Arrays:
    """What no design changes of the needs that count: see the module.

    ``of``: the place of each in ``types``; ``later``: those with an attempt before them, of
    the same child, seeker and holder; ``first``: the first attempt of each of these.
    """
    needs = _counting(situations, everyone)
    check_attempts(needs.ordinal)
    types, of = np.unique(steady_types(situations.decisions, needs), return_inverse=True)
    later = np.flatnonzero(needs.ordinal > 1)
    first = later - (needs.ordinal[later] - np.int64(1))
    return {
        "types": types,
        "of": of.astype(np.int32),
        "later": later.astype(np.int32),
        "first": first.astype(np.int32),
    }


def groups_of_needs(situations: Situations, people: People, *, everyone: bool) -> Arrays:
    """The random group of each need that counts, N_GROUPS - 1 for none."""
    person = situations.decisions.person[_counting(situations, everyone).decision]
    found = np.append(people.replicate.astype(np.int64), -1)[person]
    return {"group": np.where(found < 0, REPLICATES, found).astype(np.int8)}


@dataclass(frozen=True, slots=True, eq=False)
class NeedCounts:
    """How many needs there are of a kind, for designs that may differ in the type of a kind.

    Kinds are in no order, and several may be of one type.
    """

    types: np.ndarray  # int64 (ways, kinds)
    n: np.ndarray  # int64 (kinds,)
    by_group: np.ndarray | None  # unsigned (kinds, N_GROUPS), where groups were asked for

    def in_way(self, way: int) -> NeedTypes:
        """The needs by type in one of the ways."""
        each = None
        if self.by_group is not None:
            each = InGroups(np.arange(len(self.n), dtype=np.int32), self.by_group)
        return merged(NeedTypes(self.types[way], self.n, each), self.types[way])


def count_needs(
    parts: Sequence[Situations],
    steadies: Sequence[Arrays],
    levers: Levers,
    ways: Ways = (),
    *,
    everyone: bool,
    groups: Sequence[Arrays] | None = None,
) -> NeedCounts:
    """The needs of ``parts`` by kind, for a design in which nothing is left to consent.

    ``steadies`` and ``groups``: what `steady` and `groups_of_needs` gave of each part. Without
    groups nothing is counted by them. ``ways``: the agencies that are connected, where several
    answers are asked for that differ in nothing else; they are among those of ``levers``.
    """
    work = partial(_counted_part, levers=levers, ways=ways, everyone=everyone)
    told = zip(parts, steadies, groups or [None] * len(parts), strict=True)
    n_needs = sum(len(part.needs.decision) for part in parts)
    with nullcontext() if NOBODY_WAITS.get() else _ALONE:
        if n_needs > FEW:
            found = in_two_threads(lambda one: work(*one), told)
        else:
            found = [work(*one) for one in told]
    return NeedCounts(
        types=np.concatenate([one.types for one in found], axis=1),
        n=np.concatenate([one.n for one in found]),
        by_group=None if groups is None else np.concatenate([one.by_group for one in found]),
    )


def narrowed(counts: NeedTypes, levers: Levers) -> NeedTypes:
    """The counts of ``levers``, from those of the same design that all agencies may look into.

    Without alerts the others may be connected too. Whoever may not look, or is not connected,
    is so at every attempt, so no need has to be looked at again.
    """
    looks = among(levers.authorised_agencies)[part(counts.type, "seeker")]
    looks &= among(levers.connected_agencies)[part(counts.type, "holder")]
    return counts if looks.all() else merged(counts, without_looks(counts.type, ~looks))


def merged(counts: NeedTypes, types: np.ndarray) -> NeedTypes:
    """``counts`` with ``types`` in place of its own; what is alike by then is added up."""
    if not len(types):
        return counts
    order = np.argsort(types, kind="stable")
    types = types[order]
    begins = np.concatenate([[True], types[1:] != types[:-1]])
    each = counts.in_groups
    if each is not None:
        row = np.empty(len(types), dtype=np.int32)
        row[order] = np.cumsum(begins) - 1
        each = InGroups(row[each.type_of], each.n)
    starts = np.flatnonzero(begins)
    return NeedTypes(types[starts], np.add.reduceat(counts.n[order], starts), each)


def _counted_part(
    situations: Situations,
    steady: Arrays,
    groups: Arrays | None,
    *,
    levers: Levers,
    ways: Ways,
    everyone: bool,
) -> NeedCounts:
    types, row = _kinds(situations, steady, levers, ways or [levers.connected_agencies], everyone)
    n_kinds = types.shape[1]
    if groups is None:
        return NeedCounts(types, np.bincount(row, minlength=n_kinds), None)
    cell = row * np.int64(N_GROUPS) + groups["group"]
    n = np.bincount(cell, minlength=n_kinds * N_GROUPS).reshape(-1, N_GROUPS)
    return NeedCounts(types, n.sum(axis=1), n.astype(np.min_scalar_type(n.max(initial=0))))


def _kinds(
    situations: Situations, steady: Arrays, levers: Levers, ways: Ways, everyone: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The types of each kind of need that counts, in each way, and the kind of each need."""
    needs = _counting(situations, everyone)
    index = index_parts(situations.decisions, needs, steady, levers, ways)
    held, of = steady["types"], steady["of"]
    n_held = max(len(held), 1)
    cells, row = ranked(index.of * np.int64(n_held) + of, index.types.shape[1] * n_held)
    code, at = np.divmod(cells, n_held)
    shows = np.stack([among(one) for one in ways])[:, part(held[at], "holder")]
    told = np.where(shows, index.types[:, code], 0)
    return without_record(held[at] | told, told == 0), row


def _counting(situations: Situations, everyone: bool) -> Needs:
    """The needs that count: of children whom table child holds, unless of ``everyone``."""
    needs, is_in = situations.needs, situations.decisions.person >= 0
    if everyone or is_in.all():
        return needs
    rows = is_in[needs.decision]
    return Needs(*(getattr(needs, name)[rows] for name in Needs.__dataclass_fields__))
