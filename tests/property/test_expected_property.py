"""Expected and replay tell of the same thing: many replays average to what is expected.

The worlds are crowded ones of the replay tests. Copies of one world, with other ids, meet
other luck, so one replay of many copies is as many replays of one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.chances import Chances, chances_in, chances_of
from analysis.expected import Expected, expect, expect_pairs, prepare_design
from analysis.futures import Held
from analysis.levers import Levers
from analysis.policy import Assumptions, load_assumptions
from analysis.replay import MET_BY, UNMET, replay
from analysis.scenarios import load_scenarios
from analysis.situations import Situations, joined
from tests.examples import examples
from tests.property.test_replay_property import (
    all_or_nothing,
    any_chance,
    beliefs,
    crowded,
    designs,
    situations_of,
    some_worlds,
)

COPIES = 300
WORLDS = 10  # crowded ones, four children each, put together
APART = 1_000  # ids of one world and the next
STANDARD_ERRORS = 4
FEW = 100  # needs, in all copies together


@dataclass(frozen=True)
class Bare:
    """A store of situations alone; nothing is kept."""

    parts: tuple[Situations, ...]

    def situations(self) -> list[Situations]:
        return list(self.parts)

    def keep(self, name: str, make, *, soon: bool = False):
        return make()


def expected(situations: Situations, levers: Levers, assumptions: Assumptions) -> Expected:
    design = prepare_design(Bare((situations,)), levers, everyone=True)
    return expect(design, chances_in(levers, Held(assumptions), assumptions))


def expected_pairs(situations: Situations, levers: Levers, assumptions: Assumptions):
    design = prepare_design(Bare((situations,)), levers, everyone=True)
    return expect_pairs(design, chances_in(levers, Held(assumptions), assumptions))


def shifted(situations: Situations, by: int) -> Situations:
    """The same children under other ids, so with other luck."""
    decisions = situations.decisions
    moved = replace(
        decisions,
        child_id=decisions.child_id + by,
        household_id=decisions.household_id + by,
    )
    return replace(situations, decisions=moved)


@pytest.fixture(scope="module")
def crowd() -> Situations:
    """Forty children about whom much is known; practice meets less than half of it."""
    told = (crowded(Random(seed))[0] for seed in range(WORLDS))
    given = [one | {"window": 30, "is_sorted": True} for one in told]
    return joined([shifted(situations_of(one), number * APART) for number, one in enumerate(given)])


@pytest.fixture(scope="module")
def copies(crowd) -> Situations:
    return joined([shifted(crowd, copy * WORLDS * APART) for copy in range(COPIES)])


def hold_together(crowd: Situations, copies: Situations, levers, assumptions) -> None:
    """Replays of ``crowd`` under its copies' luck average to what is expected of it."""
    met_by = replay(copies, levers, chances_of(levers, assumptions)).reshape(COPIES, -1)
    found = expected(crowd, levers, assumptions)
    for code, word in enumerate(MET_BY):
        told, n = found.met[0, code], (met_by == code).sum(axis=1)
        rare = min(told, found.n_needs - told)  # what hardly happens shows its spread badly
        spread = n.std(ddof=1) if rare * COPIES >= FEW else np.sqrt(rare)
        assert abs(n.mean() - told) <= STANDARD_ERRORS * spread / np.sqrt(COPIES) + 1e-9, word


@pytest.mark.parametrize("scenario", load_scenarios(), ids=lambda one: one.id)
def test_runs_of_children_add_up(crowd, scenario):
    levers, assumptions = scenario.levers, load_assumptions()
    chances = chances_in(levers, Held(assumptions), assumptions)
    runs = Bare((crowd, shifted(crowd, WORLDS * APART)))
    designs = [prepare_design(store, levers, everyone=True) for store in (Bare((crowd,)), runs)]
    once, twice = (expect(design, chances) for design in designs)
    assert twice.met == pytest.approx(2 * once.met, rel=1e-12)
    once, twice = (expect_pairs(design, chances).n_needs for design in designs)
    assert (twice == 2 * once).all()


@pytest.mark.parametrize("scenario", load_scenarios(), ids=lambda one: one.id)
def test_replay_is_within_four_standard_errors_for_every_preset(crowd, copies, scenario):
    hold_together(crowd, copies, scenario.levers, load_assumptions())


@pytest.mark.parametrize("seed", range(50))
def test_replay_is_within_four_standard_errors_for_random_scenarios(crowd, copies, seed):
    _, levers, assumptions = crowded(Random(1_000 + seed))
    hold_together(crowd, copies, levers[0], assumptions)


@examples(15)
@given(world=some_worlds, design=designs, told=beliefs(all_or_nothing))
def test_where_nothing_is_left_to_chance_expected_is_replay(world, design, told):
    situations = situations_of(world)
    design = replace(design, extra_staff_gbp_per_year=0)  # its effect is never all or nothing
    found = expected(situations, design, told)
    met_by = replay(situations, design, chances_of(design, told))
    assert found.met[0].tolist() == np.bincount(met_by, minlength=len(MET_BY)).tolist()
    pairs = expected_pairs(situations, design, told)
    unmet = np.zeros_like(pairs.gaps[0])
    needs, gap = situations.needs, met_by == UNMET
    seeker = situations.decisions.seeker[needs.decision]
    np.add.at(unmet, (seeker[gap], needs.holder[gap]), 1)
    assert (pairs.gaps[0] == unmet).all()


@examples(15)
@given(world=some_worlds, design=designs, told=beliefs(any_chance))
def test_channels_are_chances_and_add_up_to_the_needs(world, design, told):
    situations = situations_of(world)
    found = expected(situations, design, told)
    pairs = expected_pairs(situations, design, told)
    assert found.n_needs == len(situations.needs.holder) == pairs.n_needs.sum()
    assert found.met.sum() == pytest.approx(found.n_needs, abs=1e-9)
    assert (found.met >= -1e-12).all()
    assert (pairs.gaps <= pairs.n_needs + 1e-12).all()
    assert pairs.gaps.sum() == pytest.approx(found.gaps[0], abs=1e-9)


HELPFUL = ("practice", "opens_index", "finds_entry", "links", "consents", "acts_on_alert")


@examples(15)
@given(
    world=some_worlds,
    design=designs,
    told=beliefs(any_chance),
    which=st.sampled_from([*HELPFUL, "opts_out"]),
)
def test_more_of_what_helps_never_opens_gaps(world, design, told, which):
    """In four futures, each with more of it than the one before; opting out does not help."""
    design = replace(design, shielding=False)
    given_once = chances_in(design, Held(told), told)
    steps = np.linspace(0, 1, 4).reshape(-1, *[1] * (getattr(given_once, which).ndim - 1))
    raised = {
        name: np.repeat(getattr(given_once, name), len(steps), axis=0)
        for name in Chances.__dataclass_fields__
    }
    raised[which] = raised[which] + (1 - raised[which]) * steps
    prepared = prepare_design(Bare((situations_of(world),)), design, everyone=True)
    rising = np.diff(expect_pairs(prepared, Chances(**raised)).gaps, axis=0)
    assert (rising >= -1e-12).all() if which == "opts_out" else (rising <= 1e-12).all()
