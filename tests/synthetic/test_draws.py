"""A draw depends on its address alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.draws import (
    again,
    below,
    bits,
    lanes,
    permute,
    stream_key,
    threshold,
    threshold_32,
    uniform,
)

IDS = np.arange(200_000, dtype=np.int64)


def test_draws_are_even():
    draws = uniform(7, "test", IDS)
    assert abs(draws.mean() - 0.5) < 4 * (1 / 12 / len(IDS)) ** 0.5
    counts = np.histogram(draws, bins=64, range=(0, 1))[0]
    expected = len(IDS) / 64
    assert ((counts - expected) ** 2 / expected).sum() < 63 + 4 * (2 * 63) ** 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (uniform(7, "a", IDS), uniform(7, "b", IDS)),
        (uniform(7, "a", IDS), uniform(8, "a", IDS)),
        (uniform(7, "a", IDS)[:-1], uniform(7, "a", IDS)[1:]),
        (uniform(7, "a", IDS), again(bits(7, "a", IDS), 1) * 2.0**-64),
        tuple(half / 2**32 for half in lanes(bits(7, "a", IDS))),
    ],
    ids=["streams", "seeds", "neighbours", "again", "lanes"],
)
def test_draws_are_unrelated(one, other):
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / len(one) ** 0.5


def test_a_draw_does_not_depend_on_the_other_ids():
    some = np.array([199_999, 3, 70_000])
    assert (bits(7, "test", some) == bits(7, "test", IDS)[some]).all()


def test_a_draw_never_changes():
    """Pinned: another value here means every world ever made is another world."""
    assert bits(7, "child.sex", np.array([0, 1, 12_059_475])).tolist() == [
        2868653186392119409,
        9192452923135058674,
        7570643822339351651,
    ]


@given(st.integers(1, 5000), st.integers(0, 2**32))
def test_permute_is_a_bijection(size, seed):
    places = permute(np.arange(size), size, stream_key(seed, "test"))
    assert sorted(places.tolist()) == list(range(size))


def test_permute_moves_each_rank_on_its_own():
    key = stream_key(7, "test")
    whole = permute(np.arange(100_000), 100_000, key)
    assert (permute(np.array([5, 99_999]), 100_000, key) == whole[[5, 99_999]]).all()
    assert abs(np.corrcoef(np.arange(100_000), whole)[0, 1]) < 4 / 100_000**0.5


def test_permute_refuses_more_than_it_can_reach():
    with pytest.raises(ValueError, match="reaches"):
        permute(np.arange(2), 2**32 + 1, stream_key(7, "test"))


@pytest.mark.parametrize("chance", [0.0, 1e-4, 0.3, 1.0])
def test_threshold_is_the_chance(chance):
    draws = bits(7, "test", IDS)
    error = 4 * (chance * (1 - chance) / len(IDS)) ** 0.5 + 1e-9
    assert abs((draws < threshold(chance)).mean() - chance) <= error
    assert abs((lanes(draws)[0] < threshold_32(chance)).mean() - chance) <= error


def test_below_reaches_every_number_evenly():
    numbers = below(bits(7, "test", IDS), 7)
    counts = np.bincount(numbers)
    assert len(counts) == 7
    assert abs(counts - len(IDS) / 7).max() < 5 * (len(IDS) / 7) ** 0.5
    assert below(bits(7, "test", IDS[:3]), np.array([1, 1, 1])).tolist() == [0, 0, 0]
