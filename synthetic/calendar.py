"""Days of a world as numbers: 0 is the first day with contacts, window_days before the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one world; both ends of the period are inclusive."""

    period_start: date
    period_end: date
    window_days: int

    @property
    def first(self) -> int:
        """The first day as days since 1970."""
        return (self.period_start - EPOCH).days - self.window_days

    @property
    def length(self) -> int:
        """Days with contacts: window and period."""
        return self.window_days + self.period_days

    @property
    def period_days(self) -> int:
        return (self.period_end - self.period_start).days + 1

    def born_day(self, born: np.ndarray) -> np.ndarray:
        """Day number of birth (mostly negative) from days before the reference day."""
        reference = self.window_days + 90
        return reference - born

    def office_days(self) -> np.ndarray:
        """For each day the day itself, or the nearest weekday that the world still holds."""
        days = np.arange(self.length)
        weekday = ((EPOCH + timedelta(self.first)).weekday() + days) % 7
        moved = days + np.where(weekday == 5, -1, np.where(weekday == 6, 1, 0))
        moved = np.where(moved >= self.length, days - 2, moved)
        return np.where(moved < 0, days + 2, moved).clip(0, self.length - 1)

    def to_dates(self, days: np.ndarray) -> np.ndarray:
        """Day numbers as int32 days since 1970, the way Parquet keeps a date."""
        return (days + self.first).astype(np.int32)
