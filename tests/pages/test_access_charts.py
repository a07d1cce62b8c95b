"""Are the charts of Access and Intrusiveness sound: words, few rows, nothing empty, no overlap?"""

from __future__ import annotations

from functools import partial

import polars as pl
import pytest

from analysis import access_answers
from analysis.answers import answer_of
from analysis.boundaries import by_visibility, words
from analysis.charts.beside import beside
from analysis.charts.childhood import EVERYBODY, apart, childhood_lines
from analysis.charts.parts import parts, steps
from analysis.charts.spread import spread
from analysis.charts.style import ROW_BUDGET
from analysis.charts.thousand import thousand_children
from analysis.charts.week_grid import week_grid
from analysis.childhood import PEOPLE, VIEWS, childhood, with_ages
from analysis.evaluation import Evaluation, evaluate
from analysis.findings_childhood import SHORT
from analysis.findings_intrusion import HELD, thousand
from analysis.findings_misuse import COLUMNS, misuse_rows
from analysis.outcomes import outcome
from analysis.scenarios import read_scenario
from analysis.week import of_design, week
from analysis.workbench import Workbench, workbench

DESIGNS = ("contactpoint_2009", "status_quo", "reference_index")
BARS = pl.DataFrame(
    {
        "label": ["Never", "Once", "2 or more"],
        "value": [900.0, None, 0.0],
        "text": ["900", "withheld", "0"],
    }
)


@pytest.fixture(scope="module")
def bench(small_world) -> Workbench:
    return workbench(small_world, n_futures=40, threads=1)


@pytest.fixture(scope="module")
def found(bench) -> dict[str, Evaluation]:
    families = ("access", "intrusion")
    return {id: evaluate(bench, read_scenario(id), families=families) for id in DESIGNS}


def charts(bench, found, design: str) -> dict[str, partial]:
    """Every chart of both pages for ``design`` held against no index."""
    one, both = found[design], access_answers.both(found[design], found["status_quo"])
    names = access_answers.names(both)
    every = answer_of(bench, both, HELD, title="Parts").frame
    agencies = access_answers.by_agency(bench, both).frame
    ages, able = with_ages(childhood(bench, both)), by_visibility(bench, both).frame
    lookups, able_to = outcome("lookups"), outcome("people_able_to_open")
    return {
        "parts": partial(parts, every, HELD, names),
        "steps": partial(steps, misuse_rows(one), COLUMNS[1]),
        "agencies": partial(beside, agencies, lookups, {"": access_answers.agencies(one)}, names),
        "able": partial(beside, able, able_to, {"": words(one)}, names),
        "week": partial(week_grid, of_design(week(bench, both), one.scenario.id)),
        "views": partial(childhood_lines, ages, outcome(VIEWS), SHORT, names),
        "people": partial(childhood_lines, ages, outcome(PEOPLE), SHORT, names),
        "thousand": partial(thousand_children, thousand(one)),
        "bars": partial(spread, BARS, "Children (per 1,000)"),
    }


NAMES = ("parts", "steps", "agencies", "able", "week", "views", "people", "thousand", "bars")


def drawn(draw: partial, mode: str = "light") -> dict:
    return draw(mode=mode, alt_text="What it shows.", mark="Synthetic children").to_dict()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("design", DESIGNS)
def test_a_chart_has_words_a_mark_of_origin_few_rows_and_no_empty_layer(bench, found, design, name):
    spec = drawn(charts(bench, found, design)[name], "dark" if name == "week" else "light")
    assert spec["description"] == "What it shows."
    assert spec["title"]["text"] == "Synthetic children"
    assert spec["width"] == "container"
    assert all(len(rows) <= ROW_BUDGET for rows in spec["datasets"].values())
    for layer in spec["layer"]:
        rows = spec["datasets"][layer["data"]["name"]]
        if layer["mark"]["type"] in ("point", "rect", "rule"):
            assert rows, f"a {layer['mark']['type']} layer without a mark has no name"
        fields = {
            channel["field"]
            for channel in layer["encoding"].values()
            if isinstance(channel, dict) and "field" in channel
        }
        assert not rows or fields <= set(rows[0])


def texts(spec: dict) -> list[str]:
    """Every word that a chart writes."""
    found = []
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "text" and "field" in layer["encoding"].get("text", {}):
            rows = spec["datasets"][layer["data"]["name"]]
            found += [row[layer["encoding"]["text"]["field"]] for row in rows]
    return found


def test_each_part_says_where_its_own_scale_ends(bench, found):
    said = texts(drawn(charts(bench, found, "contactpoint_2009")["parts"]))
    assert {"ContactPoint, 2009", "No index"} <= set(said)
    assert "not defined" in said  # people able to open an entry, where there is none
    assert len([word for word in said if word == "0"]) >= len(HELD)


def test_the_cells_of_a_week_have_figures_and_one_is_framed(bench, found):
    spec = drawn(charts(bench, found, "contactpoint_2009")["week"])
    figures = [word for word in texts(spec) if word.replace(",", "").replace(".", "").isdigit()]
    assert len(figures) == 7 * 24
    framed = [layer for layer in spec["layer"] if layer["mark"].get("fillOpacity") == 0]
    assert len(spec["datasets"][framed[0]["data"]["name"]]) == 1


def test_lives_with_the_same_figures_share_a_line(bench, found):
    said = " ".join(texts(drawn(charts(bench, found, "contactpoint_2009")["people"])))
    assert EVERYBODY in said
    said = " ".join(texts(drawn(charts(bench, found, "contactpoint_2009")["views"])))
    assert all(words in said for words in SHORT.values())


def test_what_is_withheld_has_words_and_no_bar():
    spec = drawn(partial(spread, BARS, "Children"))
    bars = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rect")
    rows = spec["datasets"][bars["data"]["name"]]
    assert [row["length"] for row in rows] == [900, 0, 0]
    assert "withheld" in texts(spec)


def test_a_thousand_children_are_a_thousand_dots(found):
    spec = drawn(partial(thousand_children, thousand(found["reference_index"])))
    points = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    rows = spec["datasets"][points["data"]["name"]]
    assert len(rows) == 1_000
    assert {row["shape"] for row in rows} == {"circle", "square", "diamond"}


def test_labels_are_moved_apart_and_keep_their_order():
    assert apart([10.0, 200.0], 18, 280) == [10, 200]
    moved = apart([276.0, 275.0, 270.0, 100.0], 18, 280)
    assert moved == [276, 258, 240, 100]
    assert all(place <= 280 for place in apart([300.0, 301.0], 18, 280))
