"""A world made in the background: found again, cancelled, killed, one at a time."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from analysis import world_making
from analysis.current_world import VARIABLE
from analysis.known_worlds import FOLDERS
from analysis.making_state import (
    CANCELLED,
    FAILED,
    KILLED,
    READY,
    RUNNING,
    SCREENS,
    STATE,
    Making,
    read_state,
    write_state,
)
from analysis.world_making import making, start
from data.world import WorldError, open_world

SMALL, LARGE = 0.0005, 0.5  # of England: seconds, and longer than any test waits
PATIENCE = 120  # seconds


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDERS, str(tmp_path))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    yield tmp_path
    world_making.cancel()


def until(is_so) -> Making:
    """What is being made once ``is_so``."""
    pause, waited = threading.Event(), 0.0
    while waited < PATIENCE:
        now = making()
        if is_so(now):
            return now
        waited += 0.05
        pause.wait(0.05)
    pytest.fail(f"After {PATIENCE} seconds: {making()}")


def ended() -> Making:
    return until(lambda now: now.state != RUNNING)


def worlds_in(folder: Path) -> list[str]:
    """Whatever is in the folder, but for the files that say how it stands."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".making"))


@pytest.mark.slow
def test_a_world_is_made_prepared_and_found_again(folder):
    start(SMALL, 5)
    begun = making()
    assert (begun.state, begun.seed) == (RUNNING, 5)
    with pytest.raises(WorldError, match="one at a time"):
        start(SMALL, 6)
    now = ended()
    assert (now.state, now.phase) == (READY, SCREENS)
    assert "ready" in now.sentence
    world = open_world(folder / now.name)
    assert world.fingerprint == now.fingerprint
    assert list((world.path / ".prepared").glob("*/people.arrays"))
    with pytest.raises(WorldError, match="there already"):
        start(SMALL, 5)
    world_making.dismiss()
    assert making() is None


@pytest.mark.slow
@pytest.mark.parametrize("how", ["cancelled", "killed"])
def test_what_is_cancelled_or_killed_leaves_nothing_and_is_told(folder, how):
    start(LARGE, 5)
    now = until(lambda now: any(folder.glob(".one-in-2-seed-5.partial-*")) or now.state != RUNNING)
    assert now.state == RUNNING
    if how == "cancelled":
        world_making.cancel()
    else:
        os.kill(now.pid, signal.SIGKILL)
    now = ended()
    assert now.state == {"cancelled": CANCELLED, "killed": KILLED}[how]
    assert "nothing was left behind" in now.sentence
    assert worlds_in(folder) == []
    assert making() == now  # until somebody dismisses it
    start(LARGE, 6)  # the next may begin
    assert making().state == RUNNING


def test_nothing_is_being_made_where_nothing_was_asked_for(folder):
    assert making() is None
    world_making.cancel()
    world_making.dismiss()
    assert worlds_in(folder) == []


def test_a_world_without_room_is_refused(folder, monkeypatch):
    monkeypatch.setattr(world_making, "BYTES_PER_CHILD", 10**12)
    with pytest.raises(WorldError, match="GB of room"):
        start(SMALL, 5)
    assert making() is None


def test_a_folder_that_cannot_be_is_refused_in_a_sentence(folder, monkeypatch):
    (folder / "file").write_text("")
    monkeypatch.setenv(FOLDERS, str(folder / "file"))
    with pytest.raises(WorldError, match="No world can be made here"):
        start(SMALL, 5)


def test_a_state_that_cannot_be_read_is_none(folder):
    (folder / STATE).write_text("{")
    assert making() is None
    (folder / STATE).write_text('{"name": "x"}')
    assert making() is None


def test_what_ended_while_its_world_was_whole_is_ready(folder):
    from synthetic.generate import generate_world

    world = generate_world(folder / "one-in-10-seed-1", n_children=20, workers=1)
    write_state(folder, Making(world.path.name, 0.1, 1, "", phase=SCREENS, pid=1))
    assert (making().state, making().fingerprint) == (READY, world.fingerprint)


def test_how_it_stands_is_told_in_a_sentence():
    now = Making("a", 1.0, 7, "", done=65_536, total=12_059_476)
    assert now.sentence == (
        "All of England, seed 7: making children: 65,536 of 12,059,476 children."
    )
    assert 0 < now.share < 0.01
    failed = Making("a", 0.1, 7, "", state=FAILED, why="No room.")
    assert failed.sentence == "One child in 10, seed 7: it could not be made. No room."


def test_a_state_is_replaced_in_one_step(folder):
    told = Making("a", 0.1, 7, "")
    write_state(folder, told)
    assert read_state(folder) == told
    assert [path.name for path in folder.iterdir()] == [STATE]
