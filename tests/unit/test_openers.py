"""How many people are able to open a child's entry."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.futures import Futures, Held
from analysis.levers import levers_with
from analysis.openers import able_to_open, user_share
from analysis.policy import load_assumptions
from analysis.store import open_store
from tests.tables import drawn_world

VALUE = Held(load_assumptions())
# Hartlepool and Middlesbrough are in one region, Barking in another; one child's area is unknown.
CHILD = """
    child_id | area_code | born_on
    1        | E06000001 | 2015-05-01
    2        | E06000002 | 2015-05-01
    3        | E09000002 | 2015-05-01
    4        | E09000002 | 2015-05-01
    5        | -         | 2015-05-01
"""
CONTACT = """
    child_id | agency      | contacted_on | is_concern
    1        | social_care | 2023-06-07   | false
    3        | social_care | 2023-06-07   | false
"""
PRACTITIONER = """
    practitioner_id | agency   | area_code
    1               | school   | E06000001
    2               | school   | E06000002
    3               | school   | E06000002
    4               | police   | E09000002
    5               | school   | E06000040
    6               | hospital | E09000002
    7               | school   | -
"""
BASE = {
    "scope": "universal",
    "connected_agencies": ["school"],
    "authorised_agencies": ["school", "police"],
    "authorised_users": 100,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    tables = {"child": CHILD, "contact": CONTACT, "practitioner": PRACTITIONER}
    return open_store(drawn_world(tmp_path_factory.mktemp("openers"), **tables))


def able(store, value=VALUE, **sets) -> float:
    tally = able_to_open(store, levers_with(BASE | sets), value)
    return float(tally.numerator[0] / tally.denominator[0])


def test_without_a_boundary_every_user_can_open_every_entry(store):
    assert able(store) == 100
    assert able(store, scope="known_to_social_care") == 100


def test_in_a_council_those_who_work_there_can(store):
    """Of five practitioners with a place 1, 2 and 1 work in a child's council; 5 has none."""
    assert able(store, visibility="local") == pytest.approx((20 + 40 + 20 + 20 + 0) / 5)
    known = able(store, visibility="local", scope="known_to_social_care")
    assert known == pytest.approx((20 + 20) / 2)


def test_in_a_region_those_who_work_in_it_can(store):
    assert able(store, visibility="regional") == pytest.approx((60 + 60 + 20 + 20 + 0) / 5)


def test_only_agencies_that_may_look_spread_users(store):
    hospital = {"authorised_agencies": ["hospital"], "visibility": "local"}
    assert able(store, **hospital) == pytest.approx(100 * 2 / 5)


def test_users_of_agencies_without_practitioners_are_spread_as_children(store):
    """Of four children with a place 1, 1 and 2 live in the three councils."""
    prevent = {"authorised_agencies": ["prevent"], "visibility": "local"}
    assert able(store, **prevent) == pytest.approx((25 + 25 + 50 + 50 + 0) / 5)


def test_a_world_without_practitioners_spreads_users_as_children(tmp_path):
    store = open_store(drawn_world(tmp_path, child=CHILD, contact=CONTACT))
    assert able(store, visibility="regional") == pytest.approx((50 + 50 + 50 + 50 + 0) / 5)


def test_a_narrower_boundary_never_lets_more_people_in(store):
    national, regional, local = (
        able(store, visibility=one) for one in ("national", "regional", "local")
    )
    assert national > regional > local


def test_more_users_are_never_fewer_able_to_open(store):
    for visibility in ("national", "regional", "local"):
        found = [
            able(store, visibility=visibility, authorised_users=n) for n in (0, 1, 100, 330_000)
        ]
        assert found == sorted(found)
        assert found[0] == 0


def test_it_is_not_defined_without_entries_and_nobody_without_access(store):
    tally = able_to_open(store, levers_with(BASE | {"scope": "none"}), VALUE)
    assert not tally.denominator.any()
    assert not tally.numerator.any()
    assert able(store, authorised_agencies=[]) == 0


def test_parts_add_up_and_every_future_is_answered(store):
    sets = BASE | {"visibility": "local", "opt_out": True}
    tally = able_to_open(store, levers_with(sets), Futures(load_assumptions(), n=9))
    assert tally.numerator.shape == tally.denominator.shape == (10,)
    assert tally.parts.sum(axis=0) == pytest.approx([tally.numerator[0], tally.denominator[0]])


def test_shares_of_users_are_shares(store):
    for visibility in ("regional", "local"):
        share = user_share(store, levers_with(BASE | {"visibility": visibility}))
        assert share[-1] == 0
        assert np.sum(share) <= 1
