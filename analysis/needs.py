"""Sharing needs of a whole world, written to one file.

One row per need: child_id (int64), seeker, holder (text), decision_on (date), held_days,
ordinal (int32), in the order of those columns. What a need is stands in
`macros/sharing_need.sql` and docs/decisions/0004-what-is-a-sharing-need.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import sql
from analysis.child_batches import child_batches
from analysis.policy import load_assumptions
from analysis.policy import window_days as checked_window
from analysis.whole_file import whole_file
from data.world import World

AGENCY = pa.dictionary(pa.uint8(), pa.string())
COLUMNS = pa.schema(
    [
        ("child_id", pa.int64()),
        ("seeker", AGENCY),
        ("holder", AGENCY),
        ("decision_on", pa.date32()),
        ("held_days", pa.int32()),
        ("ordinal", pa.int32()),
    ]
)


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
        tables = (
            _needs_of(batch, window, memory_limit=memory_limit, threads=threads)
            for batch in child_batches(world)
        )
        return _write(tables, file)


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


def _needs_of(world: World, window: int, *, memory_limit: str, threads: int | None) -> pa.Table:
    con = sql.connect(world, memory_limit=memory_limit, threads=threads)
    try:
        needs = sql.run_arrow(
            con,
            "needs_in_order",
            period_start=world.period_start,
            period_end=world.period_end,
            window_days=window,
        )
    finally:
        con.close()
    return needs.append_column("ordinal", pa.array(_ordinals(needs), pa.int32())).cast(COLUMNS)


def _ordinals(needs: pa.Table) -> np.ndarray:
    """1, 2, ... over the needs of one child, seeker and holder, which stand in order."""
    is_first = np.ones(needs.num_rows, bool)
    is_first[1:] = False
    for name in ("child_id", "seeker", "holder"):
        column = needs[name].unify_dictionaries().combine_chunks()
        values = (column.indices if name in ("seeker", "holder") else column).to_numpy()
        is_first[1:] |= values[1:] != values[:-1]
    starts = np.flatnonzero(is_first)
    lengths = np.diff(starts, append=needs.num_rows)
    return np.arange(needs.num_rows) - np.repeat(starts, lengths) + 1


def _write(tables: Iterator[pa.Table], file: Path) -> int:
    """Write each table while the next is worked out; returns the rows of all."""
    rows, writing = 0, None
    writer = pq.ParquetWriter(file, COLUMNS, compression="zstd", store_schema=False)
    with writer, ThreadPoolExecutor(1) as pool:
        for table in tables:
            if writing:
                writing.result()
            writing = pool.submit(writer.write_table, table)
            rows += table.num_rows
        if writing:
            writing.result()
    return rows
