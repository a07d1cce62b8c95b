"""Do ranks follow a reader's weights, future by future, and turn where they should?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis import ranking
from analysis.findings_ranking import flips_summary, flips_title, often, stretches, summary, title
from analysis.ranking import Ranking, Stretch, flips

NAMES = {"a": "Design A", "b": "Design B", "c": "Design C"}


def held(worth: dict[str, list[list[float]]], weights: list[float]) -> Ranking:
    """``worth``: per design, per outcome, its worth in every future."""
    outcomes = ("sharing_gaps", "present_value", "needless_views")[: len(weights)]
    given = np.array(weights, dtype=float)
    return Ranking(tuple(worth), outcomes, given / given.sum(), np.array(list(worth.values())))


def test_the_heavier_outcome_decides():
    worth = {"a": [[1.0], [0.0]], "b": [[0.0], [1.0]]}
    assert held(worth, [3, 1]).ranks == {"a": 1, "b": 2}
    assert held(worth, [1, 3]).ranks == {"a": 2, "b": 1}


def test_designs_that_are_level_share_a_rank_and_the_futures():
    found = held({"a": [[1, 1, 1], [0, 0, 0]], "b": [[0, 0, 0], [1, 1, 1]]}, [1, 1])
    assert found.ranks == {"a": 1, "b": 1}
    assert found.first == {"a": 0.5, "b": 0.5}


def test_first_places_are_counted_in_futures_without_the_central_one():
    worth = {"a": [[0, 1, 1, 1, 0]], "b": [[1, 0, 0, 0, 1]]}
    found = held(worth, [1])
    assert found.first == {"a": 0.75, "b": 0.25}
    assert found.ranks == {"a": 2, "b": 1}
    assert often(0.75, found) == "in 3 of 4 futures"
    assert title(found, NAMES) == "Under your weights Design A comes first in 3 of 4 futures"
    assert summary(found, NAMES).startswith("Design A in 3 of 4 futures and Design B")


def test_all_and_none_of_the_futures_are_said_in_words():
    found = held({"a": [[1, 1, 1]], "b": [[0, 0, 0]]}, [1])
    assert often(1, found) == "in all 2 futures"
    assert often(0, found) == "in none of 2 futures"


def test_the_order_turns_where_two_designs_are_level():
    worth = {"a": [[1.0], [0.0]], "b": [[0.0], [1.0]]}
    assert flips(held(worth, [1, 3]), "sharing_gaps") == [
        Stretch(0.0, 0.5, ("b",)),
        Stretch(0.5, 1.0, ("a",)),
    ]


def test_three_designs_may_each_come_first_on_a_stretch():
    worth = {"a": [[1.0], [0.0]], "b": [[0.7], [0.7]], "c": [[0.0], [1.0]]}
    found = flips(held(worth, [1, 1]), "sharing_gaps")
    assert [one.first for one in found] == [("c",), ("b",), ("a",)]
    assert [round(one.end, 6) for one in found] == [0.3, 0.7, 1.0]


def test_the_other_weights_keep_their_proportions():
    worth = {"a": [[1.0], [0.0], [0.0]], "b": [[0.0], [1.0], [0.0]]}
    found = flips(held(worth, [1, 3, 1]), "sharing_gaps")
    assert found[0].end == pytest.approx(3 / 7)  # b is worth 3/4 of the rest: w = 3/4 (1 - w)


def test_one_weighed_outcome_alone_turns_nothing():
    assert flips(held({"a": [[1.0]], "b": [[0.0]]}, [1]), "sharing_gaps") == []


def test_twins_come_first_together():
    worth = {"a": [[1.0], [0.5]], "b": [[1.0], [0.5]], "c": [[0.0], [0.0]]}
    assert flips(held(worth, [1, 1]), "sharing_gaps") == [Stretch(0.0, 1.0, ("a", "b"))]


def test_sentences_say_where_the_order_turns_next():
    worth = {"a": [[1.0], [0.0]], "b": [[0.0], [1.0]]}
    found = held(worth, [1, 3])
    told = flips_summary(found, NAMES)
    assert "Sharing gaps (25% of your weight): above 50%, Design A comes first" in told
    assert "Present value of the cost (75% of your weight): below 50%, Design A" in told
    rows = stretches(found, NAMES)
    assert rows.height == 4
    assert flips_title(rows) == "On 2 of 2 outcomes another weight would put another design first"


def test_nothing_turns_where_one_design_is_best_at_all():
    rows = stretches(held({"a": [[1.0], [1.0]], "b": [[0.0], [0.0]]}, [1, 1]), NAMES)
    assert flips_title(rows) == "No weight of a single outcome would put another design first"


class TestWorth:
    """Each outcome from 0 for the worst design of a future to 1 for the best."""

    def test_lower_is_better_where_the_registry_says_so(self):
        worth = ranking._worth(np.array([[10.0], [30.0], [20.0]]), "sharing_gaps")
        assert worth[:, 0].tolist() == [1.0, 0.0, 0.5]

    def test_higher_is_better_where_the_registry_says_so(self):
        worth = ranking._worth(np.array([[10.0], [30.0]]), "reach_share")
        assert worth[:, 0].tolist() == [0.0, 1.0]

    def test_an_outcome_that_is_the_same_for_all_decides_nothing(self):
        assert not ranking._worth(np.array([[5.0], [5.0]]), "sharing_gaps").any()


def test_weights_need_not_add_up_to_one():
    worth = {"a": [[1.0], [0.2]], "b": [[0.0], [1.0]]}
    small, large = held(worth, [1, 2]), held(worth, [4, 8])
    assert np.allclose(small.scores, large.scores)
    assert replace(small, weights=small.weights * 1).first == large.first
