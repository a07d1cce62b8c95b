"""When on a day look-ups are made: the hours of each agency, on weekdays and at weekends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.lookup_hours import DAY_TYPES, HOURS, WEEK, hour_shares

_GRAIN = 1 << 16  # an hour's share is met to one part in so many
_DAY_OF_WEEK = 3  # 1970-01-01 was a Thursday, the third day after Monday
SECONDS = 3_600  # of an hour


@dataclass(frozen=True, slots=True)
class Hours:
    """Tables from 16 random bits to an hour, by agency and type of day: int8 [10, 2, 65536]."""

    usual: np.ndarray  # as look-ups are made
    quiet: np.ndarray  # any of the hours in which fewer than the mean of a day are made

    def second(
        self, agency: np.ndarray, day: np.ndarray, words: np.ndarray, *, quiet=False
    ) -> np.ndarray:
        """The second of the day, 0 to 86,399, by agency, day and a draw each: int32.

        ``quiet``: whether it is outside the agency's hours; one answer for all, or each its own.
        """
        place = (agency * np.int32(len(DAY_TYPES)) + _day_type(day)) * np.int32(_GRAIN)
        place += (words >> np.uint64(48)).astype(np.int32)
        hour = self.usual.ravel()[place]
        if np.any(quiet):
            hour = np.where(quiet, self.quiet.ravel()[place], hour)
        within = (words & np.uint64(0xFFFFFFFF)) * np.uint64(SECONDS) >> np.uint64(32)
        return hour * np.int32(SECONDS) + within.astype(np.int32)


def _day_type(day: np.ndarray) -> np.ndarray:
    """Which of DAY_TYPES each day (since 1970-01-01) is."""
    return np.array(WEEK, dtype=np.int32)[(day + _DAY_OF_WEEK) % np.int32(len(WEEK))]


@cache
def hours() -> Hours:
    """The hours of the reference table."""
    shares = hour_shares()
    quiet = (shares < 1 / HOURS).astype(np.float64)
    quiet += ~quiet.any(axis=-1, keepdims=True)  # all hours are alike: any will do
    return Hours(_tables(shares), _tables(quiet / quiet.sum(axis=-1, keepdims=True)))


def _tables(shares: np.ndarray) -> np.ndarray:
    ends = np.cumsum(shares, axis=-1)[..., :-1]
    middles = (np.arange(_GRAIN) + 0.5) / _GRAIN
    flat = [np.searchsorted(one, middles, side="right") for one in ends.reshape(-1, HOURS - 1)]
    return np.array(flat, dtype=np.int8).reshape(*shares.shape[:-1], _GRAIN)
