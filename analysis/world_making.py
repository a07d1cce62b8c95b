"""A world made in the background: started here, found again from anywhere, one at a time.

A process of its own (`world_job`) makes it. It holds a lock for as long as it lives and writes
how far it is to a file beside the worlds, so any session of any server sees it. That it was
cancelled or killed shows in a free lock, and then what it left is removed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from analysis.known_worlds import folders, known_worlds
from analysis.making_state import (
    CANCELLED,
    KILLED,
    READY,
    RUNNING,
    STATE,
    Making,
    read_state,
    write_state,
)
from data.world import MANIFEST, WorldError, open_world, remove_leftovers

LOCK, CANCEL = ".making.lock", ".making.cancelled"
JOB = "world_job"  # the module that makes the world
ROOT = Path(__file__).parent.parent
BYTES_PER_CHILD = 300  # of a world with all that is prepared of it, and some to spare
ENGLAND = 12_100_000  # children, for the room that is needed


def home() -> Path:
    """Where new worlds go."""
    return folders()[0]


def making() -> Making | None:
    """The world that is being made, or the last one until it is dismissed; None: neither."""
    folder = home()
    now = read_state(folder)
    if now is None or now.state != RUNNING:
        return now
    with contextlib.suppress(BlockingIOError), _lock(folder):
        now = read_state(folder)  # it may have ended well meanwhile
        if now is not None and now.state == RUNNING:
            return _cut_short(folder, now)
    return now


def start(fraction: float, seed: int) -> None:
    """Begin to make a world in a process that outlives this one.

    WorldError with a sentence when one is being made, it is there already, or room is short.
    """
    folder = home()
    if any(one.seed == seed and _same(one.fraction, fraction) for one in known_worlds()):
        raise WorldError("That world is there already: choose it from the list.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(folder, fraction)
        with _lock(folder) as lock:
            told = Making(_name(fraction, seed), fraction, seed, _now())
            _remove_marks(folder)
            write_state(folder, told)
            _spawn(folder, told, lock)
    except BlockingIOError:
        raise WorldError("Another world is being made; one at a time.") from None
    except OSError as error:
        raise WorldError(f"No world can be made here: {error.strerror or error}.") from None


def what_it_takes(fraction: float) -> str:
    """What making such a world takes, in a sentence."""
    return (
        f"Takes up to {_room(fraction) / 1e9:.1f} GB of room. It goes on if you leave this page or "
        "close the browser; come back to see how far it is."
    )


def cancel() -> None:
    """End the process that makes a world, if there is one; `making` then says so."""
    now = making()
    if now is not None and now.state == RUNNING and now.pid:
        (home() / CANCEL).write_text(str(now.pid), encoding="utf-8")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(now.pid, signal.SIGTERM)


def dismiss() -> None:
    """Forget how the last one ended."""
    now = making()
    if now is not None and now.state != RUNNING:
        (home() / STATE).unlink(missing_ok=True)


def _spawn(folder: Path, told: Making, lock: int) -> None:
    """Start the process; it inherits the lock, which so is never free while it lives."""
    process = subprocess.Popen(
        [sys.executable, "-m", JOB, str(folder), str(lock)],
        cwd=ROOT,
        pass_fds=(lock,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # closing the dashboard does not end it
    )
    write_state(folder, replace(told, pid=process.pid))
    threading.Thread(target=process.wait, daemon=True).start()  # or it would stay as a zombie


def _cut_short(folder: Path, now: Making) -> Making:
    """What is to be said, and removed, of a process that ended without a word."""
    out, asked = folder / now.name, folder / CANCEL
    shutil.rmtree(folder / f".{now.name}.partial-{now.pid}", ignore_errors=True)
    remove_leftovers(out)
    is_asked = asked.is_file() and asked.read_text(encoding="utf-8") == str(now.pid)
    ended = replace(now, state=CANCELLED if is_asked else KILLED)
    if (out / MANIFEST).is_file():  # it was preparing what the screens prepare themselves
        ended = replace(now, state=READY, fingerprint=open_world(out).fingerprint)
    _remove_marks(folder)
    write_state(folder, ended)
    return ended


def _remove_marks(folder: Path) -> None:
    """Remove the word that somebody cancelled, and states that were never put in place."""
    for mark in (folder / CANCEL, *folder.glob(f"{STATE}.*")):
        mark.unlink(missing_ok=True)


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[int]:
    """The lock, as an open file; BlockingIOError while somebody holds it."""
    held = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield held
    finally:
        os.close(held)


def _check_room(folder: Path, fraction: float) -> None:
    if shutil.disk_usage(folder).free < _room(fraction):
        raise WorldError(
            f"This world needs {_room(fraction) / 1e9:.1f} GB of room: make some first."
        )


def _room(fraction: float) -> float:
    return ENGLAND * fraction * BYTES_PER_CHILD


def _same(one: float | None, other: float) -> bool:
    return one is not None and abs(one - other) < 1e-6


def _name(fraction: float, seed: int) -> str:
    size = "england" if fraction >= 1 else f"one-in-{round(1 / fraction)}"
    return f"{size}-seed-{seed}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
