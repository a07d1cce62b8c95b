"""What an occasion is, in what state the child is, and that every grouping counts the same."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analysis.luck import AGENCY_NAMES
from analysis.occasion_counts import GROUPINGS
from analysis.occasion_kinds import FIELDS, N_KINDS, fields_of, kind_of
from analysis.occasions import Occasions, occasions_by, pairs_met
from analysis.policy import load_assumptions
from analysis.store import closed_store, open_store
from data.schema import SENSITIVE_AGENCIES
from tests.tables import drawn_world

CHILD = """
    child_id | born_on    | area_code | need_tier | is_shielded
    1        | 2010-05-01 | E06000001 | acute     | false
    2        | 2022-05-01 | E06000002 | none      | true
    3        | -          | -         | -         | -
"""
# Window 180 days. Child 4 is not in table child.
CONTACT = """
    child_id | agency           | area_code | contacted_on | is_concern
    1        | police           | E06000001 | 2023-04-03   | true
    1        | sensitive_health | E06000001 | 2023-04-03   | true
    1        | school           | E06000001 | 2023-04-10   | false
    1        | school           | E06000001 | 2023-09-30   | false
    1        | school           | E06000001 | 2023-10-01   | false
    2        | social_care      | E06000002 | 2022-01-01   | false
    2        | hospital         | E06000002 | 2023-06-01   | false
    2        | hospital         | E06000001 | 2023-06-01   | true
    2        | hospital         | -         | 2023-06-01   | false
    3        | school           | -         | 2023-03-31   | true
    3        | school           | -         | 2024-03-31   | false
    3        | social_care      | E09000001 | 2024-04-01   | true
    4        | school           | E06000001 | 2023-06-01   | false
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("occasions")
    return open_store(drawn_world(folder, child=CHILD, contact=CONTACT))


def rows(occasions: Occasions) -> dict[tuple, int]:
    """Occasions by group, agency and state in words; sensitive as names."""
    return {
        (
            occasions.labels[occasions.group[row]],
            AGENCY_NAMES[occasions.agency[row]],
            "decision" if occasions.is_concern[row] else "routine",
            "known" if occasions.is_known[row] else "unknown",
            int(occasions.n_agencies[row]),
            "shielded" if occasions.is_shielded[row] else "open",
            " ".join(
                agency
                for place, agency in enumerate(SENSITIVE_AGENCIES)
                if occasions.sensitive[row] >> place & 1
            ),
        ): int(occasions.n[row])
        for row in range(len(occasions.n))
    }


def test_an_occasion_is_a_child_an_agency_and_a_day_of_the_period_in_its_state(store):
    assert rows(occasions_by(store)) == {
        ("all", "police", "decision", "unknown", 2, "open", ""): 1,
        ("all", "sensitive_health", "decision", "unknown", 2, "open", ""): 1,
        ("all", "school", "routine", "unknown", 2, "open", "sensitive_health"): 2,
        ("all", "school", "routine", "unknown", 0, "open", ""): 2,
        ("all", "hospital", "decision", "known", 1, "shielded", ""): 1,
    }


def test_an_occasion_in_several_councils_counts_in_the_first_by_code(store):
    found = rows(occasions_by(store, "contact_area"))
    assert ("E06000001", "hospital", "decision", "known", 1, "shielded", "") in found
    assert ("not_recorded", "school", "routine", "unknown", 0, "open", "") in found
    assert {area for area, *_ in found} == {"E06000001", "not_recorded"}


def test_occasions_fall_on_the_days_of_the_week_that_they_fell_on(store):
    by_day = occasions_by(store, "weekday")
    found = np.bincount(by_day.group, by_day.n, minlength=7)
    days = ("2023-04-03", "2023-04-03", "2023-04-10", "2023-09-30", "2023-10-01", "2023-06-01")
    expected = [date.fromisoformat(day).weekday() for day in (*days, "2024-03-31")]
    assert found.tolist() == np.bincount(expected, minlength=7).tolist()


def test_a_life_is_age_a_concern_in_the_period_and_need_tier(store):
    lives = {life for life, *_ in rows(occasions_by(store, "life"))}
    assert lives == {"12 concern acute", "0 concern none", "not_recorded"}


@pytest.mark.parametrize("what", [*GROUPINGS, "agency"])
def test_every_grouping_adds_up_to_the_same_total(store, what):
    occasions = occasions_by(store, what)
    assert occasions.n.sum() == 7
    assert occasions.group.max() < len(occasions.labels)
    assert len(set(occasions.labels)) == len(occasions.labels)


def test_pairs_tell_how_often_an_agency_met_a_child(store):
    pairs = pairs_met(store)
    found = {
        (AGENCY_NAMES[agency], int(decisions), int(routine)): int(n)
        for agency, decisions, routine, n in zip(
            pairs.agency, pairs.decisions, pairs.routine, pairs.n, strict=True
        )
    }
    assert found == {
        ("hospital", 1, 0): 1,
        ("police", 1, 0): 1,
        ("school", 0, 1): 1,
        ("school", 0, 3): 1,
        ("sensitive_health", 1, 0): 1,
    }


def test_a_grouping_that_there_is_not_is_answered_with_the_nearest(store):
    with pytest.raises(KeyError, match="Did you mean 'weekday'"):
        occasions_by(store, "weekdays")


def test_what_is_counted_is_kept_with_the_world(store):
    occasions_by(store)
    again = closed_store(store.world).shelf.get("occasions")
    assert again["n"].sum() == 7 * len(GROUPINGS)


def test_families_that_keep_away_have_fewer_occasions(tmp_path):
    told = load_assumptions().fixed({"avoidance_share": 1.0})
    world = drawn_world(tmp_path, child=CHILD, contact=CONTACT)
    assert occasions_by(open_store(world, assumptions=told)).n.sum() == 0


def test_a_world_without_children_or_contacts_has_no_occasion(tmp_path):
    store = open_store(drawn_world(tmp_path, child=[], contact=CONTACT))
    assert occasions_by(store).n.sum() == 0
    assert occasions_by(store, "replicate").n.sum() == 0


def test_a_kind_holds_every_field():
    kinds = np.arange(N_KINDS)
    held = fields_of(kinds)
    assert (kind_of(**held) == kinds).all()
    assert {name: int(column.max()) + 1 for name, column in held.items()} == FIELDS
