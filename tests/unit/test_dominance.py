"""Is a design dominated only when another is no worse on every axis and better on one?"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.dominance import dominance


def standing(**designs: tuple[list[float], list[float]]) -> dict:
    """Gaps and share of gaps (lower is better) of each design in every future."""
    figures = {
        id: {"sharing_gaps": np.array(gaps, float), "gap_share": np.array(share, float)}
        for id, (gaps, share) in designs.items()
    }
    return {one.scenario: one for one in dominance(figures)}


def test_no_worse_everywhere_and_better_once_dominates():
    found = standing(one=([5], [0.5]), other=([5], [0.4]))
    assert found["one"].dominated_by == ("other",)
    assert found["other"].dominated_by == ()


def test_a_trade_off_dominates_neither():
    found = standing(one=([5], [0.3]), other=([4], [0.4]))
    assert all(one.dominated_by == () for one in found.values())


def test_twins_do_not_dominate_each_other():
    found = standing(one=([5], [0.3]), other=([5], [0.3]))
    assert all(one.dominated_by == () for one in found.values())


def test_the_share_counts_futures_without_the_central_one():
    found = standing(one=([5, 5, 5, 5, 1], [1, 1, 1, 1, 1]), other=([4, 4, 4, 6, 6], [1] * 5))
    assert found["one"].share == 0.5
    assert found["other"].share == 0.5


def test_central_alone_has_no_share():
    assert standing(one=([5], [1]), other=([4], [1]))["one"].share is None


def test_what_is_not_known_decides_nothing():
    found = standing(one=([5], [np.nan]), other=([4], [0.9]))
    assert found["one"].dominated_by == ("other",)


def test_an_outcome_without_a_good_way_is_no_axis():
    figures = {"one": {"sharing_needs": np.array([1.0])}}
    with pytest.raises(ValueError, match="a good way"):
        dominance(figures)
