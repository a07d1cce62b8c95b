"""The folder of an access log: whole or absent, checked when opened, and counted by queries."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from analysis.access_log import open_log, parts, write, write_access_log
from analysis.access_log.parts import OF_LOOKUPS
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
from analysis.scenarios import read_scenario
from data.schema import LOG_TABLES
from data.world import WorldError
from synthetic.generate import generate_world
from tests.access_logs import design, log_of, read_log
from tests.tables import drawn_world

N_CHILDREN = 3_000


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("access-log") / "world"
    return generate_world(folder, n_children=N_CHILDREN, seed=11, workers=1)


def test_ids_ascend_with_time_and_counts_are_told(world, tmp_path):
    heard = []
    written = write_access_log(
        world, design(), tmp_path / "log", on_progress=lambda *told: heard.append(told)
    )
    log = read_log(tmp_path / "log")
    assert log["event_id"].to_list() == list(range(len(log)))
    assert log["accessed_at"].is_sorted()
    assert written.n_rows == len(log)
    assert heard == [("looking children up", N_CHILDREN, N_CHILDREN), ("writing look-ups", 0, 1)]
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
    for table in OF_LOOKUPS:
        (file,) = (tmp_path / "log" / table).iterdir()
        assert pq.read_schema(file).equals(LOG_TABLES[table].arrow)
    assert summarise_log(world, tmp_path / "log") == ["No look-up opened an entry."]


def test_volumes_count_the_log(world, tmp_path):
    told = {"adoption_share": 1, "lookup_share.discretionary": 1, "misuse_rate": 1_000}
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
    assert children["n_children"].sum() == N_CHILDREN
    at = log["accessed_at"].dt
    cell = pl.DataFrame({"weekday": at.weekday(), "hour": at.hour()})
    cell = cell.group_by("weekday", "hour").len()
    assert sorted(cell.rows()) == sorted(hours.rows())
    for span, every in (("second", "1s"), ("minute", "1m"), ("hour", "1h")):
        most = at.truncate(every).value_counts()["count"].max()
        assert peaks.filter(pl.col.span == span)["n_lookups"].item() == most
    sentences = summarise_log(world, tmp_path / "log")
    assert sentences[0].startswith(f"{len(log):,} look-ups opened an entry")
    assert all(one.endswith(".") for one in sentences)


def test_a_log_of_another_world_is_refused(world, tmp_path):
    write_access_log(world, read_scenario("status_quo"), tmp_path / "log")
    other = drawn_world(tmp_path, child="child_id\n1", contact=[])
    with pytest.raises(WorldError, match="another world"), open_volumes(other, tmp_path / "log"):
        pass


@pytest.mark.parametrize("damage", ["gone", "columns", "longer", "words", "format", "absent"])
def test_a_damaged_log_is_not_opened(world, tmp_path, damage):
    folder = tmp_path / "log"
    write_access_log(world, read_scenario("status_quo"), folder)
    event, truth = (folder / table / "part-00000.parquet" for table in OF_LOOKUPS)
    about = folder / "access.json"
    said = {
        "gone": "lacks its file",
        "columns": "of table access_truth, in their types",
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
