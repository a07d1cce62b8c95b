"""Reads a Parquet file as columns of text, every row with its number.

Text, so that one set of checks judges CSV and Parquet alike. A Parquet file has no lines:
its rows are counted from 1, and a row's raw form is its values as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from data.import_csv import Batch
from data.import_text import opened
from data.world import WorldError

_BATCH = 1 << 17  # rows


def open_parquet(path: Path) -> pq.ParquetFile:
    """The Parquet file ``path``, open. Raises WorldError when it is none."""
    opened(path).close()
    if not path.stat().st_size:
        raise WorldError(
            f"'{path.name}' is empty (0 bytes): export it again, or remove it if it is not needed."
        )
    try:
        return pq.ParquetFile(path, pre_buffer=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise WorldError(
            f"'{path.name}' is not a Parquet file that can be read "
            f"({_first_sentence(error)}): export it again."
        ) from None


def read_parquet(path: Path, *, positions: dict[str, int]) -> Iterator[Batch]:
    """The rows of ``path`` in order, with the columns at ``positions``."""
    line = 1
    malformed = pa.table(
        {"line": pa.array([], pa.int64())}
        | {name: pa.array([], pa.string()) for name in ("raw", "value", "reason")}
    )
    with open_parquet(path) as file:
        try:
            for batch in file.iter_batches(_BATCH):
                whole = pa.Table.from_batches([batch])
                rows = pa.table(
                    {n: _as_text(whole.column(at), n, path) for n, at in positions.items()}
                )
                lines = np.arange(line, line + len(rows))
                line += len(rows)
                yield Batch(rows, lines, _as_json(whole), malformed, 0)
        except (pa.ArrowInvalid, OSError) as error:
            raise WorldError(
                f"'{path.name}' breaks off or is damaged after row {line - 1:,} "
                f"({_first_sentence(error)}): export it again."
            ) from None


def _as_text(column: pa.ChunkedArray, name: str, path: Path) -> pa.ChunkedArray:
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise WorldError(
            f"Column {name} of '{path.name}' has type {column.type}, which can't be read: "
            "export it as text, whole numbers, dates or true and false."
        ) from None


def _as_json(rows: pa.Table) -> pa.Array:
    frame = pl.from_arrow(rows)
    frame = frame.with_columns(pl.selectors.binary().bin.encode("hex"))
    raw = frame.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    return raw.to_arrow().cast(pa.string())


def _first_sentence(error: Exception) -> str:
    return str(error).partition(".")[0].partition("\n")[0]
