"""The process that makes a world for the dashboard and prepares it for the screens.

Started by `analysis.world_making` and by nobody else: python -m world_job FOLDER LOCK, where
LOCK is the open file whose lock says that this process lives.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from analysis.making_state import FAILED, READY, SCREENS, Making, read_state, write_state
from analysis.store import open_store
from data.world import World, WorldError
from synthetic.generate import generate_world

NICENESS = 10  # whoever looks at the dashboard meanwhile goes first
STEPS = 1_000  # of the second phase


def main(folder: Path) -> None:
    """Make the world that the state in ``folder`` asks for, and say how it ended."""
    told = replace(_asked(folder), pid=os.getpid())
    try:
        world = _make(folder, told)
        told = replace(told, phase=SCREENS, done=0, total=STEPS, fingerprint=world.fingerprint)
        write_state(folder, told)
        open_store(world, on_progress=lambda share: _tell_share(folder, told, share))
        ended = replace(told, state=READY)
    except WorldError as error:
        ended = replace(told, state=FAILED, why=str(error).replace(f"{folder}{os.sep}", ""))
    except Exception as error:
        ended = replace(told, state=FAILED, why=f"Something unexpected: {type(error).__name__}.")
    write_state(folder, ended)


def _make(folder: Path, told: Making) -> World:
    """The world, made by all processors but one."""
    context = multiprocessing.get_context("spawn")
    workers = max(1, (os.cpu_count() or 2) - 1)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
        return generate_world(
            folder / told.name,
            fraction=told.fraction,
            seed=told.seed,
            executor=pool,
            on_progress=lambda done, total, _: write_state(
                folder, replace(told, done=done, total=total)
            ),
        )


def _tell_share(folder: Path, told: Making, share: float) -> None:
    write_state(folder, replace(told, done=round(share * STEPS)))


def _asked(folder: Path) -> Making:
    told = read_state(folder)
    if told is None:
        sys.exit("No world was asked for.")
    return told


def _end_with_parent() -> None:
    """In a worker: end when the process that it works for has been killed."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        with contextlib.suppress(OSError):
            parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    os.nice(NICENESS)
    main(Path(sys.argv[1]))
