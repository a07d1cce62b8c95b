"""Digits follow the interval."""

from __future__ import annotations

import math

import pytest

from analysis.units import Unit, show, show_interval


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "shown", "interval"),
    [
        (14e6, 8.54e6, 22.84e6, Unit.GAPS, "14 million", "9 million to 23 million"),
        (390_690, 248_937, 626_030, Unit.CHILDREN, "390,000", "250,000 to 630,000"),
        (1.612e6, 1.298e6, 1.835e6, Unit.CHILDREN, "1.6 million", "1.3 million to 1.8 million"),
        (14.43e6, 14.31e6, 14.55e6, Unit.NEEDS, "14.4 million", "14.3 million to 14.6 million"),
        (0.4185, 0.2388, 0.6703, Unit.SHARE, "42%", "24% to 67%"),
        (0.004, 0.003, 0.006, Unit.SHARE_OF_CHILDREN, "0.4%", "0.3% to 0.6%"),
        (52.0, 52.0, 56.0, Unit.DAYS, "52", "52 to 56"),
        (38.0, 14.8, 71.4, Unit.PER_1000, "38", "15 to 71"),
        (0.0, 0.0, 0.0, Unit.PER_1000, "0", "0"),
        (3.0, 1.0, 6.0, Unit.GAPS, "3", "1 to 6"),
    ],
)
def test_digits_follow_the_interval(value, low, high, unit, shown, interval):
    assert show(value, unit, low=low, high=high) == shown
    assert show_interval(low, high, unit) == interval


def test_without_an_interval_counts_are_whole():
    assert show(1234.0, Unit.CHILDREN) == "1,234"
    assert show(0.4185, Unit.SHARE) == "42%"


@pytest.mark.parametrize("nothing", [None, math.nan])
def test_what_is_not_known_is_said_so(nothing):
    assert show(nothing, Unit.SHARE) == "not known"
    assert show_interval(nothing, nothing, Unit.SHARE) == "not known"
