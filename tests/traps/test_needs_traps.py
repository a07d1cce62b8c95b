"""Ways in which the needs could be silently wrong. Never weaken one to make a change pass."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import gaps
from analysis.needs import write_needs
from analysis.policy import load_assumptions
from analysis.prepared import prepare
from tests.tables import drawn_world

ASSUMPTIONS = load_assumptions()


def needs_of(folder, contact: str, **world) -> list[tuple]:
    """(child, seeker, holder, day as text) of every need."""
    write_needs(drawn_world(folder, contact=contact, **world), folder / "needs.parquet")
    found = pl.read_parquet((folder / "needs.parquet").read_bytes())
    keys = ("child_id", "seeker", "holder")
    return found.select(*keys, pl.col("decision_on").cast(pl.String)).rows()


def test_the_same_day_is_no_past(tmp_path):
    assert not needs_of(
        tmp_path,
        """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-06-01   | true
        1        | school | 2023-06-01   | true
        """,
    )


def test_several_contacts_on_one_day_are_one_decision_and_one_holder(tmp_path):
    contact = """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-06-01   | true
        1        | police | 2023-06-01   | true
        1        | police | 2023-06-02   | true
        1        | school | 2023-06-09   | true
        1        | school | 2023-06-09   | true
        1        | school | 2023-06-09   | false
    """
    assert needs_of(tmp_path, contact) == [(1, "school", "police", "2023-06-09")]


def test_an_agency_holds_nothing_for_itself(tmp_path):
    assert not needs_of(
        tmp_path,
        """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-06-01   | true
        1        | police | 2023-06-09   | true
        """,
    )


@pytest.mark.parametrize("is_concern", ["false", "-"])
def test_a_contact_without_a_concern_holds_and_decides_nothing(tmp_path, is_concern):
    assert not needs_of(
        tmp_path,
        f"""
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-06-01   | {is_concern}
        1        | school | 2023-06-09   | true
        2        | police | 2023-06-01   | true
        2        | school | 2023-06-09   | {is_concern}
        """,
    )


def test_empty_keys_meet_nobody(tmp_path):
    """Two contacts without a child, a day or an agency are not about the same child."""
    assert not needs_of(
        tmp_path,
        """
        child_id | agency | contacted_on | is_concern
        -        | police | 2023-06-01   | true
        -        | school | 2023-06-09   | true
        1        | police | -            | true
        1        | school | 2023-06-09   | true
        1        | -      | 2023-06-01   | true
        """,
    )


def test_one_child_s_concern_is_not_another_s(tmp_path):
    assert not needs_of(
        tmp_path,
        """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-06-01   | true
        2        | school | 2023-06-09   | true
        """,
    )


def test_a_child_in_two_areas_counts_once_in_its_home(tmp_path):
    world = drawn_world(
        tmp_path,
        child="""
            child_id | area_code
            1        | E06000001
            2        | E06000002
        """,
        contact="""
            child_id | agency | contacted_on | is_concern | area_code
            1        | police | 2023-06-01   | true       | E06000002
            1        | police | 2023-06-01   | true       | E06000001
            1        | school | 2023-06-09   | true       | E06000001
        """,
    )
    frame = gaps.by_group(prepare(world), "area", ASSUMPTIONS).frame
    assert frame.select("group_id", "n_children", "n_needs").rows() == [
        ("E06000001", 1.0, 1.0),
        ("E06000002", 1.0, 0.0),
    ]


def test_contacts_of_a_child_that_is_not_in_the_world_are_left_out_and_told(tmp_path):
    prepared = prepare(
        drawn_world(
            tmp_path,
            child="child_id\n1\n",
            contact="""
                child_id | agency | contacted_on | is_concern
                1        | police | 2023-06-01   | true
                1        | school | 2023-06-09   | true
                9        | police | 2023-06-01   | true
                9        | school | 2023-06-09   | true
            """,
        )
    )
    answer = gaps.headline(prepared, ASSUMPTIONS)
    assert answer.frame["value"][0] == 1
    assert any("1 of 2 sharing needs" in note for note in answer.provenance.notes)


def test_a_child_without_a_group_is_shown_as_not_recorded(tmp_path):
    world = drawn_world(
        tmp_path,
        child="""
            child_id | ethnic_group
            1        | -
            2        | white
        """,
        contact="""
            child_id | agency | contacted_on | is_concern
            1        | police | 2023-06-01   | true
            1        | school | 2023-06-09   | true
        """,
    )
    frame = gaps.by_group(prepare(world), "ethnic_group", ASSUMPTIONS).frame
    found = frame.select("group_label", "n_children", "n_needs").rows()
    assert found == [("White", 1.0, 0.0), ("Not recorded", 1.0, 1.0)]


def test_a_world_without_contacts_has_no_needs_and_no_share(tmp_path):
    prepared = prepare(drawn_world(tmp_path, child="child_id\n1\n", contact=[]))
    values = gaps.headline(prepared, ASSUMPTIONS).frame.select("outcome_id", "value", "text")
    found = {id: (value, text) for id, value, text in values.rows()}
    assert found["sharing_needs"] == (0, "0")
    assert found["gap_share"] == (None, "not known")
    assert found["median_held_days"] == (None, "not known")


def test_awkward_folder_names_are_no_patterns_and_no_sql(tmp_path):
    folder = tmp_path / "o'brien [1] *"
    folder.mkdir()
    contact = """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-06-01   | true
        1        | school | 2023-06-09   | true
    """
    assert len(needs_of(folder, contact)) == 1
