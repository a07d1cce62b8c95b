"""Units and how a figure of each is written: digits follow the interval.

A figure with a wide interval gets few digits ("1.2 million"), for the others would claim
a knowledge that nobody has. Exact values stay in the frames and the downloads.
"""

from __future__ import annotations

import math
from enum import Enum

MILLION = 1_000_000


class Unit(Enum):
    """What a number counts. The value is the word for an axis title."""

    CHILDREN = "children"
    NEEDS = "sharing needs"
    GAPS = "sharing gaps"
    SHARE = "% of needs"
    SHARE_OF_CHILDREN = "% of children"
    PER_1000 = "per 1,000 children"
    DAYS = "days"

    @property
    def is_share(self) -> bool:
        """Stored as 0 to 1, shown as %."""
        return self in (Unit.SHARE, Unit.SHARE_OF_CHILDREN)

    @property
    def tooltip_format(self) -> str:
        """The d3 format for tooltips and axes of this unit."""
        if self.is_share:
            return ".0%"
        return ",.0f"


def show(value: float | None, unit: Unit, *, low: float | None = None, high: float | None = None):
    """``value`` in words, such as "1.2 million" or "74%", with no more digits than it deserves.

    ``low`` and ``high`` are the ends of its interval, in the same unit; without them
    counts are given whole and shares to a whole percent. No value gives "not known".
    """
    if value is None or math.isnan(value):
        return "not known"
    scale = 100 if unit.is_share else 1
    step = _step(value * scale, None if low is None or high is None else (high - low) * scale)
    return _written(value * scale, step) + ("%" if unit.is_share else "")


def show_interval(low: float | None, high: float | None, unit: Unit) -> str:
    """The interval in words, such as "1.1 million to 1.3 million" or "68% to 81%"."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return "not known"
    ends = [show(end, unit, low=low, high=high) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _step(value: float, width: float | None) -> float:
    """The place to round to: a tenth of the width, at most, so about two digits vary."""
    if width is None or width <= 0:
        return 1.0
    place = 10.0 ** math.floor(math.log10(width / 2))
    largest = 10.0 ** math.floor(math.log10(abs(value))) / 10 if value else place
    return min(place, max(largest, 1e-9)) if abs(value) >= 10 else min(place, 1.0)


def _written(value: float, step: float) -> str:
    rounded = round(value / step) * step
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if abs(rounded) >= MILLION:
        decimals = min(max(0, 6 - round(math.log10(max(step, 1)))), 2)
        return f"{rounded / MILLION:,.{decimals}f} million"
    return f"{rounded:,.{min(decimals, 1)}f}"
