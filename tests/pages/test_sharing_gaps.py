"""Does a person see where gaps stay, under any design, and never a count of few children?"""

from __future__ import annotations

import json

import polars as pl
import pyarrow as pa
import pytest

from analysis.appetite import read_appetite
from analysis.design_gaps import by_pair
from analysis.scenarios import load_scenarios, read_scenario
from analysis.workbench import workbench
from tests.attacker import bounds
from tests.pages.screens import BARE, said
from tests.tables import drawn_world

PRESETS = {one.id: one.label for one in load_scenarios()}
# The table of AI-SDC/ACRO issue 198, seekers down and holders across.
SEEKERS = ("school", "primary_care", "hospital", "mental_health", "sensitive_health")
HOLDERS = ("police", "social_care", "youth_justice")
ACRO = ((1440, 1440, 1440), (858, 1484, 1924), (0, 0, 2), (2022, 1264, 758), (0, 132, 196))


def rows_of(app, chart: int) -> list[pl.DataFrame]:
    """The rows that a browser gets of one chart."""
    held = app.get("vega_lite_chart")[chart].proto.datasets
    return [pl.from_arrow(pa.ipc.open_stream(one.data.data).read_all()) for one in held]


def cells_of(app) -> pl.DataFrame:
    """The cells of the matrix, which is the first chart."""
    return next(rows for rows in rows_of(app, 0) if "share_text" in rows.columns)


@pytest.fixture(scope="module")
def acro_world(tmp_path_factory):
    """Each child has one need: of one holder, at one seeker."""
    children, contacts = [], []
    for seeker, counts in zip(SEEKERS, ACRO, strict=True):
        for holder, n in zip(HOLDERS, counts, strict=True):
            for _ in range(n):
                id = str(len(children) + 1)
                children.append({"child_id": id})
                for agency, day in ((holder, "2023-05-01"), (seeker, "2023-05-10")):
                    contacts.append(
                        {
                            "child_id": id,
                            "agency": agency,
                            "contacted_on": day,
                            "is_concern": "true",
                        }
                    )
    folder = tmp_path_factory.mktemp("acro")
    return drawn_world(folder, child=children, contact=contacts, origin="imported")


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_answered_with_an_interval(open_page, small_world, preset):
    app = open_page(small_world, "sharing_gaps", like=preset)
    assert not app.exception
    answer = app.markdown[0].value
    assert answer.startswith(f"Under **{PRESETS[preset]}**, about **")
    assert "stay gaps (" in answer
    assert " to " in answer
    assert ("Held against **No index**" in answer) == (preset != "status_quo")


@pytest.mark.parametrize(
    ("view", "words"),
    [("design", "behind"), ("reference", "under No index"), ("difference", "of the gaps closed")],
)
def test_the_matrix_shows_design_reference_or_difference(open_page, small_world, view, words):
    app = open_page(small_world, "sharing_gaps", like="local_hub", view=view)
    assert not app.exception
    assert words in app.header[0].value
    signs = cells_of(app).filter(pl.col("words").str.contains("−")).height
    assert (signs > 0) == (view == "difference")


def test_a_design_held_against_itself_has_no_difference_to_show(open_page, small_world):
    app = open_page(small_world, "sharing_gaps", like="status_quo", view="difference")
    assert not app.exception
    assert "of all sharing gaps under No index" in app.header[0].value


@pytest.mark.parametrize(
    "by", ["age_band", "sex", "ethnic_group", "deprivation_decile", "need_tier", "region", "area"]
)
def test_children_can_be_grouped_in_each_way(open_page, small_world, by):
    app = open_page(small_world, "sharing_gaps", by=by, fair_by="deprivation_decile")
    assert not app.exception
    assert "withheld" in said(app)
    groups = {"region": 2}.get(by, 1)  # tiles and lines
    assert len(app.get("vega_lite_chart")) == 1 + groups + 4 + 1  # matrix, fairness, days held


def test_all_councils_are_ranked_and_those_of_a_region_named(open_page, small_world):
    app = open_page(small_world, "sharing_gaps", by="area", region="London")
    assert "councils of London among all" in said(app)
    everywhere, london = rows_of(app, 1), rows_of(app, 2)
    assert max(rows.height for rows in everywhere) > 100
    names = {name for rows in london if "group_label" in rows for name in rows["group_label"]}
    assert {"Camden", "Hackney"} <= names
    assert "Kent" not in names


def test_what_is_withheld_says_so_in_chart_table_and_words(open_page, small_world):
    app = open_page(small_world, "sharing_gaps", by="area")
    cells = cells_of(app)
    hidden = cells.filter(pl.col("words") == "[c]")
    assert hidden.height > 0
    assert set(hidden["share_text"]) == set(hidden["count_text"]) == {"withheld"}
    assert "pairs of agencies withheld: fewer than 10 children" in said(app)
    assert "councils and regions withheld: fewer than 10 children" in said(app)


def test_what_totals_gave_away_in_acro_issue_198_is_withheld_on_the_page(open_page, acro_world):
    app = open_page(acro_world, "sharing_gaps", like="status_quo")
    assert not app.exception
    hidden = cells_of(app).filter(pl.col("words") == "[c]").select("seeker_label", "holder_label")
    assert set(hidden.rows()) == {
        ("Hospital", "Youth justice"),
        ("Sensitive health", "Youth justice"),
    }
    bars = [rows["words"].to_list() for rows in rows_of(app, 0) if "wx" in rows.columns]
    assert sum(words.count("[c]") for words in bars[:1]) == 2  # both sums that would tell
    assert "2 of 90 pairs of agencies withheld" in said(app)


def test_nobody_can_work_out_of_the_table_what_the_page_withholds(acro_world):
    told = by_pair(workbench(acro_world, n_futures=20), *[read_scenario("status_quo")] * 2)
    least = read_appetite().threshold
    for column in ("n_needs", "with_need_in_world"):  # every child has one need
        cells = {(s, h): n for s, h, n in told.frame.select("seeker", "holder", column).rows()}
        shown = {place: round(n) for place, n in cells.items() if n is not None}
        floors = {place: 0 for place, n in cells.items() if n is None}
        assert set(floors) == {
            ("hospital", "youth_justice"),
            ("sensitive_health", "youth_justice"),
            ("hospital", None),
            ("sensitive_health", None),
        }
        agencies = sorted({seeker for seeker, _ in cells if seeker})
        equations = [
            ((one, None), [(one, other) for other in agencies if other != one]) for one in agencies
        ]
        equations += [
            ((None, one), [(other, one) for other in agencies if other != one]) for one in agencies
        ]
        equations.append(((None, None), [(one, None) for one in agencies]))
        low, high = bounds(shown, floors, equations)["hospital", "youth_justice"]
        assert low <= 1
        assert high >= least
    hidden = told.frame.filter("is_withheld").drop(
        "seeker", "seeker_label", "holder", "holder_label"
    )
    assert hidden.drop("is_withheld").null_count().row(0) == (hidden.height,) * (hidden.width - 1)


def test_what_an_imported_world_lacks_is_said_in_a_sentence(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    app = open_page(world, "sharing_gaps", by="deprivation_decile")
    assert not app.exception
    assert "no column 'deprivation_decile'" in said(app)
    assert "does not tell the groups" in said(app)


def test_a_world_without_a_need_is_answered_too(open_page, tmp_path):
    lone = "child_id | agency | contacted_on | is_concern\n1 | police | 2023-05-01 | true"
    world = drawn_world(tmp_path, child="child_id\n1", contact=lone, origin="imported")
    app = open_page(world, "sharing_gaps")
    assert not app.exception
    assert app.markdown[0].value.startswith("Nowhere in this world")


def test_an_unknown_view_falls_back_with_a_note(open_page, small_world):
    app = open_page(small_world, "sharing_gaps", view="everything")
    assert not app.exception
    assert any("everything" in one.value for one in app.info)


def test_the_spec_of_the_matrix_names_its_unit(open_page, small_world):
    app = open_page(small_world, "sharing_gaps", view="difference")
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    assert "percentage points" in json.dumps(spec)
    assert "Synthetic children" in spec["description"]
