"""Shielded children whom an unlinked record leaves open as a second, unshielded entry.

It happened in March 2009. The chance depends on how many records of which class connected
agencies hold of a child, so children are counted by that, and every future is one formula.
"""

from __future__ import annotations

import numpy as np

from analysis.chances import Chances
from analysis.entries import CELLS, entry_chance
from analysis.futures import Values
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.record_kinds import LINK_CLASSES, link_chances, shielded_children
from analysis.tally import REPLICATES, Tally

_NEVER = -1e9  # the logarithm of nothing, near enough: its exponential is exactly 0
_ROOM = len(AGENCY_NAMES) + 1  # numbers of records that a child can have


def left_open(records: np.ndarray, links: np.ndarray, duplicates: np.ndarray) -> np.ndarray:
    """The chance that at least one record stands as a second entry [F, children].

    ``records``: how many records of each class there are of each child [children,
    LINK_CLASSES]; ``links``: the chance that a record of each class links [F, LINK_CLASSES];
    ``duplicates``: the share of unlinked records that become an entry of their own [F].
    """
    stays_shut = 1 - (1 - links) * duplicates[:, None]
    # One product over records is a sum of logarithms; no record of a class leaves it at 0.
    logs = np.where(stays_shut > 0, np.log(np.where(stays_shut > 0, stays_shut, 1.0)), _NEVER)
    return -np.expm1(logs @ records.T)


def shield_failures(store, levers: Levers, value: Values, chances: Chances) -> Tally:
    """Shielded children with an entry whom a duplicate leaves open; none without shielding."""
    duplicates = value("duplicate_entry_share")
    if not levers.shielding or levers.scope == "none":
        return _tally(np.zeros(len(duplicates)), np.zeros(REPLICATES))
    kinds, n = _kinds(store, [NUMBER[agency] for agency in levers.connected_agencies])
    chance = left_open(kinds, link_chances(chances), duplicates)
    entry = entry_chance(levers, value)
    failures = np.einsum("fk,fk->f", chance, entry @ n.sum(axis=0).T)
    return _tally(failures, n @ entry[0] @ chance[0])


def _tally(failures: np.ndarray, parts: np.ndarray) -> Tally:
    return Tally("shield_failures", failures, parts=np.stack([parts, 0 * parts], axis=-1))


def _kinds(store, connected: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Which numbers of records by class occur, and the children of each.

    [kinds, LINK_CLASSES], and [REPLICATES, kinds, CELLS] as float64.
    """
    held = shielded_children(store)
    records = held["records"][:, connected]
    # The numbers of each class packed into one, which is faster to sort than rows are.
    key = sum(
        (records == one).sum(axis=1, dtype=np.int64) * _ROOM**one for one in range(LINK_CLASSES)
    )
    keys, kind = np.unique(key, return_inverse=True)
    kinds = keys[:, None] // _ROOM ** np.arange(LINK_CLASSES) % _ROOM
    at = held["replicate"].astype(np.int64) * len(kinds) + kind
    n = np.bincount(at * CELLS + held["cell"], minlength=REPLICATES * len(kinds) * CELLS)
    return kinds, n.reshape(REPLICATES, len(kinds), CELLS).astype(np.float64)
