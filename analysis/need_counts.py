"""Needs counted by type and random group, for any design, in a few passes over the world.

Most of a type no design changes: who seeks, who holds, the holder's record, and how often
practice had its chance. That steady part is worked out once per world and kept. A design adds
where look-ups and alerts could tell, which takes a few bytes per need; so counting a design
takes a fraction of what sorting its types takes (`need_types.types_of`, which the tests hold
this to).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from analysis.entry_rules import among, counted, is_open, may_look, would_show
from analysis.kept import Arrays
from analysis.levers import Levers
from analysis.need_types import (
    NeedTypes,
    check_attempts,
    index_type,
    of_index,
    part,
    steady_types,
    without_looks,
    without_record,
)
from analysis.people import People
from analysis.situations import Needs, Situations
from analysis.tally import REPLICATES
from analysis.threads import in_two_threads

N_GROUPS = REPLICATES + 1  # the last: children of no random group
_TABLE = 1 << 24  # whole numbers below this are ranked by a table, others by sorting


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


def count_needs(
    parts: Sequence[Situations],
    steadies: Sequence[Arrays],
    levers: Levers,
    *,
    everyone: bool,
    groups: Sequence[Arrays] | None = None,
) -> NeedTypes:
    """The needs of ``parts`` by type, for a design in which nothing is left to consent.

    ``steadies`` and ``groups``: what `steady` and `groups_of_needs` gave of each part. Without
    groups nothing is counted by them.
    """
    work = partial(_counted_part, levers=levers, everyone=everyone)
    told = zip(parts, steadies, groups or [None] * len(parts), strict=True)
    return added(in_two_threads(lambda one: work(*one), told))


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
    order = np.argsort(types, kind="stable")
    types = types[order]
    starts = np.flatnonzero(np.concatenate([[True], types[1:] != types[:-1]])[: len(types)])
    sums = [
        None if one is None else np.add.reduceat(one[order], starts, axis=0, dtype=one.dtype)
        for one in (counts.n, counts.by_group)
    ]
    return NeedTypes(types[starts], *sums) if len(types) else counts


def added(counts: Sequence[NeedTypes]) -> NeedTypes:
    """Several counts as one."""
    if len(counts) == 1:
        return counts[0]
    types = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(one.type for one in counts)]))
    n = np.zeros(len(types), dtype=np.int64)
    is_grouped = bool(counts) and counts[0].by_group is not None
    by_group = np.zeros((len(types), N_GROUPS), dtype=np.int32) if is_grouped else None
    for one in counts:
        rows = np.searchsorted(types, one.type)
        n[rows] += one.n
        if is_grouped:
            by_group[rows] += one.by_group
    return NeedTypes(types, n, by_group)


def _counted_part(
    situations: Situations,
    steady: Arrays,
    groups: Arrays | None,
    *,
    levers: Levers,
    everyone: bool,
) -> NeedTypes:
    types, row = _rows(situations, steady, levers, everyone)
    if groups is None:
        return NeedTypes(types, np.bincount(row, minlength=len(types)), None)
    cell = row * N_GROUPS + groups["group"]
    n = np.bincount(cell, minlength=len(types) * N_GROUPS).reshape(-1, N_GROUPS)
    return NeedTypes(types, n.sum(axis=1), n.astype(np.int32))


def _rows(
    situations: Situations, steady: Arrays, levers: Levers, everyone: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The different types of the needs that count, ascending, and the row of each need."""
    index, of_needs = _index_parts(situations, steady, levers, everyone)
    held, of = steady["types"], steady["of"]
    cells, row = _ranked(of_needs * np.int64(len(held)) + of, len(index) * len(held))
    which, at = np.divmod(cells, max(len(held), 1))
    types = without_record(held[at] | index[which], ~of_index(index[which]).astype(bool))
    types, place = np.unique(types, return_inverse=True)
    return types, place[row]


def _index_parts(
    situations: Situations, steady: Arrays, levers: Levers, everyone: bool
) -> tuple[np.ndarray, np.ndarray]:
    """What look-ups and alerts add to types: the different ones, and which each need has."""
    decisions, needs = situations.decisions, _counting(situations, everyone)
    has_entry, shown = is_open(decisions, levers), would_show(needs, levers)
    looks = (has_entry & may_look(decisions, levers))[needs.decision] & shown
    if not levers.alert_threshold:
        n_looks, room = _before(looks, steady)
        codes, of = _ranked(n_looks * np.int32(2) + looks, 2 * room)
        return index_type(looks=codes & 1, n_looks=codes >> 1), of
    enough = np.bitwise_count(counted(decisions, levers)) >= levers.alert_threshold
    alerted = (has_entry & enough)[needs.decision] & shown
    (n_looks, room), (n_alerted, _) = (_before(one, steady) for one in (looks, alerted))
    code = n_alerted * np.int64(room) + n_looks
    codes, of = _ranked(code * 4 + (looks | alerted.view(np.int8) << 1), 4 * room**2)
    so_far = codes >> 2
    parts = {"n_alerted": so_far // room, "n_looks": so_far % room}
    return index_type(looks=codes & 1, alerted=codes >> 1 & 1, **parts), of


def _before(happens: np.ndarray, steady: Arrays) -> tuple[np.ndarray, int]:
    """How often it happened at the attempts before each need, and one more than the most.

    The running sum may go round: only the difference to the first attempt is asked for.
    """
    later, first = steady["later"], steady["first"]
    room = int((later - first).max(initial=0)) + 1
    kind = np.uint8 if room <= np.iinfo(np.uint8).max else np.uint16
    so_far = np.cumsum(happens, dtype=kind)
    so_far -= happens
    before = np.zeros(len(happens), dtype=kind)
    before[later] = so_far[later] - so_far[first]
    return before, room


def _counting(situations: Situations, everyone: bool) -> Needs:
    """The needs that count: of children whom table child holds, unless of ``everyone``."""
    needs, is_in = situations.needs, situations.decisions.person >= 0
    if everyone or is_in.all():
        return needs
    rows = is_in[needs.decision]
    return Needs(*(getattr(needs, name)[rows] for name in Needs.__dataclass_fields__))


def _ranked(values: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The different ``values``, ascending, and the rank of each; all are below ``size``."""
    if size > _TABLE:
        return np.unique(values, return_inverse=True)
    occurs = np.zeros(size, dtype=bool)
    occurs[values] = True
    found = np.flatnonzero(occurs)
    rank = np.zeros(size, dtype=np.int32)
    rank[found] = np.arange(len(found), dtype=np.int32)
    return found, rank[values]
