"""Sharing needs of a whole world, written to one file.

One row per need: child_id (int64), seeker, holder (text), decision_on (date), held_days,
ordinal (int32), in the order of those columns. What a need is stands in
`macros/sharing_need.sql` and docs/decisions/0004-what-is-a-sharing-need.md.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from analysis import sql
from analysis.policy import load_assumptions
from analysis.policy import window_days as checked_window
from data.world import World, WorldError


def write_needs(
    world: World,
    out: str | Path,
    *,
    window_days: int | None = None,
    memory_limit: str = "4GB",
    threads: int | None = None,
) -> int:
    """Write every sharing need of ``world`` to the Parquet file ``out``; returns the rows.

    ``window_days``: 30 to 730, by default the central value of the assumption (180). The
    file appears whole or not at all; one that is there already is replaced. Raises
    WorldError for a bad window or a place that can't be written.
    """
    window = checked_window(load_assumptions(), window_days)
    out = Path(out)
    scratch = out.parent / f".{out.name}.partial-{os.getpid()}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(out)
        scratch.mkdir()
        con = sql.connect(world, memory_limit=memory_limit, threads=threads, writes_to=scratch)
        rows = sql.copy(
            con,
            "sharing_needs",
            scratch / out.name,
            period_start=world.period_start,
            period_end=world.period_end,
            window_days=window,
        )
        con.close()
        os.replace(scratch / out.name, out)
        return rows
    except OSError as error:
        raise WorldError(
            f"The needs could not be written to '{out}': {error.strerror or error}. "
            "Nothing was left behind; make room or choose another place."
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def window_note(world: World, window_days: int | None = None) -> str:
    """What a reader must know when the window reaches back before the world's contacts.

    ``window_days`` as in `write_needs`. Empty when the world holds the whole past of its
    first day.
    """
    window = checked_window(load_assumptions(), window_days)
    short = window - world.window_days
    if short <= 0:
        return ""
    return (
        f"The world holds contacts of {world.window_days} days before its period, but the window "
        f"is {window} days: decisions of the first {short} days lack part of their past, so needs "
        f"are too few there. Generate the world with --window-days {window} to mend this."
    )


def _remove_leftovers(out: Path) -> None:
    for leftover in out.parent.glob(f".{out.name}.partial-*"):
        owner = leftover.name.rpartition("-")[2]
        if not (owner.isdigit() and Path(f"/proc/{owner}").exists()):
            shutil.rmtree(leftover, ignore_errors=True)
