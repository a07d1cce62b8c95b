"""Expected: held to every course that the plain loop can take, and to what is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import timedelta
from functools import cache, partial
from itertools import groupby, product

import numpy as np
import pytest

from analysis import gaps
from analysis.chances import Chances, chances_in
from analysis.expected import expect, expect_by, expect_pairs, prepare_design
from analysis.futures import Futures, Held
from analysis.levers import Levers, levers_with
from analysis.luck import NUMBER
from analysis.policy import Assumptions, load_assumptions, practice_pairs
from analysis.prepared import prepare
from analysis.replay import MET_BY
from analysis.scenarios import load_scenarios, read_scenario
from analysis.store import Store, open_store
from data.schema import AGENCIES
from data.world import WorldError
from tests import naive, naive_replay
from tests.branches import branches
from tests.tables import PERIOD, drawn_world

PLACES = {"E06000001": "North East", "E06000002": "North East", "E09000001": "London"}
HERE, NEAR, FAR = PLACES
# Child 1 has a pair with three attempts and sensitive holders; 2 is shielded and lives with it;
# 3 is not in table child.
CONTACTS = [
    {
        "child_id": child,
        "agency": agency,
        "contacted_on": PERIOD["period_start"] + timedelta(days=day),
        "is_concern": agency != "social_care",
        "area_code": area,
    }
    for child, agency, day, area in [
        (1, "mental_health", 30, HERE),
        (1, "school", 38, HERE),
        (1, "police", 40, NEAR),
        (1, "social_care", 49, HERE),
        (1, "school", 61, HERE),
        (1, "sensitive_health", 68, FAR),
        (1, "school", 79, HERE),
        (2, "police", 30, FAR),
        (2, "mental_health", 32, FAR),
        (3, "sensitive_health", 32, HERE),
        (3, "hospital", 42, HERE),
    ]
]
CHILDREN = [
    {"child_id": 1, "household_id": 1, "is_shielded": False, "sex": "female", "area_code": HERE},
    {"child_id": 2, "household_id": 1, "is_shielded": True, "sex": None, "area_code": FAR},
]
RECORDS = [
    {"child_id": child, "agency": agency, "quality": quality, "has_identifier": has_identifier}
    for child, agency, quality, has_identifier in [
        (1, "mental_health", "variant", True),
        (1, "police", "stale", False),
        (1, "sensitive_health", "exact", True),
        (2, "police", "wrong", True),
    ]
]
BELIEFS = load_assumptions().fixed(
    {
        "adoption_share": 0.9,
        "lookup_share.discretionary": 0.4,
        "search_success.name_and_birth_date": 0.7,
        "search_success.single_identifier": 0.95,
        "link_share.exact": 0.9,
        "link_share.variant": 0.8,
        "link_share.stale": 0.6,
        "link_share.wrong": 0.3,
        "link_share.identifier": 0.97,
        "consent_share": 0.35,
        "opt_out_share.with_concern": 0.2,
        "alert_follow_up": 0.45,
    }
)
OPEN = {
    "scope": "universal",
    "connected_agencies": list(AGENCIES),
    "authorised_agencies": list(AGENCIES),
    "sensitive_rule": "shared",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    folder = tmp_path_factory.mktemp("few")
    return open_store(drawn_world(folder, child=CHILDREN, contact=CONTACTS, registration=RECORDS))


class Remembering(naive_replay.Small):
    """The plain world, which looks through its contacts once for each question."""

    concerns = cache(naive_replay.Small.concerns)
    of = cache(naive_replay.Small.of)
    __hash__ = object.__hash__


class Named:
    """In place of `luck`: a draw is its stream and whom it belongs to, by name."""

    def __getattr__(self, stream: str):
        return lambda seed, *whose: (stream, *(_plain(one) for one in whose))


def plain(levers: Levers) -> Remembering:
    """The same world as rows, for the plain loop."""
    pairs = practice_pairs(BELIEFS)
    return Remembering(
        contacts=CONTACTS,
        children={row["child_id"]: row for row in CHILDREN},
        records={(row["child_id"], row["agency"]): row for row in RECORDS},
        region=PLACES,
        period=(PERIOD["period_start"], PERIOD["period_end"]),
        window_days=180,
        seed=7,
        levers=levers,
        values={one.id: one.central for one in BELIEFS}
        | {f"practice_share.{one['seeker']}.{one['holder']}": one["central"] for one in pairs},
    )


def central(levers: Levers, assumptions: Assumptions = BELIEFS) -> Chances:
    return chances_in(levers, Held(assumptions), assumptions)


def attempts_of(small: naive_replay.Small, sequence: list[tuple]) -> list[str]:
    """What meets each need of one child, seeker and holder, by the plain loop."""
    words = []
    for child, seeker, holder, day, held_days, _ in sequence:
        at = (small, child, seeker, holder, day)
        if any(word != "unmet" for word in words):
            words.append("already_known")
        elif naive_replay.by_practice(*at):
            words.append("practice")
        elif naive_replay.by_lookup(*at, held_days):
            words.append("lookup")
        elif naive_replay.by_alert(*at, held_days):
            words.append("alert")
        else:
            words.append("unmet")
    return words


def enumerated(levers: Levers) -> Counter:
    """Expected needs by (child, seeker, holder, met_by): every course of every draw, weighted."""
    small, sums = plain(levers), Counter()
    needs = naive.needs(small.contacts, *small.period, small.window_days)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(naive_replay, "luck", Named())
        patch.setattr(naive_replay, "_keys", lambda *whose: whose)
        patch.setattr(naive_replay, "_day", lambda day: day)
        patch.setattr(naive_replay, "_happens", None)

        def course(sequence: list[tuple], happens) -> list[str]:
            naive_replay._happens = happens
            return attempts_of(small, sequence)

        for pair, sequence in groupby(needs, key=lambda need: need[:3]):
            for chance, words in branches(partial(course, list(sequence))):
                for word in words:
                    sums[*pair, word] += chance
    return sums


def hold_to_every_course(store: Store, levers: Levers) -> None:
    sums = enumerated(levers)
    for everyone in (True, False):
        design = prepare_design(store, levers, everyone=everyone)
        found, pairs = (ask(design, central(levers)) for ask in (expect, expect_pairs))
        counted = {pair: n for pair, n in sums.items() if everyone or pair[0] != 3}
        by_word = [sum(n for pair, n in counted.items() if pair[3] == word) for word in MET_BY]
        assert found.met[0] == pytest.approx(by_word, abs=1e-12)
        by_pair = np.zeros_like(pairs.gaps[0])
        for (_, seeker, holder, word), n in counted.items():
            by_pair[NUMBER[seeker], NUMBER[holder]] += n * (word == "unmet")
        assert pairs.gaps[0] == pytest.approx(by_pair, abs=1e-12)


SCOPES = ("none", "known_to_social_care", "concern_triggered", "universal")
RULES = ("withheld", "consent", "shared")


@pytest.mark.parametrize(
    ("scope", "rule", "alerts"), [*product(SCOPES, RULES, (0, 2)), ("universal", "consent", 3)]
)
def test_the_closed_form_adds_up_every_course(store, scope, rule, alerts):
    told = {"scope": scope, "sensitive_rule": rule, "alert_threshold": alerts}
    for opt_out, identifier, authorised in product(
        (False, True),
        ("name_and_birth_date", "single_identifier"),
        ([], ["school", "hospital"]),
    ):
        sets = {"opt_out": opt_out, "identifier": identifier, "authorised_agencies": authorised}
        hold_to_every_course(store, levers_with(OPEN | told | sets))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "sets",
    [
        {"visibility": "regional"},
        {"visibility": "local"},
        {"update_delay_days": 5},
        {"update_delay_days": 29},
        {"shielding": True},
        {"scope": "concern_triggered", "trigger_agencies": 3},
        {"connected_agencies": ["mental_health", "school"]},
        {"connected_agencies": ["police", "sensitive_health"]},
        {"extra_staff_gbp_per_year": 200_000_000},
    ],
    ids=str,
)
def test_structural_levers_add_up_every_course_too(store, rule, sets):
    for alerts in (0, 2):
        told = {"sensitive_rule": rule, "alert_threshold": alerts}
        hold_to_every_course(store, levers_with(OPEN | told | sets))


def test_chances_of_all_courses_add_up_to_one():
    def work(happens):
        first = happens("a", 0.3)
        return first and happens("b", 0.6), happens("a", 0.3)

    found = {what: chance for chance, what in branches(work)}
    assert found == pytest.approx({(True, True): 0.18, (False, True): 0.12, (False, False): 0.7})


def test_each_future_is_what_it_is_alone(store):
    levers = levers_with(OPEN | {"sensitive_rule": "consent", "alert_threshold": 2})
    design = prepare_design(store, levers)
    chances = chances_in(levers, Futures(BELIEFS, n=40), BELIEFS)
    found, by = expect(design, chances), expect_by(design, chances, "sex")
    assert found.met.shape == (41, len(MET_BY))
    for number in range(41):
        alone = Chances(
            **{one.name: getattr(chances, one.name)[number, None] for one in fields(Chances)}
        )
        # A product of matrices adds up in an order that depends on their size.
        assert expect(design, alone).met[0] == pytest.approx(found.met[number], rel=1e-13)
        assert (expect_by(design, alone, "sex").gaps[0] == by.gaps[number]).all()


@pytest.mark.parametrize("dimension", ["sex", "area", "region", "age_band", "replicate"])
def test_groups_add_up_to_everybody(store, dimension):
    levers = levers_with(OPEN | {"sensitive_rule": "consent", "alert_threshold": 2})
    design = prepare_design(store, levers)
    whole, by = expect(design, central(levers)), expect_by(design, central(levers), dimension)
    pairs = expect_pairs(design, central(levers))
    assert by.n_needs.sum() == whole.n_needs == pairs.n_needs.sum()
    assert by.met.sum(axis=-1) == pytest.approx(whole.met, abs=1e-12)
    gaps_only = expect_by(design, central(levers), dimension, gaps_only=True)
    assert gaps_only.met is None
    assert (gaps_only.gaps == by.gaps).all()


def test_a_group_has_the_needs_of_its_children(store):
    levers = levers_with(OPEN)
    by = expect_by(prepare_design(store, levers), central(levers), "sex")
    told = enumerated(levers)
    assert by.groups == ("female", "male")
    for place, children in ((0, {1}), (1, set()), (2, {2})):  # the last: not recorded
        gaps_there = sum(
            n for pair, n in told.items() if pair[0] in children and pair[3] == "unmet"
        )
        assert by.gaps[0, place] == pytest.approx(gaps_there, abs=1e-12)
    everyone = prepare_design(store, levers, everyone=True)
    assert expect_by(everyone, central(levers), "sex").n_needs.tolist() == [11, 0, 2]


def test_without_an_index_the_sql_of_the_screens_says_the_same(tmp_path):
    world = drawn_world(tmp_path, child=CHILDREN, contact=CONTACTS)
    store = open_store(world)
    levers = read_scenario("status_quo").levers
    found = expect(prepare_design(store, levers), central(levers))
    headline = dict(
        gaps.headline(prepare(world), BELIEFS).frame.select("outcome_id", "value").rows()
    )
    assert found.n_needs == headline["sharing_needs"]
    assert found.gaps[0] == pytest.approx(headline["sharing_gaps"], abs=1e-9)
    by_sex = gaps.by_group(prepare(world), "sex", BELIEFS).frame
    by = expect_by(prepare_design(store, levers), central(levers), "sex")
    told = dict(by_sex.select("group_id", "n_gaps").rows())
    assert by.gaps[0] == pytest.approx([told["female"], told.get("male", 0), told[None]], abs=1e-9)


def test_only_structural_levers_make_new_types(store):
    contactpoint = read_scenario("contactpoint_2009").levers
    first = prepare_design(store, contactpoint).states[0].digest
    for told in (
        {"opt_out": True},
        {"lookup_rule": "automatic"},
        {"extra_staff_gbp_per_year": 5},
        {"audit_share": 0.5, "authorised_users": 1, "identifier": "single_identifier"},
        {"sensitive_rule": "shared"},  # consent is a factor, where no alert counts agencies
        {"trigger_agencies": 4},  # idle: everybody is in scope
        {"alert_threshold": 12},  # idle: more than there are agencies
    ):
        assert [one.digest for one in _states(store, replace(contactpoint, **told))] == [first]
    for told in (
        {"shielding": False},
        {"visibility": "local"},
        {"update_delay_days": 0},
        {"alert_threshold": 2},
        {"sensitive_rule": "withheld"},
        {"scope": "concern_triggered"},
        {"authorised_agencies": ("school",)},
        {"connected_agencies": ("school", "police")},
    ):
        changed = replace(contactpoint, **told)
        assert all(state.digest != first for state in _states(store, changed)), told


def test_an_index_that_nobody_meets_is_no_index(store):
    none = prepare_design(store, levers_with({})).states[0].digest
    for told in (
        {"connected_agencies": []},
        {"authorised_agencies": []},
        {"connected_agencies": ["mental_health"], "sensitive_rule": "withheld"},
    ):
        (state,) = _states(store, levers_with(OPEN | told))
        assert state.digest == none


def test_a_world_without_needs_has_figures_of_nothing(tmp_path):
    store = open_store(drawn_world(tmp_path, child=CHILDREN, contact=[]))
    for scenario in load_scenarios():
        design = prepare_design(store, scenario.levers)
        found = expect(design, central(scenario.levers))
        pairs = expect_pairs(design, central(scenario.levers))
        assert found.n_needs == found.met.sum() == pairs.gaps.sum() == 0
        assert expect_by(design, central(scenario.levers), "area").gaps.sum() == 0


def test_more_decisions_than_can_be_counted_are_refused(store):
    part = store.situations()[0]
    long = replace(part, needs=replace(part.needs, ordinal=part.needs.ordinal + np.int16(4_095)))

    class Long:
        keep = staticmethod(lambda name, make, **_: make())
        situations = staticmethod(lambda: [long])

    with pytest.raises(WorldError, match="At most 4,095 decisions .* shorter period"):
        prepare_design(Long(), levers_with(OPEN))


def _plain(key):
    return key.item() if isinstance(key, np.ndarray) else key


def _states(store: Store, levers: Levers):
    return prepare_design(store, levers).states
