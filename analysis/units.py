"""Units and how a figure of each is written: digits follow the interval.

A figure with a wide interval gets few digits ("1.2 million"), for the others would claim
a knowledge that nobody has. Exact values stay in the frames and the downloads.
"""

from __future__ import annotations

import math
from enum import Enum

MILLION = 1_000_000
BILLION = 1_000 * MILLION


class Unit(Enum):
    """What a number counts. The value is the word for an axis title."""

    CHILDREN = "children"
    NEEDS = "sharing needs"
    GAPS = "sharing gaps"
    SHARE = "% of needs"
    SHARE_OF_CHILDREN = "% of children"
    SHARE_OF_PAIRS = "% of pairs"
    PER_1000 = "per 1,000 children"
    RATIO = "times"
    DAYS = "days"
    GBP = "£ of 2024-25"
    WORKER_YEARS = "social-worker years"
    PEOPLE = "people"
    LOOKUPS = "look-ups"
    LOOKUPS_PER_SECOND = "look-ups per second"
    VIEWS = "views"
    ALERTS = "alerts"
    ITEMS = "items"
    ENTRIES = "entries"
    RECORD_YEARS = "record-years"
    VIEWS_PER_GAP = "views per gap closed"
    SHARE_OF_VIEWS = "% of views"
    SHARE_OF_RECORDS = "% of records"
    SHARE_OF_GAPS = "% of gaps"

    @property
    def is_share(self) -> bool:
        """Stored as 0 to 1, shown as %."""
        return self.value.startswith("%")

    @property
    def tooltip_format(self) -> str:
        """The d3 format for tooltips and axes of this unit."""
        if self.is_share:
            return ".0%"
        return ",.0f"


def show(
    value: float | None, unit: Unit, *, low: float | None = None, high: float | None = None
) -> str:
    """``value`` in words, such as "1.2 million" or "74%", with no more digits than it deserves.

    ``low`` and ``high`` are the ends of its interval, in the same unit; without them
    counts are given whole and shares to a whole percent. No value gives "not known".
    """
    if _missing(value):
        return "not known"
    scale = 100 if unit.is_share else 1
    ends = (value, value) if _missing(low) or _missing(high) else (low, high)
    step = _step(ends[0] * scale, ends[1] * scale)
    if unit is Unit.GBP:
        return _pounds(value, step)
    return _written(value * scale, step) + ("%" if unit.is_share else "")


def show_interval(low: float | None, high: float | None, unit: Unit) -> str:
    """The interval in words, such as "1.1 million to 1.3 million" or "68% to 81%"."""
    if _missing(low) or _missing(high):
        return "not known"
    first, last = (show(end, unit, low=low, high=high) for end in (low, high))
    return first if first == last else f"{first} to {last}"


def _missing(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def _step(low: float, high: float) -> float:
    """The place to round to, one for a figure and both its ends.

    Half the interval shows in at least one digit, and the larger end in at least two.
    """
    size, half = max(abs(low), abs(high)), (high - low) / 2
    if half <= 0:
        return 1.0
    two_digits = _place(size) / 10 if size >= 10 else 1.0
    return min(_place(half), two_digits)


def _place(number: float) -> float:
    return 10.0 ** math.floor(math.log10(number))


def _written(value: float, step: float) -> str:
    rounded = round(value / step) * step + 0.0  # never minus nothing
    if abs(rounded) >= MILLION:
        return _large(rounded, step, MILLION, "million")
    return f"{rounded:,.{1 if step < 1 else 0}f}"


def _pounds(value: float, step: float) -> str:
    """As `_written`, with the sign before the pound, billions, and pence for small sums."""
    rounded = round(abs(value) / step) * step
    if rounded >= BILLION:
        written = _large(rounded, step, BILLION, "billion")
    elif step < 1:
        written = f"{rounded:,.2f}"
    else:
        written = _written(rounded, step)
    sign = "-" if value < 0 and rounded else ""
    return f"{sign}£{written.replace('.00 ', ' ')}"


def _large(rounded: float, step: float, size: int, word: str) -> str:
    """``rounded`` in millions or billions, with the decimals that ``step`` leaves, two at most."""
    decimals = round(math.log10(size)) - round(math.log10(max(step, 1)))
    return f"{rounded / size:,.{min(max(0, decimals), 2)}f} {word}"
