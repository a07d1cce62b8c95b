"""Do the commands on designs answer, in every form, and refuse in words?"""

from __future__ import annotations

import csv
import io
import json

import pytest

from cli import main


@pytest.fixture(autouse=True, scope="module")
def few_futures():
    """A hundred futures would do for the figures; the command has no option for fewer."""
    from analysis import workbench

    held = workbench.N_FUTURES
    workbench.workbench.__kwdefaults__["n_futures"] = 30
    yield
    workbench.workbench.__kwdefaults__["n_futures"] = held


def asked(capsys, *arguments: object) -> str:
    capsys.readouterr()
    assert main([str(one) for one in arguments]) == 0
    return capsys.readouterr().out


def refused(capsys, *arguments: object) -> str:
    capsys.readouterr()
    assert main([str(one) for one in arguments]) == 2
    said = capsys.readouterr().err.splitlines()
    return said[-1]


def test_evaluate_shows_every_family_with_intervals(capsys, world):
    told = asked(capsys, "evaluate", "local_hub", "--world", world)
    for heading in ("Coverage", "Access volumes", "Intrusiveness", "Cost", "Between", "Who leads"):
        assert f"\n{heading}" in told
    assert "Sharing gaps" in told
    assert "30 futures" in told
    assert "Synthetic children" in told


def test_json_and_csv_hold_the_same_figures(capsys, world):
    told = json.loads(asked(capsys, "evaluate", "local_hub", "--world", world, "--format", "json"))
    assert told["scenario"] == "local_hub"
    assert told["results_version"]
    rows = list(
        csv.DictReader(
            io.StringIO(asked(capsys, "evaluate", "local_hub", "--world", world, "--format", "csv"))
        )
    )
    assert len(rows) == len(told["figures"]) > 300
    for ours, theirs in zip(rows, told["figures"], strict=True):
        assert ours["text"] == theirs["text"]
        assert ours["outcome"] == theirs["outcome"]
        assert (ours["value"] == "") == (theirs["value"] is None)
    by = {row["dimension"] for row in rows}
    assert {"all", "area", "ethnic_group", "seeker_and_holder", "met_by", "weekday"} <= by


def test_assumptions_are_held_from_the_command_line_and_a_file(capsys, world, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("adoption_share = 0.0\n", encoding="utf-8")
    command = ("evaluate", "contactpoint_2009", "--world", world, "--format", "json")

    def closed(*more: object) -> float:
        figures = json.loads(asked(capsys, *command, *more))["figures"]
        return next(
            one["value"]
            for one in figures
            if one["outcome"] == "gaps_closed" and one["dimension"] == "all"
        )

    assert closed("--assumptions", file) == 0
    assert closed("--assume", "adoption_share=0") == 0
    assert closed("--assumptions", file, "--assume", "adoption_share=0.9") > 0


def test_the_engines_agree_on_needs(capsys, world):
    def needs(engine: str) -> float:
        told = asked(
            capsys,
            "evaluate",
            "status_quo",
            "--world",
            world,
            "--engine",
            engine,
            "--format",
            "json",
        )
        return json.loads(told)["figures"][0]["value"]

    assert needs("expected") == needs("replay")


def test_compare_sets_designs_against_the_first(capsys, world):
    command = ("compare", "status_quo", "local_hub", "reference_index", "--world", world)
    told = asked(capsys, *command)
    assert "Difference" in told
    assert "is not dominated" in told
    found = json.loads(asked(capsys, *command, "--format", "json"))
    assert found["reference"] == "status_quo"
    assert [one["scenario"] for one in found["dominance"]] == found["scenarios"]
    own = [one for one in found["figures"] if one["scenario"] == "status_quo"]
    assert all(one["difference"] == 0 for one in own if one["value"] is not None)


def test_groups_are_shown_on_request(capsys, world):
    told = asked(capsys, "evaluate", "status_quo", "--world", world, "--groups")
    assert "school from police" in told


def test_history_shows_hits_and_misses_with_reasons(capsys, world):
    told = asked(capsys, "history", "--world", world)
    for word in ("MISS", "hit", "built in", "no number published", "Source: "):
        assert word in told
    rows = json.loads(asked(capsys, "history", "--world", world, "--format", "json"))
    assert {one["scenario"] for one in rows} == {
        "contactpoint_2009",
        "reference_index",
        "targeted_cpis",
    }
    table = list(
        csv.DictReader(io.StringIO(asked(capsys, "history", "--world", world, "--format", "csv")))
    )
    assert len(table) == len(rows)


def test_access_log_is_written_and_summed_up(capsys, world, tmp_path):
    out = tmp_path / "log"
    told = asked(capsys, "access-log", "local_hub", "--world", world, "--out", out)
    assert "look-ups" in told
    assert (out / "access.json").is_file()
    said = refused(capsys, "access-log", "local_hub", "--world", world, "--out", out)
    assert "--replace" in said
    asked(capsys, "access-log", "local_hub", "--world", world, "--out", out, "--replace")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["evaluate", "local_hubs", "--world", "WORLD"], "Did you mean 'local_hub'?"),
        (["evaluate", "local_hub", "--world", "nowhere"], "There is no world in 'nowhere'"),
        (["evaluate", "local_hub", "--world", "WORLD", "--engine", "guess"], "'guess'"),
        (["evaluate", "local_hub", "--world", "WORLD", "--assume", "adoption=1"], "Did you mean"),
        (
            ["evaluate", "local_hub", "--world", "WORLD", "--assume", "adoption_share=2"],
            "from 0 to 1",
        ),
        (["evaluate", "local_hub", "--world", "WORLD", "--assumptions", "none.toml"], "none.toml"),
        (["compare", "local_hub", "--world", "WORLD"], "At least two scenarios"),
        (["compare", "local_hub", "local_hub", "--world", "WORLD"], "given twice"),
    ],
)
def test_what_can_t_be_answered_gets_one_sentence(capsys, world, arguments, sentence):
    told = [str(world) if one == "WORLD" else one for one in arguments]
    assert sentence in refused(capsys, *told)
