"""The case view: any child, under any two designs, named only where names are invented."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import partial

import altair as alt
import pytest

from analysis import case_child
from analysis.case import case_of
from analysis.case_drawing import NO_DAY, drawing_of
from analysis.case_patterns import PATTERNS, children_of
from analysis.charts.case_line import case_line
from analysis.charts.style import ROW_BUDGET, compiled
from analysis.findings_case import ASK
from analysis.scenarios import load_scenarios, read_scenario
from analysis.workbench import workbench
from data.schema import AGENCY_LABELS
from tests.pages.screens import said
from tests.tables import drawn_world

CONTACT = """
    child_id | agency      | contacted_on | is_concern | area_code
    1        | police      | 2023-05-01   | true       | E06000001
    1        | school      | 2023-05-20   | true       | E06000001
    1        | social_care | 2023-06-20   | true       | E06000001
    2        | hospital    | 2023-06-20   | false      | E06000001
"""
CHILD = """
    child_id | area_code | is_shielded
    1        | E06000001 | false
    2        | E06000001 | false
"""
IDENTITY = """
    child_id | forename | surname
    1        | Ada      | Secret
    2        | Bo       | Secret
"""


@pytest.fixture(scope="module")
def bench(small_world):
    return workbench(small_world, n_futures=1)


@pytest.fixture(scope="module")
def several(bench):
    levers = (read_scenario(id).levers for id in ("contactpoint_2009", "status_quo"))
    return children_of(bench, "several", *levers)


@pytest.mark.parametrize("preset", load_scenarios(), ids=lambda one: one.id)
def test_every_design_is_shown_beside_what_it_is_held_against(open_page, small_world, preset):
    app = open_page(small_world, "case", like=preset.id)
    assert not app.exception
    headers = [one.value for one in app.header]
    assert headers[0].startswith(f"{preset.label}: ")
    assert len(app.get("vega_lite_chart")) == (1 if preset.id == "status_quo" else 2)
    assert "**Beware of hindsight.**" in app.info[0].value
    assert "an invented child" in said(app)
    assert "fail" not in said(app)


@pytest.mark.parametrize("pattern", [one.id for one in PATTERNS])
def test_every_pattern_shows_a_child_or_says_that_none_fits(open_page, small_world, pattern):
    app = open_page(small_world, "case", pattern=pattern)
    assert not app.exception
    assert ("of this kind" in said(app)) != ("No child of this world fits" in said(app))


def test_next_and_previous_go_round(open_page, small_world, several, bench):
    app = open_page(small_world, "case")
    name = [case_child.child_of(bench, child).name for child in several]
    for step, expected in ((1, name[1]), (-1, name[0]), (-1, name[-1])):
        app.button(key=f"case{step}").click().run()
        assert not app.exception
        assert f"**{expected}**" in said(app)


def test_a_child_a_day_and_an_agency_are_taken_from_the_address(
    open_page, small_world, several, bench
):
    case = case_of(bench, several[2], read_scenario("status_quo"))
    need = case.needs.row(0, named=True)
    day = need["decision_on"].isoformat()
    app = open_page(small_world, "case", child=str(several[2]), day=day, seeker=need["seeker"])
    assert not app.exception
    assert f"**{case.child.name}**" in said(app)
    assert "child 3 of" in said(app)
    assert app.select_slider(key="pick-day").value == day
    assert app.selectbox(key="pick-seeker").value == need["seeker"]
    assert "Threads are those that lead to" in said(app)


def test_a_day_fades_what_comes_after_it(open_page, small_world, several):
    app = open_page(small_world, "case", child=str(several[0]))
    before = app.markdown
    slider = app.select_slider(key="pick-day")
    first = datetime.strptime(slider.options[0], "%d %B %Y").date().isoformat()
    slider.set_value(first).run()
    assert not app.exception
    assert [one.value for one in app.markdown] != [one.value for one in before]


@pytest.mark.parametrize("child", ["999999999", "ada", "-3"])
def test_a_child_that_is_not_there_falls_back_with_a_note(open_page, small_world, child):
    app = open_page(small_world, "case", child=child)
    assert not app.exception
    assert "child 1 of" in said(app)
    assert any("child" in info.value and "Beware" not in info.value for info in app.info)


def test_a_day_that_is_not_there_falls_back_with_a_note(open_page, small_world):
    app = open_page(small_world, "case", day="2019-01-01")
    assert not app.exception
    assert any("2019-01-01" in info.value for info in app.info)


def test_an_imported_world_shows_no_case_until_the_reader_says_so(open_page, tmp_path, monkeypatch):
    world = drawn_world(
        tmp_path, child=CHILD, contact=CONTACT, identity=IDENTITY, origin="imported"
    )

    def no_names(*_):
        raise AssertionError("a name of an imported world was asked for")

    monkeypatch.setattr(case_child, "_name", no_names)
    app = open_page(world, "case", child="1")
    assert not app.exception
    assert "may be real" in said(app)
    assert not app.get("vega_lite_chart")
    assert "Child 1" not in said(app)
    (box,) = [one for one in app.checkbox if one.label == ASK]
    box.check().run()
    assert not app.exception
    assert "**Child 1**" in said(app)
    assert app.get("vega_lite_chart")
    for secret in ("Ada", "Secret", "Hartlepool", "invented child"):
        assert secret not in said(app)
    assert not app.get("download_button")
    box.uncheck().run()
    assert not app.get("vega_lite_chart")


@pytest.fixture(scope="module")
def spec(bench, several):
    case = case_of(bench, several[0], read_scenario("contactpoint_2009"))
    drawing = drawing_of(case)
    draw = partial(
        case_line, *drawing.frames(), ends=drawing.ends, starts=drawing.starts, today=NO_DAY
    )
    return draw(mode="light", alt_text="What it shows.", mark="Synthetic children").to_dict()


def rows_of(spec: dict, layer: dict) -> list[dict]:
    return spec["datasets"][layer["data"]["name"]]


def test_the_chart_is_sound_vega_lite_with_words_a_mark_and_few_rows(spec):
    alt.LayerChart.from_dict(spec, validate=True)
    assert spec["description"] == "What it shows."
    assert spec["title"]["text"] == "Synthetic children"
    assert spec["background"] == "transparent"
    for layer in spec["layer"]:
        rows = rows_of(spec, layer)
        assert 0 < len(rows) <= ROW_BUDGET
        for channel in layer["encoding"].values():
            for one in channel if isinstance(channel, list) else [channel]:
                if "field" in one:
                    assert one["field"] in rows[0]


def test_lanes_are_labelled_and_every_mark_is_in_the_key(spec, bench, several):
    case = case_of(bench, several[0], read_scenario("contactpoint_2009"))
    axis = spec["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert all(AGENCY_LABELS[agency] in axis for agency in case.agencies)
    names = spec["layer"][-1]["encoding"]["shape"]["scale"]["domain"]
    kinds = set(case.needs["met_by"])
    assert ("did not learn" in names) == ("unmet" in kinds)
    assert ("learned by existing sharing" in names) == ("practice" in kinds)
    assert ("opened the entry" in names) == bool(case.looks["is_opened"].sum())


def test_a_broken_thread_has_two_pieces_and_a_cross(bench, several):
    case = case_of(bench, several[0], read_scenario("status_quo"))
    drawing = drawing_of(case)
    gaps = drawing.threads.filter(kind="gap")
    assert gaps.height == 2 * drawing.middles.filter(kind="gap").height > 0
    told = drawing.threads.filter(kind="told")
    assert told.height == drawing.middles.filter(kind="told").height


@pytest.mark.parametrize("scenario", ["contactpoint_2009", "status_quo"])
def test_a_child_without_a_concern_can_be_drawn(bench, scenario):
    quiet = children_of(bench, "quiet", *(2 * [read_scenario(scenario).levers]))[0]
    drawing = drawing_of(case_of(bench, quiet, read_scenario(scenario)))
    chart = case_line(
        *drawing.frames(),
        ends=drawing.ends,
        starts=drawing.starts,
        today=drawing.starts,
        mode="dark",
        alt_text="x",
        mark="y",
    )
    assert compiled(chart)["datasets"]
    assert not re.search("NaN", json.dumps(chart.to_dict()))
