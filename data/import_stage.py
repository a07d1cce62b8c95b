"""Reads the files of one table into a Parquet file of text that DuckDB can question.

Each row carries the file and line that it came from and its raw text, so that a later
reason to reject it can always say where and what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.import_columns import Header, match_header, same_columns
from data.import_csv import Batch, read_csv
from data.import_parquet import open_parquet, read_parquet
from data.import_text import Text, open_text
from data.schema import Table

FILE, LINE, RAW = "_file", "_line", "_raw"
_MALFORMED = pa.schema(
    [
        (FILE, pa.int32()),
        (LINE, pa.int64()),
        (RAW, pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a table, looked at but not read."""

    path: Path
    header: Header
    text: Text | None  # None for Parquet
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staged:
    """One table as text: its ``columns``, its files, and how many rows were read."""

    table: Table
    files: tuple[Path, ...]
    columns: tuple[str, ...]
    rows: Path  # Parquet: _file, _line, _raw and the columns, all text
    malformed: Path  # Parquet: rows that could not be cut into fields, with the reason
    read: int
    notes: tuple[str, ...]


def look_at(table: Table, files: tuple[Path, ...], scratch: Path) -> list[Source]:
    """Look at the files of ``table``: kind and header. Raises WorldError for unusable ones."""
    sources = []
    for number, path in enumerate(files):
        text, notes = None, ()
        if path.suffix.lower() == ".parquet":
            with open_parquet(path) as file:
                names = file.schema_arrow.names
        else:
            folder = scratch / f"{table.name}-{number}"
            folder.mkdir()
            text = open_text(table, path, folder)
            names, notes = text.names, text.notes
        header = match_header(table, path.name, names)
        sources.append(Source(path, header, text, (*notes, *header.notes)))
    return sources


def stage(
    table: Table,
    sources: list[Source],
    scratch: Path,
    *,
    on_bytes: Callable[[int], None] = lambda count: None,
) -> Staged:
    """Read ``sources`` into ``scratch``; ``on_bytes`` hears of bytes read as it goes."""
    headers = {source.path.name: source.header for source in sources}
    columns = tuple(same_columns(table, headers))
    text = pa.schema([(name, pa.string()) for name in columns])
    schema = pa.schema([*list(_MALFORMED)[:3], *text])
    rows, malformed = scratch / f"{table.name}.parquet", scratch / f"{table.name}.malformed.parquet"
    read, notes = 0, [note for source in sources for note in source.notes]
    with (
        pq.ParquetWriter(rows, schema, compression="lz4") as good,
        pq.ParquetWriter(malformed, _MALFORMED, compression="lz4") as bad,
    ):
        for number, source in enumerate(sources):
            decoded = 0
            for batch in _batches(source):
                good.write_table(_placed(batch, number, columns).cast(schema))
                if len(batch.malformed):
                    bad.write_table(_placed_malformed(batch.malformed, number))
                read += len(batch.lines) + len(batch.malformed)
                decoded += batch.decoded
                on_bytes(batch.raw.nbytes)
            if decoded:
                notes.append(
                    f"'{source.path.name}' has {decoded:,} rows that are not UTF-8; "
                    "they were read as Windows-1252."
                )
    files = tuple(source.path for source in sources)
    return Staged(table, files, columns, rows, malformed, read, tuple(notes))


def _batches(source: Source) -> Iterator[Batch]:
    header = source.header
    if source.text is None:
        return read_parquet(source.path, positions=header.positions)
    return read_csv(source.text, positions=header.positions, width=header.width)


def _placed(batch: Batch, number: int, columns: tuple[str, ...]) -> pa.Table:
    """The batch's rows with their place; columns that this file lacks are empty."""
    size = len(batch.lines)
    place = {FILE: pa.array(np.full(size, number, np.int32)), LINE: pa.array(batch.lines)}
    held = set(batch.rows.column_names)
    values = {
        name: batch.rows.column(name) if name in held else pa.nulls(size, pa.string())
        for name in columns
    }
    return pa.table(place | {RAW: batch.raw} | values)


def _placed_malformed(malformed: pa.Table, number: int) -> pa.Table:
    place = pa.array(np.full(len(malformed), number, np.int32))
    placed = malformed.rename_columns([LINE, RAW, "value", "reason"])
    return placed.add_column(0, FILE, place).cast(_MALFORMED)
