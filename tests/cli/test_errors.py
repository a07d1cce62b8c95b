"""Does every error end in one sentence and the right exit code, and no traceback?"""

from __future__ import annotations

import pytest

import cli
from data.world import MANIFEST, WorldError


@pytest.fixture
def failing(monkeypatch):
    """Makes `contactlens describe` raise what the test gives it; returns its exit code."""

    def run(error: BaseException, *options: str) -> int:
        def fail(folder):
            raise error

        monkeypatch.setattr(cli, "opened_world", fail)
        return cli.main([*options, "describe", "somewhere"])

    monkeypatch.setenv(cli.DEBUG, "0")
    return run


def test_what_a_person_can_put_right_ends_with_2(failing, capsys):
    assert failing(WorldError("There is no world; make one.")) == 2
    assert capsys.readouterr().err == "There is no world; make one.\n"


def test_a_full_disk_ends_with_2_and_names_the_file(failing, capsys):
    assert failing(OSError(28, "No space left on device", "needs.parquet")) == 2
    said = capsys.readouterr().err
    assert said == "'needs.parquet' can't be read or written: No space left on device.\n"


def test_a_surprise_ends_with_1_and_says_where_to_report(failing, capsys):
    assert failing(ZeroDivisionError("division by zero")) == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in said
    assert "report it" in said
    assert "--debug" in said
    assert len(said.splitlines()) == 1


def test_stopping_by_hand_ends_with_130(failing, capsys):
    assert failing(KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_debug_shows_the_trace(failing, monkeypatch):
    with pytest.raises(ZeroDivisionError):
        failing(ZeroDivisionError(), "--debug")
    monkeypatch.setenv(cli.DEBUG, "1")
    with pytest.raises(ZeroDivisionError):
        failing(ZeroDivisionError())


def test_no_world_names_one_inside_or_beside(tmp_path, capsys):
    for name in ("worlds/tenth", "other"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / MANIFEST).write_text("{}")
    inside, misspelt = tmp_path / "worlds", tmp_path / "worlds" / "tneth"
    for wrong in (inside, misspelt):
        assert cli.main(["check", str(wrong)]) == 2
        assert f"Did you mean '{tmp_path / 'worlds' / 'tenth'}'?" in capsys.readouterr().err


def test_no_world_and_none_near_says_how_to_make_one(tmp_path, capsys):
    assert cli.main(["check", str(tmp_path / "nothing")]) == 2
    assert "contactlens generate" in capsys.readouterr().err


def test_a_broken_description_is_said(tmp_path, capsys):
    (tmp_path / MANIFEST).write_text("{ half")
    assert cli.main(["describe", str(tmp_path)]) == 2
    assert "can't be read as a world's description" in capsys.readouterr().err
