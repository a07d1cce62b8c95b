"""Does `contactlens scenarios` list the designs and show what one of them changes?"""

from __future__ import annotations

import csv
import io
import json

import pytest

from analysis.scenario_file import PRESET_IDS, scenario_schema
from cli import main


def asked(capsys, *arguments: str) -> str:
    assert main(["scenarios", *arguments]) == 0
    return capsys.readouterr().out


def test_the_list_names_every_preset(capsys):
    told = asked(capsys)
    assert all(id in told for id in PRESET_IDS)


@pytest.mark.parametrize("id", PRESET_IDS)
def test_a_card_names_what_changes_and_its_sources(capsys, id):
    told = asked(capsys, id)
    assert f"({id})" in told
    assert "Source: " in told
    assert ("Old value" in told) == (id != "status_quo")
    assert ("It changes nothing" in told) == (id == "status_quo")


def test_json_gives_sets_changes_and_a_digest(capsys):
    told = json.loads(asked(capsys, "local_hub", "--format", "json"))
    assert told["sets"]["visibility"] == "local"
    assert told["levers"]["opt_out"] is False
    assert {row["lever"] for row in told["changes"]} == set(told["sets"])
    assert {"old", "new", "unit", "source"} <= told["changes"][0].keys()
    listed = json.loads(asked(capsys, "--format", "json"))
    assert [one["id"] for one in listed] == list(PRESET_IDS)
    assert told["digest"] == listed[PRESET_IDS.index("local_hub")]["digest"]


def test_csv_has_one_row_for_each(capsys):
    listed = list(csv.DictReader(io.StringIO(asked(capsys, "--format", "csv"))))
    assert [row["id"] for row in listed] == list(PRESET_IDS)
    card = list(csv.DictReader(io.StringIO(asked(capsys, "local_hub", "--format", "csv"))))
    assert len(card) == int(listed[PRESET_IDS.index("local_hub")]["n_levers_set"])
    assert card[0]["lever"] == "scope"


def test_the_schema_can_be_had(capsys):
    assert json.loads(asked(capsys, "--schema")) == scenario_schema()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["local_hubs"], "Did you mean 'local_hub'?"),
        (["--format", "xml"], "'--format': 'xml' is not one of"),
        (["absent.toml"], "can't be read"),
    ],
)
def test_a_wrong_name_is_one_sentence(capsys, arguments, sentence):
    assert main(["scenarios", *arguments]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert len(told.splitlines()) == 1
