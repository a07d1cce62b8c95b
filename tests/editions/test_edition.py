"""Is an edition whole, the same twice, and made of nothing but its inputs?"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess

import jsonschema
import pytest

from analysis.appetite import Appetite
from analysis.editions.checksums import SUMS
from analysis.editions.figures import DIFFERENCE
from analysis.editions.folder import parse_edition, read_edition, write_edition
from analysis.editions.format import Edition, edition_schema
from analysis.editions.pack import words
from analysis.editions.press import MOST_BYTES, press, record
from analysis.editions.request import request, request_of
from analysis.evaluation import evaluate
from analysis.scenarios import read_scenario
from analysis.workbench import workbench
from data.world import WorldError
from tests.editions.conftest import DAY, FUTURES


def test_published_twice_it_is_the_same_byte_for_byte(printing, asked, pressed):
    bench = workbench(printing.world(), n_futures=FUTURES, threads=1)
    again = press(bench, asked)
    assert again.files == pressed.files


def test_it_is_small_and_has_all_that_it_lists(pressed, copy):
    assert sum(map(len, pressed.files.values())) < MOST_BYTES
    listed = {line.split("  ")[1] for line in (copy / SUMS).read_text().splitlines()}
    there = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert there == listed | {SUMS}
    wanted = {"index.html", "edition.json", "datapackage.json", "CITATION.cff"}
    assert wanted <= there
    assert {"pack/dpia-local_hub.md", "pack/flows.md", "pack/transparency.md"} <= there


def test_its_checksums_are_read_by_the_usual_tool(copy):
    told = subprocess.run(["sha256sum", "-c", SUMS], cwd=copy, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout


def test_its_record_follows_the_schema_and_reads_back_the_same(pressed):
    raw = pressed.files["edition.json"]
    jsonschema.validate(json.loads(raw), edition_schema())
    assert parse_edition(raw) == pressed.edition
    assert record(parse_edition(raw)) == raw


def test_its_figures_are_those_of_an_evaluation(printing, edition, asked):
    bench = workbench(printing.world(), n_futures=FUTURES)
    held = evaluate(bench, asked.designs[1])
    for id in ("sharing_gaps", "gaps_closed", "yearly_cost", "views", "entries_without_concern"):
        told, one = edition.figure(f"local_hub/{id}"), held.estimate(id)
        assert (told.text, told.interval) == (one.text, one.interval_text)
        for end in ("value", "low", "high"):
            assert getattr(told, end) == pytest.approx(getattr(one, end), rel=1e-9)


def test_a_difference_is_what_the_design_has_more(edition):
    gaps, before, told = (
        edition.figure(id).value
        for id in (
            "local_hub/sharing_gaps",
            "status_quo/sharing_gaps",
            f"local_hub/sharing_gaps/{DIFFERENCE}",
        )
    )
    assert told == pytest.approx(gaps - before, rel=1e-6)


def test_every_figure_has_an_id_of_its_own_a_unit_and_a_meaning(edition):
    ids = [one.id for one in edition.figures]
    assert len(set(ids)) == len(ids)
    known = {one.id for one in edition.definitions}
    assert all(one.unit for one in edition.figures)
    assert {one.definition for one in edition.figures} <= known
    assert all(one.formula and one.source and one.caveat for one in edition.definitions)


def test_it_carries_what_it_takes_to_make_it_again(edition, asked):
    again = request_of(edition)
    assert again.designs == asked.designs
    assert again.assumptions == asked.assumptions
    assert again.rules == asked.rules == Appetite(10, False, True, 1)


def test_every_figure_of_the_pack_is_in_the_edition(pressed):
    quoted = 0
    for path, content in pressed.files.items():
        if not path.startswith("pack/dpia"):
            continue
        for text, id in re.findall(r": \*\*(.+?)\*\* \(`([\w./]+)`\)", content.decode()):
            assert text == words(pressed.edition.figure(id))
            quoted += 1
    assert quoted > 10


def test_the_draft_assessment_goes_through_all_seven_steps(pressed):
    text = pressed.files["pack/dpia-local_hub.md"].decode()
    assert re.findall(r"^## Step (\d):", text, flags=re.MULTILINE) == list("1234567")
    assert "to be filled in by the publishing body" in text


def test_the_flows_have_five_parts_each(pressed):
    table = pressed.files["pack/flows.md"].decode().partition("## Local hubs")[2]
    rows = [line for line in table.splitlines() if line.startswith("|")]
    assert len(rows) == 4
    assert all(len(re.split(r"(?<!\\)\|", row)) == 7 for row in rows)
    assert "one case at a time" in pressed.files["pack/flows.md"].decode()


def test_the_data_package_is_valid(copy):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the validator's own libraries
        from frictionless import Package, validate

        told = validate(str(copy / "datapackage.json"))
        assert told.valid, told.to_summary()
        assert len(Package(str(copy / "datapackage.json")).resources) >= 5


def test_the_tables_hold_every_figure(pressed):
    rows = list(csv.DictReader(io.StringIO(pressed.files["data/figures.csv"].decode())))
    assert [row["figure"] for row in rows] == [one.id for one in pressed.edition.figures]
    assert [row["text"] for row in rows] == [one.text for one in pressed.edition.figures]


def test_without_a_design_there_is_no_edition():
    with pytest.raises(WorldError, match="At least one design"):
        request("T", [read_scenario("status_quo")], dated=DAY)
    with pytest.raises(WorldError, match="needs a title"):
        request(" \n", [read_scenario("local_hub")], dated=DAY)
    twice = [read_scenario("local_hub")] * 2
    with pytest.raises(WorldError, match="given twice"):
        request("T", twice, dated=DAY)


def test_another_folder_is_left_alone(pressed, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(WorldError, match="is not an edition"):
        write_edition(pressed, tmp_path / "mine", replace=True)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "Dear"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "edition format"),
        ("{", "no valid JSON"),
        ('{"format": 99}', "reads format 1"),
        ('{"format": 1}', "is no edition"),
        ("[" * 100_000, "no valid JSON"),
        ('{"format": 1, "<script>": 2}', "is no edition"),
    ],
)
def test_what_is_no_edition_gets_a_plain_sentence(tmp_path, text, expected):
    file = tmp_path / "edition.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WorldError, match=expected) as told:
        read_edition(file)
    assert "<" not in str(told.value)


def test_there_is_nothing_to_read_in_an_empty_folder(tmp_path):
    with pytest.raises(WorldError, match="There is no edition in"):
        read_edition(tmp_path)


def test_an_edition_knows_its_figures(edition: Edition):
    with pytest.raises(KeyError, match="no figure"):
        edition.figure("local_hub/nothing")
