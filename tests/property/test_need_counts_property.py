"""Needs counted in a few passes are those that are counted type by type."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import need_counts, need_index
from analysis.design import prepare_design, structural
from analysis.levers import baseline
from analysis.need_counts import count_needs, groups_of_needs, steady
from analysis.need_types import NeedTypes, types_of
from analysis.situations import Situations, joined
from analysis.threads import NOBODY_WAITS
from data.schema import AGENCIES
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


def told(found: NeedTypes):
    """The same of what was counted."""
    groups = np.zeros((len(found), need_counts.N_GROUPS), dtype=np.int64)
    np.add.at(groups, found.in_groups.type_of, found.in_groups.n)
    return found.type.tolist(), found.n.tolist(), groups.tolist()


def counts(parts, levers, ways=(), *, everyone: bool):
    return count_needs(
        parts,
        [steady(one, everyone=everyone) for one in parts],
        levers,
        ways,
        everyone=everyone,
        groups=[groups_of_needs(one, People, everyone=everyone) for one in parts],
    )


@pytest.mark.parametrize("everyone", [True, False])
@given(drawn=designs, alerts=st.integers(0, 4))
@examples(40)
def test_counts_are_those_of_every_need(parts, drawn, alerts, everyone):
    levers = structural(replace(drawn, alert_threshold=alerts))
    found = counts(parts, levers, everyone=everyone).in_way(0)
    assert told(found) == plainly(parts, levers, everyone=everyone)


@given(
    drawn=designs, alerts=st.integers(1, 4), less=st.lists(st.sampled_from(AGENCIES), min_size=1)
)
@examples(40)
def test_several_ways_to_connect_agencies_are_counted_at_once(parts, drawn, alerts, less):
    """As consents decide: alerts count fewer agencies, and those that don't count aren't shown."""
    levers = structural(replace(drawn, alert_threshold=alerts))
    ways = [
        tuple(one for one in levers.connected_agencies if one not in less[:most])
        for most in range(min(len(less), 3) + 1)
    ]
    found = counts(parts, levers, ways, everyone=False)
    for way, agencies in enumerate(ways):
        alone = replace(levers, connected_agencies=agencies)
        assert told(found.in_way(way)) == plainly(parts, alone, everyone=False)


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
    monkeypatch.setattr(need_index, "_TABLE", table)
    found, rank = need_index.ranked(np.array([7, 3, 7, 0]), 8)
    assert (found.tolist(), rank.tolist()) == ([0, 3, 7], [2, 1, 2, 0])


@pytest.mark.parametrize("table", [0, 1 << 24])
@pytest.mark.parametrize("sizes", [(400, 300), (200, 100)])
def test_more_attempts_than_a_byte_holds_are_counted(monkeypatch, sizes, table):
    """The running sum goes round, and the counts don't: look-ups at all attempts, an alert at
    every second, and in another way at every third."""
    monkeypatch.setattr(need_index, "_TABLE", table)
    attempt = np.concatenate([np.arange(one) for one in sizes])
    later = np.flatnonzero(attempt)
    steady = {"later": later.astype(np.int32), "first": (later - attempt[later]).astype(np.int32)}
    flags = [np.ones(len(attempt), dtype=bool), attempt % 2 == 0, attempt % 3 == 0]
    for n in (1, 2, 3):
        now = sum(one.astype(np.uint8) << bit for bit, one in enumerate(flags[:n]))
        row, packed, lanes = need_index._before(now, n, steady)
        for lane, happens in enumerate(flags[:n]):
            plain = np.concatenate([np.cumsum(happens[:one]) - happens[:one] for one in sizes])
            assert lanes.of(packed[row], lane).tolist() == plain.tolist()


def test_what_is_counted_ahead_waits_for_no_reader_and_lets_none_wait(parts):
    levers = baseline()
    expected = counts(parts, levers, everyone=True)
    with need_counts._ALONE, ThreadPoolExecutor(1) as hand:
        ahead = hand.submit(copy_context().run, _ahead, parts, levers)
        found = ahead.result(timeout=30)
    assert np.array_equal(found.n, expected.n)
    assert np.array_equal(found.types, expected.types)


def _ahead(parts, levers):
    NOBODY_WAITS.set(True)
    return counts(parts, levers, everyone=True)
