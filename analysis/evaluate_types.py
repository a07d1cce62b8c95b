"""What becomes of a need of each type, as a chance per channel, in many futures at once.

The formula and why it is exact stand in docs/methods-expected.md. Letters are the same there:
b practice meets a need, p the seeker opens the index, f it finds the entry, a it acts on an
alert, g the entry would show the holder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analysis.chances import Chances
from analysis.entry_rules import among
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES
from analysis.need_types import NeedTypes, of_index, of_practice, part, with_pair
from data.schema import QUALITIES, SENSITIVE_AGENCIES

N_AGENCIES = len(AGENCY_NAMES)
_N_RECORDS = 2 * len(QUALITIES)  # kinds of record: quality, and whether it has the identifier


class Block(NamedTuple):
    """Index states with the same attempts before them, and the types that are in one of them."""

    states: slice  # rows of Plan.index
    types: np.ndarray  # rows of the types


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Types taken apart. Each points at what it shares with others, so that is worked out once.

    A practice state is a pair and its attempts inside and outside an open case; an index state
    is the attempts at which look-ups and alerts had a chance; a record is the kind of record,
    of a sensitive holder or not.
    """

    n: np.ndarray  # float64 (types,): needs
    pair: np.ndarray  # int32 (types,), as the next three: seeker x N_AGENCIES + holder, ascending
    practice_of: np.ndarray  # (types,): row of practice
    index_of: np.ndarray  # (types,): row of index
    record_of: np.ndarray  # (types,): is sensitive x _N_RECORDS + kind of record
    practice: np.ndarray  # the practice states, as types with nothing else in them
    index: np.ndarray  # the index states, the same
    blocks: tuple[Block, ...]  # of the index states, in their order


def plan_of(types: NeedTypes) -> Plan:
    """``types`` taken apart."""
    pair = part(types.type, "seeker") * N_AGENCIES + part(types.type, "holder")
    practice, practice_of = np.unique(of_practice(types.type), return_inverse=True)
    index, index_of = np.unique(of_index(types.type), return_inverse=True)
    is_sensitive = among(SENSITIVE_AGENCIES)[part(types.type, "holder")]
    record_of = is_sensitive * _N_RECORDS + part(types.type, "record")
    return Plan(
        blocks=tuple(_blocks(index, index_of)),
        n=types.n.astype(np.float64),
        pair=pair.astype(np.int32),
        practice_of=practice_of.astype(np.int32),
        index_of=index_of.astype(np.int32),
        record_of=record_of.astype(np.int32),
        practice=practice,
        index=index,
    )


def in_futures(chances: Chances, futures: slice) -> Chances:
    """The chances of some futures, of what `chances.chances_in` gave."""
    return Chances(**{one.name: getattr(chances, one.name)[futures] for one in fields(chances)})


def channel_chances(plan: Plan, levers: Levers, chances: Chances, *, asks: bool) -> np.ndarray:
    """How likely each channel of `replay.MET_BY` is for a need of each type.

    Shape (channels, futures, types); the channels of a type add up to 1. ``asks``: consent
    of a sensitive holder is still open, and not settled by the state the types belong to.
    """
    b, missed_before, missed = (
        np.take(one, plan.practice_of, axis=1) for one in _practice(plan.practice, chances)
    )
    silent_before, silent, by_lookup, by_alert = (
        np.take(one, plan.index_of, axis=1) for one in _index(plan.index, chances)
    )
    g = np.take(_shows(levers, chances, asks), plan.record_of, axis=1)
    unknown_before = missed_before * (1 - g * (1 - silent_before))
    told = missed * g
    return np.stack(
        [
            1 - unknown_before,
            unknown_before * b,
            told * by_lookup,
            told * by_alert,
            missed * (1 - g * (1 - silent)),
        ]
    )


class Practice(NamedTuple):
    """What practice does in each of its states. Pairs of which the same is believed share a row."""

    row: np.ndarray  # of each practice state
    done: np.ndarray  # (rows, 2 x futures): of a need the chance that it is unknown until now
    # and met by practice now; then, that it is not met by practice until now, nor now


def practice_of(states: np.ndarray, chances: Chances) -> Practice:
    """What practice does in each of ``states``, which no lever on an index changes."""
    pair = part(states, "seeker") * N_AGENCIES + part(states, "holder")
    alike = _alike(chances)[pair]
    told = with_pair(states, alike // N_AGENCIES, alike % N_AGENCIES)
    told, row = np.unique(told, return_inverse=True)
    b, missed_before, missed = _practice(told, chances)
    return Practice(row, np.concatenate([(missed_before * b).T, missed.T], axis=1))


def channel_sums(
    plan: Plan, levers: Levers, chances: Chances, practice: Practice, *, asks: bool
) -> np.ndarray:
    """Expected needs by channel, (channels, futures): the sum of `channel_chances` x needs.

    Every chance is linear in g, so needs are added up twice: as practice alone leaves them, and
    those of each index state that the entry would show.
    """
    silent_before, silent, by_lookup, by_alert = (one.T for one in _index(plan.index, chances))
    row_of = practice.row[plan.practice_of]
    n = np.bincount(row_of, plan.n, minlength=len(practice.done))
    met, left = np.split(n @ practice.done, 2)
    shown_met, shown_left = np.split(_shown(plan, row_of, levers, chances, practice, asks), 2, 1)
    learned = 1 - silent_before
    known_met, known_left = (_sum_of_products(one, learned) for one in (shown_met, shown_left))
    return np.stack(
        [
            n.sum() - (met + left) + known_met + known_left,
            met - known_met,
            _sum_of_products(shown_left, by_lookup),
            _sum_of_products(shown_left, by_alert),
            left - _sum_of_products(shown_left, 1 - silent),
        ]
    )


def _shown(plan, row_of, levers: Levers, chances: Chances, practice: Practice, asks: bool):
    """Needs of each index state that the entry would show, by what practice does of them.

    (states, 2 x futures), the columns as in `Practice.done`. Block by block, for what is worked
    on stays in a core's cache.
    """
    g, same = _different(_shows(levers, chances, asks).T)
    g = np.concatenate([g, g], axis=1)
    shown = np.zeros((len(plan.index), g.shape[1]))
    for states, types in plan.blocks:
        rows, place = np.unique(row_of[types], return_inverse=True)
        kind = (plan.index_of[types] - states.start) * len(g) + same[plan.record_of[types]]
        n_kinds = (states.stop - states.start) * len(g)
        needs = np.bincount(kind * len(rows) + place, plan.n[types], n_kinds * len(rows))
        sums = (needs.reshape(n_kinds, -1) @ practice.done[rows]).reshape(-1, *g.shape)
        sums *= g
        shown[states] = sums.sum(axis=1)
    return shown


def _different(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different ones of ``rows``, and which of them each row is."""
    first: dict[bytes, int] = {}
    same = np.array([first.setdefault(one.tobytes(), len(first)) for one in rows])
    return rows[np.unique(same, return_index=True)[1]], same


def _sum_of_products(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.einsum("kf,kf->f", one, other)


def _blocks(index: np.ndarray, index_of: np.ndarray) -> Iterator[Block]:
    """The index states (ascending) in blocks; each type has a place among them."""
    so_far = part(index, "n_looks") << 32 | part(index, "n_alerted")
    begins = np.flatnonzero(np.concatenate([[True], so_far[1:] != so_far[:-1]])[: len(index)])
    order = np.argsort(index_of, kind="stable")
    bounds = [*begins.tolist(), len(index)]
    rows = np.searchsorted(index_of[order], bounds)
    for place, (begin, end) in enumerate(pairwise(bounds)):
        types = order[rows[place] : rows[place + 1]]
        yield Block(slice(begin, end), types.astype(np.int32))


def _alike(chances: Chances) -> np.ndarray:
    """Per pair of agencies the first pair whose needs practice meets with the same chances."""
    b = chances.practice.reshape(len(chances.practice), 2, -1)
    first: dict[bytes, int] = {}
    columns = np.ascontiguousarray(np.moveaxis(b, -1, 0))
    return np.array([first.setdefault(one.tobytes(), pair) for pair, one in enumerate(columns)])


def _practice(states: np.ndarray, chances: Chances) -> tuple[np.ndarray, ...]:
    """b of each practice state now; the chance that it failed so far, and this time too."""
    b = chances.practice.reshape(len(chances.practice), 2, -1)
    pair = part(states, "seeker") * N_AGENCIES + part(states, "holder")
    now = b[:, part(states, "in_case"), pair]
    missed = _power(1 - b[:, 0], part(states, "n_other"), pair)
    missed *= _power(1 - b[:, 1], part(states, "n_in_case"), pair)
    return now, missed, missed * (1 - now)


def _index(states: np.ndarray, chances: Chances) -> tuple[np.ndarray, ...]:
    """Of each index state, for a holder that the entry shows: the chance that the index did
    not tell before this need, and neither now; that a look-up tells now; that an alert does.
    """
    p, f, a = (
        np.reshape(one, (-1, 1))
        for one in (chances.opens_index, chances.finds_entry, chances.acts_on_alert)
    )
    n_looks, looks = part(states, "n_looks"), part(states, "looks")
    n_alerted, alerted = part(states, "n_alerted"), part(states, "alerted")
    unread, unheard = _power(1 - p, n_looks), _power(1 - a, n_alerted)
    before = unheard * ((1 - f) + f * unread)
    after = _power(1 - a, n_alerted + alerted) * ((1 - f) + f * _power(1 - p, n_looks + looks))
    by_lookup = unheard * f * unread * p * looks
    by_alert = unheard * a * alerted * ((1 - f) + f * unread * (1 - p * looks))
    return before, after, by_lookup, by_alert


def _shows(levers: Levers, chances: Chances, asks: bool) -> np.ndarray:
    """g: not opted out, record linked, and consent where that is asked; (futures, records)."""
    links = chances.links.reshape(len(chances.links), _N_RECORDS)
    if levers.opt_out:
        links = links * (1 - np.reshape(chances.opts_out, (-1, 1)))
    sensitive = links * np.reshape(chances.consents, (-1, 1)) if asks else links
    return np.concatenate([links, sensitive], axis=1)


def _power(base: np.ndarray, exponent: np.ndarray, column: np.ndarray | int = 0) -> np.ndarray:
    """``base`` (futures, columns) at each ``column`` to the power of each whole ``exponent``.

    By a table of products: the same bits on every machine, which a library's power is not.
    """
    most = int(exponent.max(initial=0))
    table = np.repeat(base[..., None], most + 1, axis=-1)
    table[..., 0] = 1
    np.multiply.accumulate(table, axis=-1, out=table)
    return table.reshape(len(base), -1)[:, column * (most + 1) + exponent]
