"""Needs counted in a few passes are those that are counted type by type."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import need_counts
from analysis.design import prepare_design, structural
from analysis.need_counts import count_needs, groups_of_needs, steady
from analysis.need_types import types_of
from analysis.situations import Situations, joined
from tests.examples import examples
from tests.property.test_expected_property import APART, Bare, shifted
from tests.property.test_replay_property import crowded, designs, situations_of


class People:
    """Random groups, -1 for none, of a few children by their row."""

    replicate = np.array([0, 7, -1, 39] * 20, dtype=np.int8)


def crowd(seeds) -> Situations:
    told = (crowded(Random(seed))[0] for seed in seeds)
    given = [one | {"window": 30, "is_sorted": True} for one in told]
    return joined([shifted(situations_of(one), number * APART) for number, one in enumerate(given)])


@pytest.fixture(scope="module")
def parts() -> list[Situations]:
    """Two runs of crowded children; every third decision is about a child not in table child."""
    found = []
    for seeds in (range(6), range(6, 9)):
        whole = crowd(seeds)
        place = np.unique(whole.decisions.child_id, return_inverse=True)[1]
        person = np.where(place % 3 == 0, -1, place).astype(np.int32)
        found.append(replace(whole, decisions=replace(whole.decisions, person=person)))
    return found


def plainly(parts, levers, *, everyone: bool):
    """Types, needs of each, and needs of each in each random group, need by need."""
    found: dict[int, list[int]] = {}
    for part in parts:
        for type, decision in zip(types_of(part, levers), part.needs.decision, strict=True):
            person = part.decisions.person[decision]
            if everyone or person >= 0:
                group = People.replicate[person] if person >= 0 else -1
                row = found.setdefault(int(type), [0] * need_counts.N_GROUPS)
                row[group] += 1
    types = sorted(found)
    return types, [sum(found[one]) for one in types], [found[one] for one in types]


@pytest.mark.parametrize("everyone", [True, False])
@given(drawn=designs, alerts=st.integers(0, 4))
@examples(40)
def test_counts_are_those_of_every_need(parts, drawn, alerts, everyone):
    levers = structural(replace(drawn, alert_threshold=alerts))
    found = count_needs(
        parts,
        [steady(one, everyone=everyone) for one in parts],
        levers,
        everyone=everyone,
        groups=[groups_of_needs(one, People, everyone=everyone) for one in parts],
    )
    told = plainly(parts, levers, everyone=everyone)
    assert (found.type.tolist(), found.n.tolist(), found.by_group.tolist()) == told


@given(drawn=designs, alerts=st.integers(0, 4))
@examples(40)
def test_a_choice_of_agencies_is_taken_from_all_of_them(parts, drawn, alerts):
    levers = replace(drawn, alert_threshold=alerts, sensitive_rule="shared")
    design = prepare_design(Bare(tuple(parts)), levers)
    types, n, _ = plainly(parts, structural(levers), everyone=False)
    (state,) = design.states
    assert (state.types.type.tolist(), state.types.n.tolist()) == (types, n)


@pytest.mark.parametrize("table", [0, 1 << 24])
def test_ranks_are_the_same_by_a_table_and_by_sorting(monkeypatch, table):
    monkeypatch.setattr(need_counts, "_TABLE", table)
    found, rank = need_counts._ranked(np.array([7, 3, 7, 0]), 8)
    assert (found.tolist(), rank.tolist()) == ([0, 3, 7], [2, 1, 2, 0])


def test_more_attempts_than_a_byte_holds_are_counted():
    """The running sum goes round at 256 or 65,536, and the counts don't."""
    happens = np.ones(700, dtype=bool)
    begins = np.array([0, 400])
    first = np.repeat(begins, [400, 300])
    later = np.flatnonzero(np.arange(700) != first)
    told = {"later": later.astype(np.int32), "first": first[later].astype(np.int32)}
    before, room = need_counts._before(happens, told)
    assert before.tolist() == [*range(400), *range(300)]
    assert room == 400
