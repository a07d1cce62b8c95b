"""Do publish, verify and diff answer, end with the right code and refuse in words?"""

from __future__ import annotations

import json
import shutil

import pytest

from cli import main
from data.world import WorldError


@pytest.fixture(autouse=True, scope="module")
def few_futures():
    """A few futures would do for the words; the command has no option for fewer."""
    from analysis.editions import request

    held = request.request.__kwdefaults__["n_futures"]
    request.request.__kwdefaults__["n_futures"] = 8
    yield
    request.request.__kwdefaults__["n_futures"] = held


def publish(world, out, *more: str) -> int:
    words = ["publish", "local_hub", "--world", world, "--title", "Hubs", "--out", out, *more]
    return main([str(one) for one in words])


@pytest.fixture(scope="module")
def published(world, tmp_path_factory):
    out = tmp_path_factory.mktemp("editions") / "hubs"
    assert publish(world, out) == 0
    return out


@pytest.fixture
def copy(published, tmp_path):
    return shutil.copytree(published, tmp_path / "copy")


def test_publish_says_where_the_edition_is_and_how_to_check_it(world, tmp_path, capsys):
    assert publish(world, tmp_path / "e", "--date", "2026-11-22") == 0
    told = capsys.readouterr().out
    assert "contactlens verify" in told
    assert "synthetic children" in told
    assert json.loads((tmp_path / "e" / "edition.json").read_text())["dated"] == "2026-11-22"


def test_without_a_date_the_year_of_the_world_tells_the_day(published):
    assert json.loads((published / "edition.json").read_text())["dated"] == "2024-03-31"


def test_a_rehearsal_writes_nothing_and_shows_what_would_be_withheld(world, tmp_path, capsys):
    assert publish(world, tmp_path / "e", "--rehearse") == 0
    told = capsys.readouterr().out
    assert "Withheld because" in told
    assert "could be worked out" in told or "fewer than 10 in this world" in told
    assert "nothing was written" in told
    assert not (tmp_path / "e").exists()


def test_verify_makes_everything_again_and_says_same(published, capsys):
    assert main(["verify", str(published)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Checksums: every file is as listed.")
    assert "local_hub/gaps_closed" in told
    assert told.rstrip().splitlines()[-1].startswith("Same: all")


def test_verify_tells_an_edited_figure_and_ends_with_1(copy, capsys, world):
    file = copy / "edition.json"
    text = file.read_text(encoding="utf-8")
    told = json.loads(text)
    one = next(one for one in told["figures"] if one["id"] == "local_hub/gaps_closed")
    file.write_text(text.replace(json.dumps(one["text"]), '"9 million"'), encoding="utf-8")
    assert main(["verify", str(copy), "--world", str(world), "--quiet"]) == 1
    said = capsys.readouterr().out
    assert "Checksums: 'edition.json': edited" in said
    assert "local_hub/gaps_closed" in said
    assert "local_hub/sharing_needs" not in said
    assert "Edited after publishing: edition.json." in said


def test_verify_speaks_json_and_csv(published, world, capsys):
    words = ["verify", str(published), "--world", str(world), "--format"]
    assert main([*words, "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["is_same"] is True
    assert len(told["figures"]) > 50
    assert main([*words, "csv"]) == 0
    assert capsys.readouterr().out.startswith("figure,verdict,published,found,by\n")


def test_a_world_that_was_edited_is_refused(published, world, tmp_path, capsys):
    folder = shutil.copytree(world, tmp_path / "world")
    part = folder / "child" / "part-00000.parquet"
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    assert main(["verify", str(published), "--world", str(folder)]) == 2
    assert "not as it was written" in capsys.readouterr().err


def test_no_edition_ends_with_2_and_one_sentence(tmp_path, capsys):
    assert main(["verify", str(tmp_path / "none")]) == 2
    assert "There is no edition in" in capsys.readouterr().err
    assert main(["diff", str(tmp_path), str(tmp_path)]) == 2


def test_an_edition_of_extracts_asks_for_its_world(copy, capsys):
    file = copy / "edition.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    told["world"] |= {"seed": None, "origin": "imported"}
    file.write_text(json.dumps(told), encoding="utf-8")
    assert main(["verify", str(copy)]) == 2
    assert "--world DIR" in capsys.readouterr().err


def test_publishing_nothing_to_compare_is_refused(world, tmp_path, capsys):
    words = ["publish", "status_quo", "--world", str(world), "--title", "T"]
    assert main([*words, "--out", str(tmp_path / "e")]) == 2
    assert "At least one design" in capsys.readouterr().err


def test_diff_tells_changes_as_text_json_and_a_page(published, world, tmp_path, capsys):
    other = tmp_path / "other"
    assert publish(world, other, "--assume", "consent_share=0.9", "--date", "2026-11-22") == 0
    capsys.readouterr()
    words = ["diff", str(published), str(other)]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "consent_share" in told
    assert "Changed: 1 assumption" in told
    assert main([*words, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"][0]["kind"] == "about"
    assert main([*words, "--format", "html"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
    assert main(["diff", str(published), str(published)]) == 0
    assert "Nothing changed" in capsys.readouterr().out


def test_presets_stand_for_all_of_them(world, tmp_path, monkeypatch, capsys):
    from analysis.editions import press

    asked = []

    def stop(bench, request, **_):
        asked.append([one.id for one in request.designs])
        raise WorldError("Enough.")

    monkeypatch.setattr(press, "press", stop)
    words = ["publish", "presets", "--world", str(world), "--title", "T", "--out", "x"]
    assert main(words) == 2
    assert len(asked[0]) == 9
