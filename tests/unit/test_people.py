"""The children of a world as columns: their groups, and what agencies hold about them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest

from analysis import luck, sql
from analysis.groups import DIMENSIONS
from analysis.people import People, people_arrays, people_from, read_people
from analysis.prepared import prepare
from analysis.situations import read_situations
from analysis.tally import REPLICATES
from data.schema import AGENCIES, CONCERN_TYPES, ETHNIC_GROUPS, NEED_TIERS, SEXES
from tests import naive_replay
from tests.examples import EXAMPLES
from tests.tables import drawn_world

START, DAYS, WINDOW = date(2023, 4, 1), 40, 30
END = START + timedelta(days=DAYS - 1)
SEED = 7  # of every drawn world
AREAS = ("E06000001", "E06000002", "E09000001", "X99000001", None)  # one the reference lacks
CHILD = """
    child_id | born_on    | sex    | ethnic_group | area_code | deprivation_decile | need_tier
    3        | 2022-04-01 | male   | -            | -         | 10                 | none
    1        | 2010-05-01 | female | white        | E09000001 | 1                  | acute
    2        | 2023-05-01 | -      | asian        | X99000001 | -                  | complex
    7        | 2005-04-01 | male   | mixed        | E06000001 | 5                  | -
    8        | -          | male   | mixed        | E06000001 | 5                  | -
"""
CONTACT = """
    child_id | agency      | contacted_on | is_concern | concern_type
    1        | school      | 2022-12-20   | true       | missing
    1        | police      | 2023-03-31   | true       | violence
    1        | police      | 2023-06-01   | true       | -
    1        | school      | 2023-06-09   | false      | -
    2        | social_care | 2019-06-09   | false      | -
    2        | hospital    | 2023-04-01   | true       | self_harm
    2        | hospital    | 2024-03-31   | true       | substance
    9        | hospital    | 2023-06-09   | true       | violence
"""


def people_of(world, *, window_days: int = 180, avoidance: float = 0.0) -> People:
    parts = read_situations(
        world,
        window_days=window_days,
        open_case_days=90,
        avoidance=avoidance,
        most_contacts=1,
    )
    return read_people(world, parts, window_days=window_days, avoidance=avoidance)


@pytest.fixture
def people(tmp_path):
    return people_of(drawn_world(tmp_path, child=CHILD, contact=CONTACT))


def test_children_stand_by_id_with_their_groups(people):
    assert people.child_id.tolist() == [1, 2, 3, 7, 8]
    assert people.age.tolist() == [12, 0, 1, -1, -1]  # the fourth is 18, the fifth not known
    assert people.labels["area"] == ("E06000001", "E09000001", "X99000001")
    assert people.labels["region"] == ("London", "North East")
    assert people.area.tolist() == [1, 2, -1, 0, 0]
    assert people.region.tolist() == [0, -1, -1, 1, 1]
    assert people.deprivation_decile.tolist() == [0, -1, 9, 4, 4]


def test_what_agencies_hold_is_counted_in_the_period_and_in_the_window_before(people):
    """The school's concern lies in the window before 1 April, not in that before 1 June."""
    assert people.n_agencies_seen.tolist() == [2, 1, 0, 0, 0]
    assert people.n_agencies_year.tolist() == [1, 1, 0, 0, 0]
    assert people.agencies_year.tolist()[:2] == [
        1 << luck.NUMBER[a] for a in ("police", "hospital")
    ]
    assert people.most_agencies.tolist() == [2, 1, 0, 0, 0]  # on the first day, both
    assert people.is_known.tolist() == [False, True, False, False, False]
    kinds = [1 << CONCERN_TYPES.index(kind) for kind in ("self_harm", "substance")]
    assert people.concern_types.tolist() == [0, sum(kinds), 0, 0, 0]


def test_groups_are_those_of_the_screens(people):
    for one in DIMENSIONS:
        if one.groups:
            assert people.labels[one.id] == tuple(id for id, _ in one.groups)
    assert set(people.labels) == {one.id for one in DIMENSIONS}


def test_columns_have_the_types_they_are_said_to_have(people):
    kinds = {
        np.int64: ("child_id", "household"),
        np.int16: ("area",),
        np.uint16: ("agencies_year", "concern_types"),
        np.bool_: ("is_shielded", "is_known"),
    }
    told = {name: kind for kind, names in kinds.items() for name in names}
    for name, array in people_arrays(people).items():
        if not name.startswith("labels."):
            assert array.dtype == told.get(name, np.int8), name
            assert len(array) == len(people) == 5


def test_people_come_back_from_arrays_as_they_were(people):
    again = people_from(people_arrays(people))
    assert again.labels == people.labels
    for name, array in people_arrays(people).items():
        assert (people_arrays(again)[name] == array).all()


def test_a_world_of_ids_alone_records_nothing(tmp_path):
    bare = people_of(drawn_world(tmp_path, child=[{"child_id": 5}, {"child_id": 4}]))
    assert bare.child_id.tolist() == bare.household.tolist() == [4, 5]
    for one in DIMENSIONS:
        assert getattr(bare, one.id).tolist() == [-1, -1]
    assert bare.age.tolist() == [-1, -1]
    assert not bare.is_shielded.any()
    assert not bare.is_known.any()
    assert not bare.most_agencies.any()
    assert bare.labels["area"] == bare.labels["region"] == ()


def test_a_world_without_children_has_no_people(tmp_path):
    world = drawn_world(tmp_path, child=[], contact=CONTACT)
    assert len(people_of(world)) == 0


def test_siblings_fall_into_one_random_group_and_households_spread_over_all(tmp_path):
    child = [{"child_id": id, "household_id": id // 2} for id in range(8_000)]
    people = people_of(drawn_world(tmp_path, child=child))
    assert (people.replicate[::2] == people.replicate[1::2]).all()
    sizes = np.bincount(people.replicate[::2], minlength=REPLICATES)
    assert len(sizes) == REPLICATES
    assert abs(sizes - 100).max() < 50  # 4,000 households; 5 standard deviations
    alone = luck.replicate(SEED, np.array([17]), REPLICATES)
    assert people.replicate[34] == alone[0]


IDS = range(1, 61)  # children whose id is a multiple of 7 are missing from table child


def drawn_rows(drawing: Random, is_sorted: bool) -> tuple[list[dict], list[dict]]:
    """Contacts and children of a world that is full of both, with every kind of gap."""
    days = [*range(-WINDOW - 3, DAYS + 3), *[-WINDOW - 1, -WINDOW, -1, 0, DAYS - 1] * 4]
    contacts = [
        {
            "child_id": drawing.choice(IDS),
            "agency": drawing.choice(["police", "school", "social_care", "hospital"]),
            "contacted_on": START + timedelta(days=drawing.choice(days)),
            "is_concern": drawing.choice([True, True, True, False, None]),
            "concern_type": drawing.choice([*CONCERN_TYPES, None]),
        }
        for _ in range(300)
    ]
    children = [
        {
            "child_id": id,
            "born_on": drawing.choice([END - timedelta(days=drawing.randint(-9, 7_300)), None]),
            "sex": drawing.choice([*SEXES, None]),
            "ethnic_group": drawing.choice([*ETHNIC_GROUPS, None]),
            "area_code": drawing.choice(AREAS),
            "deprivation_decile": drawing.choice([*range(1, 11), None]),
            "household_id": drawing.choice([0, 1, None]),
            "need_tier": drawing.choice([*NEED_TIERS, None]),
            "is_shielded": drawing.choice([True, False, None]),
        }
        for id in IDS
        if id % 7
    ]
    drawing.shuffle(children)
    if is_sorted:
        contacts.sort(key=lambda row: (row["child_id"], row["contacted_on"]))
    return contacts, children


def drawn(folder: Path, seed: int):
    """A world in one run or, every second one, in several; its contacts; its children by id."""
    is_sorted = bool(seed % 2)
    contacts, children = drawn_rows(Random(seed), is_sorted)
    world = drawn_world(
        folder,
        parts=20 if is_sorted else 2,
        window_days=WINDOW,
        period_start=START,
        period_end=END,
        child=children,
        contact=contacts,
    )
    return world, contacts, {child["child_id"]: child for child in children}


@pytest.mark.parametrize("seed", range(int(EXAMPLES or 3)))
def test_groups_are_those_of_query_person(tmp_path, seed):
    world, _, _ = drawn(tmp_path, seed)
    people = people_of(world, window_days=WINDOW)
    period = {"period_start": START, "period_end": END}
    con = prepare(world, WINDOW).con
    held = sql.run(con, "person", **period, window_days=WINDOW).sort("child_id")
    words = {
        one.id: [
            people.labels[one.id][code] if code >= 0 else None for code in getattr(people, one.id)
        ]
        for one in DIMENSIONS
    }
    told = held.with_columns(pl.col("deprivation_decile").cast(pl.String), area="area_code")
    assert people.child_id.tolist() == held["child_id"].to_list()
    assert {name: told[name].to_list() for name in words} == words
    assert people.n_agencies_seen.tolist() == held["n_agencies"].to_list()


@pytest.mark.parametrize("avoidance", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("seed", range(int(EXAMPLES or 3)))
def test_what_agencies_hold_is_what_the_plain_loop_counts(tmp_path, seed, avoidance):
    world, contacts, children = drawn(tmp_path, seed)
    people = people_of(world, window_days=WINDOW, avoidance=avoidance)
    happened = naive_replay.happened(contacts, SEED, avoidance)
    for row, id in enumerate(people.child_id.tolist()):
        own = [contact for contact in happened if contact["child_id"] == id]
        plain = plain_facts(own)
        assert plain == {name: getattr(people, name)[row] for name in plain}
        household = children[id]["household_id"]
        assert people.is_shielded[row] == bool(children[id]["is_shielded"])
        assert people.household[row] == (id if household is None else household)


@pytest.mark.parametrize("seed", range(int(EXAMPLES or 3)))
def test_a_decision_knows_the_row_of_its_child(tmp_path, seed):
    world, _, children = drawn(tmp_path, seed)
    people = people_of(world, window_days=WINDOW)
    parts = list(read_situations(world, window_days=30, open_case_days=90, most_contacts=1))
    assert (len(parts) > 1) == bool(seed % 2)
    assert sum(len(part.decisions.day) for part in parts) > 50
    for part in parts:
        child_id, person = part.decisions.child_id, part.decisions.person
        assert ((person >= 0) == np.isin(child_id, list(children))).all()
        assert (people.child_id[person[person >= 0]] == child_id[person >= 0]).all()


def plain_facts(contacts: list[dict]) -> dict:
    """What the contacts of one child tell of it, row by row."""
    concerns = [contact for contact in contacts if contact["is_concern"]]

    def between(first: date, last: date) -> list[dict]:
        return [one for one in concerns if first <= one["contacted_on"] <= last]

    window, year = timedelta(days=WINDOW), between(START, END)
    days = [START + timedelta(days=day) for day in range(DAYS)]
    agencies = {one["agency"] for one in year}
    kinds = {one["concern_type"] for one in year if one["concern_type"]}
    return {
        "n_agencies_seen": len({one["agency"] for one in between(START - window, END)}),
        "n_agencies_year": len(agencies),
        "agencies_year": sum(1 << sorted(AGENCIES).index(agency) for agency in agencies),
        "most_agencies": max(
            len({one["agency"] for one in between(day - window, day)}) for day in days
        ),
        "is_known": any(
            one["agency"] == "social_care" and one["contacted_on"] <= END for one in contacts
        ),
        "concern_types": sum(1 << CONCERN_TYPES.index(kind) for kind in kinds),
    }
