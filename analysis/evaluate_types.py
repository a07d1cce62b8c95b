"""What becomes of a need of each type, as a chance per channel, in many futures at once.

The formula and why it is exact stand in docs/methods-expected.md. Letters are the same there:
b practice meets a need, p the seeker opens the index, f it finds the entry, a it acts on an
alert, g the entry would show the holder.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from analysis.chances import Chances
from analysis.entry_rules import among
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES
from analysis.need_types import NeedTypes, of_index, of_practice, part
from data.schema import QUALITIES, SENSITIVE_AGENCIES

N_AGENCIES = len(AGENCY_NAMES)
_N_RECORDS = 2 * len(QUALITIES)  # kinds of record: quality, and whether it has the identifier


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Types taken apart. Each points at what it shares with others, so that is worked out once.

    A practice state is a pair and its attempts inside and outside an open case; an index state
    is the attempts at which look-ups and alerts had a chance; a record is the kind of record,
    of a sensitive holder or not.
    """

    n: np.ndarray  # float64 (types,): needs
    pair: np.ndarray  # (types,): seeker x N_AGENCIES + holder, ascending
    practice_of: np.ndarray  # (types,): row of practice
    index_of: np.ndarray  # (types,): row of index
    record_of: np.ndarray  # (types,): is sensitive x _N_RECORDS + kind of record
    practice: np.ndarray  # the practice states, as types with nothing else in them
    index: np.ndarray  # the index states, the same
    kind_index: np.ndarray  # (kinds,): an index state and a record, as they occur together
    kind_record: np.ndarray
    needs: np.ndarray  # float64 (kinds, practice states): needs of both


def plan_of(types: NeedTypes) -> Plan:
    """``types`` taken apart."""
    pair = part(types.type, "seeker") * N_AGENCIES + part(types.type, "holder")
    practice, practice_of = np.unique(of_practice(types.type), return_inverse=True)
    index, index_of = np.unique(of_index(types.type), return_inverse=True)
    is_sensitive = among(SENSITIVE_AGENCIES)[part(types.type, "holder")]
    record_of = is_sensitive * _N_RECORDS + part(types.type, "record")
    kinds, kind_of = np.unique(index_of * (2 * _N_RECORDS) + record_of, return_inverse=True)
    needs = np.zeros((len(kinds), len(practice)))
    np.add.at(needs, (kind_of, practice_of), types.n)
    return Plan(
        kind_index=kinds // (2 * _N_RECORDS),
        kind_record=kinds % (2 * _N_RECORDS),
        needs=needs,
        n=types.n.astype(np.float64),
        pair=pair,
        practice_of=practice_of,
        index_of=index_of,
        record_of=record_of,
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


class PracticeSums(NamedTuple):
    """Needs of each kind of index state, were there no index: float64 (futures, kinds)."""

    met: np.ndarray  # unknown until now, and met by practice now
    left: np.ndarray  # not met by practice until now, nor now


def practice_sums(plan: Plan, chances: Chances) -> PracticeSums:
    """What practice does is a factor of every need, so it is added up first, for every kind."""
    b, missed_before, missed = _practice(plan.practice, chances)
    return PracticeSums((missed_before * b) @ plan.needs.T, missed @ plan.needs.T)


def channel_sums(
    plan: Plan, levers: Levers, chances: Chances, practice: PracticeSums, *, asks: bool
) -> np.ndarray:
    """Expected needs by channel, (channels, futures): the sum of `channel_chances` x needs."""
    silent_before, silent, by_lookup, by_alert = (
        one[:, plan.kind_index] for one in _index(plan.index, chances)
    )
    g = _shows(levers, chances, asks)[:, plan.kind_record]
    unknown, (met, left) = 1 - g * (1 - silent_before), practice
    return np.stack(
        [
            plan.needs.sum() - ((met + left) * unknown).sum(axis=1),
            (met * unknown).sum(axis=1),
            (left * g * by_lookup).sum(axis=1),
            (left * g * by_alert).sum(axis=1),
            (left * (1 - g * (1 - silent))).sum(axis=1),
        ]
    )


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
