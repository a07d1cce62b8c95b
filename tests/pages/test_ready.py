"""What is there before the first visitor comes: the chart that ships, and the page behind it."""

from __future__ import annotations

import pytest

from analysis import findings_design as told
from analysis.charts import live as charts
from analysis.charts import live_ready
from analysis.charts.style import compiled
from analysis.current_world import VARIABLE
from analysis.live import live
from analysis.scenarios import BASELINE, read_scenario
from analysis.workbench import workbench
from data.world import open_world
from pages.parts import ahead_of_visitors, engine, session
from synthetic.generate import generate_world


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ready") / "world"
    generate_world(folder, n_children=2_000, seed=7, workers=1)
    return open_world(folder)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_chart_that_ships_is_the_one_that_is_drawn(world, mode):
    bench = workbench(world, n_futures=20)
    found = live(bench, read_scenario(session.START), read_scenario(BASELINE))
    frame = told.frame(found)
    drawn = compiled(charts.live(frame, mode=mode, alt_text="told apart", mark="as counted"))
    shipped = live_ready.ready(frame, mode=mode, mark="as counted")
    (name,) = drawn["datasets"]
    assert drawn.pop("data") == {"name": name}
    assert drawn.pop("description") == "told apart"  # the page gives it to the chart as words
    assert shipped.pop("data") == {"name": live_ready.ROWS}
    rows, shown = drawn.pop("datasets")[name], shipped.pop("datasets")[live_ready.ROWS]
    assert shown.to_dicts() == rows.to_dicts()
    assert shipped == drawn


def test_it_ships_as_it_would_be_written_now():
    assert live_ready.FILE.read_text(encoding="utf-8") == live_ready.written(), "run: make docs"


def test_a_browser_that_tells_no_mode_gets_the_light_one(world):
    bench = workbench(world, n_futures=20)
    found = live(bench, read_scenario(session.START), read_scenario(BASELINE))
    told_none, light = (
        live_ready.ready(told.frame(found), mode=mode, mark="") for mode in (None, "light")
    )
    assert told_none.pop("datasets")[live_ready.ROWS].equals(light.pop("datasets")[live_ready.ROWS])
    assert told_none == light


def test_the_world_is_prepared_before_anybody_comes(world, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(world.path))
    before = set(engine._READY)
    ahead_of_visitors.ready()
    assert {key[0] for key in engine._READY - before} == {world.fingerprint}


def test_a_world_that_is_not_there_is_left_to_the_page_to_tell(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nothing"))
    before = set(engine._READY)
    ahead_of_visitors.ready()
    assert before == engine._READY
