"""Missed links, wrong views, needless views and gaps of each group, side by side."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis.chances import chances_in
from analysis.fairness import FIGURES, fair_dimensions, missed_links, together, views_per_1000
from analysis.futures import Futures, Held
from analysis.levers import levers_with
from analysis.policy import load_assumptions
from analysis.store import open_store
from analysis.tally import Tally
from tests.tables import drawn_world

BELIEFS = load_assumptions().fixed(
    {
        "link_share.exact": 1.0,
        "link_share.variant": 0.5,
        "link_share.stale": 0.25,
        "link_share.wrong": 0.0,
        "link_share.identifier": 1.0,
    }
)
CHILD = """
    child_id | ethnic_group | deprivation_decile | name_origin | is_looked_after
    1        | white        | 1                  | british     | false
    2        | white        | 10                 | british     | true
    3        | asian        | 1                  | turkish     | -
    4        | -            | 1                  | -           | false
"""
REGISTRATION = """
    child_id | agency | quality | has_identifier
    1        | school | exact   | true
    1        | police | wrong   | false
    2        | school | variant | true
    3        | school | stale   | false
    3        | police | variant | false
    4        | school | wrong   | false
"""
BASE = {"scope": "universal", "connected_agencies": ["school", "police"]}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    tables = {"child": CHILD, "contact": [], "registration": REGISTRATION}
    return open_store(drawn_world(tmp_path_factory.mktemp("fair"), **tables))


def shares(store, dimension: str, **sets) -> dict[str, float | None]:
    levers, value = levers_with(BASE | sets), Held(BELIEFS)
    tallies = missed_links(store, levers, chances_in(levers, value, BELIEFS), dimension)
    return {
        one.group: float(one.numerator[0] / one.denominator[0]) if one.denominator[0] else None
        for one in tallies
    }


def test_missed_links_are_a_share_of_records_at_connected_agencies(store):
    found = shares(store, "ethnic_group")
    assert found["white"] == pytest.approx((0 + 1 + 0.5) / 3)
    assert found["asian"] == pytest.approx((0.75 + 0.5) / 2)
    assert found["black"] is None, "nobody of this group holds a record"
    assert shares(store, "ethnic_group", connected_agencies=["school"])["white"] == 0.25


def test_a_group_that_is_not_recorded_is_left_out(store):
    assert shares(store, "deprivation_decile")["1"] == pytest.approx((0 + 1 + 0.75 + 0.5 + 1) / 5)
    assert shares(store, "name_origin") == pytest.approx({"british": 0.5, "turkish": 0.625})
    found = shares(store, "is_looked_after")
    assert found == pytest.approx({"not_looked_after": 2 / 3, "looked_after": 0.5})


def test_without_an_index_no_link_is_missed(store):
    assert not any(shares(store, "ethnic_group", scope="none").values())
    assert not any(shares(store, "ethnic_group", connected_agencies=[]).values())


def test_with_a_single_identifier_not_more_links_are_missed(store):
    told = load_assumptions()
    value = Futures(told, n=300)
    found = []
    for identifier in ("name_and_birth_date", "single_identifier"):
        levers = levers_with(BASE | {"identifier": identifier})
        tallies = missed_links(store, levers, chances_in(levers, value, told), "ethnic_group")
        found.append(np.stack([one.numerator for one in tallies]))
    assert (found[1] <= found[0]).all()
    assert (found[1] < found[0]).any()


def test_only_what_the_world_tells_is_a_grouping(store, tmp_path):
    assert fair_dimensions(store) == (
        "ethnic_group",
        "deprivation_decile",
        "name_origin",
        "is_looked_after",
    )
    bare = open_store(drawn_world(tmp_path, child=[{"child_id": 1}], contact=[]))
    assert fair_dimensions(bare) == ()


def test_views_are_held_against_the_children_of_the_group(store):
    views = np.array([[6.0, 0, 0, 0, 3.0]])
    found = {
        one.group: one
        for one in views_per_1000(store, "needless_views_per_1000", views, "ethnic_group")
    }
    assert found["asian"].numerator[0] / found["asian"].denominator[0] == 6_000
    assert found["white"].numerator[0] / found["white"].denominator[0] == 1_500
    assert found["other"].denominator[0] == 0


def test_parts_add_up(store):
    levers, value = levers_with(BASE), Held(BELIEFS)
    for one in missed_links(store, levers, chances_in(levers, value, BELIEFS), "ethnic_group"):
        assert one.parts.sum(axis=0) == pytest.approx([one.numerator[0], one.denominator[0]])
    parts = np.zeros((40, 5))
    parts[3] = [6, 0, 0, 0, 3]
    views = parts.sum(axis=0)[None]
    found = views_per_1000(store, "needless_views_per_1000", views, "ethnic_group", parts)
    for one in found:
        assert one.parts.sum(axis=0) == pytest.approx([one.numerator[0], one.denominator[0]])


def test_the_four_stand_together_and_nothing_is_added():
    def tally(outcome, group, *numbers):
        numerator, denominator = np.array(numbers).reshape(2, 1)
        return Tally(outcome, numerator, denominator, "ethnic_group", group)

    frame = together(
        [
            tally("missed_link_share", "white", 1, 4),
            tally("gap_share", "white", 3, 4),
            tally("gap_share", "asian", 0, 0),
        ]
    )
    assert frame.columns == ["dimension", "group", *FIGURES]
    assert frame.rows() == [
        ("ethnic_group", "white", 0.25, None, None, 0.75),
        ("ethnic_group", "asian", None, None, None, None),
    ]
    assert together([]).schema["gap_share"] == pl.Float64
    with pytest.raises(ValueError, match="children_with_entry"):
        together([tally("children_with_entry", "white", 1, 1)])
