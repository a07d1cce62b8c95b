"""Do the commands on oversight answer in every form, and refuse in words?"""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest

from analysis.oversight.detectors import BY_ID
from tests.cli.test_designs import asked, refused


@pytest.fixture(scope="module")
def log(world, tmp_path_factory):
    from cli import main

    folder = tmp_path_factory.mktemp("logs") / "drawn"
    args = ["access-log", "open_to_families", "--world", str(world), "--out", str(folder)]
    assert main([*args, "--assume", "misuse_rate=900"]) == 0
    return folder


def test_an_audit_of_a_drawn_log_is_scored(capsys, world, log, tmp_path):
    out = tmp_path / "queue.csv"
    told = asked(capsys, "audit", "--log", log, "--world", world, "--out", out)
    assert "are explained" in told
    assert "Synthetic." in told
    assert "Misuse was planted 300 times as often as assumed" in told
    assert "Precision" in told
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [int(row["place"]) for row in rows] == list(range(1, len(rows) + 1))
    surprises = [float(row["surprise"]) for row in rows]
    assert surprises == sorted(surprises, reverse=True)
    assert "kind" not in rows[0]


def test_json_and_csv_hold_every_detector(capsys, world, log):
    facts = json.loads(asked(capsys, "audit", "--log", log, "--world", world, "--format", "json"))
    assert {row["detector"] for row in facts["detectors"]} == set(BY_ID)
    assert facts["density"] == pytest.approx(300)
    assert [one["share"] for one in facts["reviews"]] == [0.001, 0.01, 0.1]
    told = asked(capsys, "audit", "--log", log, "--world", world, "--format", "csv")
    assert {row["detector"] for row in csv.DictReader(io.StringIO(told))} == set(BY_ID)


def test_a_log_of_others_is_taken_in_and_audited_without_scores(capsys, world, log, tmp_path):
    src = tmp_path / "in"
    src.mkdir()
    rows = pl.read_parquet(log / "access_event" / "*.parquet").cast({pl.Categorical: pl.String})
    rows.write_csv(src / "access_event.csv", datetime_format="%Y-%m-%d %H:%M:%S")
    with (src / "access_event.csv").open("a", encoding="utf-8") as file:
        file.write("x,never,,school,,1,\n")
    told = asked(capsys, "import-log", src, "--world", world, "--out", tmp_path / "log")
    assert "1 rejected" in told
    assert "next: contactlens audit" in told
    told = asked(capsys, "audit", "--log", tmp_path / "log", "--world", world)
    assert "Imported records." in told
    assert "nothing is scored" in told
    assert "surnames and postcodes" in told
    assert "Precision" not in told
    facts = asked(capsys, "audit", "--log", tmp_path / "log", "--world", world, "--format", "json")
    assert "reviews" not in json.loads(facts)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("audit", "--log", "{none}", "--world", "{world}"), "There is no access log"),
        (("audit", "--log", "{world}", "--world", "{world}"), "There is no access log"),
        (("import-log", "{none}", "--world", "{world}", "--out", "{none}2"), "There is no folder"),
        (
            ("audit", "--log", "{log}", "--world", "{world}", "--assume", "no_such=1"),
            "no_such",
        ),
        (
            ("audit", "--log", "{log}", "--world", "{world}", "--out", "{none}/a/b.csv"),
            "can't be written",
        ),
    ],
    ids=["no log", "a world", "no extract", "no assumption", "no place"],
)
def test_bad_input_is_told_in_one_sentence(capsys, world, log, tmp_path, arguments, says):
    given = {"none": tmp_path / "none", "world": world, "log": log}
    said = refused(capsys, *(one.format(**given) for one in arguments))
    assert says in said
    assert "Traceback" not in said
