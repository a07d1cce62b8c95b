"""For any small world and any design, entries and their errors are those of plain loops."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.chances import chances_in
from analysis.entries import entry_tallies
from analysis.fairness import missed_links
from analysis.futures import Held
from analysis.levers import Levers, levers_with
from analysis.openers import able_to_open
from analysis.policy import Assumptions, load_assumptions
from analysis.shield_failures import shield_failures
from analysis.store import open_store
from data.schema import QUALITIES
from tests.examples import examples
from tests.tables import drawn_world

START, DAYS, WINDOW = date(2023, 4, 1), 50, 30
END = START + timedelta(days=DAYS - 1)
SEEN = ("police", "school", "sensitive_health", "social_care")
REGION = {"E06000001": "North East", "E06000002": "North East", "E09000002": "London"}
AREAS = (*REGION, "X99000001", None)  # a council that the reference lacks, and none at all
CHILDREN = (1, 2, 3, 4)  # 4 is missing from table child
LINKS = (*(f"link_share.{quality}" for quality in QUALITIES), "link_share.identifier")
OPT_OUTS = ("opt_out_share.with_concern", "opt_out_share.without_concern")

days = st.integers(-WINDOW - 3, DAYS + 3).map(lambda day: START + timedelta(days=day))
contact_rows = st.lists(
    st.fixed_dictionaries(
        {
            "child_id": st.sampled_from(CHILDREN),
            "agency": st.sampled_from(SEEN),
            "contacted_on": days,
            "is_concern": st.booleans(),
        }
    ),
    max_size=25,
)
child_rows = st.tuples(
    *(
        st.fixed_dictionaries(
            {
                "child_id": st.just(child),
                "area_code": st.sampled_from(AREAS),
                "ethnic_group": st.sampled_from(["white", "black", None]),
                "household_id": st.sampled_from([None, 0, 1]),
                "is_shielded": st.booleans(),
            }
        )
        for child in CHILDREN[:-1]
    )
).map(list)
record_rows = st.lists(
    st.fixed_dictionaries(
        {
            "child_id": st.sampled_from(CHILDREN),
            "agency": st.sampled_from(SEEN),
            "quality": st.sampled_from(QUALITIES),
            "has_identifier": st.booleans(),
        }
    ),
    unique_by=lambda row: (row["child_id"], row["agency"]),
    max_size=12,
)
practitioner_rows = st.lists(
    st.fixed_dictionaries({"agency": st.sampled_from(SEEN), "area_code": st.sampled_from(AREAS)}),
    max_size=8,
).map(lambda rows: [{"practitioner_id": n} | row for n, row in enumerate(rows)])
some_worlds = st.fixed_dictionaries(
    {
        "child": child_rows,
        "contact": contact_rows,
        "registration": record_rows,
        "practitioner": practitioner_rows,
    }
)
some_agencies = st.lists(st.sampled_from(SEEN), unique=True)
designs = st.fixed_dictionaries(
    {
        "scope": st.sampled_from(
            ["none", "known_to_social_care", "concern_triggered", "universal"]
        ),
        "trigger_agencies": st.integers(1, 3),
        "connected_agencies": some_agencies,
        "authorised_agencies": some_agencies,
        "authorised_users": st.sampled_from([0, 7, 1_000]),
        "visibility": st.sampled_from(["national", "regional", "local"]),
        "opt_out": st.booleans(),
        "shielding": st.booleans(),
        "identifier": st.sampled_from(["name_and_birth_date", "single_identifier"]),
    }
).map(levers_with)
any_share = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0]))
beliefs = st.fixed_dictionaries(
    dict.fromkeys((*LINKS, *OPT_OUTS, "duplicate_entry_share"), any_share)
).map(load_assumptions().fixed)


@examples(8)
@given(world=some_worlds, chosen=st.lists(st.tuples(designs, beliefs), min_size=5, max_size=5))
def test_every_figure_is_that_of_the_plain_loops(world, chosen):
    with tempfile.TemporaryDirectory() as folder:
        small = drawn_world(
            Path(folder), window_days=WINDOW, period_start=START, period_end=END, **world
        )
        store = open_store(small, window_days=WINDOW)
        for levers, told in chosen:
            check(store, world, levers, told)


def check(store, world: dict, levers: Levers, told: Assumptions) -> None:
    value = Held(told)
    chances = chances_in(levers, value, told)
    entries = {one.outcome: one for one in entry_tallies(store, levers, value)}
    able = able_to_open(store, levers, value)
    failures = shield_failures(store, levers, value, chances)
    links = missed_links(store, levers, chances, "ethnic_group")
    chance = {row["child_id"]: has_entry(world, levers, told, row) for row in world["child"]}
    quiet = [child for child in chance if not concerns(world, child, START, END)]
    n = sum(chance.values())
    assert entries["children_with_entry"].numerator[0] == pytest.approx(n)
    n_quiet = sum(chance[child] for child in quiet)
    assert entries["entries_without_concern"].numerator[0] == pytest.approx(n_quiet)
    assert able.denominator[0] == pytest.approx(n)
    opened = sum(chance[row["child_id"]] * users_near(world, levers, row) for row in world["child"])
    assert able.numerator[0] == pytest.approx(opened)
    open_ones = sum(
        chance[row["child_id"]] * left_open(world, levers, told, row)
        for row in world["child"]
        if row["is_shielded"] and levers.shielding
    )
    assert failures.numerator[0] == pytest.approx(open_ones)
    for one in links:
        unlinked = missed(world, levers, told, one.group)
        assert one.denominator[0] == len(unlinked)
        assert one.numerator[0] == pytest.approx(sum(unlinked))


def concerns(world: dict, child: int, first: date, last: date) -> set[str]:
    """Agencies with a concern about the child from the first day to the last."""
    return {
        row["agency"]
        for row in world["contact"]
        if row["child_id"] == child and row["is_concern"] and first <= row["contacted_on"] <= last
    }


def has_entry(world: dict, levers: Levers, told: Assumptions, row: dict) -> float:
    """In scope on some day of the period, and not opted out."""
    child = row["child_id"]
    period = [START + timedelta(days=n) for n in range(DAYS)]
    held = [concerns(world, child, day - timedelta(days=WINDOW), day) for day in period]
    known = any(
        contact["child_id"] == child
        and contact["agency"] == "social_care"
        and contact["contacted_on"] <= END
        for contact in world["contact"]
    )
    inside = {
        "none": False,
        "universal": True,
        "known_to_social_care": known,
        "concern_triggered": any(len(one) >= levers.trigger_agencies for one in held),
    }[levers.scope]
    out = OPT_OUTS[0] if any(held) else OPT_OUTS[1]
    stays = 1 - told.get(out).central if levers.opt_out else 1.0
    return stays if inside else 0.0


def users_near(world: dict, levers: Levers, row: dict) -> float:
    """Users are spread as those who work in the authorised agencies, or else as children."""
    if levers.scope == "none" or not levers.authorised_agencies:
        return 0.0
    if levers.visibility == "national":
        return levers.authorised_users

    def place(area: str | None) -> str | None:
        return area if levers.visibility == "local" else REGION.get(area)

    at_work = [
        one["area_code"]
        for one in world["practitioner"]
        if one["agency"] in levers.authorised_agencies and one["area_code"] is not None
    ]
    spread = at_work or [one["area_code"] for one in world["child"] if place(one["area_code"])]
    if not spread or place(row["area_code"]) is None:
        return 0.0
    near = sum(place(area) == place(row["area_code"]) for area in spread)
    return levers.authorised_users * near / len(spread)


def links_with(levers: Levers, told: Assumptions, record: dict) -> float:
    if levers.identifier == "single_identifier" and record["has_identifier"]:
        return told.get("link_share.identifier").central
    return told.get(f"link_share.{record['quality']}").central


def left_open(world: dict, levers: Levers, told: Assumptions, row: dict) -> float:
    """At least one record at a connected agency is not linked and stands as an entry."""
    child = row["child_id"]
    held = {one["agency"]: one for one in world["registration"] if one["child_id"] == child}
    plain = {"quality": "exact", "has_identifier": False}
    for agency in concerns(world, child, START, END):
        held.setdefault(agency, plain)
    shut = 1.0
    for agency in levers.connected_agencies:
        if agency in held:
            unlinked = 1 - links_with(levers, told, held[agency])
            shut *= 1 - unlinked * told.get("duplicate_entry_share").central
    return 1 - shut


def missed(world: dict, levers: Levers, told: Assumptions, group: str) -> list[float]:
    """For each record of a connected agency about a child of the group: 1 - chance to link."""
    members = [row["child_id"] for row in world["child"] if row["ethnic_group"] == group]
    return [
        1 - links_with(levers, told, one)
        for one in world["registration"]
        if one["child_id"] in members
        and one["agency"] in levers.connected_agencies
        and levers.scope != "none"
    ]
