"""NumPy columns as Arrow columns and tables of the schema, and as Parquet files.

Words are dictionary codes into a fixed list, so equal worlds are equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.schema import TABLES, Table

CODEC, LEVEL = "zstd", 1


# Arrays are made from buffers: `pa.array` would load pandas, a third of a second per worker.


def column(
    values: np.ndarray, type: pa.DataType | None = None, empty: np.ndarray | None = None
) -> pa.Array:
    """An Arrow array over ``values``, without a copy; rows that are ``empty`` are null."""
    type = type or pa.from_numpy_dtype(values.dtype)
    valid = None if empty is None else pa.py_buffer(np.packbits(~empty, bitorder="little"))
    if pa.types.is_boolean(type):
        stored = np.packbits(values, bitorder="little")
    else:
        stored = np.ascontiguousarray(values, dtype=values.dtype)
        if stored.itemsize * 8 != type.bit_width:
            raise TypeError(f"{type} expected, got {values.dtype}")
    return pa.Array.from_buffers(type, len(values), [valid, pa.py_buffer(stored)])


def strings(words: Iterable[str]) -> pa.Array:
    """A string array of ``words``."""
    encoded = [word.encode() for word in words]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))
    )


def words_column(
    codes: np.ndarray, words: tuple[str, ...], empty: np.ndarray | None = None
) -> pa.Array:
    index = pa.int16() if len(words) > 127 else pa.int8()
    codes = codes.astype(index.to_pandas_dtype(), copy=False)
    if empty is not None:  # null rows hold a valid code, so the bytes never depend on luck
        codes = codes * ~empty
    return pa.DictionaryArray.from_arrays(column(codes, index, empty), strings(words))


def dates_column(days: np.ndarray, empty: np.ndarray | None = None) -> pa.Array:
    return column(days.astype(np.int32, copy=False), pa.date32(), empty)


def table_of(name: str, **columns) -> pa.Table:
    schema = TABLES[name].arrow
    arrays = [
        columns[f.name]
        if isinstance(columns[f.name], pa.Array)
        else column(columns[f.name], f.type)
        for f in schema
    ]
    return pa.table(arrays, schema=schema)


@lru_cache(maxsize=16)
def _encodings(table: Table) -> tuple[list[str], dict[str, str]]:
    """Words as dictionaries; whole numbers and dates as differences; other text plain."""
    words = [c.name for c in table.columns if pa.types.is_dictionary(c.type)]
    deltas = {
        c.name: "DELTA_BINARY_PACKED"
        for c in table.columns
        if pa.types.is_int64(c.type) or pa.types.is_int32(c.type) or pa.types.is_date32(c.type)
    }
    return words, deltas


def write_table(table: pa.Table, name: str, path: Path) -> None:
    """Write one part as one row group."""
    words, deltas = _encodings(TABLES[name])
    pq.write_table(
        table,
        path,
        compression=CODEC,
        compression_level=LEVEL,
        use_dictionary=words,
        column_encoding=deltas,
        row_group_size=max(table.num_rows, 1),
    )
