"""What does the same money close as staff, and how good would they have to be?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.break_even import OUT_OF_REACH, break_even, why_none
from analysis.coverage import gaps
from analysis.estimates import estimate
from analysis.evaluation import evaluate
from analysis.families import account
from analysis.levers import baseline, levers_with
from analysis.scenarios import read_scenario
from analysis.spending import spending_tallies
from analysis.staff_instead import (
    counted_years,
    effect,
    reached,
    staff_instead,
    sum_tallies,
    told_sum,
    yearly,
)
from analysis.workbench import workbench
from data.world import open_world
from synthetic.generate import generate_world

MONEY = 60_000_000


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("staff") / "world"
    generate_world(folder, n_children=3_000, seed=11, workers=1)
    return workbench(open_world(folder), n_futures=60)


def design(bench, id: str):
    return evaluate(bench, read_scenario(id), families=("needs", "access", "costs", "against"))


def test_staff_close_what_a_design_with_as_much_staff_closes(bench):
    levers = levers_with({"extra_staff_gbp_per_year": MONEY})
    closed = gaps(bench, baseline()) - gaps(bench, levers)
    assert staff_instead(bench, baseline(), np.full(61, MONEY)).closed == pytest.approx(closed)


def test_staff_come_on_top_of_the_staff_of_the_reference(bench):
    some, all_of_them = (
        levers_with({"extra_staff_gbp_per_year": gbp}) for gbp in (MONEY, 3 * MONEY)
    )
    closed = gaps(bench, some) - gaps(bench, all_of_them)
    assert staff_instead(bench, some, np.full(61, 2 * MONEY)).closed == pytest.approx(closed)


def test_no_money_closes_nothing(bench):
    assert (staff_instead(bench, baseline(), np.zeros(61)).closed == 0).all()


def test_random_groups_add_up_to_the_whole(bench):
    found = staff_instead(bench, baseline(), np.full(61, MONEY))
    assert found.parts[:, 0].sum() == pytest.approx(found.closed[0])
    told = estimate(found.tally(), bench.sample)
    assert told.low < told.value < told.high


def test_the_share_that_leaves_so_many_gaps_leaves_them(bench):
    found, k = effect(bench, baseline()), np.linspace(0.02, 0.9, 61)
    assert found.share_that_leaves(found.gaps(k)) == pytest.approx(k)
    assert np.isnan(found.share_that_leaves(np.full(61, -1.0))).all()


def test_a_present_value_spread_over_years_is_worth_itself(bench):
    value = np.linspace(1.0, 9.0, 61)
    assert yearly(value, bench, 1) == pytest.approx(value)
    assert yearly(value, bench, 10) * counted_years(bench, 10) == pytest.approx(value)
    assert counted_years(bench, 10)[0] == pytest.approx(sum(1.035**-year for year in range(10)))


def test_the_sum_that_was_told_is_brought_to_pounds_of_today(bench):
    gbp = told_sum(bench)
    assert gbp[0] == pytest.approx(225e6 * 1.49)
    child, worker = sum_tallies(bench, gbp)
    assert child.numerator[0] / child.denominator[0] == pytest.approx(gbp[0] / 12_059_476, rel=1e-3)
    assert worker.denominator[0] == pytest.approx(account(bench, baseline()).worker_year[0])


def test_at_break_even_staff_close_as_many_gaps_over_the_years(bench):
    found = break_even(bench, design(bench, "contactpoint_2009"), baseline())
    spent, can = found.staff.gbp_per_year, np.isfinite(found.share_needed)
    assert can.any()
    half, most = (bench.futures(f"staff_effect.{id}") for id in ("half_gbp", "max_share"))
    k = np.where(can, found.share_needed, 1) * spent / (spent + half)
    curve = effect(bench, baseline())
    closed = curve.gaps(np.zeros(61)) - curve.gaps(k)
    assert closed[can] == pytest.approx(found.gaps_needed[can])
    k = most * spent / (spent + found.half_gbp_needed)
    some = found.half_gbp_needed > 0
    closed = curve.gaps(np.zeros(61)) - curve.gaps(k)
    assert closed[some] == pytest.approx(found.gaps_needed[some])


def test_staff_are_ahead_where_what_they_need_is_less_than_what_is_believed(bench):
    found = break_even(bench, design(bench, "contactpoint_2009"), baseline())
    believed = bench.futures("staff_effect.max_share")
    ahead = found.share_needed[1:] <= believed[1:] + 1e-9
    assert found.staff_ahead == pytest.approx(ahead.mean())
    assert 0 < found.staff_ahead < 1


def test_what_no_staff_could_do_is_called_out_of_reach(bench):
    found = break_even(bench, design(bench, "reference_index"), baseline())
    told = found.estimates(bench.sample)
    assert told["staff_share_needed"].text == OUT_OF_REACH
    assert told["staff_share_needed"].value is None
    assert told["staff_share_needed"].interval_text.endswith(OUT_OF_REACH)
    assert "nan" not in str([one.text + one.interval_text for one in told.values()])


@pytest.mark.parametrize(
    ("id", "why"),
    [("status_quo", "no money to spend"), ("more_social_workers", "staff already")],
)
def test_a_design_without_other_money_is_told_in_a_sentence(bench, id, why):
    found = design(bench, id)
    assert why in why_none(bench, found, baseline())
    assert break_even(bench, found, baseline()) is None


def test_a_design_that_costs_less_than_the_reference_leaves_no_money(bench):
    found = evaluate(
        bench,
        read_scenario("targeted_cpis"),
        reference=read_scenario("contactpoint_2009").levers,
        families=("costs", "against"),
    )
    told = why_none(bench, found, read_scenario("contactpoint_2009").levers)
    assert "costs no more" in told


def test_without_staff_effect_nothing_is_closed_and_nothing_divided(bench):
    nobody = bench.assumptions.fixed({"staff_effect.max_share": 0.0})
    other = workbench(bench.world, assumptions=nobody, n_futures=5)
    assert (staff_instead(other, baseline(), np.full(6, MONEY)).closed == 0).all()
    assert (reached(other, replace(baseline()), 0.0) == 0).all()


def test_the_years_add_up_to_the_present_value(bench):
    told = account(bench, read_scenario("contactpoint_2009").levers)
    by_year = {(one.outcome, int(one.group)): one.numerator for one in spending_tallies(told)}
    years = told.schedule.discount.shape[1]
    assert len(by_year) == 2 * years
    for outcome, with_bias in (("spent_in_year", False), ("spent_in_year_with_bias", True)):
        spent = np.stack([by_year[outcome, year] for year in range(years)], axis=1)
        worth = told.schedule.present_value(spent)
        assert worth == pytest.approx(told.present_value(with_bias=with_bias))
