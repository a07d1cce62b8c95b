"""Are the charts sound: fields that exist, words for those who can't see, few rows."""

from __future__ import annotations

from functools import partial

import polars as pl
import pytest

from analysis import findings, funnel
from analysis.charts.days_held import days_held
from analysis.charts.dot_field import DOTS, dot_field, thousand
from analysis.charts.leads import leads
from analysis.charts.ranked_areas import ranked_areas
from analysis.charts.style import ROW_BUDGET, TooManyRows, data
from analysis.charts.tile_grid import tile_grid
from analysis.charts.two_designs import two_designs
from analysis.charts.who_knows_what import brief, who_knows_what
from analysis.design_delay import by_days_held
from analysis.design_gaps import by_group, by_pair
from analysis.design_leads import by_threat
from analysis.outcomes import outcome
from analysis.scenarios import read_scenario
from analysis.who_leads import lead_agencies
from analysis.workbench import workbench

SHARE, COUNT, FUNNEL = outcome("gap_share"), outcome("sharing_gaps"), outcome("funnel")
CLOSED, CASES, ORPHANED = (outcome(id) for id in ("gaps_closed", "lead_cases", "lead_orphaned"))
BOTH = ("Local hubs", "No index")


@pytest.fixture(scope="module")
def frames(small_world) -> dict[str, pl.DataFrame]:
    """What charts of sharing gaps are drawn from."""
    bench = workbench(small_world, n_futures=30)
    designs = read_scenario("local_hub"), read_scenario("status_quo")
    return {
        "pairs": by_pair(bench, *designs).frame,
        "tiers": by_group(bench, *designs, "need_tier").frame,
        "regions": by_group(bench, *designs, "region").frame,
        "councils": by_group(bench, *designs, "area").frame,
        "held": by_days_held(bench, *designs).frame,
        "leads": by_threat(bench, *designs, lead_agencies()).frame,
    }


@pytest.fixture(scope="module")
def charts(prepared, assumptions, frames) -> dict:
    """Every chart of gaps, drawn from a small world."""
    steps, pairs = funnel.funnel(prepared, assumptions), frames["pairs"]
    difference = {"view": "difference"}
    return {
        "funnel": (partial(dot_field, steps.frame, FUNNEL), (FUNNEL,)),
        "pairs": (partial(who_knows_what, pairs, SHARE, COUNT), (SHARE, COUNT)),
        "closed": (partial(who_knows_what, pairs, SHARE, CLOSED, **difference), (CLOSED,)),
        "tiers": (partial(two_designs, frames["tiers"], "gap_share", SHARE, BOTH), (SHARE,)),
        "regions": (
            partial(two_designs, frames["regions"], "gap_share", SHARE, BOTH[:1], beside=COUNT),
            (SHARE,),
        ),
        "tiles": (partial(tile_grid, frames["regions"], SHARE), (SHARE,)),
        "moved": (partial(tile_grid, frames["regions"], SHARE, **difference), ()),
        "councils": (
            partial(ranked_areas, frames["councils"], SHARE, (0.4, 0.3, 0.5), region="London"),
            (SHARE,),
        ),
        "falls": (partial(ranked_areas, frames["councils"], SHARE, None, **difference), ()),
        "delay": (
            partial(
                days_held,
                frames["held"],
                outcome("needs_by_delay"),
                median=50.0,
                reference="No index",
            ),
            (),
        ),
        "leads": (partial(leads, frames["leads"], CASES, ORPHANED, BOTH), (CASES,)),
    }


NAMES = (
    "funnel",
    "pairs",
    "closed",
    "tiers",
    "regions",
    "tiles",
    "moved",
    "councils",
    "falls",
    "delay",
    "leads",
)


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


def matrix(frame: pl.DataFrame) -> list[dict]:
    """The cells of a matrix in the row of Prevent, at the default view."""
    spec = who_knows_what(frame, SHARE, COUNT, mode="light", alt_text="a", mark="m").to_dict()
    cells = rows_of(spec, spec["layer"][0])
    return [row for row in cells if row["seeker_label"] == "Prevent"]


def test_a_pair_without_needs_is_grey_and_says_so(frames):
    none = pl.when(pl.col("seeker") != "prevent").then("gap_share").alias("gap_share")
    told = pl.lit(False).alias("is_withheld")
    cells = matrix(frames["pairs"].with_columns(none, told, pl.col("n_gaps").fill_null(0.0)))
    assert len(cells) == 9
    assert {(cell["words"], cell["share_text"]) for cell in cells} == {("–", "no needs")}


def test_a_withheld_pair_and_its_bar_say_so_and_hold_no_figure(frames):
    hidden = (pl.col("seeker") == "prevent").fill_null(value=False) | pl.col("is_withheld")
    figures = [name for name in frames["pairs"].columns if "gap" in name or name.startswith("n_")]
    frame = frames["pairs"].with_columns(
        *(pl.when(~hidden).then(name).alias(name) for name in figures), is_withheld=hidden
    )
    cells = matrix(frame)
    assert {(cell["words"], cell["share_text"], cell["count_text"]) for cell in cells} == {
        ("[c]", "withheld", "withheld")
    }
    spec = who_knows_what(frame, SHARE, COUNT, mode="dark", alt_text="a", mark="m").to_dict()
    bars = [row for layer in spec["layer"] for row in rows_of(spec, layer) if "wx" in row]
    assert {row["words"] for row in bars if row["y"] == 8.25} == {"[c]"}


def test_a_withheld_group_stands_in_its_chart_without_a_figure(frames):
    hidden = pl.col("group_id") == "acute"
    figures = [name for name in frames["tiers"].columns if "gap" in name]
    frame = frames["tiers"].with_columns(
        *(pl.when(~hidden).then(name).alias(name) for name in figures), is_withheld=hidden
    )
    draw = partial(two_designs, frame, "gap_share", SHARE, BOTH, beside=COUNT)
    spec = draw(mode="light", alt_text="a", mark="m").to_dict()
    rows = [row for row in rows_of(spec, spec["layer"][0]) if row["group_label"] == "Acute"]
    assert {(row["words"], row["value"], row["beside"]) for row in rows} == {("withheld", None, "")}


def test_a_design_and_its_reference_differ_in_shape_and_colour(frames):
    draw = partial(two_designs, frames["tiers"], "gap_share", SHARE, BOTH)
    spec = draw(mode="light", alt_text="a", mark="m").to_dict()
    looks = {
        (row["design"], row["shape"], row["colour"]) for row in rows_of(spec, spec["layer"][0])
    }
    assert len(looks) == 2
    assert len({shape for _, shape, _ in looks}) == len({colour for _, _, colour in looks}) == 2


def test_councils_that_are_withheld_are_in_no_chart(frames):
    spec = ranked_areas(
        frames["councils"], SHARE, None, mode="light", alt_text="a", mark="m"
    ).to_dict()
    drawn = {row["group_label"] for row in rows_of(spec, spec["layer"][0])}
    hidden = set(frames["councils"].filter("is_withheld")["group_label"])
    assert hidden
    assert not drawn & hidden


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (812, "812"), (4_400, "4k"), (990_000, "1.0m"), (1.26e6, "1.3m")]
)
def test_a_number_beside_a_bar_is_brief(count, words):
    assert brief(count) == words


def test_alternative_text_tells_the_finding_and_the_origin(prepared, assumptions):
    steps = funnel.funnel(prepared, assumptions)
    title, summary = "How far children get", findings.funnel_summary(steps)
    words = findings.alt_text(title, steps, summary)
    assert title in words
    assert "Synthetic children" in words
    assert "*" not in words
