"""Shielded children whom a second entry leaves open."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.chances import chances_in
from analysis.futures import Futures, Held
from analysis.levers import levers_with
from analysis.policy import load_assumptions
from analysis.shield_failures import left_open, shield_failures
from analysis.store import open_store
from tests.tables import drawn_world

BELIEFS = load_assumptions().fixed(
    {
        "link_share.exact": 0.9,
        "link_share.variant": 0.6,
        "link_share.stale": 0.5,
        "link_share.wrong": 0.0,
        "link_share.identifier": 1.0,
        "duplicate_entry_share": 0.5,
        "opt_out_share.with_concern": 0.5,
    }
)
PERFECT = BELIEFS.fixed(
    {f"link_share.{one}": 1.0 for one in ("exact", "variant", "stale", "wrong")}
)
CHILD = """
    child_id | is_shielded | born_on
    1        | true        | 2015-05-01
    2        | true        | 2015-05-01
    3        | false       | 2015-05-01
    4        | true        | 2015-05-01
"""
CONTACT = """
    child_id | agency      | contacted_on | is_concern
    2        | social_care | 2023-06-07   | true
    2        | hospital    | 2023-06-07   | false
"""
REGISTRATION = """
    child_id | agency       | quality | has_identifier
    1        | school       | variant | false
    1        | primary_care | exact   | true
    1        | police       | wrong   | false
    2        | school       | stale   | true
    3        | school       | wrong   | false
    9        | school       | wrong   | false
"""
BASE = {
    "scope": "universal",
    "shielding": True,
    "connected_agencies": ["school", "primary_care", "social_care"],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    tables = {"child": CHILD, "contact": CONTACT, "registration": REGISTRATION}
    return open_store(drawn_world(tmp_path_factory.mktemp("shielded"), **tables))


def failures(store, beliefs=BELIEFS, **sets) -> float:
    levers, value = levers_with(BASE | sets), Held(beliefs)
    tally = shield_failures(store, levers, value, chances_in(levers, value, beliefs))
    assert tally.parts[:, 0].sum() == pytest.approx(tally.numerator[0])
    return float(tally.numerator[0])


def test_a_child_is_left_open_unless_every_record_is_linked_or_held_back(store):
    """One: 1 - 0.8 x 0.95. Two: stale at school, and social care's record, told of nowhere, is
    exact: 1 - 0.75 x 0.95. Four has no record, three is not shielded, nine is nobody."""
    one, two = 1 - (1 - 0.4 * 0.5) * (1 - 0.1 * 0.5), 1 - (1 - 0.5 * 0.5) * (1 - 0.1 * 0.5)
    assert failures(store) == pytest.approx(one + two)


def test_a_record_of_an_agency_that_is_not_connected_leaves_nobody_open(store):
    assert failures(store, connected_agencies=["primary_care"]) == pytest.approx(0.05)
    assert failures(store, connected_agencies=["police"]) == pytest.approx(0.5)
    assert failures(store, connected_agencies=[]) == 0


def test_a_child_outside_scope_has_nothing_to_leave_open(store):
    assert failures(store, scope="known_to_social_care") == pytest.approx(1 - 0.75 * 0.95)
    assert failures(store, scope="none") == 0


def test_who_has_opted_out_has_no_entry(store):
    opted = failures(store, scope="known_to_social_care", opt_out=True)
    assert opted == pytest.approx(0.5 * (1 - 0.75 * 0.95))


def test_without_shielding_there_is_nothing_to_fail(store):
    assert failures(store, shielding=False) == 0


def test_with_perfect_linkage_there_are_exactly_none(store):
    assert failures(store, PERFECT) == 0
    assert failures(store, BELIEFS.fixed({"duplicate_entry_share": 0.0})) == 0


def test_an_identifier_links_what_carries_it(store):
    found = failures(store, identifier="single_identifier")
    assert found == pytest.approx((1 - 0.8) + (1 - 0.95))


def test_a_single_identifier_never_leaves_more_children_open(store):
    told = load_assumptions()
    value = Futures(told, n=300)
    found = []
    for identifier in ("name_and_birth_date", "single_identifier"):
        levers = levers_with(BASE | {"identifier": identifier})
        found.append(shield_failures(store, levers, value, chances_in(levers, value, told)))
    by_name, by_number = (one.numerator for one in found)
    assert (by_number <= by_name).all()
    assert (by_number < by_name).any()


def test_the_chance_is_that_of_a_plain_product():
    rng = np.arange(24).reshape(3, 8)
    records = rng % 4
    links = np.linspace(0, 1, 16).reshape(2, 8)
    duplicates = np.array([0.3, 1.0])
    found = left_open(records, links, duplicates)
    for future in range(2):
        for child in range(3):
            shut = 1.0
            for link_class in range(8):
                for _ in range(records[child, link_class]):
                    shut *= 1 - (1 - links[future, link_class]) * duplicates[future]
            assert found[future, child] == pytest.approx(1 - shut)


def test_a_world_without_shielded_children_has_none(tmp_path):
    store = open_store(drawn_world(tmp_path, child=[{"child_id": 1}], contact=[]))
    assert failures(store) == 0
