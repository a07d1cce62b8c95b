"""Do files explain themselves: designs, version, date, origin, and nothing that runs?"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from functools import partial
from xml.etree import ElementTree

import polars as pl
import pyarrow.parquet as pq
import pytest

from analysis.answers import COMMAND, answer_of
from analysis.assuming import believed
from analysis.charts.intervals import intervals
from analysis.citation import FILE, bibtex, citation, work
from analysis.design_link import design_id
from analysis.downloads import file_name, inert_cells, metadata, to_csv, to_parquet
from analysis.evaluation import evaluate
from analysis.outcomes import outcome
from analysis.pictures import Picture, picture_name, to_png, to_svg
from analysis.scenarios import own_scenario, read_scenario
from analysis.tables import group_label, readable, written
from analysis.workbench import workbench
from data.world import open_world
from synthetic.generate import generate_world

DAY = date(2026, 11, 22)
OUTCOMES = ("sharing_needs", "sharing_gaps", "gap_share")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("downloads") / "world"
    generate_world(folder, n_children=3_000, seed=11, workers=1)
    assumed = believed(told=["consent_share=0.4"])
    return workbench(open_world(folder), n_futures=20, assumptions=assumed)


@pytest.fixture(scope="module")
def designs():
    levers = read_scenario("contactpoint_2009").levers
    own = own_scenario(levers, label="Mine & <yours>", summary="A design.")
    return [read_scenario("status_quo"), read_scenario("local_hub"), own]


@pytest.fixture(scope="module")
def answer(bench, designs):
    found = [evaluate(bench, one, families=("needs",)) for one in designs]
    return answer_of(bench, found, OUTCOMES, title="Needs & gaps of <three> designs")


@pytest.fixture(scope="module")
def picture(answer):
    rows = answer.frame.filter(pl.col("outcome") == "sharing_gaps").select(
        pl.col("scenario").alias("group_label"), n="value", n_low="low", n_high="high"
    )
    draw = partial(intervals, rows, "n", outcome("sharing_gaps"))
    return Picture(answer, draw, "Gaps & <designs>: " + "words " * 30, "What it shows.")


def test_metadata_names_designs_levers_and_what_is_held(answer, bench, designs):
    record = json.loads(metadata(answer, made_on=DAY))
    told = {one["scenario"]: one for one in record["designs"]}
    assert list(told) == [one.id for one in designs]
    for one in designs:
        assert told[one.id]["design_id"] == design_id(one.levers, bench.assumptions)
        assert told[one.id]["levers"] == json.loads(json.dumps(dict(one.sets)))
    assert told["status_quo"]["levers"] == {}
    assert record["assumptions"] == {"consent_share": {"low": 0.4, "central": 0.4, "high": 0.4}}
    assert record["made_on"] == "2026-11-22"
    assert record["citation"] == citation(answer, made_on=DAY)
    assert "--assume consent_share=0.4" in record["parameters"][COMMAND]
    assert "mine_yours.toml" in record["parameters"][COMMAND]  # no preset: a file of one's own


def test_csv_and_parquet_hold_the_same_figures_and_their_record(answer):
    text = to_csv(answer, made_on=DAY)
    table = pl.read_csv(io.BytesIO(text), comment_prefix="#")
    file = pq.read_table(io.BytesIO(to_parquet(answer, made_on=DAY)))
    assert table.columns == file.column_names == answer.frame.columns
    assert table["value"].to_list() == file["value"].to_pylist() == answer.frame["value"].to_list()
    record = json.loads(file.schema.metadata[b"contactlens"])
    assert record == json.loads(metadata(answer, made_on=DAY))
    head = [line for line in text.decode().splitlines() if line.startswith("#")]
    assert any("Synthetic children" in line for line in head)
    assert any(line.startswith("# design local_hub: Local hubs (") for line in head)


@pytest.mark.parametrize(
    "cell", ["=1+2", "+1", "-cmd|' /C calc'!A0", "@sum(A1)", "\t=1", "#x", " =1"]
)
def test_a_cell_that_a_spreadsheet_would_run_comes_out_inert(cell):
    frame = inert_cells(pl.DataFrame({"label": [cell, "plain"], "n": [-1, 2]}))
    assert frame["label"].to_list() == [f"'{cell}", "plain"]
    assert frame["n"].to_list() == [-1, 2]
    read = list(csv.reader(io.StringIO(frame.write_csv())))
    assert read[1][0][0] == "'"


@pytest.mark.parametrize("cell", ["-12% to 3%", "-£1.2 million to £3 million", "-4", "1 to 2"])
def test_a_figure_of_ours_stays_as_it_is(cell):
    assert inert_cells(pl.DataFrame({"interval": [cell]}))["interval"][0] == cell


def test_a_label_of_several_lines_stays_in_its_line_of_the_head(answer, bench):
    text = to_csv(
        answer_of(
            bench,
            [evaluate(bench, read_scenario("local_hub"), families=("needs",))],
            OUTCOMES,
            title="One\n=2+3\nthree",
        ),
        made_on=DAY,
    ).decode()
    head = text.partition("\nscenario,")[0]
    assert all(line.startswith("# ") for line in head.splitlines())


def test_a_citation_names_work_figure_designs_world_version_and_date(answer):
    told = citation(answer, made_on=DAY)
    cited = work()
    words = FILE.read_text(encoding="utf-8")
    assert f'title: "{cited.title}"' in words
    assert f"version: {cited.version}" in words
    for part in (
        cited.title,
        cited.version,
        cited.authors,
        answer.provenance.title,
        "local_hub (",
        f"world {answer.provenance.world_fingerprint[:8]} (synthetic children)",
        f"results version {answer.provenance.results_version}",
        "2026-11-22",
    ):
        assert part in told


def test_bibtex_is_balanced_and_escapes_its_commands(answer):
    entry = bibtex(answer, made_on=DAY)
    assert entry.startswith("@software{")
    assert entry.count("{") == entry.count("}")
    assert "Needs \\& gaps" in entry
    assert "status\\_quo" in entry


def test_a_picture_says_what_it_shows_of_what_and_when(picture, answer):
    root = ElementTree.fromstring(to_svg(picture, made_on=DAY))
    words = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    for part in (
        "Gaps & <designs>",
        "Synthetic children: no figure describes a real child.",
        "Local hubs (",
        f"world {answer.provenance.world_fingerprint[:8]}",
        f"results {answer.provenance.results_version}",
        "22 November 2026",
    ):
        assert part in words
    assert root.find(f"{SVG}desc").text == "What it shows."
    fonts = {one.get("font-family") for one in root.iter() if one.get("font-family")}
    assert {font.split(",")[0] for font in fonts} == {"Liberation Sans"}
    title = [one for one in root.findall(f"{SVG}text") if one.get("font-weight") == "bold"]
    assert len(title) > 1  # a long one is cut into lines


def test_a_picture_is_the_same_each_time_and_png_is_twice_as_large(picture):
    svg, png = to_svg(picture, made_on=DAY), to_png(picture, made_on=DAY)
    assert svg == to_svg(picture, made_on=DAY)
    assert png == to_png(picture, made_on=DAY)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width = int(ElementTree.fromstring(svg).get("width"))
    assert int.from_bytes(png[16:20], "big") == 2 * width


def test_files_are_named_by_figure_and_world(picture, answer):
    assert file_name(answer, "csv").startswith("synthetic-needs-gaps-of-three-designs-")
    assert picture_name(picture, "svg", 2).endswith("-2.svg")
    assert picture_name(picture, "svg").endswith(f"{answer.provenance.world_fingerprint[:8]}.svg")


def test_a_table_of_designs_names_them_and_leaves_out_what_is_the_same(answer, bench):
    table = readable(answer)
    assert table.columns[0] == "Design"
    assert "Group" not in table.columns
    assert set(table["Design"]) == {one.scenario.label for one in answer.provenance.designs}
    one = answer_of(
        bench,
        [evaluate(bench, read_scenario("local_hub"), families=("needs",))],
        OUTCOMES,
        title="One",
    )
    assert "Design" not in readable(one).columns
    share = readable(one).filter(pl.col("Unit") == "% of needs")["Value"][0]
    assert 1 < share <= 100


@pytest.mark.parametrize(
    ("dimension", "group", "label"),
    [
        ("all", "all", "Everybody"),
        ("area", "E06000001", "Hartlepool"),
        ("need_tier", "acute", "Acute"),
        ("age_band", "1_to_4", "1 to 4"),
        ("seeker", "social_care", "Social care"),
        ("step", "gap_remains", "Gap remains"),
    ],
)
def test_a_group_is_told_in_words(dimension, group, label):
    assert group_label(dimension, group) == label


def test_cells_are_written_without_decimals_that_say_nothing():
    cells = (1234567, 1234567.0, 0.5, None, "text", True)
    assert [written(cell) for cell in cells] == [
        "1,234,567",
        "1,234,567",
        "0.50",
        "–",
        "text",
        "True",
    ]
