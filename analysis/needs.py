"""Sharing needs of a whole world, written to one file.

One row per need: child_id (int64), seeker, holder (text), decision_on (date), held_days,
ordinal (int32), in the order of those columns. What a need is stands in
`macros/sharing_need.sql` and docs/decisions/0004-what-is-a-sharing-need.md.
"""

from __future__ import annotations

from pathlib import Path

from analysis import sql
from analysis.policy import load_assumptions
from analysis.policy import window_days as checked_window
from analysis.whole_file import whole_file
from data.world import World


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
    with whole_file(out, "The needs") as file:
        con = sql.connect(world, memory_limit=memory_limit, threads=threads, writes_to=file.parent)
        rows = sql.copy(
            con,
            "sharing_needs",
            file,
            period_start=world.period_start,
            period_end=world.period_end,
            window_days=window,
        )
        con.close()
    return rows


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
