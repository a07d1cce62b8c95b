"""Do the commands for worlds do what they say, from making one to asking it?"""

from __future__ import annotations

import json
import shutil

import polars as pl
import pytest

from cli import main
from data.world import open_world

NEED_COLUMNS = ["child_id", "seeker", "holder", "decision_on", "held_days", "ordinal"]


def test_generate_says_what_it_made(tmp_path, capsys):
    out = tmp_path / "w"
    assert main(["generate", "--children", "500", "--workers", "1", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "synthetic world of 500 children" in said.out
    assert "500 of 500 children" in said.err
    assert open_world(out, verify=True).rows("child") == 500


def test_generate_leaves_a_world_alone_unless_told_to_replace_it(world, tmp_path, capsys):
    out = tmp_path / "w"
    shutil.copytree(world, out)
    command = ["generate", "--children", "300", "--workers", "1", "--out", str(out)]
    assert main(command) == 2
    assert "--replace" in capsys.readouterr().err
    assert open_world(out).rows("child") == 2000
    assert main([*command, "--replace"]) == 0
    assert open_world(out).rows("child") == 300


def test_generate_says_when_it_may_not_write(tmp_path, capsys):
    (tmp_path / "file").touch()
    out = tmp_path / "file" / "w"
    assert main(["generate", "--children", "300", "--workers", "1", "--out", str(out)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_describe_says_what_is_in_a_world(world, capsys):
    assert main(["describe", str(world)]) == 0
    said = capsys.readouterr().out
    assert "synthetic" in said.lower()
    assert "2,000" in said


def test_describe_as_json_holds_the_facts(world, capsys):
    assert main(["describe", str(world), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["is_synthetic"] is True
    assert facts["fingerprint"] == open_world(world).fingerprint
    assert facts["tables"]["child"] == 2000


def test_check_finds_a_generated_world_sound(world, capsys):
    assert main(["check", str(world)]) == 0
    assert "is sound" in capsys.readouterr().out


def test_check_finds_a_changed_file(world, tmp_path, capsys):
    spoilt = tmp_path / "spoilt"
    shutil.copytree(world, spoilt)
    part = next((spoilt / "contact").iterdir())
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    assert main(["check", str(spoilt)]) == 1
    assert part.name in capsys.readouterr().out


def test_calibrate_shows_every_margin_with_its_source(world, capsys):
    code = main(["calibrate", str(world), "--json"])
    margins = json.loads(capsys.readouterr().out)["margins"]
    assert code == int(any(not m["passed"] and not m["reason"] for m in margins))
    assert len(margins) > 20
    assert main(["calibrate", str(world)]) == code
    said = capsys.readouterr().out
    assert all(margin["label"] in said for margin in margins)
    assert all(margin["link"] in said for margin in margins)
    passed = sum(margin["passed"] for margin in margins)
    assert f"{passed} of {len(margins)} margins within tolerance" in said


def test_needs_writes_one_row_per_need(world, tmp_path, capsys):
    out = tmp_path / "needs.parquet"
    assert main(["needs", "--world", str(world), "--out", str(out)]) == 0
    rows = pl.read_parquet(out)
    assert rows.columns == NEED_COLUMNS
    assert f"{len(rows):,} sharing needs of synthetic children" in capsys.readouterr().out


def test_replay_writes_what_met_each_need(world, tmp_path, capsys):
    out = tmp_path / "replay.parquet"
    told = ["--assume", "adoption_share=1", "--assume", "lookup_share.discretionary=1"]
    command = ["replay", "contactpoint_2009", "--world", str(world), "--out", str(out), *told]
    assert main(command) == 0
    rows = pl.read_parquet(out)
    assert rows.columns == [*NEED_COLUMNS, "met_by"]
    assert "lookup" in set(rows["met_by"])
    said = capsys.readouterr().out
    assert f"{len(rows):,} sharing needs of synthetic children under 'contactpoint_2009'" in said
    assert f"{(rows['met_by'] == 'unmet').sum():,}" in said


def test_replay_of_an_unknown_scenario_names_the_nearest(world, tmp_path, capsys):
    command = ["replay", "contactpoint_209", "--world", str(world), "--out", str(tmp_path / "r")]
    assert main(command) == 2
    assert "contactpoint_2009" in capsys.readouterr().err


def test_a_longer_window_never_has_fewer_needs(world, tmp_path):
    counts = []
    for days in ("30", "90", "180"):
        out = tmp_path / f"{days}.parquet"
        command = ["needs", "--world", str(world), "--out", str(out), "--window-days", days]
        assert main(command) == 0
        counts.append(len(pl.read_parquet(out)))
    assert counts == sorted(counts)
    assert counts[-1] > 0


@pytest.fixture
def extracts(tmp_path):
    """A folder with the least that an import needs, one contact of it broken."""
    folder = tmp_path / "extracts"
    folder.mkdir()
    (folder / "child.csv").write_text("child_id\n1\n2\n")
    (folder / "contact.csv").write_text(
        "child_id,agency,contacted_on,is_concern\n"
        "1,police,2023-05-01,true\n"
        "1,school,2023-05-20,true\n"
        "2,circus,2023-06-01,false\n"
    )
    return folder


PERIOD = ["--period-start", "2023-04-01", "--period-end", "2024-03-31"]


def test_import_counts_what_it_took_and_what_it_set_aside(extracts, tmp_path, capsys):
    out = tmp_path / "mine"
    assert main(["import", str(extracts), "--out", str(out), *PERIOD]) == 0
    said = capsys.readouterr().out
    assert "contact" in said
    assert "rejected" in said
    imported = open_world(out)
    assert not imported.is_synthetic
    assert imported.rows("contact") == 2


def test_an_imported_world_can_be_described_checked_and_asked(extracts, tmp_path, capsys):
    out, needs = tmp_path / "mine", tmp_path / "needs.parquet"
    assert main(["import", str(extracts), "--out", str(out), *PERIOD]) == 0
    assert main(["describe", str(out)]) == 0
    assert main(["check", str(out)]) == 0
    assert main(["needs", "--world", str(out), "--out", str(needs)]) == 0
    assert pl.read_parquet(needs).select("seeker", "holder").rows() == [("school", "police")]
    assert "1 sharing needs of children" in capsys.readouterr().out


def test_import_of_a_folder_without_tables_is_one_sentence(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    out = tmp_path / "mine"
    assert main(["import", str(tmp_path / "empty"), "--out", str(out), *PERIOD]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "child" in said
    assert not out.exists()


def test_import_refuses_a_period_that_ends_before_it_starts(extracts, tmp_path, capsys):
    backwards = ["--period-start", "2024-03-31", "--period-end", "2023-04-01"]
    assert main(["import", str(extracts), "--out", str(tmp_path / "w"), *backwards]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
