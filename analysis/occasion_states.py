"""Occasions to look a child up, and in what state the child is at each.

An occasion is a child, an agency and a day of the period with at least one contact of that
agency with that child. With a concern that day it is a decision, else it is routine. Its state
is what designs ask of it, and no lever is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.timeline import DAY_BITS, Timeline, child_of
from data.schema import SENSITIVE_AGENCIES

N_AGENCIES = len(AGENCY_NAMES)
SENSITIVE = tuple(NUMBER[agency] for agency in SENSITIVE_AGENCIES)  # numbers, by place in a mask
_DAY = (1 << DAY_BITS) - 1
_NEVER = -(1 << 62)
_BLOCK = 1 << 15  # days of children worked on at once: what fits the caches of a core
_OWN_BIT = np.zeros(N_AGENCIES, dtype=np.int8)  # per agency number, its bit in a sensitive mask
_OWN_BIT[list(SENSITIVE)] = [1 << place for place in range(len(SENSITIVE))]


@dataclass(frozen=True, slots=True)
class OccasionStates:
    """One row per occasion of a run of children, by child and day."""

    child: np.ndarray  # int32: position in the timeline's child_ids
    agency: np.ndarray  # int8, by name
    day: np.ndarray  # int32, days since 1970-01-01
    council: np.ndarray  # int16, as in the timeline; the first by code of several, -1 unknown
    is_concern: np.ndarray  # bool: a decision; else routine
    is_known: np.ndarray  # bool: social care had any contact on or before the day
    n_agencies: np.ndarray  # int8: agencies with a concern in the window before the day or on it
    sensitive: np.ndarray  # int8 mask over SENSITIVE_AGENCIES: other than the one that meets the
    # child, those with a concern in the window before the day, the day itself not counted


def states_of(timeline: Timeline, *, period_start: int, window_days: int) -> OccasionStates:
    """The occasions of a timeline that holds every contact of the period.

    ``period_start`` in days since 1970-01-01. Concerns before it must be in the timeline for
    ``window_days``, social care contacts for as long as there are any.
    """
    at, agency = timeline.at, timeline.agency
    first_rows = np.flatnonzero(_changes(at, agency))
    is_concern, council = _over_rows(timeline, first_rows)
    n_agencies, sensitive = _concerns_by_day(timeline, window_days)
    kept = (at[first_rows] & _DAY) >= period_start - timeline.first_day
    rows = first_rows[kept]
    known_from = _first_social_care(timeline)
    child = child_of(at[rows])
    return OccasionStates(
        child=child.astype(np.int32),
        agency=agency[rows],
        day=((at[rows] & _DAY) + timeline.first_day).astype(np.int32),
        council=council[kept],
        is_concern=is_concern[kept],
        is_known=at[rows] >= known_from[child],
        n_agencies=n_agencies[rows],
        sensitive=sensitive[rows] & ~_OWN_BIT[agency[rows]],
    )


def _changes(*columns: np.ndarray) -> np.ndarray:
    """Per row: does any of the columns differ from the row before?"""
    begins = np.ones(len(columns[0]), dtype=bool)
    begins[1:] = columns[0][1:] != columns[0][:-1]
    for column in columns[1:]:
        begins[1:] |= column[1:] != column[:-1]
    return begins


def _over_rows(timeline: Timeline, first_rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the contacts of each occasion: is one a concern, and the first council by code."""
    if not len(first_rows):
        return np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int16)
    is_concern = np.logical_or.reduceat(timeline.is_concern, first_rows)
    # As whole numbers without a sign, the unknown -1 comes last.
    council = np.minimum.reduceat(timeline.council.view(np.uint16), first_rows)
    return is_concern, council.view(np.int16)


def _first_social_care(timeline: Timeline) -> np.ndarray:
    """Per child of the timeline the key of its first social care contact; far off if none."""
    first = np.full(len(timeline.child_ids), -_NEVER, dtype=np.int64)
    rows = np.flatnonzero(timeline.agency == NUMBER["social_care"])[::-1]
    first[child_of(timeline.at[rows])] = timeline.at[rows]  # the earliest is written last
    return first


def _concerns_by_day(timeline: Timeline, window_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Per contact: agencies with a concern up to its day, and sensitive ones before it.

    Only children with a concern are looked at: for the others both are 0.
    """
    n_agencies = np.zeros(len(timeline.at), dtype=np.int8)
    sensitive = np.zeros(len(timeline.at), dtype=np.int8)
    child = child_of(timeline.at)
    has_concern = np.zeros(len(timeline.child_ids), dtype=bool)
    has_concern[child[timeline.is_concern]] = True
    rows = np.flatnonzero(has_concern[child])
    if not len(rows):
        return n_agencies, sensitive
    at = timeline.at[rows]
    bit = timeline.is_concern[rows].astype(np.uint16) << timeline.agency[rows].astype(np.uint16)
    starts = np.flatnonzero(_changes(at))
    sizes = np.diff(np.append(starts, len(at)))
    days, holding = at[starts], np.bitwise_or.reduceat(bit, starts)
    n, mask = (np.zeros(len(days), dtype=np.int8) for _ in range(2))
    for part in _blocks(child_of(days)):
        n[part], mask[part] = _counted_back(days[part], holding[part], window_days)
    n_agencies[rows] = np.repeat(n, sizes)
    sensitive[rows] = np.repeat(mask, sizes)
    return n_agencies, sensitive


def _blocks(child: np.ndarray) -> list[slice]:
    """Slices of whole children, about _BLOCK rows each."""
    starts = np.flatnonzero(_changes(child))
    cuts = starts[np.searchsorted(starts, np.arange(0, starts[-1] + 1, _BLOCK))]
    cuts = np.append(np.unique(cuts), len(child))
    return [slice(first, last) for first, last in pairwise(cuts)]


def _counted_back(
    days: np.ndarray, holding: np.ndarray, window_days: int
) -> tuple[np.ndarray, np.ndarray]:
    """Per day of a child: agencies that held a concern in the window, sensitive ones before it.

    ``days``: ascending keys, each once, that begin with a child. ``holding``: masks of the
    agencies with a concern on that day. Another child's key lies further off than a window.
    """
    n, mask = (np.zeros(len(days), dtype=np.int8) for _ in range(2))
    for number in range(N_AGENCIES):
        holds = (holding & np.uint16(1 << number)) != 0
        if not holds.any():
            continue
        latest = np.where(holds, days, _NEVER)
        np.maximum.accumulate(latest, out=latest)
        n += days - latest <= window_days
        if number in SENSITIVE:
            before = days[1:] - latest[:-1] <= window_days
            mask[1:] |= before.view(np.int8) << np.int8(SENSITIVE.index(number))
    return n, mask
