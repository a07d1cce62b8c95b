"""The access log: as many look-ups as expected, each with its reason, and misuse as planted."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from analysis.access import volumes
from analysis.access_log import open_log, parts, runs, write, write_access_log
from analysis.access_volumes import (
    busiest,
    by_agency,
    by_area,
    by_hour,
    open_volumes,
    per_child,
    per_user,
    summarise_log,
)
from analysis.chances import chances_of
from analysis.futures import Held
from analysis.levers import levers_with
from analysis.lookup_hours import hour_shares
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.misuse import KINDS, improper
from analysis.occasions import BY_AGENCY, occasions_by
from analysis.policy import load_assumptions
from analysis.replay import has_open_entry, opens_entry
from analysis.scenarios import load_scenarios, read_scenario
from analysis.situations import EPOCH, joined
from analysis.store import open_store
from data.schema import ACCESS_KINDS, ACCESS_REASONS, AGENCIES, LOG_TABLES
from data.world import WorldError
from synthetic import generate
from tests.tables import drawn_world

TOLD = load_assumptions()
OPEN = {
    "scope": "universal",
    "connected_agencies": AGENCIES,
    "authorised_agencies": AGENCIES,
    "authorised_users": 330_000,
}
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


def design(**sets):
    """A design that is open to all, but for what is set."""
    levers = levers_with(OPEN | sets)
    return replace(read_scenario("status_quo"), levers=levers)


def log_of(world, scenario, folder, told=None, **how) -> pl.DataFrame:
    """The log and its truth, one row per look-up."""
    write_access_log(world, scenario, folder, assumptions=TOLD.fixed(told or {}), **how)
    return read_log(folder)


def read_log(folder: Path) -> pl.DataFrame:
    events, truth = (pl.read_parquet(folder / table / "*.parquet") for table in LOG_TABLES)
    assert events["event_id"].equals(truth["event_id"])
    return events.with_columns(truth["kind"]).cast({pl.Categorical: pl.String})


def contacts(world) -> pl.DataFrame:
    return pl.read_parquet(world.files("contact")).cast({pl.Categorical: pl.String})


@pytest.fixture(scope="module")
def many(world, tmp_path_factory):
    """A log of many look-ups of every kind, whose numbers the tests look at."""
    told = OFTEN | {"misuse_rate": 1_000, "false_match_share": 0.02}
    scenario = design(reason_required=True, authorised_users=1_000_000)
    return log_of(world, scenario, tmp_path_factory.mktemp("many") / "log", told)


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
    for kind, mean in zip(KINDS, expected, strict=True):
        # A user's uses come together: their number is geometric, a trawl's look-ups are fixed.
        cluster = 20 if kind == "trawl" else 2 * uses - 1
        found = (log["kind"] == kind).sum()
        assert abs(found - mean) <= 4 * (mean * cluster) ** 0.5, kind
        assert mean > 20, "too few to tell"


def test_misuse_looks_as_its_kind_says(world, many):
    child = pl.read_parquet(world.files("child")).select("child_id", "household_id")
    staff = pl.read_parquet(world.files("practitioner")).cast({pl.Categorical: pl.String})
    of = many.join(child, on="child_id").join(staff, on="practitioner_id", suffix="_of")
    assert of.height == many.height
    planted = of.filter(~pl.col.kind.is_in(["work", "wrong_child"]))
    assert (planted["agency"] == planted["agency_of"]).all()
    relatives = planted.filter(pl.col.kind == "relative").group_by("practitioner_id")
    assert (relatives.agg(pl.col.household_id.n_unique())["household_id"] == 1).all()
    trawls = planted.filter(pl.col.kind == "trawl").group_by("practitioner_id")
    trawls = trawls.agg(pl.len(), length=pl.col.accessed_at.max() - pl.col.accessed_at.min())
    assert (trawls["len"] == TOLD.get("misuse_lookups.trawl").central).all()
    most = timedelta(minutes=TOLD.get("trawl_minutes").central)
    assert (trawls["length"] < most).all()
    assert (trawls["length"] > most / 2).all()
    figures = (
        many.filter(pl.col.kind == "curiosity")
        .group_by("child_id")
        .agg(pl.col.practitioner_id.n_unique())
    )
    assert figures["practitioner_id"].max() > 5, "nobody whom many are curious about"
    contact = contacts(world).select("child_id", "practitioner_id").unique()
    private = planted.filter(pl.col.kind.is_in(["relative", "curiosity"]))
    assert private.join(contact, on=["child_id", "practitioner_id"], how="semi").is_empty()


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


def test_ids_ascend_with_time_and_counts_are_told(world, tmp_path):
    heard = []
    written = write_access_log(
        world, design(), tmp_path / "log", on_progress=lambda *told: heard.append(told)
    )
    log = read_log(tmp_path / "log")
    assert log["event_id"].to_list() == list(range(len(log)))
    assert log["accessed_at"].is_sorted()
    assert written.n_rows == len(log) == heard[-1][2]
    assert heard[-1][:2] == (20_000, 20_000)
    counted = log.group_by("agency", "kind").len().rows()
    assert sorted(written.counts) == sorted(counted)
    assert written.notes == ()
    told = json.loads((tmp_path / "log" / "access.json").read_text())
    assert told["world"] == world.fingerprint
    assert told["tables"]["access_event"]["rows"] == len(log)


def test_without_an_index_the_log_is_empty(world, tmp_path):
    written = write_access_log(world, read_scenario("status_quo"), tmp_path / "log")
    assert written.n_rows == 0
    assert "the log is empty" in written.notes[0]
    for table, wanted in LOG_TABLES.items():
        (file,) = (tmp_path / "log" / table).iterdir()
        assert pq.read_schema(file).equals(wanted.arrow)
    assert summarise_log(world, tmp_path / "log")[1] == ("Look-ups", "0")


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


def test_volumes_count_the_log(world, many, tmp_path):
    told = OFTEN | {"misuse_rate": 1_000}
    log = log_of(world, design(), tmp_path / "log", told)
    with open_volumes(world, tmp_path / "log") as opened:
        agencies, users, children = by_agency(opened), per_user(opened), per_child(opened)
        areas, hours, peaks = by_area(opened), by_hour(opened), busiest(opened)
    assert agencies["n_lookups"].sum() == areas["n_lookups"].sum() == hours["n_lookups"].sum()
    assert agencies["n_lookups"].sum() == len(log)
    first = log.select("agency", "child_id").unique().group_by("agency").len()
    assert dict(agencies.select("agency", "n_first").iter_rows()) == dict(first.iter_rows())
    assert (agencies["n_first"] + agencies["n_repeat"] == agencies["n_lookups"]).all()
    for frame, column, of in (
        (users, "n_users", "practitioner_id"),
        (children, "n_children", "child_id"),
    ):
        assert (frame["n_lookups"] * frame[column]).sum() == len(log)
        assert frame.filter(pl.col.n_lookups > 0)[column].sum() == log[of].n_unique()
    assert children["n_children"].sum() == 20_000
    at = log["accessed_at"].dt
    cell = pl.DataFrame({"weekday": at.weekday(), "hour": at.hour()})
    cell = cell.group_by("weekday", "hour").len()
    assert sorted(cell.rows()) == sorted(hours.rows())
    for span, every in (("second", "1s"), ("minute", "1m"), ("hour", "1h")):
        most = at.truncate(every).value_counts()["count"].max()
        assert peaks.filter(pl.col.span == span)["n_lookups"].item() == most
    lines = dict(summarise_log(world, tmp_path / "log"))
    assert lines["Look-ups"] == f"{len(log):,}"


def test_a_log_of_another_world_is_refused(world, tmp_path):
    write_access_log(world, read_scenario("status_quo"), tmp_path / "log")
    other = drawn_world(tmp_path, child=TWO, contact=[])
    with pytest.raises(WorldError, match="another world"), open_volumes(other, tmp_path / "log"):
        pass


@pytest.mark.parametrize("damage", ["gone", "columns", "longer", "words", "format", "absent"])
def test_a_damaged_log_is_not_opened(world, tmp_path, damage):
    folder = tmp_path / "log"
    write_access_log(world, read_scenario("status_quo"), folder)
    event, truth = (folder / table / "part-00000.parquet" for table in LOG_TABLES)
    about = folder / "access.json"
    said = {
        "gone": "lacks its file",
        "columns": "should have the columns event_id, kind of table access_truth",
        "longer": "not as it was written",
        "words": "can't be read as the description",
        "format": "has log format 99",
        "absent": "no access log",
    }[damage]
    if damage == "gone":
        event.unlink()
    elif damage == "columns":
        truth.write_bytes(event.read_bytes())
    elif damage == "longer":
        table = pq.read_table(event)
        pq.write_table(table, event, compression="none")
    elif damage == "words":
        about.write_text("{")
    elif damage == "format":
        about.write_text(about.read_text().replace('"format": 1', '"format": 99'))
    else:
        about.unlink()
    with pytest.raises(WorldError, match=said) as refused:
        open_log(folder)
    assert "\n" not in str(refused.value)


def test_a_log_in_the_way_is_replaced_only_if_asked(world, tmp_path):
    write_access_log(world, read_scenario("status_quo"), tmp_path / "log")
    with pytest.raises(WorldError, match="--replace"):
        write_access_log(world, design(), tmp_path / "log")
    assert not open_log(tmp_path / "log").n_rows
    write_access_log(world, design(), tmp_path / "log", replace=True)
    assert open_log(tmp_path / "log").n_rows
    with pytest.raises(WorldError, match="not a log"):
        write_access_log(world, design(), world.path, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_a_full_disk_leaves_the_old_log(world, tmp_path, monkeypatch):
    write_access_log(world, read_scenario("status_quo"), tmp_path / "log")
    before = open_log(tmp_path / "log").fingerprint

    def no_space(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(parts, "_written", no_space)
    with pytest.raises(WorldError, match="The log could not be written.*No space left"):
        write_access_log(world, design(), tmp_path / "log", replace=True)
    assert open_log(tmp_path / "log").fingerprint == before
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


KILLED = """
import os, signal, sys
from analysis.access_log import parts, write_access_log
from analysis.scenarios import read_scenario
from data.world import open_world

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

parts.part_entry = killed  # as soon as the first file is written
write_access_log(open_world(sys.argv[1]), read_scenario("local_hub"), sys.argv[2])
"""


def test_killed_half_way_no_log_is_left_and_the_next_run_succeeds(world, tmp_path):
    out = tmp_path / "log"
    root = Path(write.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(world.path), str(out)],
        env=os.environ | {"PYTHONPATH": str(root)},
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert not out.exists()
    assert list(tmp_path.iterdir()), "it was killed before it wrote anything"
    with pytest.raises(WorldError, match="no access log"):
        open_log(out)
    written = write_access_log(world, read_scenario("local_hub"), out)
    assert open_log(out).n_rows == written.n_rows > 0
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_the_truth_has_no_view(world, tmp_path):
    log_of(world, design(), tmp_path / "log")
    with open_volumes(world, tmp_path / "log") as opened:
        file = tmp_path / "log" / "access_truth" / "part-00000.parquet"
        with pytest.raises(Exception, match="access_truth"):
            opened.con.sql("select * from access_truth").fetchall()
        with pytest.raises(Exception, match="disabled|[Pp]ermission"):
            opened.con.sql(f"select * from '{file}'").fetchall()


def test_kinds_are_those_of_the_assumptions():
    assert set(KINDS) | {"work", "wrong_child"} == set(ACCESS_KINDS)
