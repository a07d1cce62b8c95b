"""Does every line of the cost account follow its lever, its volume and its assumption?"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from analysis.cost import YEARLY, CostAccount, cost_account, cost_tallies
from analysis.cost_lines import in_todays_pounds
from analysis.england import children_in_england
from analysis.futures import Futures, Held
from analysis.levers import Levers, baseline
from analysis.outcomes_cost import COST
from analysis.policy import load_assumptions
from analysis.present_value import schedule
from analysis.scenarios import load_scenarios, read_scenario
from analysis.units import Unit, show, show_interval
from data.schema import AGENCIES
from data.world import WorldError

ASSUMPTIONS = load_assumptions()
HELD = Held(ASSUMPTIONS)
FUTURES = Futures(ASSUMPTIONS, n=60)
PRESETS = {one.id: one.levers for one in load_scenarios()}
CONTACTPOINT = PRESETS["contactpoint_2009"]
ONCE = ("setup", "first_training")
LINES = (*ONCE, *YEARLY, "time_saved")
VOLUMES = {"n_lookups": 4_000_000.0, "n_alerts": 100_000.0, "n_needs_met_by_index": 400_000.0}


def account(levers: Levers = CONTACTPOINT, value=HELD, **changed) -> CostAccount:
    return cost_account(levers, value, **VOLUMES | changed)


def held(**values: float) -> Held:
    """Assumptions held; __ in a name stands for the dot of an id."""
    return Held(ASSUMPTIONS.fixed({id.replace("__", "."): v for id, v in values.items()}))


def changed_lines(one: CostAccount, other: CostAccount) -> set[str]:
    return {line for line in LINES if not np.array_equal(getattr(one, line), getattr(other, line))}


@pytest.mark.parametrize("levers", PRESETS.values(), ids=PRESETS)
def test_every_line_has_a_number_for_every_future(levers):
    found = account(levers, FUTURES)
    for line in (*LINES, "worker_year"):
        amount = getattr(found, line)
        assert amount.shape == (61,), line
        assert amount.dtype == np.float64
        assert np.isfinite(amount).all()
        assert (amount >= 0).all()
    for amount in (found.yearly, found.present_value(), found.time_saved_present_value):
        assert amount.shape == (61,)
    assert found.spent().shape == (61, 10)
    central = account(levers)
    for line in LINES:
        assert getattr(found, line)[0] == pytest.approx(getattr(central, line)[0], rel=1e-12)


@pytest.mark.parametrize("levers", [PRESETS["status_quo"], PRESETS["more_social_workers"]])
def test_without_an_index_nothing_is_paid_but_extra_staff(levers):
    found = account(levers, FUTURES)
    for line in set(LINES) - {"extra_staff"}:
        assert not getattr(found, line).any(), line
    staff = levers.extra_staff_gbp_per_year
    assert (found.extra_staff == staff).all()
    assert (found.yearly == staff).all()
    assert (found.spent() == staff).all()
    assert np.array_equal(found.present_value(), found.present_value(with_bias=True))


def test_contactpoint_costs_what_was_published_at_the_published_size():
    users = int(ASSUMPTIONS.get("contactpoint_users").central)
    found = account(replace(CONTACTPOINT, authorised_users=users))
    assert found.setup == in_todays_pounds("setup_gbp.index", HELD)
    assert found.running == in_todays_pounds("running_gbp.index", HELD)
    registers = account(PRESETS["targeted_cpis"])
    parted = in_todays_pounds("setup_gbp.identifier", HELD) * 3 / len(AGENCIES)
    assert registers.setup == pytest.approx(in_todays_pounds("setup_gbp.targeted", HELD) + parted)
    assert registers.running == in_todays_pounds("running_gbp.targeted", HELD)


def test_pounds_are_brought_from_the_price_year_of_their_entry():
    other = ASSUMPTIONS.get("setup_gbp.index")
    moved = Held(
        replace(
            ASSUMPTIONS,
            entries=tuple(
                replace(one, price_year="2024-25") if one is other else one for one in ASSUMPTIONS
            ),
        )
    )
    assert in_todays_pounds("setup_gbp.index", moved) == other.central
    deflator = ASSUMPTIONS.get("deflator.2008-09").central
    assert in_todays_pounds("setup_gbp.index", HELD) == other.central * deflator


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"deflator__2008-09": 3}, {"setup"}),
        ({"deflator__2009-10": 3}, {"running"}),
        ({"minutes__lookup": 4}, {"lookup_time"}),
        ({"minutes__alert": 4}, {"alert_time"}),
        ({"minutes__review": 4}, {"oversight"}),
        ({"hourly_gbp__reviewer": 31}, {"oversight"}),
        ({"minutes__training": 31}, {"first_training", "training"}),
        ({"user_turnover_share": 0.2}, {"training"}),
        ({"two_factor_gbp": 31}, {"two_factor"}),
        ({"minutes__saved_per_need_met": 31}, {"time_saved"}),
        ({"setup_share__users": 0.3, "setup_share__agencies": 0.1}, {"setup"}),
        ({"running_share__users": 0.3}, {"running"}),
        ({"contactpoint_users": 390_000}, {"setup", "running"}),
        ({"minutes__automatic_lookup": 2, "setup_gbp__targeted": 1, "build_years": 3}, set()),
        (
            {"hourly_gbp__practitioner": 31},
            {"first_training", "training", "lookup_time", "alert_time", "time_saved"},
        ),
    ],
)
def test_an_assumption_moves_its_own_lines_and_no_other(values, lines):
    levers = replace(CONTACTPOINT, authorised_users=100_000)
    assert changed_lines(account(levers), account(levers, held(**values))) == lines


@pytest.mark.parametrize(
    ("levers", "lines"),
    [
        ({"authorised_users": 10}, {*ONCE, "running", "training", "two_factor"}),
        ({"connected_agencies": ("school", "police")}, {"setup", "running"}),
        ({"identifier": "single_identifier"}, {"setup"}),
        ({"two_factor": False}, {"two_factor"}),
        ({"audit_share": 0.5}, {"oversight"}),
        ({"lookup_rule": "automatic"}, {"lookup_time"}),
        ({"lookup_rule": "expected_on_concern"}, set()),
        ({"extra_staff_gbp_per_year": 5}, {"extra_staff"}),
        ({"scope": "known_to_social_care"}, {"setup", "running"}),
        ({"scope": "concern_triggered"}, set()),
        ({"visibility": "local", "retention_years_after_18": 9, "subject_view": True}, set()),
    ],
)
def test_a_lever_moves_its_own_lines_and_no_other(levers, lines):
    assert changed_lines(account(), account(replace(CONTACTPOINT, **levers))) == lines


@pytest.mark.parametrize(
    ("volume", "lines"),
    [
        ("n_lookups", {"lookup_time", "oversight"}),
        ("n_alerts", {"alert_time"}),
        ("n_needs_met_by_index", {"time_saved"}),
    ],
)
def test_a_volume_moves_its_own_lines_in_proportion(volume, lines):
    one, twice = account(), account(**{volume: 2 * VOLUMES[volume]})
    assert changed_lines(one, twice) == lines
    for line in lines:
        assert getattr(twice, line) == pytest.approx(2 * getattr(one, line))


def test_a_volume_may_differ_from_future_to_future():
    lookups = np.arange(61) * 1_000.0
    found = account(CONTACTPOINT, FUTURES, n_lookups=lookups)
    each = lookups * FUTURES("minutes.lookup") / 60
    hour = FUTURES("hourly_gbp.practitioner") * FUTURES("deflator.2013-14")
    assert found.lookup_time == pytest.approx(each * hour)


def test_the_system_scales_with_agencies_and_users():
    """A third of the agencies and half of the users: 0.4 + 0.4 / 3 + 0.2 / 2 of the cost."""
    users = int(ASSUMPTIONS.get("contactpoint_users").central)
    third = CONTACTPOINT.connected_agencies[::3]
    found = account(
        replace(CONTACTPOINT, connected_agencies=third, authorised_users=users // 2),
        held(setup_share__agencies=0.4, setup_share__users=0.2),
    )
    part = 0.4 + 0.4 / 3 + 0.2 / 2
    assert found.setup == pytest.approx(part * in_todays_pounds("setup_gbp.index", HELD))


def test_shares_of_more_than_one_leave_no_core():
    """0.9 and 0.6 are scaled to 0.6 and 0.4; the published size keeps the published cost."""
    much = held(running_share__agencies=0.9, running_share__users=0.6)
    users = int(ASSUMPTIONS.get("contactpoint_users").central)
    full = replace(CONTACTPOINT, authorised_users=users)
    published = in_todays_pounds("running_gbp.index", HELD)
    assert account(full, much).running == pytest.approx(published)
    assert account(replace(full, authorised_users=0), much).running == pytest.approx(
        0.6 * published
    )
    empty = replace(full, authorised_users=0, connected_agencies=())
    assert account(empty, much).running == pytest.approx(0, abs=1e-6)


def test_alerts_alone_cost_their_agencies_and_their_time():
    levers = PRESETS["reference_index"]
    assert (levers.authorised_agencies, levers.authorised_users) == ((), 0)
    found = account(levers, n_lookups=0)
    assert found.setup > 0
    assert found.running > 0
    assert found.alert_time > 0
    for line in ("first_training", "training", "two_factor", "lookup_time", "oversight"):
        assert getattr(found, line) == 0
    fewer = replace(levers, connected_agencies=levers.connected_agencies[:4])
    assert account(fewer, n_lookups=0).setup < found.setup


def test_time_saved_is_never_taken_off():
    none, much = account(n_needs_met_by_index=0), account(n_needs_met_by_index=9e9)
    assert much.time_saved > 1000 * none.yearly
    assert much.yearly == none.yearly
    assert much.present_value() == none.present_value()


def test_optimism_bias_raises_set_up_and_running_alone():
    """Twice the set-up and half as much again to run; without a rate pounds just add up."""
    value = held(optimism_bias__setup=1, optimism_bias__running=0.5, discount_rate=0, build_years=4)
    found = account(value=value)
    more = found.present_value(with_bias=True) - found.present_value()
    assert more == pytest.approx(found.setup + 6 * found.running / 2)
    assert found.present_value() == pytest.approx(
        found.setup + found.first_training + 6 * found.yearly
    )


def test_a_schedule_year_by_year():
    """Built in two years, used in three of five; a pound halves in a year at a rate of one."""
    found = schedule(np.array([2.0]), horizon_years=5, rate=np.array([1.0]))
    assert found.setup.tolist() == [[0.5, 0.5, 0, 0, 0]]
    assert found.training.tolist() == [[0, 1, 0, 0, 0]]
    assert found.in_use.tolist() == [[0, 0, 1, 1, 1]]
    assert found.discount.tolist() == [[1, 0.5, 0.25, 0.125, 0.0625]]
    assert found.years_in_use.tolist() == [3]
    assert found.counted_years_in_use.tolist() == [0.4375]
    assert found.present_value(np.full((1, 5), 16.0)).tolist() == [31]


@pytest.mark.parametrize(
    ("build", "setup", "training", "in_use"),
    [
        (0, [1, 0, 0], [1, 0, 0], [1, 1, 1]),
        (0.4, [1, 0, 0], [1, 0, 0], [1, 1, 1]),
        (0.5, [1, 0, 0], [1, 0, 0], [0, 1, 1]),
        (1.5, [0.5, 0.5, 0], [0, 1, 0], [0, 0, 1]),
        (3, [1 / 3, 1 / 3, 1 / 3], [0, 0, 1], [0, 0, 0]),
        (4, [0.25, 0.25, 0.25], [0, 0, 0], [0, 0, 0]),
    ],
)
def test_building_is_rounded_to_years_and_cut_off_by_the_horizon(build, setup, training, in_use):
    found = schedule(np.array([build]), horizon_years=3, rate=np.array([0.035]))
    assert found.setup.tolist() == [pytest.approx(setup)]
    assert found.training.tolist() == [training]
    assert found.in_use.tolist() == [in_use]


def test_the_horizon_is_that_of_the_assumption_unless_one_is_given():
    assert account().spent().shape == (1, 10)
    assert account(value=held(horizon_years=20)).spent().shape == (1, 20)
    assert account(horizon_years=7).spent().shape == (1, 7)


@pytest.mark.parametrize("years", [0, -1, 7.5, True, 101])
def test_a_horizon_that_is_no_number_of_years_is_refused(years):
    with pytest.raises(WorldError, match="1 to 100 whole years"):
        account(horizon_years=years)
    if years in (0, 7.5):
        with pytest.raises(WorldError, match="'horizon_years'"):
            account(value=held(horizon_years=years))


def test_discounting_can_only_lower_what_later_years_count():
    dear, cheap = account(value=held(discount_rate=0.06)), account(value=held(discount_rate=0))
    assert dear.present_value() < account().present_value() < cheap.present_value()
    assert cheap.present_value() == pytest.approx(cheap.spent().sum(axis=1))


def tallied(found: CostAccount, **more):
    return {one.outcome: one for one in cost_tallies(found, **more)}


def test_tallies_are_the_outcomes_of_cost_and_national():
    found = tallied(account(value=FUTURES), gaps_closed=np.full(61, 1_000.0))
    assert set(found) == {one.id for one in COST}
    for one in found.values():
        assert one.is_national
        assert one.numerator.shape == (61,)
        assert one.denominator is None or one.denominator.shape == (61,)
        assert (one.dimension, one.group, one.parts) == ("all", "all", None)
    for outcome in COST:
        assert bool(outcome.denominator) == (found[outcome.id].denominator is not None)
        unit = Unit.WORKER_YEARS if outcome.id == "social_worker_years" else Unit.GBP
        assert outcome.unit is unit


def test_yearly_lines_add_up_to_the_yearly_cost():
    found = tallied(account(value=FUTURES))
    lines = [found[f"{line}_cost"].numerator for line in YEARLY]
    assert sum(lines) == pytest.approx(found["yearly_cost"].numerator)
    assert {f"{line}_cost" for line in (*ONCE, *YEARLY)} <= set(found)


def test_per_child_divides_by_the_children_of_england():
    assert children_in_england() == 12_059_476
    found = tallied(account())["yearly_cost_per_child"]
    assert found.denominator == 12_059_476
    assert tallied(account(), n_children=5.0)["yearly_cost_per_child"].denominator == 5


def test_nothing_is_given_per_gap_where_none_is_closed():
    per_gap = {"cost_per_gap", "cost_per_gap_with_bias"}
    assert per_gap <= set(tallied(account(), gaps_closed=2.0))
    assert not per_gap & set(tallied(account(), gaps_closed=0.0))
    assert not per_gap & set(tallied(account()))
    assert not per_gap & set(tallied(account(horizon_years=3), gaps_closed=2.0)), "never in use"
    staff = replace(baseline(), extra_staff_gbp_per_year=100)
    one = tallied(account(staff), gaps_closed=2.0)["cost_per_gap"]
    assert one.numerator / one.denominator == pytest.approx(50), "each year costs 100 for 2 gaps"


def test_every_field_of_the_account_is_told_of():
    apart = {"worker_year", "setup_bias", "running_bias", "schedule"}
    assert {field.name for field in fields(CostAccount)} == set(LINES) | apart


def test_the_yardsticks_are_the_presets_and_no_number_of_ours():
    assert len(read_scenario("contactpoint_2009").levers.connected_agencies) == 9
    assert len(read_scenario("targeted_cpis").levers.connected_agencies) == 3


@pytest.mark.parametrize(
    ("value", "low", "high", "shown", "interval"),
    [
        (41e6, 35e6, 60e6, "£41 million", "£35 million to £60 million"),
        (1.23e9, 0.9e9, 1.9e9, "£1.2 billion", "£900 million to £1.9 billion"),
        (230, 180, 310, "£230", "£180 to £310"),
        (4.87, 4.1, 5.9, "£4.90", "£4.10 to £5.90"),
        (0.123, 0.1, 0.2, "£0.12", "£0.10 to £0.20"),
        (-3e6, -15e6, -1e6, "-£3 million", "-£15 million to -£1 million"),
        (0, 0, 0, "£0", "£0"),
        (60e6, None, None, "£60 million", "not known"),
        (np.inf, 1, np.inf, "not known", "not known"),
    ],
)
def test_pounds_are_written_with_the_digits_they_deserve(value, low, high, shown, interval):
    assert show(value, Unit.GBP, low=low, high=high) == shown
    assert show_interval(low, high, Unit.GBP) == interval
