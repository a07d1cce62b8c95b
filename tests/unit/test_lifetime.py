"""From birth to eighteen: a period life table of one year's rates."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.entries import LAST_AGE
from analysis.futures import Futures, Held
from analysis.levers import levers_with
from analysis.lifetime import AGES, LIVES, lifetime, lifetime_tallies
from analysis.policy import load_assumptions
from analysis.store import open_store
from tests.tables import drawn_world

BELIEFS = load_assumptions()
PLAIN = Held(BELIEFS.fixed({"adoption_share": 0.5, "user_turnover_share": 0.1}))
BASE = {
    "scope": "universal",
    "connected_agencies": ["school"],
    "authorised_agencies": ["school"],
    "authorised_users": 1_000,
}
TIERS = ("none", "additional", "complex", "acute")


def child_of_every_age_and_tier() -> list[dict]:
    return [
        {
            "child_id": 4 * age + row,
            "born_on": f"{2022 - age}-05-01",
            "need_tier": tier,
            "area_code": "E06000001" if row < 2 else "E09000002",
        }
        for age in range(AGES)
        for row, tier in enumerate(TIERS)
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Every acute child has a concern, and from ten on is known to social care."""
    contacts = [
        {
            "child_id": 4 * age + 3,
            "agency": "social_care" if age >= 10 else "school",
            "contacted_on": "2023-06-01",
            "is_concern": "true",
        }
        for age in range(AGES)
    ]
    practitioners = [
        {"practitioner_id": n, "agency": "school", "area_code": area}
        for n, area in enumerate(["E06000001"] * 3 + ["E09000002"])
    ]
    world = drawn_world(
        tmp_path_factory.mktemp("life"),
        child=child_of_every_age_and_tier(),
        contact=contacts,
        practitioner=practitioners,
    )
    return open_store(world)


def views(**by_life) -> np.ndarray:
    """As many views at every age, by life."""
    return np.array([[[by_life.get(life, 0.0)] * AGES for life in LIVES]])


def test_views_are_the_rates_of_every_age_added_up(store):
    """Three children of each age have no concern, one is of each tier."""
    found = lifetime(store, levers_with(BASE), PLAIN, views(no_concern=1.5, acute=4))
    assert found.views[0, LIVES.index("no_concern"), LAST_AGE] == pytest.approx(18 * 1.5 / 3)
    assert found.views[0, LIVES.index("acute"), LAST_AGE] == pytest.approx(18 * 4)
    assert found.views[0, LIVES.index("acute"), 0] == pytest.approx(4)
    assert not found.views[0, LIVES.index("complex")].any()


def test_users_are_replaced_over_a_childhood(store):
    """500 active users, and a tenth of them new in each of eighteen years."""
    found = lifetime(store, levers_with(BASE), PLAIN, views())
    assert found.could_look[0, :, LAST_AGE] == pytest.approx(500 * (1 + 18 * 0.1))
    assert found.could_look[0, :, 0] == pytest.approx(500 * 1.1)


def test_before_a_child_has_an_entry_nobody_could_look(store):
    found = lifetime(store, levers_with(BASE | {"scope": "known_to_social_care"}), PLAIN, views())
    acute = found.could_look[0, LIVES.index("acute")]
    assert not acute[:10].any()
    assert acute[LAST_AGE] == pytest.approx(500 * (1 + 8 * 0.1))
    assert not found.could_look[0, LIVES.index("no_concern")].any()


def test_inside_a_boundary_only_users_near_the_child_could_look(store):
    """None and additional live where three quarters of the users work."""
    found = lifetime(store, levers_with(BASE | {"visibility": "local"}), PLAIN, views())
    last = dict(zip(LIVES, found.could_look[0, :, LAST_AGE], strict=True))
    whole = 500 * (1 + 18 * 0.1)
    assert last["none"] == last["additional"] == pytest.approx(0.75 * whole)
    assert last["acute"] == pytest.approx(0.25 * whole)
    assert last["no_concern"] == pytest.approx((0.75 + 0.75 + 0.25) / 3 * whole)


def test_both_only_grow_with_age(store):
    found = lifetime(store, levers_with(BASE), PLAIN, views(none=1, acute=2))
    assert (np.diff(found.views) >= 0).all()
    assert (np.diff(found.could_look) >= 0).all()


def test_an_age_without_a_child_is_not_known_from_there_on(tmp_path):
    child = [
        {"child_id": n, "born_on": f"{2022 - n}-05-01", "need_tier": "none"} for n in (0, 1, 3)
    ]
    store = open_store(drawn_world(tmp_path, child=child, contact=[]))
    found = lifetime(store, levers_with(BASE), PLAIN, views(none=2))
    row = found.views[0, LIVES.index("none")]
    assert row[:2] == pytest.approx([2, 4])
    assert np.isnan(row[2:]).all()
    assert np.isnan(found.views[0, LIVES.index("acute")]).all()


def test_without_an_index_nobody_could_look(store):
    sets = {"scope": "none"}
    found = lifetime(store, levers_with(BASE | sets), PLAIN, views())
    assert not found.could_look.any()
    assert not found.views.any()


def test_a_tally_for_each_life(store):
    value = Futures(BELIEFS, n=6)
    found = lifetime(store, levers_with(BASE), value, np.ones((7, len(LIVES), AGES)))
    tallies = lifetime_tallies(found)
    assert {(one.outcome, one.group) for one in tallies} == {
        (outcome, life)
        for outcome in ("lifetime_views", "lifetime_people_able_to_look")
        for life in LIVES
    }
    assert all(one.is_national and one.numerator.shape == (7,) for one in tallies)
