"""Children with an entry: who is counted, and what is held of them for how long."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.entries import counted_children, entry_chance, entry_tallies, share_with_entry
from analysis.futures import Futures, Held
from analysis.levers import levers_with
from analysis.policy import load_assumptions
from analysis.store import open_store
from tests.tables import drawn_world

# One is known to social care, two have concerns at two agencies within the window, three had a
# concern before the year alone, four had none. Five and six leave within the year.
CHILD = """
    child_id | born_on    | household_id | is_shielded | area_code
    1        | 2015-05-01 | 1            | false       | E06000001
    2        | 2015-05-01 | 1            | false       | E06000001
    3        | 2022-05-01 | 2            | true        | E06000002
    4        | 2023-05-01 | 3            | false       | E06000002
    5        | 2005-05-01 | 4            | false       | E06000002
    6        | 2005-06-01 | 5            | false       | -
"""
CONTACT = """
    child_id | agency      | contacted_on | is_concern
    1        | social_care | 2023-06-07   | false
    2        | police      | 2023-06-01   | true
    2        | school      | 2023-07-01   | true
    3        | police      | 2023-03-01   | true
    5        | school      | 2024-03-31   | true
    6        | hospital    | 2023-12-01   | false
"""
BELIEFS = load_assumptions()
VALUE = Held(BELIEFS)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    world = drawn_world(tmp_path_factory.mktemp("entries"), child=CHILD, contact=CONTACT)
    return open_store(world)


def figures(store, value=VALUE, **sets) -> dict:
    return {one.outcome: one for one in entry_tallies(store, levers_with(sets), value)}


def share(tally) -> float:
    return float(tally.numerator[0] / tally.denominator[0])


@pytest.mark.parametrize(
    ("scope", "trigger", "n"),
    [
        ("none", 2, 0),
        ("universal", 2, 6),
        ("known_to_social_care", 2, 1),
        ("concern_triggered", 1, 3),
        ("concern_triggered", 2, 1),
        ("concern_triggered", 3, 0),
    ],
)
def test_an_entry_is_there_if_the_child_was_in_scope_on_a_day(store, scope, trigger, n):
    found = figures(store, scope=scope, trigger_agencies=trigger)
    assert found["children_with_entry"].numerator.tolist() == [n]
    assert share(found["entry_share"]) == n / 6


def test_a_concern_before_the_year_is_no_concern_in_the_year(store):
    found = figures(store, scope="universal")
    assert found["entries_without_concern"].numerator.tolist() == [4]
    assert share(found["entries_without_concern_share"]) == 4 / 6
    triggered = figures(store, scope="concern_triggered", trigger_agencies=1)
    assert share(triggered["entries_without_concern_share"]) == 1 / 3


def test_households_with_a_concern_opt_out_at_their_own_rate(store):
    told = Held(
        BELIEFS.fixed({"opt_out_share.with_concern": 0.5, "opt_out_share.without_concern": 0.1})
    )
    found = figures(store, told, scope="universal", opt_out=True)
    # Two, three and five had a concern in the window before some day of the year.
    assert found["children_with_entry"].numerator[0] == pytest.approx(3 * 0.5 + 3 * 0.9)
    assert found["entries_without_concern"].numerator[0] == pytest.approx(0.5 + 3 * 0.9)


@pytest.mark.parametrize(
    ("content", "items"),
    [("involvement_only", 11), ("with_concern_flag", 14), ("with_case_summary", 40)],
)
def test_items_are_held_by_content(store, content, items):
    found = figures(store, scope="universal", content=content)
    assert found["items_held"].numerator.tolist() == [6 * items]


def test_a_leaver_is_kept_for_as_many_years(store):
    found = figures(store, scope="universal", retention_years_after_18=6)
    assert found["record_years_after_18"].numerator.tolist() == [2 * 6]
    found = figures(
        store, scope="concern_triggered", trigger_agencies=1, retention_years_after_18=6
    )
    assert found["record_years_after_18"].numerator.tolist() == [1 * 6]
    assert not figures(store, scope="universal")["record_years_after_18"].numerator.any()


def test_a_cohort_that_is_half_gone_is_counted_whole(tmp_path):
    """Where there are more of sixteen than of seventeen, so many will leave in a year."""
    born = ["2006-05-01"] * 4 + ["2005-05-01"] * 2
    rows = [{"child_id": n, "born_on": day} for n, day in enumerate(born)]
    contacts = [
        {"child_id": 5, "agency": "school", "contacted_on": "2023-05-01", "is_concern": "true"}
    ]
    store = open_store(drawn_world(tmp_path, child=rows, contact=contacts))
    sets = {"scope": "concern_triggered", "trigger_agencies": 1, "retention_years_after_18": 3}
    # One of the two aged seventeen has an entry, and four of sixteen follow them.
    found = figures(store, **sets)["record_years_after_18"]
    assert found.numerator[0] == pytest.approx(0.5 * 4 * 3)


def test_no_index_is_exactly_nothing(store):
    for one in figures(store, scope="none", opt_out=True, retention_years_after_18=9).values():
        assert not one.numerator.any()
        assert not one.parts[:, 0].any()


def test_parts_add_up_to_the_whole(store):
    futures = Futures(BELIEFS, n=7)
    for one in figures(store, futures, scope="universal", opt_out=True).values():
        assert one.parts[:, 0].sum() == pytest.approx(one.numerator[0])
        if one.denominator is not None:
            assert one.parts[:, 1].sum() == pytest.approx(one.denominator[0])
        assert len(one.numerator) == 8


def test_the_first_future_is_the_central_one(store):
    levers = levers_with({"scope": "universal", "opt_out": True})
    many, one = (entry_chance(levers, value) for value in (Futures(BELIEFS, n=20), VALUE))
    assert (many[0] == one[0]).all()
    assert len(np.unique(many[:, 0])) == 21


def test_a_world_without_children_has_no_entries(tmp_path):
    store = open_store(drawn_world(tmp_path, child=[], contact=[]))
    levers = levers_with({"scope": "universal"})
    assert share_with_entry(store, levers, VALUE).tolist() == [0]
    for one in entry_tallies(store, levers, VALUE):
        assert not one.numerator.any()


def test_counting_by_more_columns_counts_the_same_children(store):
    by_both = counted_children(store, "area", "age")
    assert by_both.n.sum() == 6
    by_area = by_both.by("area", 2).sum(axis=1)
    assert by_area.tolist() == [2, 3]  # one child's area is not known
    assert (by_both.by_cell() == counted_children(store, "replicate").by_cell()).all()
