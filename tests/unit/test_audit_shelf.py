"""Audits that are kept: one is made once, an old one goes, and whoever looks at it may finish."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest

from analysis import sql
from analysis.oversight import shelf as module
from analysis.oversight.known_logs import FOLDERS, known_logs
from analysis.oversight.shelf import AuditShelf
from analysis.workbench import workbench
from synthetic.generate import generate_world
from tests.access_logs import design, log_of


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shelf") / "world"
    return workbench(generate_world(folder, n_children=2_000, workers=1), n_futures=10)


def test_an_audit_is_made_once_and_decisions_find_it_again(bench):
    shelf, scenario = AuditShelf(), design()
    assert shelf.held(bench, scenario, 30) is None
    first = shelf.drawn(bench, scenario, 30)
    assert shelf.drawn(bench, scenario, 30) is first
    assert shelf.held(bench, scenario, 30) is first
    assert AuditShelf().drawn(bench, scenario, 30).log == first.log, "or a restart would lose them"
    assert shelf.drawn(bench, scenario, 10).log != first.log


def test_whoever_looks_at_an_old_one_may_finish_and_then_it_goes(bench, monkeypatch):
    monkeypatch.setattr(module, "MOST", 1)
    shelf, scenario = AuditShelf(), design()
    old = shelf.drawn(bench, scenario, 30)
    folder = old.experiment.folder
    shelf.drawn(bench, scenario, 10)
    assert shelf.held(bench, scenario, 30) is None
    event = old.queue["event_id"][0]
    assert sql.run(old.doors.log, "audit_look", event=event).height == 1
    del old
    gc.collect()
    assert not folder.exists()


def test_only_imported_logs_of_this_world_are_listed(bench, tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDERS, str(tmp_path))
    log_of(bench.world, design(), tmp_path / "drawn")
    about = json.loads((tmp_path / "drawn" / "access.json").read_text())
    for name, sets in {
        "mine": {"origin": "imported"},
        "other": {"origin": "imported", "world": "0" * 64},
        "broken": {"origin": "imported", "tables": []},
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "access.json").write_text(json.dumps(about | sets))
    Path(tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "access.json").write_text("not json")
    assert [one.path.name for one in known_logs(bench.world)] == ["mine"]
