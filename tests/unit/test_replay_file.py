"""The file of a replay, and what it says of worlds that lack tables or columns."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.assuming import assuming
from analysis.child_ranges import LAST, child_ranges
from analysis.levers import levers_with
from analysis.needs import write_needs
from analysis.policy import load_assumptions
from analysis.replay import MET_BY
from analysis.replay_file import assumed, replays, write_replay
from analysis.scenarios import load_scenarios, read_scenario
from data.schema import AGENCIES
from data.world import WorldError
from tests.tables import drawn_world

CONTACT = """
    child_id | agency      | contacted_on | is_concern | area_code
    1        | police      | 2023-06-01   | true       | E06000001
    1        | school      | 2023-06-09   | true       | E06000001
    1        | school      | 2023-07-09   | true       | E06000001
    5        | social_care | 2023-07-01   | false      | E06000002
    5        | school      | 2023-07-09   | true       | E06000002
    5        | police      | 2023-07-09   | true       | E09000001
    5        | hospital    | 2023-07-20   | true       | E06000002
"""
CHILD = """
    child_id | household_id | is_shielded
    1        | 1            | false
    5        | 2            | true
"""
OPEN = {
    "scope": "universal",
    "connected_agencies": list(AGENCIES),
    "authorised_agencies": list(AGENCIES),
    "lookup_rule": "automatic",
}
CERTAIN = [
    "lookup_share.automatic=1",
    "adoption_share=1",
    "search_success.name_and_birth_date=1",
    "link_share.exact=1",
    "open_case_uplift=0",
    *(f"{one.id}=0" for one in load_assumptions() if one.id.startswith("practice_share.")),
]


@pytest.fixture
def world(tmp_path):
    return drawn_world(tmp_path, child=CHILD, contact=CONTACT)


def met(world, told=(), **sets) -> list[tuple]:
    """(child, seeker, holder, met_by) under the open design with some levers set otherwise."""
    assumptions = assuming(load_assumptions(), [*CERTAIN, *told])
    found = []
    for situations, met_by in replays(world, levers_with(OPEN | sets), assumptions=assumptions):
        needs, decisions = situations.needs, situations.decisions
        names = sorted(AGENCIES)
        found += [
            (
                int(decisions.child_id[row]),
                names[decisions.seeker[row]],
                names[holder],
                MET_BY[word],
            )
            for row, holder, word in zip(needs.decision, needs.holder, met_by, strict=True)
        ]
    return found


def test_types_and_order_are_those_of_the_needs_and_one_more(world, tmp_path):
    replayed = write_replay(world, read_scenario("status_quo"), tmp_path / "replay.parquet")
    write_needs(world, tmp_path / "needs.parquet")
    needs, found = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("needs", "replay"))
    assert found.drop("met_by").equals(needs)
    assert replayed.n_needs == found.height == 4
    schema = pq.read_schema(tmp_path / "replay.parquet")
    assert dict(zip(schema.names, schema.types, strict=True)) == {
        "child_id": pa.int64(),
        "seeker": pa.string(),
        "holder": pa.string(),
        "decision_on": pa.date32(),
        "held_days": pa.int32(),
        "ordinal": pa.int32(),
        "met_by": pa.string(),
    }


def test_a_look_up_that_cannot_fail_meets_all_and_stays_known(world):
    assert met(world) == [
        (1, "school", "police", "lookup"),
        (1, "school", "police", "already_known"),
        (5, "hospital", "police", "lookup"),
        (5, "hospital", "school", "lookup"),
    ]


@pytest.mark.parametrize(
    ("sets", "gaps"),
    [
        ({"shielding": True}, {(5, "police"), (5, "school")}),
        ({"visibility": "regional"}, {(5, "police")}),
        ({"visibility": "local"}, {(5, "police")}),
        ({"update_delay_days": 11}, {(1, "police")}),  # the second time it is old enough
        ({"update_delay_days": 12}, {(1, "police"), (5, "police"), (5, "school")}),
        ({"scope": "known_to_social_care"}, {(1, "police")}),
        ({"scope": "concern_triggered", "trigger_agencies": 3}, {(1, "police")}),
        ({"connected_agencies": ["school"]}, {(1, "police"), (5, "police")}),
        ({"authorised_agencies": ["hospital"]}, {(1, "police")}),
        ({"authorised_agencies": [], "alert_threshold": 3}, {(1, "police")}),
    ],
)
def test_each_lever_closes_what_it_should(world, sets, gaps):
    found = met(world, ["alert_follow_up=1"], **sets)
    assert {(child, holder) for child, _, holder, word in found if word == "unmet"} == gaps


def test_a_world_without_the_tables_says_what_was_assumed(tmp_path):
    bare = drawn_world(tmp_path, contact=CONTACT, child=[{"child_id": 1}, {"child_id": 5}])
    design = read_scenario("contactpoint_2009")
    notes = write_replay(bare, design, tmp_path / "replay.parquet").notes
    assert any("exactly" in note and "registration" in note for note in notes)
    assert any("shielded" in note and "is_shielded" in note for note in notes)
    assert assumed(bare, read_scenario("status_quo").levers) == ()


def test_a_boundary_needs_to_know_where_contacts_happened(tmp_path):
    text = "\n".join(line.rsplit("|", 1)[0] for line in CONTACT.strip().splitlines())
    placeless = drawn_world(tmp_path, child=CHILD, contact=text)
    out = tmp_path / "replay.parquet"
    with pytest.raises(WorldError, match="'local' .* no column area_code"):
        write_replay(placeless, read_scenario("local_hub"), out)
    assert not out.exists()
    assert write_replay(placeless, read_scenario("contactpoint_2009"), out).n_needs == 4


def test_every_preset_can_be_replayed_and_practice_is_the_same_in_all(world, tmp_path):
    for design in load_scenarios():
        write_replay(world, design, tmp_path / f"{design.id}.parquet")
        again = tmp_path / "again.parquet"
        write_replay(world, design, again)
        assert again.read_bytes() == (tmp_path / f"{design.id}.parquet").read_bytes()


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(world, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorldError, match="The replay could not be written"):
        write_replay(world, read_scenario("status_quo"), tmp_path / "file" / "replay.parquet")


def test_a_window_out_of_bounds_is_refused_however_it_is_told(world, tmp_path):
    out = tmp_path / "replay.parquet"
    with pytest.raises(WorldError, match="30 to 730"):
        write_replay(world, read_scenario("status_quo"), out, window=10)
    short = assuming(load_assumptions(), ["window_days=10"])
    with pytest.raises(WorldError, match="30 to 730"):
        write_replay(world, read_scenario("status_quo"), out, assumptions=short)


@pytest.mark.parametrize("told", ["adoption_share", "adoption_share=much", "=1"])
def test_what_is_assumed_has_an_id_and_a_number(told):
    with pytest.raises(WorldError):
        assuming(load_assumptions(), [told])


def test_an_unknown_assumption_brings_the_nearest(tmp_path):
    with pytest.raises(WorldError, match="adoption_share"):
        assuming(load_assumptions(), ["adoption_shar=1"])


@pytest.mark.parametrize(("parts", "most", "n"), [(1, 1, 1), (7, 1, 2), (7, 100, 1)])
def test_runs_of_children_never_cut_a_child(tmp_path, parts, most, n):
    world = drawn_world(tmp_path, child=CHILD, contact=CONTACT, parts=parts)
    ranges = child_ranges(world, most_contacts=most)
    assert len(ranges) == n
    assert ranges[0][0] == 0
    assert ranges[-1][1] == LAST
    assert all(one[1] + 1 == after[0] for one, after in pairwise(ranges))


def test_a_world_without_contacts_has_no_needs(tmp_path):
    world = drawn_world(tmp_path, child=[], contact=[])
    out = tmp_path / "replay.parquet"
    assert write_replay(world, read_scenario("contactpoint_2009"), out).n_needs == 0
    assert pl.read_parquet(out).height == 0


def test_masks_and_keys_have_room_for_every_agency():
    assert len(AGENCIES) <= 16
