"""Contacts as packed words while they are made.

A contact is one uint64: child (16 bits), day (11), agency (4), concern type (4, zero =
routine). Sorting the words sorts the table by child, day and agency; unpacking is a few
shifts. So a part's contacts need no join, no index sort and little memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.draws import GOLDEN, mix
from data.schema import AGENCIES, CONCERN_TYPES
from synthetic.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Contacts:
    """A part's contacts: the packed words in order, and the columns that stages share."""

    packed: np.ndarray  # uint64
    child: np.ndarray  # int64, local number of the child
    agency: np.ndarray  # int64, index into AGENCIES


def unpack(packed: np.ndarray) -> Contacts:
    """Take child and agency out of sorted packed words."""
    agency = packed >> np.uint64(AGENCY_SHIFT)
    agency &= np.uint64(15)
    return Contacts(
        packed, (packed >> np.uint64(CHILD_SHIFT)).view(np.int64), agency.view(np.int64)
    )


AGENCY = {name: code for code, name in enumerate(AGENCIES)}
CONCERN = {name: code + 1 for code, name in enumerate(CONCERN_TYPES)}  # 0 = no concern
DAY_SHIFT, AGENCY_SHIFT, CHILD_SHIFT = 8, 4, 19
GRAIN = 4096  # steps of a count table
DAY_AND_NIGHT = ("hospital", "police")  # the other agencies keep weekdays


class Rows:
    """Collects packed contacts; weekday agencies are moved off weekends here, in one place."""

    def __init__(self, calendar: Calendar) -> None:
        self._packed: list[np.ndarray] = []
        self._length = calendar.length
        office, same = calendar.office_days(), np.arange(calendar.length)
        self._days = np.concatenate(
            [same if name in DAY_AND_NIGHT else office for name in AGENCIES]
        ).astype(np.uint64) << np.uint64(DAY_SHIFT)

    def add(self, child, day, agency, concern=0) -> None:
        """Add contacts; days outside the world are dropped."""
        agency = np.asarray(agency)
        if len(day) == 0:
            return
        if day.min() < 0 or day.max() >= self._length:
            inside = np.flatnonzero((day >= 0) & (day < self._length))
            child, day = child[inside], day[inside]
            agency = agency[inside] if agency.ndim else agency
            concern = concern[inside] if np.ndim(concern) else concern
        words = self._days[day + agency * self._length]
        words |= child.astype(np.uint64) << np.uint64(CHILD_SHIFT)
        words |= (agency << AGENCY_SHIFT).astype(np.uint64) | np.asarray(concern).astype(np.uint64)
        self._packed.append(words)

    def sorted(self) -> np.ndarray:
        """All contacts in the order of the table."""
        packed = np.concatenate(self._packed)
        packed.sort()
        return packed


def drop_before(packed: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Sorted contacts without those before each child's first day: one run to cut per child."""
    late = np.flatnonzero(first).astype(np.uint64)
    runs = late << np.uint64(CHILD_SHIFT)
    day = first[late.astype(np.int64)].astype(np.uint64) << np.uint64(DAY_SHIFT)
    steps = np.zeros(len(packed) + 1, dtype=np.int8)
    start, end = np.searchsorted(packed, runs), np.searchsorted(packed, runs + day)
    cut = end > start
    steps[start[cut]] += 1
    steps[end[cut]] -= 1  # a run's end may be the next one's start
    return packed[np.cumsum(steps[:-1], dtype=np.int8) == 0]


def count_table(rates: np.ndarray) -> np.ndarray:
    """Poisson counts: row i, column j is the count of class i at quantile (j + 1/2) / 4096."""
    quantiles = (np.arange(GRAIN) + 0.5) / GRAIN
    table = np.zeros((len(rates), GRAIN), dtype=np.uint8)
    term = np.exp(-rates)
    reached = term.copy()
    for k in range(1, 64):
        table += quantiles[None, :] >= reached[:, None]
        term = term * rates / k
        reached += term
    return table


def repeated(words: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of ``counts`` repeats: whose it is, and a fresh word of its own.

    First everybody's first repeat, then everybody's second, and so on.
    """
    who, fresh, step = [], [], 1
    left = np.flatnonzero(counts)
    while len(left):
        who.append(left)
        fresh.append(words[left] + np.uint64(int(GOLDEN) * step % 2**64))
        left = left[counts[left] > step]
        step += 1
    if not who:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
    return np.concatenate(who), mix(np.concatenate(fresh))
