"""Access volumes of designs: none without an index, all that there are by every grouping."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analysis import luck
from analysis.access import lookups, volumes
from analysis.access_tallies import DIMENSIONS, access_tallies
from analysis.chances import chances_in
from analysis.futures import Futures, Held
from analysis.levers import Levers, baseline, levers_with
from analysis.lookup_hours import hour_shares
from analysis.luck import NUMBER
from analysis.occasions import occasions_by
from analysis.outcomes_access import ACCESS
from analysis.policy import load_assumptions
from analysis.replay import has_open_entry, opens_entry
from analysis.scenarios import load_scenarios
from analysis.store import open_store
from data.schema import AGENCIES
from synthetic.generate import generate_world
from tests.tables import drawn_world

TOLD = load_assumptions()
FUTURES = Futures(TOLD, n=20)
INDEX = {
    "scope": "universal",
    "connected_agencies": AGENCIES,
    "authorised_agencies": AGENCIES,
    "authorised_users": 330_000,
    "sensitive_rule": "consent",
}
SOME = {
    "lookup_share.discretionary": 0.4,
    "routine_lookup_share.discretionary": 0.1,
    "adoption_share": 0.5,
    "search_success.name_and_birth_date": 0.8,
    "peak_factor": 6.0,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """20,000 generated children, so that draws have something to be compared with."""
    folder = tmp_path_factory.mktemp("access") / "world"
    return open_store(generate_world(folder, n_children=20_000, seed=11, workers=1))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """Two weeks from a Monday: the school sees a child on both Mondays, police on a Sunday."""
    contact = """
        child_id | agency | contacted_on | is_concern | area_code
        1        | school | 2023-05-01   | true       | E06000001
        1        | school | 2023-05-08   | false      | E06000002
        2        | police | 2023-05-07   | true       | -
    """
    return open_store(
        drawn_world(
            tmp_path_factory.mktemp("tiny"),
            child="child_id\n1\n2\n3",
            contact=contact,
            period_start=date(2023, 5, 1),
            period_end=date(2023, 5, 14),
            fraction=0.5,
        )
    )


def tallies(store, levers: Levers, value=FUTURES) -> dict[tuple, np.ndarray]:
    return {
        (one.outcome, one.dimension, one.group): one for one in access_tallies(store, levers, value)
    }


@pytest.mark.parametrize(
    "sets",
    [{}, INDEX | {"scope": "none"}, INDEX | {"authorised_agencies": []}],
    ids=["baseline", "no scope", "nobody may look"],
)
def test_without_an_index_or_anybody_who_may_look_all_is_exactly_none(store, sets):
    levers = levers_with(sets)
    for what in ("all", "agency", "need_tier"):
        found = volumes(occasions_by(store, what), levers, FUTURES)
        for name in ("lookups", "on_concern", "views", "needless", "wrong", "sensitive"):
            assert not getattr(found, name).any()
            assert getattr(found, name).shape == (21, len(occasions_by(store, what).labels))
    for one in access_tallies(store, levers, FUTURES):
        assert not one.numerator.any()


@pytest.mark.parametrize("scenario", load_scenarios(), ids=lambda one: one.id)
def test_look_ups_by_any_grouping_add_up_to_the_total(store, scenario):
    found = tallies(store, scenario.levers)
    total = found["lookups", "all", "all"]
    for dimension in DIMENSIONS:
        groups = [one for key, one in found.items() if key[:2] == ("lookups", dimension.id)]
        assert sum(one.numerator for one in groups) == pytest.approx(total.numerator)
        known = {id for id, _ in dimension.groups}
        assert not known or {one.group for one in groups} == known
    views = [one for key, one in found.items() if key[:2] == ("views", "agency")]
    assert sum(one.numerator for one in views) == pytest.approx(
        found["views", "all", "all"].numerator
    )


def test_every_outcome_of_the_family_is_told_and_no_other(store):
    found = {outcome for outcome, _, _ in tallies(store, levers_with(INDEX))}
    assert found == {one.id for one in ACCESS} - {"alerts"}  # alerts are told by analysis.alerts


def test_random_groups_of_households_add_up_to_the_whole(store):
    for one in access_tallies(store, levers_with(INDEX), FUTURES):
        if one.parts is not None:
            whole = [one.numerator[0], 0 if one.denominator is None else one.denominator[0]]
            assert one.parts.sum(axis=0) == pytest.approx(whole)


def test_an_agency_that_may_not_look_does_not(store):
    found = tallies(store, levers_with(INDEX | {"authorised_agencies": ["school", "police"]}))
    looking = {
        agency
        for (outcome, dimension, agency), one in found.items()
        if outcome in ("lookups", "views") and dimension == "agency" and one.numerator.any()
    }
    assert looking == {"school", "police"}


def test_a_child_outside_the_scope_is_asked_for_and_never_seen(store):
    levers = levers_with(INDEX | {"scope": "concern_triggered", "trigger_agencies": 10})
    found = volumes(occasions_by(store), levers, FUTURES)
    assert found.lookups.all()
    assert not found.views.any()
    assert not found.wrong.any()


def test_a_shielded_child_is_never_seen_where_shielding_is_on(store):
    occasions = occasions_by(store)
    assert occasions.is_shielded.any()
    seen, hidden = (
        volumes(occasions, levers_with(INDEX | {"shielding": shielding}), FUTURES)
        for shielding in (False, True)
    )
    told = seen.views - hidden.views
    shielded = occasions.n * occasions.is_shielded
    chance = [
        TOLD.get(f"{which}_share.discretionary").central
        * TOLD.get("adoption_share").central
        * TOLD.get("search_success.name_and_birth_date").central
        for which in ("routine_lookup", "lookup")
    ]
    expected = sum(
        chance[flag] * shielded[occasions.is_concern == bool(flag)].sum() for flag in (0, 1)
    )
    assert told[0, 0] == pytest.approx(expected)


def test_withheld_services_are_not_shown_and_shared_ones_always_are(store):
    shown = {
        rule: volumes(
            occasions_by(store), levers_with(INDEX | {"sensitive_rule": rule}), FUTURES
        ).sensitive[:, 0]
        for rule in ("withheld", "consent", "shared")
    }
    assert not shown["withheld"].any()
    assert shown["consent"] == pytest.approx(shown["shared"] * FUTURES("consent_share"))
    assert (shown["shared"] > 0).all()
    unfed = levers_with(INDEX | {"connected_agencies": ["school"]})
    assert not volumes(occasions_by(store), unfed, FUTURES).sensitive.any()


@pytest.mark.parametrize("identifier", ["name_and_birth_date", "single_identifier"])
def test_a_sensitive_service_is_shown_as_often_as_its_records_link_in_the_mean(
    tmp_path, identifier
):
    store = open_store(
        drawn_world(
            tmp_path,
            child="child_id\n1\n2\n3",
            contact="""
                child_id | agency        | contacted_on | is_concern
                1        | mental_health | 2023-05-01   | true
                1        | school        | 2023-05-02   | true
            """,
            registration="""
                child_id | agency           | quality | has_identifier
                1        | mental_health    | variant | true
                2        | mental_health    | wrong   | true
                3        | mental_health    | exact   | false
                3        | sensitive_health | stale   | false
            """,
        )
    )
    links = {"link_share.exact": 0.9, "link_share.variant": 0.5, "link_share.wrong": 0.1}
    told = TOLD.fixed(
        links
        | {
            "link_share.identifier": 0.99,
            "adoption_share": 1.0,
            f"search_success.{identifier}": 0.5,
        }
    )
    levers = levers_with(INDEX | {"sensitive_rule": "shared", "identifier": identifier})
    by_name = (0.9 + 0.5 + 0.1) / 3
    by_number = (0.9 + 0.99 + 0.99) / 3
    mean = by_name if identifier == "name_and_birth_date" else by_number
    looks = told.get("lookup_share.discretionary").central
    found = volumes(occasions_by(store), levers, Held(told)).sensitive
    assert found == pytest.approx(np.array([[looks * 0.5 * mean]]))


def test_every_future_is_what_its_own_values_give(store):
    levers = levers_with(INDEX | {"opt_out": True, "shielding": True})
    alone = volumes(occasions_by(store, "sex"), levers, Held(TOLD))
    every = volumes(occasions_by(store, "sex"), levers, FUTURES)
    for name in ("lookups", "views", "needless", "wrong", "sensitive"):
        assert getattr(every, name)[0] == pytest.approx(getattr(alone, name)[0])
    assert lookups(occasions_by(store, "sex"), levers, FUTURES) == pytest.approx(every.lookups)


def test_as_many_look_and_find_as_draws_say(store):
    """Look-ups and views at decisions, against the draws that replay holds: 4 standard errors."""
    told = TOLD.fixed(SOME | {"routine_lookup_share.discretionary": 0.0})
    levers = levers_with(
        INDEX | {"scope": "known_to_social_care", "shielding": True, "opt_out": True}
    )
    value = Held(told)
    chances = chances_in(levers, value, told).in_future(0)
    looked, views, n = 0, np.zeros(40), 0
    for part in store.situations():
        rows = np.arange(len(part.decisions.day))
        decisions = part.decisions
        draws = luck.lookup(store.seed, decisions.child_id, decisions.seeker, decisions.day)
        looked += luck.happens(draws, luck.limit(chances.opens_index)).sum()
        n += len(rows)
        is_seen = has_open_entry(part, levers, chances) & opens_entry(part, levers, chances, rows)
        views += np.bincount(store.people.replicate[decisions.person[is_seen]], minlength=40)
    p = float(chances.opens_index)
    whole = volumes(occasions_by(store), levers, value)
    assert n * p == pytest.approx(whole.lookups[0, 0])
    assert abs(looked - n * p) < 4 * np.sqrt(n * p * (1 - p))
    by_part = volumes(occasions_by(store, "replicate"), levers, value).views[0, :-1]
    # Draws of a household hang together, so its random group tells how far they may be off.
    off = views - by_part
    assert abs(off.sum()) < 4 * np.sqrt((off**2).sum())
    assert np.sqrt((off**2).sum()) < 0.1 * by_part.sum()


def test_first_look_ups_are_those_that_draws_make_first(store):
    """Over 20,000 children and one year, against one draw of every look-up at a decision."""
    told = TOLD.fixed(SOME | {"routine_lookup_share.discretionary": 0.0, "adoption_share": 1.0})
    found = tallies(store, levers_with(INDEX), Held(told))
    met = set()
    for part in store.situations():
        decisions = part.decisions
        draws = luck.lookup(store.seed, decisions.child_id, decisions.seeker, decisions.day)
        rows = luck.happens(draws, luck.limit(0.4))
        met |= set(zip(decisions.child_id[rows], decisions.seeker[rows], strict=True))
    expected = found["lookups", "order", "first"].numerator[0]
    # Of independent pairs the count varies by less than its own size.
    assert abs(len(met) - expected) < 4 * np.sqrt(expected)
    assert expected < found["lookups", "all", "all"].numerator[0] * 0.95


def test_the_busiest_second_is_that_of_the_busiest_hour_of_the_average_week(tiny):
    levers = levers_with(INDEX)
    found = tallies(tiny, levers, Held(TOLD.fixed(SOME)))
    # Two Mondays share a decision and a routine occasion of the school.
    monday = (0.4 + 0.1) * 0.5 / 2 * hour_shares()[NUMBER["school"], 0].max()
    sunday = 0.4 * 0.5 / 2 * hour_shares()[NUMBER["police"], 1].max()
    peak = found["peak_lookups_per_second", "all", "all"].numerator
    assert peak == pytest.approx([max(monday, sunday) / 3600 * 6])
    nine = found["lookups", "hour", "09"].numerator[0]
    school, police = (NUMBER[agency] for agency in ("school", "police"))
    shares = hour_shares()
    assert nine == pytest.approx(0.25 * shares[school, 0, 9] + 0.2 * shares[police, 1, 9])


def test_look_ups_are_shared_out_over_users_and_children(tiny):
    found = tallies(tiny, levers_with(INDEX), Held(TOLD.fixed(SOME)))
    assert found["lookups", "all", "all"].numerator == pytest.approx([0.45])
    assert found["lookups", "occasion", "decision"].numerator == pytest.approx([0.4])
    assert found["lookups", "occasion", "routine"].numerator == pytest.approx([0.05])
    each = found["lookups_per_user", "all", "all"]
    assert each.is_national  # half of the children are in the world, all users look at them
    assert each.numerator / each.denominator == pytest.approx([0.9 / 165_000])
    child = found["lookups_per_1000_children", "all", "all"]
    assert child.numerator / child.denominator == pytest.approx([150])
    areas = {group for outcome, dimension, group in found if dimension == "contact_area"}
    assert areas == {"E06000001", "E06000002", "not_recorded"}


def test_nobody_looks_without_access(store):
    each = tallies(store, baseline())["lookups_per_user", "all", "all"]
    assert not each.denominator.any()


def test_hours_of_every_agency_make_a_day():
    assert hour_shares().shape == (len(AGENCIES), 2, 24)
    assert hour_shares().sum(axis=-1) == pytest.approx(1)
    assert (hour_shares() >= 0).all()
