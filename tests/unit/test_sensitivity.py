"""Does what matters most come out where the truth is planted, and one at a time as if alone?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from analysis.estimates import futures_of
from analysis.evaluation import evaluate
from analysis.families import QUICK
from analysis.futures import MOVE_TOGETHER, Futures
from analysis.levers import baseline
from analysis.one_at_a_time import HORIZON, Ends, one_at_a_time, what_ifs
from analysis.policy import load_assumptions
from analysis.scenarios import read_scenario
from analysis.sensitivity import TOGETHER, causes, explained, ranks
from analysis.workbench import workbench
from data.draws import uniform
from data.world import open_world
from synthetic.generate import generate_world

FUTURES = Futures(load_assumptions())
CAUSES = causes(FUTURES.assumptions)


def place(id: str) -> np.ndarray:
    """The assumption's place in its distribution in each future, evenly from 0 to 1."""
    drawn = FUTURES(id)[1:]
    return np.concatenate([[0.5], (ranks(drawn) - 0.5) / len(drawn)])


def shares(values: np.ndarray) -> dict[str, float]:
    return {one.cause.id: one.share for one in explained(values, FUTURES, CAUSES).shares}


def test_what_hangs_on_one_assumption_alone_is_put_down_to_it():
    found = explained(np.exp(2 * place("adoption_share")), FUTURES, CAUSES)
    assert found.shares[0].cause.id == "adoption_share"
    assert found.shares[0].share == pytest.approx(1, abs=0.01)
    assert sum(one.share for one in found.shares[1:]) < 0.001
    assert found.shares[0].direction == 1
    assert found.left == pytest.approx(0, abs=0.01)


def test_known_shares_of_a_sum_are_found():
    planted = {"adoption_share": 3.0, "minutes.lookup": -2.0, "consent_share": 1.0}
    told = shares(sum(weight * place(id) for id, weight in planted.items()))
    whole = sum(weight**2 for weight in planted.values())
    assert set(told) == set(planted)
    for id, weight in planted.items():
        assert told[id] == pytest.approx(weight**2 / whole, abs=0.03)


def test_a_share_lies_in_its_interval_and_carries_its_direction():
    values = 3 * place("adoption_share") - 2 * place("minutes.lookup")
    for one in explained(values, FUTURES, CAUSES).shares:
        assert one.low <= one.share <= one.high
        assert one.direction == (1 if one.cause.id == "adoption_share" else -1)


def test_a_curve_without_a_direction_is_found_too():
    found = explained((place("adoption_share") - 0.5) ** 2, FUTURES, CAUSES)
    assert [(one.cause.id, one.direction) for one in found.shares] == [("adoption_share", 0)]


def test_what_two_do_only_together_is_left_over():
    both = (place("adoption_share") - 0.5) * (place("consent_share") - 0.5)
    assert explained(both, FUTURES, CAUSES).left > 0.9


def test_luck_is_put_down_to_nothing():
    luck = uniform(1, "test.luck", np.arange(1001))
    found = explained(luck, FUTURES, CAUSES)
    assert len(found.shares) <= 1  # one in a thousand curves of chance looks like more
    assert found.left > 0.95


def test_a_difference_between_two_designs_is_explained_without_what_both_share():
    both = 10 * place("adoption_share")
    assert set(shares((both + place("consent_share")) - both)) == {"consent_share"}


def test_what_does_not_vary_has_no_shares():
    assert explained(np.full(1001, 7.0), FUTURES, CAUSES).shares == ()
    assert explained(7 + 1e-12 * place("adoption_share"), FUTURES, CAUSES).shares == ()
    assert explained(np.full(1001, np.nan), FUTURES, CAUSES).n_known == 0


def test_futures_without_a_figure_are_left_out_and_endless_ones_ranked():
    values = place("adoption_share").copy()
    values[1:200] = np.nan
    found = explained(values, FUTURES, CAUSES)
    assert found.n_known == 801
    assert not found.is_ranked
    assert found.shares[0].cause.id == "adoption_share"
    values[place("adoption_share") > 0.9] = np.inf
    found = explained(values, FUTURES, CAUSES)
    assert found.is_ranked
    assert found.shares[0].share > 0.9


def test_equal_values_share_their_rank():
    assert ranks(np.array([5.0, 1.0, 5.0, np.inf])).tolist() == [2.5, 1.0, 2.5, 4.0]


def test_assumptions_that_move_together_are_one_cause_with_a_name():
    assert set(TOGETHER) == set(MOVE_TOGETHER)
    by_id = {one.id: one for one in CAUSES}
    assert len(by_id["practice_share"].members) > 5
    assert not any(id.startswith("practice_share.") for id in by_id)
    assert by_id["practice_share"].quality == "red"


def test_only_what_is_drawn_is_a_cause():
    ids = {member.id for one in CAUSES for member in one.members}
    assert "discount_rate" not in ids
    assert "window_days" not in ids
    held = causes(FUTURES.assumptions.fixed({"adoption_share": 0.3}))
    assert "adoption_share" not in {one.id for one in held}


def test_each_end_moves_one_cause_alone():
    ends = Ends(FUTURES.assumptions, CAUSES)
    column = ends("adoption_share")
    entry = FUTURES.assumptions.get("adoption_share")
    assert len(column) == ends.n + 1 == 2 * len(CAUSES) + 1
    assert sorted(set(column)) == [entry.low, entry.central, entry.high]
    assert (column != entry.central).sum() == 2
    together = [ends(f"practice_share.{pair}") for pair in ("any.any", "school.police")]
    low, high = (np.flatnonzero(one != one[0]).tolist() for one in together)
    assert low == high


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sensitivity") / "world"
    generate_world(folder, n_children=3_000, seed=11, workers=1)
    return workbench(open_world(folder), n_futures=60)


@pytest.fixture(scope="module")
def moved(bench):
    return one_at_a_time(bench, read_scenario("contactpoint_2009"), baseline())


@pytest.mark.parametrize("id", ["adoption_share", "build_years", HORIZON])
@pytest.mark.parametrize("outcome", ["sharing_gaps", "present_value", "gaps_closed"])
def test_an_end_is_what_holding_the_assumption_there_gives(bench, moved, id, outcome):
    entry, told = bench.assumptions.get(id), {one.cause.id: one for one in moved.swings(outcome)}
    for end, value in (("at_low", entry.low), ("at_high", entry.high)):
        held = workbench(bench.world, assumptions=bench.assumptions.fixed({id: value}), n_futures=1)
        found = evaluate(held, read_scenario("contactpoint_2009"), families=QUICK)
        expected = futures_of(found.tally(outcome), bench.sample)[0]
        swing = getattr(told[id], end) if id in told else moved.central(outcome)
        assert swing == pytest.approx(expected)


def test_the_centre_is_that_of_the_design(bench, moved):
    found = evaluate(bench, read_scenario("contactpoint_2009"), families=QUICK)
    for outcome in ("sharing_gaps", "needless_views", "cost_per_gap"):
        assert moved.central(outcome) == pytest.approx(found.estimate(outcome).value)


def test_swings_come_widest_first_and_leave_out_what_moves_nothing(moved):
    told = moved.swings("sharing_gaps")
    assert all(one.width >= other.width for one, other in pairwise(told))
    assert "minutes.lookup" not in {one.cause.id for one in told}
    assert np.isnan(moved.central("children_with_gap"))
    assert moved.swings("children_with_gap") == []


def test_a_horizon_that_is_held_is_not_moved(bench):
    held = workbench(bench.world, assumptions=bench.assumptions.fixed({HORIZON: 5.0}), n_futures=1)
    found = one_at_a_time(held, read_scenario("contactpoint_2009"), baseline())
    assert HORIZON not in {one.cause.id for one in found.swings("present_value")}


def test_what_changes_the_needs_themselves_is_a_what_if():
    ids = [one.id for one in what_ifs(FUTURES.assumptions)]
    assert ids == ["window_days", "open_case_days", "avoidance_share"]


def test_where_families_keep_away_each_design_meets_its_own_contacts(bench):
    away = bench.assumptions.fixed({"avoidance_share": 0.05})
    other = replace(workbench(bench.world, assumptions=away, n_futures=1))
    found = one_at_a_time(other, read_scenario("contactpoint_2009"), baseline())
    told = evaluate(other, read_scenario("contactpoint_2009"), families=QUICK)
    assert found.central("gaps_closed") == pytest.approx(told.estimate("gaps_closed").value)
