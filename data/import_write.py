"""Writes an accepted table as the sorted Parquet parts of a world.

The bytes depend on the rows alone, not on their files or order, on threads or the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.import_judge import BROKEN, Judged
from data.rules import sort_columns
from data.schema import Table
from data.world import part_entry

PART_ROWS = 1_000_000
_GROUP_ROWS = 122_880  # rows that DuckDB reads at a time
_FETCH_ROWS = 1 << 16


def write_table(con: duckdb.DuckDBPyConnection, judged: Judged, root: Path) -> list[dict]:
    """Write the accepted rows below ``root``; the manifest's entries of the parts.

    Parts hold about PART_ROWS rows and never divide the rows of one child.
    """
    table, columns = judged.staged.table, judged.staged.columns
    order = [*sort_columns(table).values(), *columns]
    rows = con.sql(
        f"select {', '.join(columns)} from {judged.name} where {BROKEN} = 0 "
        f"order by {', '.join(order)}"
    ).to_arrow_reader(_FETCH_ROWS)
    folder = root / table.name
    folder.mkdir()
    parts = []
    for number, part in enumerate(_parts(rows, PART_ROWS)):
        file = folder / f"part-{number:05}.parquet"
        pq.write_table(as_schema(part, table), file, compression="zstd", row_group_size=_GROUP_ROWS)
        parts.append(part_entry(root, file))
    return parts


def _parts(rows: pa.RecordBatchReader, most: int) -> Iterator[pa.Table]:
    """Cut sorted rows into parts of ``most`` rows, moved back to the start of a child."""
    held = rows.schema.empty_table()
    for batch in rows:
        held = pa.concat_tables([held, pa.Table.from_batches([batch])])
        while cut := _cut(held, most):
            yield held.slice(0, cut)
            held = held.slice(cut)
    yield held


def _cut(held: pa.Table, most: int) -> int:
    """Where to cut so that children stay whole; 0 while that is not known."""
    if len(held) <= most:
        return 0
    if "child_id" not in held.column_names:
        return most
    children = held.column("child_id").to_numpy()
    first = int(np.searchsorted(children, children[most]))
    if first:
        return first
    after = int(np.searchsorted(children, children[most], side="right"))
    return after if after < len(held) else 0


def as_schema(part: pa.Table, table: Table) -> pa.Table:
    """``part`` in the types of ``table``, with words from a list in the order of the list."""
    fields = [table.arrow.field(name) for name in part.column_names]
    columns = [_typed(part.column(f.name), table, f) for f in fields]
    schema = pa.schema(
        [
            pa.field(f.name, c.type, nullable=table.column(f.name).may_be_empty)
            for f, c in zip(fields, columns, strict=True)
        ]
    )
    return pa.Table.from_arrays(columns, schema=schema)


def _typed(column: pa.ChunkedArray, table: Table, field: pa.Field) -> pa.Array:
    if not pa.types.is_dictionary(field.type):
        return (
            pa.concat_arrays(column.chunks).cast(field.type)
            if column.num_chunks
            else (pa.array([], field.type))
        )
    text = column.cast(pa.string())
    words = pa.array(table.column(field.name).values or _distinct(text), pa.string())
    most = 2 ** (field.type.index_type.bit_width - 1)
    index = field.type.index_type if len(words) <= most else pa.int32()
    found = pc.index_in(text, words).cast(index)
    return pa.DictionaryArray.from_arrays(found.combine_chunks(), words)


def _distinct(text: pa.ChunkedArray) -> list[str]:
    return sorted(text.unique().drop_null().to_pylist())
