"""Are the charts sound: fields that exist, words for those who can't see, few rows."""

from __future__ import annotations

from functools import partial

import polars as pl
import pytest

from analysis import compare, delay, findings, funnel, gaps
from analysis.charts.days_held import days_held
from analysis.charts.dot_field import DOTS, dot_field, thousand
from analysis.charts.intervals import intervals
from analysis.charts.style import ROW_BUDGET, TooManyRows, data
from analysis.charts.who_knows_what import brief, who_knows_what
from analysis.outcomes import outcome

SHARE, COUNT, FUNNEL = outcome("gap_share"), outcome("sharing_gaps"), outcome("funnel")


@pytest.fixture(scope="module")
def charts(prepared, assumptions) -> dict:
    """Every chart of the dashboard, drawn from a small world."""
    headline = gaps.headline(prepared, assumptions)
    pairs, steps = gaps.by_pair(prepared, assumptions), funnel.funnel(prepared, assumptions)
    held = delay.delay(prepared, assumptions)
    tiers = compare.compare_groups(prepared, "need_tier", assumptions).frame
    return {
        "funnel": (partial(dot_field, steps.frame, FUNNEL), (FUNNEL,)),
        "pairs": (partial(who_knows_what, pairs.frame, SHARE, COUNT), (SHARE, COUNT)),
        "share": (partial(intervals, tiers, "gap_share", SHARE), (SHARE,)),
        "count": (partial(intervals, tiers, "n_gaps", COUNT), (COUNT,)),
        "delay": (
            partial(days_held, held.frame, outcome("needs_by_delay"), headline=headline.frame),
            (),
        ),
    }


NAMES = ("funnel", "pairs", "share", "count", "delay")


def spec_of(charts: dict, name: str, mode: str = "light") -> dict:
    draw, _ = charts[name]
    return draw(mode=mode, alt_text=f"What {name} shows.", mark="Synthetic children").to_dict()


def rows_of(spec: dict, layer: dict) -> list[dict]:
    held = layer.get("data", spec.get("data"))
    return held["values"] if "values" in held else spec["datasets"][held["name"]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_chart_has_words_a_mark_of_origin_and_few_rows(charts, name, mode):
    spec = spec_of(charts, name, mode)
    assert spec["description"] == f"What {name} shows."
    assert spec["title"]["text"] == "Synthetic children"
    assert spec["background"] == "transparent"
    assert spec["width"] == "container"
    for layer in spec["layer"]:
        assert 0 < len(rows_of(spec, layer)) <= ROW_BUDGET


@pytest.mark.parametrize("name", NAMES)
def test_encoded_fields_exist(charts, name):
    spec = spec_of(charts, name)
    for layer in spec["layer"]:
        columns = set(rows_of(spec, layer)[0])
        for channel in layer["encoding"].values():
            for encoding in channel if isinstance(channel, list) else [channel]:
                if "field" in encoding:
                    assert encoding["field"] in columns


@pytest.mark.parametrize("name", NAMES)
def test_titles_name_the_unit(charts, name):
    spec, (_, measures) = spec_of(charts, name), charts[name]
    titles = str(spec)
    for measure in measures:
        assert measure.axis_title in titles
        assert measure.unit.value in titles.casefold()


def test_a_chart_that_would_flood_the_browser_is_refused():
    with pytest.raises(TooManyRows, match="At most 1,000 rows"):
        data(pl.DataFrame({"x": range(ROW_BUDGET + 1)}))


def test_the_field_holds_a_thousand_dots_in_the_right_proportions(charts):
    spec = spec_of(charts, "funnel")
    dots = rows_of(spec, spec["layer"][0])
    assert len(dots) == DOTS
    assert len({(dot["column"], dot["row"]) for dot in dots}) == DOTS  # none hides another


def test_each_step_of_the_field_has_a_shape_and_fill_of_its_own(charts):
    spec = spec_of(charts, "funnel")
    looks = {}
    for dot in rows_of(spec, spec["layer"][0]):
        looks.setdefault(dot["label"], set()).add((dot["shape"], dot["fill"] == "transparent"))
    assert all(len(look) == 1 for look in looks.values())
    assert len({next(iter(look)) for look in looks.values()}) == len(looks)


@pytest.mark.parametrize(
    ("values", "dots"),
    [
        ([1, 1, 1], [334, 333, 333]),
        ([999.6, 0.4], [1000, 0]),
        ([0, 0], [0, 0]),
        ([10, 30], [250, 750]),
    ],
)
def test_dots_add_up_to_a_thousand(values, dots):
    assert thousand(values) == dots


def test_a_pair_without_needs_is_grey_and_says_so(prepared, assumptions):
    frame = gaps.by_pair(prepared, assumptions).frame.with_columns(
        gap_share=pl.when(pl.col("seeker") != "prevent").then("gap_share")
    )
    spec = who_knows_what(frame, SHARE, COUNT, mode="light", alt_text="a", mark="m").to_dict()
    cells = [row for row in rows_of(spec, spec["layer"][0]) if row["seeker_label"] == "Prevent"]
    assert len(cells) == 9
    assert {(cell["words"], cell["share_text"]) for cell in cells} == {("–", "no needs")}


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (812, "812"), (4_400, "4k"), (990_000, "1.0m"), (1.26e6, "1.3m")]
)
def test_a_number_beside_a_bar_is_brief(count, words):
    assert brief(count) == words


def test_alternative_text_tells_the_finding_and_the_origin(prepared, assumptions):
    steps = funnel.funnel(prepared, assumptions)
    title, summary = findings.funnel_title(steps), findings.funnel_summary(steps)
    words = findings.alt_text(title, steps, summary)
    assert title in words
    assert "Synthetic children" in words
    assert "*" not in words
