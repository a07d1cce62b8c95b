"""The designs that a reader may ask for next: one move away, sensible, in a useful order."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from analysis.contradictions import contradictions
from analysis.design import structural
from analysis.levers import lever, load_levers
from analysis.next_moves import COUNTED, next_moves, next_values
from analysis.policy import load_assumptions
from analysis.rests_on import NEEDS
from analysis.scenarios import load_scenarios, read_scenario
from data.schema import AGENCIES

BELIEFS = load_assumptions()
START = read_scenario("contactpoint_2009").levers


def moved(levers, start) -> list[str]:
    names = [one.name for one in fields(levers)]
    return [name for name in names if getattr(levers, name) != getattr(start, name)]


@pytest.mark.parametrize("scenario", load_scenarios(), ids=lambda one: one.id)
def test_every_design_is_one_move_away_and_makes_sense(scenario):
    found = list(next_moves(scenario.levers, BELIEFS))
    assert len(set(found)) == len(found)
    for one in found:
        (id,) = moved(one, scenario.levers)
        assert id in NEEDS
        assert not contradictions(one, BELIEFS)


def test_no_move_of_a_lever_that_counts_the_world_is_left_out():
    found = set(next_moves(START, BELIEFS))
    for id in COUNTED:
        for value in next_values(lever(id), getattr(START, id)):
            one = replace(START, **{id: value})
            assert (one in found) == (not contradictions(one, BELIEFS))


def test_levers_that_count_the_world_are_those_of_the_types():
    """Agencies count it too where alerts count agencies, and are many: they come last."""
    for one in load_levers():
        values = list(next_values(one, getattr(START, one.id)))
        counts = any(
            structural(replace(START, **{one.id: value})) != structural(START) for value in values
        )
        agencies = one.kind == "agencies" or one.id == "sensitive_rule"
        assert counts == (one.id in COUNTED or agencies), one.id


def test_the_lever_that_was_moved_goes_on_in_its_direction_first():
    for before, after in ((6, 8), (8, 6)):
        first = next(next_moves(START, BELIEFS, replace(START, update_delay_days=before)))
        assert (START.update_delay_days, first.update_delay_days) == (7, after)


def test_one_move_of_each_lever_comes_before_a_second_of_any():
    order = [moved(one, START)[0] for one in next_moves(START, BELIEFS)]
    short = [id for id in order if lever(id).kind != "agencies"]
    assert order[: len(short)] == short
    assert set(short[: len(COUNTED) - 1]) < set(COUNTED)  # no other scope but none comes first
    rounds = len(set(short))
    assert len(set(short[: rounds - 1])) == rounds - 1


@pytest.mark.parametrize(
    ("id", "value", "values"),
    [
        ("update_delay_days", 0, [1]),
        ("update_delay_days", 7, [8, 6]),
        ("alert_threshold", 2, [3, 1]),
        ("shielding", True, [False]),
        ("visibility", "local", ["regional", "national"]),
        ("extra_staff_gbp_per_year", 5_000_000, [15_000_000]),
        (
            "authorised_agencies",
            AGENCIES[:1],
            [(), *((*AGENCIES[:1], one) for one in AGENCIES[1:])],
        ),
    ],
)
def test_next_values_are_one_step_or_choice_away(id, value, values):
    assert list(next_values(lever(id), value)) == values
