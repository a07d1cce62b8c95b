"""Do tallies become figures: scaled, divided, with intervals over futures and over the sample?"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.estimates import difference, estimate
from analysis.sampling import Sample
from analysis.tally import REPLICATES, Tally

WHOLE = Sample(fraction=1.0, n_units=1000)
TENTH = Sample(fraction=0.1, n_units=1000)
FUTURES = np.concatenate([[100.0], np.linspace(0, 200, 1001)])


def count(values, parts=None, outcome="sharing_gaps") -> Tally:
    values = np.asarray(values, dtype=float)
    return Tally(outcome=outcome, numerator=values, parts=parts)


def test_a_count_of_a_whole_world_stands_as_it_is_with_the_middle_of_the_futures():
    found = estimate(count(FUTURES), WHOLE)
    assert (found.value, found.low, found.high) == pytest.approx((100, 5, 195))
    assert found.numerator == 100


def test_a_count_of_a_sample_is_scaled_to_england():
    found = estimate(count(FUTURES), TENTH)
    assert (found.value, found.low, found.high) == pytest.approx((1000, 50, 1950))


def test_what_is_national_already_is_left_as_it_is():
    tally = Tally(outcome="sharing_gaps", numerator=FUTURES, is_national=True)
    assert estimate(tally, TENTH).value == 100


def test_a_share_divides_sums_and_is_not_scaled():
    needs = np.full(len(FUTURES), 400.0)
    tally = Tally(outcome="gap_share", numerator=FUTURES, denominator=needs)
    found = estimate(tally, TENTH)
    assert (found.value, found.low, found.high) == pytest.approx((0.25, 0.0125, 0.4875))


def test_nothing_divided_by_nothing_is_not_known():
    tally = Tally(outcome="gap_share", numerator=np.zeros(3), denominator=np.zeros(3))
    found = estimate(tally, WHOLE)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.text == "not known"


def test_the_error_of_a_sample_is_that_of_its_random_groups():
    """Each household is a unit: the spread of group totals finds the known variance of a sum."""
    units = np.random.Generator(np.random.Philox(1)).poisson(3.0, size=(400_000,)).astype(float)
    groups = np.arange(len(units)) % REPLICATES
    totals = np.bincount(groups, weights=units, minlength=REPLICATES)
    parts = np.column_stack([totals, np.zeros(REPLICATES)])
    found = estimate(count([units.sum(), units.sum()], parts), TENTH)
    half = (found.high - found.low) / 2
    true = 1.96 * 10 * np.sqrt(0.9 * len(units) * 3.0)
    # 39 degrees of freedom: the estimated error is within 4 of its own standard errors.
    assert half == pytest.approx(true, rel=4 / np.sqrt(2 * (REPLICATES - 1)))


def test_a_whole_world_has_no_sampling_error():
    parts = np.column_stack([np.arange(REPLICATES, dtype=float), np.ones(REPLICATES)])
    found = estimate(count([780.0, 780.0], parts), WHOLE)
    assert found.low == found.value == found.high


def test_a_share_that_is_the_same_in_every_group_has_no_sampling_error():
    bottom = np.arange(1, REPLICATES + 1, dtype=float)
    parts = np.column_stack([bottom / 4, bottom])
    tally = Tally(
        outcome="gap_share",
        numerator=np.full(2, bottom.sum() / 4),
        denominator=np.full(2, bottom.sum()),
        parts=parts,
    )
    found = estimate(tally, TENTH)
    assert found.high - found.low == pytest.approx(0, abs=1e-12)


def test_a_figure_less_itself_is_exactly_nothing():
    parts = np.column_stack([np.arange(REPLICATES, dtype=float), np.zeros(REPLICATES)])
    one = count(FUTURES, parts)
    found = difference(one, one, TENTH)
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_a_difference_is_taken_future_by_future():
    found = difference(count(FUTURES - 10), count(FUTURES), WHOLE)
    assert (found.value, found.low, found.high) == pytest.approx((-10, -10, -10))


def test_the_errors_of_two_designs_on_the_same_children_cancel():
    totals = np.linspace(90, 110, REPLICATES)
    parts = np.column_stack([totals, np.zeros(REPLICATES)])
    less = np.column_stack([totals - 5, np.zeros(REPLICATES)])
    one, other = count([totals.sum()] * 2, parts), count([totals.sum() - 200] * 2, less)
    found = difference(other, one, TENTH)
    assert found.high - found.low == pytest.approx(0, abs=1e-9)
    assert estimate(one, TENTH).high > estimate(one, TENTH).value


def test_two_different_figures_cannot_be_subtracted():
    with pytest.raises(ValueError, match="two tallies of one figure"):
        difference(count(FUTURES), count(FUTURES, outcome="sharing_needs"), WHOLE)


def test_the_interval_of_a_count_does_not_fall_below_nothing():
    parts = np.column_stack([np.arange(REPLICATES, dtype=float), np.zeros(REPLICATES)])
    assert estimate(count([5.0, 5.0], parts), TENTH).low == 0


@pytest.mark.parametrize("outcome", ["sharing_gaps", "children_who_gain"])
def test_no_sample_leaves_room_for_fewer_children_than_none(outcome):
    groups = np.zeros(REPLICATES)
    groups[0] = 3.0  # all in one group of households
    tally = Tally(outcome, np.full(5, 3.0), parts=np.stack([groups, groups], axis=1))
    found = estimate(tally, TENTH)
    assert found.low == 0
    assert found.high > found.value == 30


def test_days_until_what_does_not_happen_are_written_never():
    days = np.array([120.0, 100.0, 110.0, np.inf, np.inf])
    found = estimate(count(days, outcome="median_days_to_knowledge"), WHOLE)
    assert (found.value, found.high) == (120, None)
    assert found.interval_text == "100 to never"
    found = estimate(count([np.inf, 90.0], outcome="median_days_to_knowledge"), WHOLE)
    assert (found.value, found.text, found.interval_text) == (None, "never", "90 to never")


def test_pounds_for_no_gap_at_all_have_no_limit():
    tally = Tally("cost_per_gap", np.full(3, 10.0), np.array([2.0, 5.0, 0.0]), is_national=True)
    found = estimate(tally, WHOLE)
    assert found.value == 5
    assert found.interval_text == "£2 to no limit"


def test_what_a_design_adds_may_be_less_than_nothing():
    found = estimate(count([-5.0, -9.0, -1.0], outcome="gaps_closed"), WHOLE)
    assert found.low == pytest.approx(-8.8)


def test_rounding_is_no_difference():
    one, other = count([0.1 + 0.2, 5.0]), count([0.3, 4.0])
    found = difference(one, other, WHOLE)
    assert found.value == 0
    assert found.high == pytest.approx(1.0)


def test_what_has_no_end_differs_from_what_has_one():
    days = "median_days_to_knowledge"
    found = difference(count([np.inf] * 2, outcome=days), count([5.0] * 2, outcome=days), WHOLE)
    assert (found.value, found.text) == (None, "never")


def test_a_saving_for_no_gap_at_all_is_no_rate():
    tally = Tally("extra_gbp_per_gap", np.array([-6.0, -6.0, -6.0]), np.array([0.0, 0.0, 2.0]))
    found = estimate(tally, WHOLE)
    assert (found.value, found.text, found.interval_text) == (None, "not known", "not known")
