"""All parts of intrusiveness under one design, each apart from the others."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import intrusiveness as parts_of
from analysis.fairness import FIGURES, fairness, together
from analysis.futures import Futures, Held
from analysis.levers import levers_with
from analysis.outcome import Family
from analysis.outcomes import outcome
from analysis.outcomes_intrusiveness import INTRUSIVENESS
from analysis.policy import load_assumptions
from analysis.scenarios import load_scenarios
from analysis.store import open_store
from analysis.tally import REPLICATES, Tally
from tests.tables import drawn_world

# Three routine contacts of school: nobody was concerned about one and two, somebody about
# three. One decision of the police. All in one household, so in one random group.
CHILD = """
    child_id | born_on    | household_id | need_tier  | ethnic_group | is_shielded
    1        | 2015-05-01 | 1            | none       | white        | false
    2        | 2015-05-01 | 1            | none       | white        | false
    3        | 2015-05-01 | 1            | acute      | black        | false
    4        | 2015-05-01 | 1            | additional | black        | true
"""
CONTACT = """
    child_id | agency           | contacted_on | is_concern
    1        | school           | 2023-06-01   | false
    2        | school           | 2023-06-01   | false
    3        | police           | 2023-06-01   | true
    3        | school           | 2023-06-09   | false
"""
REGISTRATION = """
    child_id | agency | quality | has_identifier
    1        | school | exact   | true
    3        | police | wrong   | false
    4        | school | wrong   | false
"""
BASE = {
    "scope": "universal",
    "connected_agencies": ["school", "police"],
    "authorised_agencies": ["school", "police"],
    "authorised_users": 1_000,
}
BELIEFS = load_assumptions()
PLAIN = BELIEFS.fixed(
    {
        "lookup_share.discretionary": 0.8,
        "routine_lookup_share.discretionary": 0.4,
        "adoption_share": 0.5,
        "search_success.name_and_birth_date": 0.5,
        "false_match_share": 0.1,
        "unrecorded_contact_share": 0.25,
        "misuse_rate": 2,
        "misuse_lookups.trawl": 1,
    }
)
LOOKUPS = 3 * 0.4 * 0.5 + 0.8 * 0.5
VIEWS = LOOKUPS * 0.5
NEEDLESS = 2 * 0.4 * 0.5 * 0.5


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    tables = {"child": CHILD, "contact": CONTACT, "registration": REGISTRATION}
    world = drawn_world(tmp_path_factory.mktemp("all"), fraction=0.5, **tables)
    return open_store(world)


def found(store, value=None, **sets) -> dict[tuple[str, str], Tally]:
    tallies = parts_of.intrusiveness(store, levers_with(BASE | sets), value or Held(PLAIN))
    return {(one.outcome, one.group): one for one in tallies}


def figure(store, id: str, **sets) -> float:
    one = found(store, **sets)[id, "all"]
    below = 1.0 if one.denominator is None else one.denominator[0]
    return float(one.numerator[0] / below)


def test_views_of_children_about_whom_nobody_is_concerned(store):
    assert figure(store, "needless_views") == pytest.approx(NEEDLESS)
    assert figure(store, "needless_view_share") == pytest.approx(NEEDLESS / VIEWS)


def test_a_search_may_open_the_entry_of_another_child(store):
    assert figure(store, "wrong_child_views") == pytest.approx(LOOKUPS * 0.1)


def test_what_no_record_explains(store):
    """1,000 users x 0.5 active x 2 in 1,000 is one improper look-up of England's; half of
    England's children are in this world."""
    wrong, misused = LOOKUPS * 0.1, 0.5
    unexplained = VIEWS * 0.25 + misused + wrong
    assert figure(store, "unexplained_views") == pytest.approx(unexplained)
    share = unexplained / (VIEWS + misused + wrong)
    assert figure(store, "unexplained_view_share") == pytest.approx(share)


def test_views_per_gap_closed_is_not_defined_where_none_is_closed(store):
    seen = parts_of.seen_by_replicate(store, levers_with(BASE), Held(PLAIN))
    one = parts_of.views_per_gap_closed(seen, np.array([0.25]))
    assert one.numerator[0] / one.denominator[0] == pytest.approx(VIEWS / 0.25)
    for closed in (0.0, -1.0):
        assert not parts_of.views_per_gap_closed(seen, np.array([closed])).denominator.any()
    parts = np.full(REPLICATES, 0.25 / REPLICATES)
    one = parts_of.views_per_gap_closed(seen, np.array([0.25]), parts)
    assert one.parts.sum(axis=0) == pytest.approx([VIEWS, 0.25])


def test_views_of_a_childhood(store):
    """At the age of seven, the only one there is; at all others nothing is known."""
    tallies = found(store)
    assert np.isnan(tallies["lifetime_views", "no_concern"].numerator).all()
    assert ("lifetime_people_able_to_look", "acute") in tallies


def test_every_figure_is_defined_and_belongs_here(store):
    gaps = [Tally("gap_share", np.ones(1), np.ones(1), "ethnic_group", "white")]
    tallies = [*found(store).values(), *fairness(store, levers_with(BASE), Held(PLAIN), gaps)]
    seen = parts_of.seen_by_replicate(store, levers_with(BASE), Held(PLAIN))
    tallies.append(parts_of.views_per_gap_closed(seen, np.ones(1)))
    ids = {one.outcome for one in tallies} - {"gap_share"}
    assert ids == {one.id for one in INTRUSIVENESS}
    assert all(outcome(id).family is Family.INTRUSIVENESS for id in ids)


def test_every_group_has_words(store):
    """Those of groups that come from the data aside."""
    words = {one.id: dict(one.groups) for one in parts_of.DIMENSIONS}
    tallies = [*found(store).values(), *fairness(store, levers_with(BASE), Held(PLAIN))]
    shown = {(one.dimension, one.group) for one in tallies if one.dimension in words}
    assert {dimension for dimension, _ in shown} >= {"misuse_kind", "life"}
    assert all(group in words[dimension] for dimension, group in shown if words[dimension])


def test_no_index_is_exactly_nothing(store):
    """Whatever else the design says, and also where nobody may look."""
    for one in found(store, scope="none", opt_out=True, shielding=True).values():
        known = one.numerator[~np.isnan(one.numerator)]
        assert not known.any(), one.outcome
        assert one.parts is None or not one.parts[:, 0].any()
    by_people = ("views", "lookups", "disclosures", "people_able")
    for (id, _), one in found(store, authorised_agencies=[]).items():
        if any(word in id for word in by_people):
            assert not one.numerator[~np.isnan(one.numerator)].any(), id


def test_parts_add_up_in_every_future(store):
    value = Futures(BELIEFS, n=9)
    for one in found(store, value, shielding=True, audit_share=0.1).values():
        assert one.numerator.shape == (10,)
        assert one.denominator is None or one.denominator.shape == (10,)
        if one.parts is not None:
            below = 0 if one.denominator is None else one.denominator[0]
            assert one.parts.shape == (REPLICATES, 2)
            assert one.parts.sum(axis=0) == pytest.approx([one.numerator[0], below])


def test_the_first_future_is_the_central_one(store):
    """To the last digits but one: sums over futures may be taken in another order."""
    one, many = found(store, Held(BELIEFS)), found(store, Futures(BELIEFS, n=5))
    for key, tally in one.items():
        np.testing.assert_allclose(tally.numerator[0], many[key].numerator[0], rtol=1e-12)


@pytest.mark.parametrize("scenario", load_scenarios(), ids=lambda one: one.id)
def test_every_preset_can_be_asked(store, scenario):
    value = Held(BELIEFS)
    tallies = parts_of.intrusiveness(store, scenario.levers, value)
    for one in tallies:
        assert (np.isnan(one.numerator) | (one.numerator >= 0)).all(), one.outcome
    frame = together(fairness(store, scenario.levers, value))
    assert frame.select("dimension", "group").is_unique().all()


def test_fairness_holds_the_groups_side_by_side(store):
    gaps = [
        Tally("gap_share", np.ones(1), np.full(1, 4.0), "ethnic_group", "black"),
        Tally("gap_share", np.ones(1), np.ones(1), "need_tier", "acute"),
    ]
    rows = together(fairness(store, levers_with(BASE), Held(PLAIN), gaps)).rows(named=True)
    of = {row["group"]: row for row in rows if row["dimension"] == "ethnic_group"}
    assert of["white"]["needless_views_per_1000"] == pytest.approx(1_000 * NEEDLESS / 2)
    assert of["white"]["wrong_child_views_per_1000"] == pytest.approx(
        1_000 * 2 * 0.4 * 0.5 * 0.1 / 2
    )
    assert of["black"]["needless_views_per_1000"] == 0
    assert of["black"]["gap_share"] == 0.25
    assert of["asian"]["needless_views_per_1000"] is None
    assert not [row for row in rows if row["dimension"] == "need_tier"]
    assert set(FIGURES) < set(rows[0])
