"""Look-ups as columns: what a run of children adds to the log, and how logs are joined."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from data.schema import ACCESS_KINDS

DAY_SECONDS = 86_400
NO_REASON = -1
KIND = {kind: number for number, kind in enumerate(ACCESS_KINDS)}
OUT_OF_AREA, OUT_OF_HOURS, TWO_PLACES = 1, 2, 4  # bits of a pattern


@dataclass(frozen=True, slots=True)
class Events:
    """One row per look-up that opened an entry."""

    at: np.ndarray  # int32: seconds since the first midnight of the period
    practitioner: np.ndarray  # -1 unknown
    agency: np.ndarray  # int8, by name
    area: np.ndarray  # int16, where the look-up was made; -1 unknown
    child: np.ndarray  # int32: row of table child
    reason: np.ndarray  # int8, as in ACCESS_REASONS; -1 none
    kind: np.ndarray  # int8, as in ACCESS_KINDS
    pattern: np.ndarray  # int8: bits of how misuse shows; 0 for all that is proper

    def __len__(self) -> int:
        return len(self.at)

    def rows(self, rows) -> Events:
        """Some of the rows, in that order."""
        return Events(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})


def none() -> Events:
    """No look-ups at all."""
    empty = np.zeros(0, dtype=np.int32)
    short, word = empty.astype(np.int16), empty.astype(np.int8)
    return Events(empty, empty, word, short, empty, word, word, word)


def joined(parts: list[Events]) -> Events:
    """Several logs as one, one after another."""
    return Events(
        **{
            one.name: np.concatenate([getattr(part, one.name) for part in parts])
            for one in fields(Events)
        }
    )


def in_order(events: Events) -> Events:
    """By time; look-ups of one second stay as they stand."""
    bits = np.int64(32)
    packed = events.at.astype(np.int64) << bits
    packed |= np.arange(len(events))
    packed.sort()
    return events.rows(packed & ((1 << bits) - 1))
