"""The access log: as many look-ups as expected, each with its reason, and misuse as planted."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import numpy as np
import polars as pl
import pytest

from analysis.access import volumes
from analysis.access_log import parts, runs, write, write_access_log
from analysis.access_log.planted import PRIVATE
from analysis.access_volumes import (
    by_area,
    open_volumes,
    per_user,
)
from analysis.chances import chances_of
from analysis.futures import Held
from analysis.lookup_hours import hour_shares
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.misuse import KINDS, improper
from analysis.occasions import BY_AGENCY, occasions_by
from analysis.replay import has_open_entry, opens_entry
from analysis.scenarios import load_scenarios
from analysis.situations import EPOCH, joined
from analysis.store import open_store
from data.schema import ACCESS_KINDS, ACCESS_REASONS
from synthetic import generate
from tests.access_logs import TOLD, design, log_of, read_log
from tests.tables import drawn_world

NO_MISUSE = {"misuse_rate": 0}
AT_THE_CONTACT = NO_MISUSE | {
    "unrecorded_contact_share": 0,
    "false_match_share": 0,
    "lookup_lag_days": 0,
}
OFTEN = {
    "adoption_share": 1,
    "lookup_share.discretionary": 0.6,
    "routine_lookup_share.discretionary": 0.3,
    "search_success.name_and_birth_date": 1,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """20,000 generated children in five parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "PART", 1 << 12)
        folder = tmp_path_factory.mktemp("access-log") / "world"
        return generate.generate_world(folder, n_children=20_000, seed=11, workers=1)


@pytest.fixture(scope="module")
def store(world):
    return open_store(world)


@pytest.fixture(autouse=True)
def _small_runs(monkeypatch):
    """Each part of a world is a run of its own, and each month or so a part of the log."""
    monkeypatch.setattr(write, "runs_of", partial(runs.runs_of, most_contacts=1))
    monkeypatch.setattr(parts, "IN_A_PART", 500)


def contacts(world) -> pl.DataFrame:
    return pl.read_parquet(world.files("contact")).cast({pl.Categorical: pl.String})


@pytest.fixture(scope="module")
def many(world, tmp_path_factory):
    """A log of many look-ups of every kind, whose numbers the tests look at."""
    told = OFTEN | {"misuse_rate": 1_000, "false_match_share": 0.02}
    scenario = design(reason_required=True, authorised_users=1_000_000)
    return log_of(world, scenario, tmp_path_factory.mktemp("many") / "log", told)


def staff_of(folder) -> pl.DataFrame:
    read = pl.read_parquet(folder / "practitioner_identity" / "*.parquet")
    return read.cast({pl.Categorical: pl.String})


@pytest.fixture(scope="module")
def told_staff(world, tmp_path_factory):
    """Surnames and postcodes of staff, of a log without misuse."""
    folder = tmp_path_factory.mktemp("staff") / "log"
    log_of(world, design(), folder, NO_MISUSE)
    return staff_of(folder)


@pytest.mark.parametrize(
    "sets",
    [
        {},
        {"shielding": True, "authorised_agencies": ["police", "social_care"]},
        {"scope": "known_to_social_care"},
        {"scope": "concern_triggered", "trigger_agencies": 2},
    ],
    ids=["universal", "shielded", "known", "triggered"],
)
def test_there_are_as_many_look_ups_as_expected(world, store, tmp_path, sets):
    told = TOLD.fixed(OFTEN | NO_MISUSE)
    scenario = design(**sets)
    expected = volumes(occasions_by(store, BY_AGENCY), scenario.levers, Held(told))
    log = log_of(world, scenario, tmp_path / "log", OFTEN | NO_MISUSE)
    for number, agency in enumerate(AGENCY_NAMES):
        mean = expected.views[0, number]
        found = ((log["kind"] == "work") & (log["agency"] == agency)).sum()
        assert abs(found - mean) <= 4 * max(mean, 1) ** 0.5
    if scenario.levers.scope == "universal":  # others ask of the day who may be mistaken for whom
        mean = expected.wrong[0].sum()
        assert abs((log["kind"] == "wrong_child").sum() - mean) <= 4 * mean**0.5


@pytest.mark.parametrize(
    "scenario",
    [*load_scenarios(), design(scope="concern_triggered", opt_out=True)],
    ids=lambda one: one.id if one.sets else "triggered",
)
def test_look_ups_at_decisions_are_those_of_replay(world, store, tmp_path, scenario):
    rule = scenario.levers.lookup_rule
    told = AT_THE_CONTACT | {f"routine_lookup_share.{rule}": 0, "adoption_share": 1}
    log = log_of(world, scenario, tmp_path / "log", told)
    situations = joined(store.situations())
    decisions, chances = situations.decisions, chances_of(scenario.levers, TOLD.fixed(told))
    rows = np.arange(len(decisions.day))
    seen = has_open_entry(situations, scenario.levers, chances)
    seen &= opens_entry(situations, scenario.levers, chances, rows)
    seen &= scenario.levers.scope != "none"
    wanted = {
        (int(decisions.child_id[row]), AGENCY_NAMES[decisions.seeker[row]], int(decisions.day[row]))
        for row in np.flatnonzero(seen)
    }
    found = [
        (child, agency, (at.date() - EPOCH).days)
        for child, agency, at in log.select("child_id", "agency", "accessed_at").iter_rows()
    ]
    assert len(found) == len(wanted)
    assert set(found) == wanted


def test_a_look_up_for_work_follows_its_contact_or_is_far_from_all(world, many):
    lag, near = (int(TOLD.get(id).central) for id in ("lookup_lag_days", "explained_days"))
    work = many.filter(pl.col.kind == "work").with_columns(on=pl.col.accessed_at.dt.date())
    pairs = work.join(contacts(world), on=["child_id", "agency"], how="left", suffix="_of")
    days = (pl.col.on - pl.col.contacted_on).dt.total_days()
    same = pl.col.practitioner_id == pl.col.practitioner_id_of
    same &= pl.col.area_code == pl.col.area_code_of
    told = pairs.group_by("event_id").agg(
        made=(same & days.is_between(0, lag)).fill_null(False).any(),
        explained=days.is_between(-near, near).fill_null(False).any(),
    )
    assert len(told) == len(work)
    assert (told["made"] | ~told["explained"]).all()
    share = (~told["made"]).mean()  # where no far day is found, a look-up stays at its contact
    planted = TOLD.get("unrecorded_contact_share").central
    assert planted / 2 < share < planted + 4 * (planted / len(work)) ** 0.5


def test_the_hours_are_those_of_the_agency(many):
    told = many.filter((pl.col.kind == "work") & (pl.col.accessed_at.dt.weekday() <= 5))
    for agency in ("school", "hospital", "police"):
        hours = told.filter(pl.col.agency == agency)["accessed_at"].dt.hour().to_numpy()
        expected = hour_shares()[NUMBER[agency], 0] * len(hours)
        found = np.bincount(hours, minlength=24)
        assert (abs(found - expected) <= 4 * np.maximum(expected, 1) ** 0.5).all()
        assert not found[expected == 0].any()


def test_each_kind_of_misuse_is_planted_at_its_rate(world, tmp_path):
    told = {
        "misuse_rate": 1_000,
        "adoption_share": 1,
        "false_match_share": 0,
        "misuse_lookups.trawl": 20,
    }
    scenario = design(two_factor=True, subject_view=True, authorised_users=1_000_000)
    log = log_of(world, scenario, tmp_path / "log", told)
    expected = improper(scenario.levers, Held(TOLD.fixed(told)), np.ones(1))[0] * world.fraction
    uses = TOLD.get("misuse_uses_per_user").central
    planted_as = {"relative": ["former_partner"], "curiosity": ["public_figure"]}
    for kind, mean in zip(KINDS, expected, strict=True):
        # A user's uses come together: their number is geometric, a trawl's look-ups are fixed.
        cluster = 20 if kind == "trawl" else 2 * uses - 1
        found = log["kind"].is_in([kind, *planted_as.get(kind, [])]).sum()
        assert abs(found - mean) <= 4 * (mean * cluster) ** 0.5, kind
        assert mean > 20, "too few to tell"


def test_misuse_looks_as_its_kind_says(world, many):
    child = pl.read_parquet(world.files("child")).select("child_id", "household_id")
    staff = pl.read_parquet(world.files("practitioner")).cast({pl.Categorical: pl.String})
    of = many.join(child, on="child_id").join(staff, on="practitioner_id", suffix="_of")
    assert of.height == many.height
    planted = of.filter(~pl.col.kind.is_in(["work", "wrong_child"]))
    assert (planted["agency"] == planted["agency_of"]).all()
    relatives = planted.filter(pl.col.kind.is_in(["relative", "former_partner"]))
    households = relatives.group_by("practitioner_id").agg(pl.col.household_id.n_unique())
    assert (households["household_id"] == 1).all()
    returned = relatives.filter(pl.col.kind == "former_partner").group_by("practitioner_id")
    assert (returned.agg(pl.col.child_id.n_unique())["child_id"] == 1).all()
    trawls = planted.filter(pl.col.kind == "trawl").group_by("practitioner_id")
    trawls = trawls.agg(pl.len(), length=pl.col.accessed_at.max() - pl.col.accessed_at.min())
    assert (trawls["len"] == TOLD.get("misuse_lookups.trawl").central).all()
    most = timedelta(minutes=TOLD.get("trawl_minutes").central)
    assert (trawls["length"] < most).all()
    assert (trawls["length"] > most / 2).all()
    figures = (
        many.filter(pl.col.kind == "public_figure")
        .group_by("child_id")
        .agg(pl.col.practitioner_id.n_unique())
    )
    assert figures["practitioner_id"].max() > 5, "nobody whom many are curious about"
    contact = contacts(world).select("child_id", "practitioner_id").unique()
    private = planted.filter(pl.col.kind.is_in(PRIVATE))
    assert private.join(contact, on=["child_id", "practitioner_id"], how="semi").is_empty()


def test_relatives_and_neighbours_show_in_names_and_addresses(world, many, told_staff):
    identity = pl.read_parquet(world.files("identity")).select("child_id", "surname", "postcode")
    both = many.join(identity.cast({pl.Categorical: pl.String}), on="child_id")
    both = both.join(told_staff, on="practitioner_id", suffix="_staff")
    named, near = (pl.col(name) == pl.col(f"{name}_staff") for name in ("surname", "postcode"))
    shares = both.group_by("kind").agg(named.mean().alias("named"), near.mean().alias("near"))
    of = {kind: rest for kind, *rest in shares.iter_rows()}
    planted = TOLD.get("misuse_pattern_share.same_surname").central
    relatives = both.filter(pl.col.kind.is_in(["relative", "former_partner"]))
    people = relatives["practitioner_id"].n_unique()
    found = relatives.select(named.mean()).item()
    assert abs(found - planted) <= 4 * (2 * planted * (1 - planted) / people) ** 0.5
    assert of["work"][0] < 0.02, "namesakes at work are as rare as in life"
    assert of["curiosity"][1] > 0.2
    assert of["work"][1] < 0.05, "a council of this world holds 130 children"


@pytest.mark.parametrize("flag", ["is_out_of_area", "is_out_of_hours", "is_two_places"])
def test_only_misuse_shows_a_pattern(many, flag):
    assert not many.filter(pl.col.kind.is_in(["work", "wrong_child"]))[flag].any()
    assert many[flag].any()


def test_who_lives_where_does_not_depend_on_the_design(world, told_staff, tmp_path):
    log_of(world, design(authorised_agencies=["school"]), tmp_path / "log")
    other = staff_of(tmp_path / "log")
    assert other.equals(told_staff.filter(pl.col.practitioner_id.is_in(other["practitioner_id"])))


def test_some_sign_ins_are_used_in_two_places_at_once(world, many):
    shared = many.filter(pl.col.kind == "shared_login")
    work = many.filter(pl.col.kind == "work")
    pairs = shared.join(work, on="practitioner_id", suffix="_work")
    apart = (pl.col.accessed_at - pl.col.accessed_at_work).dt.total_seconds()
    minutes = TOLD.get("minutes.lookup").central
    beside = pairs.filter(
        apart.is_between(0, 60 * minutes) & (pl.col.area_code != pl.col.area_code_work)
    )
    share = beside["event_id"].n_unique() / len(shared)
    planted = TOLD.get("misuse_pattern_share.two_places").central
    assert abs(share - planted) <= 4 * (planted * (1 - planted) / len(shared)) ** 0.5


def test_reasons_are_given_where_they_are_asked_for(world, many, tmp_path):
    assert set(many["reason"]) == set(ACCESS_REASONS)
    log = log_of(world, design(), tmp_path / "log")
    assert log["reason"].null_count() == len(log) > 0


def test_the_same_log_for_any_number_of_threads(world, tmp_path):
    told = TOLD.fixed({"misuse_rate": 1_000})
    for threads in (1, 3):
        out = tmp_path / f"{threads}"
        write_access_log(world, design(), out, assumptions=told, threads=threads)
    files = [
        {file.relative_to(out): file.read_bytes() for file in out.rglob("*") if file.is_file()}
        for out in (tmp_path / "1", tmp_path / "3")
    ]
    assert len(files[0]) > 4, "more than one part of each table"
    assert files[0] == files[1]


def test_the_log_does_not_depend_on_how_a_world_is_cut(world, tmp_path, monkeypatch):
    told = {
        "false_match_share": 0,
        "misuse_pattern_share.two_places": 0,
        "misuse_rate": 500,
    }
    cut = log_of(world, design(opt_out=True), tmp_path / "cut", told)
    monkeypatch.setattr(write, "runs_of", runs.runs_of)
    assert len(runs.runs_of(world)) == 1
    whole = log_of(world, design(opt_out=True), tmp_path / "whole", told)
    assert cut.equals(whole)


TWO = """
    child_id | household_id | area_code | is_shielded
    1        | 1            | E06000001 | false
    2        | 2            | E06000001 | false
"""
CERTAIN = AT_THE_CONTACT | {
    "adoption_share": 1,
    "lookup_share.discretionary": 1,
    "routine_lookup_share.discretionary": 1,
    "search_success.name_and_birth_date": 1,
}


@pytest.mark.parametrize(("day", "seen"), [("2023-07-01", 1), ("2023-07-02", 0)])
def test_a_concern_leaves_scope_with_the_window(tmp_path, day, seen):
    contact = f"""
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-06-01   | true
        1        | school | {day}        | false
    """
    world = drawn_world(tmp_path, child=TWO, contact=contact)
    scenario = design(scope="concern_triggered", trigger_agencies=1, authorised_agencies=["school"])
    assert len(log_of(world, scenario, tmp_path / "log", CERTAIN, window=30)) == seen


def test_a_look_up_comes_no_later_than_the_entry_is_open(tmp_path):
    rows = "\n".join(
        f"{2 * n}|police|2023-06-01|true\n{2 * n}|school|2023-07-01|-" for n in range(200)
    )
    child = "child_id\n" + "\n".join(str(2 * n) for n in range(200))
    contact = f"child_id|agency|contacted_on|is_concern\n{rows}"
    world = drawn_world(tmp_path, child=child, contact=contact)
    scenario = design(
        scope="concern_triggered", trigger_agencies=1, authorised_agencies=["school", "police"]
    )
    told = CERTAIN | {"lookup_lag_days": 5}
    log = log_of(world, scenario, tmp_path / "log", told, window=30)
    on = pl.col.accessed_at.dt.date()
    days = log.group_by("agency").agg(on.max() - on.min())
    assert dict(days.iter_rows()) == {"school": timedelta(0), "police": timedelta(5)}


def test_a_world_with_little_in_it_gives_what_it_can(tmp_path):
    contact = """
        child_id | agency | contacted_on | is_concern
        2        | school | 2023-07-01   | true
        1        | school | 2023-06-01   | false
        7        | school | 2023-06-01   | true
    """
    world = drawn_world(tmp_path, origin="imported", child="child_id\n1\n2", contact=contact)
    written = write_access_log(
        world, design(shielding=True), tmp_path / "log", assumptions=TOLD.fixed(CERTAIN)
    )
    log = read_log(tmp_path / "log")
    assert log.select("child_id", "practitioner_id", "area_code", "kind").rows() == [
        (1, None, None, "work"),
        (2, None, None, "work"),
    ]
    for word in ("practitioner", "area_code", "is_shielded", "household_id"):
        assert any(word in note for note in written.notes), word
    with open_volumes(world, tmp_path / "log") as opened:
        assert by_area(opened)["area_code"].to_list() == ["not_recorded"]
        assert per_user(opened).is_empty()


def test_kinds_are_those_of_the_assumptions():
    ways = {"former_partner", "public_figure"}  # of looking at relatives, of curiosity
    assert set(KINDS) | ways | {"work", "wrong_child"} == set(ACCESS_KINDS)
