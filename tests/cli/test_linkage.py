"""Does the command link, tell, write what others take, and refuse in words?"""

from __future__ import annotations

import csv
import io
import json

import pytest

from cli import main
from tests.cli.test_designs import asked, refused


@pytest.fixture(scope="module", autouse=True)
def beside(tmp_path_factory):
    """Studies of these tests go to a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTACTLENS_CACHE", str(tmp_path_factory.mktemp("kept")))
        yield


def test_it_tells_who_is_missed_and_what_was_measured(capsys, world):
    told = asked(capsys, "linkage", "--world", world)
    assert "synthetic records of school and social care" in told
    assert "are linked to their own child" in told
    for words in ("Looked after", "Moved lately", "Eastern European", "1 (most deprived)"):
        assert words in told
    assert "Measured here, beside the assumptions that ship" in told


def test_forms_hold_the_same_figures(capsys, world):
    rows = asked(capsys, "linkage", "--world", world, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(rows)))
    told = json.loads(asked(capsys, "linkage", "--world", world, "--format", "json"))
    assert told["synthetic"] is True
    assert [row["group"] for row in rows] == [row["group"] for row in told["groups"]]
    for ours, theirs in zip(rows, told["groups"], strict=True):
        assert float(ours["missed_share"]) == pytest.approx(theirs["missed_share"])
    assert {one["id"] for one in told["measured"]} >= {"link_share.exact", "false_match_share"}


def test_a_threshold_and_the_identifier_change_what_links(capsys, world):
    def share(*more: str) -> float:
        told = json.loads(asked(capsys, "linkage", "--world", world, "--format", "json", *more))
        return told["groups"][0]["right_share"]

    assert share("--certainty", "0.5") >= share() >= share("--certainty", "0.999999")
    assert share("--by", "identifier") > share()


def test_what_was_measured_is_taken_by_evaluate(capsys, world, tmp_path):
    file = tmp_path / "measured.toml"
    told = asked(capsys, "linkage", "--world", world, "--assumptions-out", file)
    assert f"in '{file}', for --assumptions" in told
    arguments = ("evaluate", "local_hub", "--world", world, "--format", "json")
    shipped = json.loads(asked(capsys, *arguments))["figures"]
    measured = json.loads(asked(capsys, *arguments, "--assumptions", file))["figures"]
    both = [
        next(one["value"] for one in figures if one["outcome"] == "missed_link_share")
        for figures in (shipped, measured)
    ]
    assert both[0] != both[1]


def test_the_study_goes_to_a_folder_of_ones_own(capsys, world, tmp_path):
    out = tmp_path / "study"
    asked(capsys, "linkage", "--world", world, "--out", out, "--agency", "hospital")
    assert (out / "study.json").is_file()
    said = refused(capsys, "linkage", "--world", world, "--out", out)
    assert "already exists" in said
    asked(capsys, "linkage", "--world", world, "--out", out, "--replace")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--agency", "army", "got army"),
        ("--area", "E99999999", "E99999999"),
        ("--certainty", "1.5", "1.5 is no share between 0 and 1"),
        ("--by", "magic", "magic"),
    ],
)
def test_what_can_not_be_is_refused_in_words(capsys, world, option, value, said):
    assert said in refused(capsys, "linkage", "--world", world, option, value)


def test_a_world_that_is_not_there_is_named(capsys, tmp_path):
    assert main(["linkage", "--world", str(tmp_path)]) == 2
    assert "There is no world" in capsys.readouterr().err
