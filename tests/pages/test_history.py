"""Is the model held against what was published, misses as plainly as hits?"""

from __future__ import annotations

import polars as pl
import pytest

from analysis import findings_history as findings
from analysis.charts.published import published as drawn
from analysis.history import BUILT_IN, HIT, MISS, NO_NUMBER, published
from analysis.history_answer import (
    SCHEMA,
    VERDICTS,
    WORKED_OUT,
    as_evidence,
    held_against_history,
    plain,
)
from analysis.history_figures import figures
from analysis.workbench import workbench
from tests.pages.test_app import BARE, answer, said
from tests.tables import drawn_world


@pytest.fixture(scope="module")
def told(small_world):
    return held_against_history(workbench(small_world, n_futures=40))


def test_every_published_figure_is_there_once_with_reason_and_source(told):
    rows = [row for row in published() if row["kind"] != "fact"]
    assert told.frame.schema == pl.Schema(SCHEMA)
    assert sorted(told.frame["id"]) == sorted(row["id"] for row in rows)
    for row in told.frame.iter_rows(named=True):
        assert row["explanation"].endswith(".")
        assert row["link"].startswith("http")
        assert row["worked_out"]


def test_it_says_how_the_model_comes_to_every_figure():
    assert WORKED_OUT.keys() == figures().keys()


def test_misses_stand_first_and_the_widest_of_them_before_all(told):
    verdicts = told.frame["verdict"].to_list()
    assert verdicts == sorted(verdicts, key=list(VERDICTS.values()).index)
    far = [max(t, 1 / t) for t in told.frame.filter(pl.col("verdict") == "miss")["times"] if t]
    assert far == sorted(far, reverse=True)


def test_the_answer_counts_hits_and_misses_and_nothing_else(told):
    counts = dict(told.frame["verdict"].value_counts().rows())
    hits, misses = counts.get("hit", 0), counts["miss"]
    assert f"of {hits + misses} published figures" in findings.history_answer(told)
    assert f"**hits {hits}** and **misses {misses}**" in findings.history_answer(told)
    assert f"Another {counts['built in']} are built in" in " ".join(findings.what_that_means(told))


def with_verdicts(told, verdict: str, *, is_floor: bool = False):
    """The same rows as if all of them had come out as ``verdict``."""
    frame = told.frame.with_columns(
        verdict=pl.lit(VERDICTS[verdict]), is_floor=pl.lit(is_floor), times=pl.lit(3.0)
    )
    return type(told)(frame, told.provenance)


def test_the_answer_changes_with_the_figures(told):
    assert findings.history_answer(with_verdicts(told, HIT)).startswith("Mostly")
    assert findings.history_answer(with_verdicts(told, MISS)).startswith("Seldom")
    assert findings.history_answer(with_verdicts(told, BUILT_IN)).startswith("It can't be told")
    assert findings.chart_title(with_verdicts(told, HIT)) == "No published figure is missed"


def test_a_hit_against_a_floor_is_called_what_it_is(told):
    floors = findings.what_that_means(with_verdicts(told, HIT, is_floor=True))
    assert "proves little" in floors[0]
    assert "proves little" not in " ".join(findings.what_that_means(with_verdicts(told, HIT)))


def test_a_miss_is_told_as_plainly_as_a_hit(told):
    missed = with_verdicts(told, MISS).frame.row(0, named=True)
    hit = with_verdicts(told, HIT).frame.row(0, named=True)
    assert "what was published is about 3.0 times that" in findings.row_words(missed)
    for row in (missed, hit):
        words = findings.row_words(row)
        assert row["explanation"] in words
        assert f"[{row['source']}]({row['link']})" in words
        assert row["published_text"] in words


def test_every_row_stands_below_one_heading(told):
    below = [row["id"] for _, _, rows in findings.groups(told) for row in rows]
    assert sorted(below) == sorted(told.frame["id"])
    assert set(VERDICTS) == {HIT, MISS, BUILT_IN, NO_NUMBER}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("£45.40 million", "£45.4 million"), ("5.00 million", "5 million"), ("55,000", "55,000")],
)
def test_published_figures_have_no_zeros_that_say_nothing(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_chart_has_a_line_for_every_figure_with_a_number(told, mode):
    spec = drawn(told.frame, mode=mode, alt_text="Words.", mark="Synthetic children").to_dict()
    assert spec["description"] == "Words."
    assert spec["title"]["text"] == "Synthetic children"
    names = {layer["data"]["name"] for layer in spec["layer"] if "data" in layer}
    names |= {spec["data"]["name"]} if "data" in spec else set()
    lines = [rows for rows in (spec["datasets"][name] for name in names) if "first" in rows[0]]
    assert len(lines) == 1
    assert len(lines[0]) == told.frame["times"].is_not_null().sum()
    shapes = {row["shape"] for row in lines[0]}
    assert shapes == {"diamond", "triangle-right"}  # what is a floor is no colour alone
    assert len({row["fill"] for row in lines[0]}) == 2
    for row in lines[0]:
        assert row["from"] <= row["low_times"] <= 1 <= row["high_times"] <= row["to"]
        assert row["from"] <= row["times"] <= row["to"]


def test_a_world_without_shielded_children_leaves_their_line_out(told):
    frame = told.frame.with_columns(
        times=pl.when(pl.col("id") != "cp_shielded").then("times"),
    )
    spec = drawn(frame, mode="light", alt_text="a", mark="m").to_dict()
    assert "Shielded records" not in str(spec["datasets"])


def test_the_evidence_holds_published_and_model_with_the_command(told):
    told = as_evidence(told)
    assert set(told.frame["group"]) == {"published", "model"}
    assert told.frame.height == 2 * told.frame["outcome"].n_unique()
    assert any("contactlens history" in value for _, value in told.provenance.params)
    assert len(told.provenance.designs) == 3


def test_the_page_tells_all_of_it(open_page, small_world):
    app = open_page(small_world, "history")
    assert not app.exception
    assert app.title[0].value.endswith("?")
    assert answer(app).startswith(("Seldom", "Mostly"))
    assert len(app.get("vega_lite_chart")) == 1
    for row in published():
        if row["kind"] != "fact":
            assert row["explanation"] in said(app)
            assert row["link"] in said(app)


def test_an_imported_world_is_not_held_against_england(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    app = open_page(world, "history")
    assert not app.exception
    assert app.title[0].value.endswith("?")
    assert "stands for England" in app.info[0].value
    assert "Not a forecast" in said(app)
