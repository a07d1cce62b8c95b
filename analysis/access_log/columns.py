"""Parquet files of a world as NumPy columns: the way to them that costs least.

A log as dense as the contacts is written as fast as contacts are made, so reading them may
take no more than decoding them does. Whatever is asked of a world goes through `analysis.sql`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.world import World, WorldError

Codes = Callable[[list[str]], np.ndarray]  # words to their numbers, int16
EMPTY = -1


def read_columns(
    world: World, table: str, wanted: dict[str, Codes | None], files: Sequence[str] | None = None
) -> dict[str, np.ndarray]:
    """The columns ``wanted`` of ``table``, joined over its ``files`` (by default all).

    Numbers and days (since 1970-01-01) are -1 where empty, flags False, words the numbers that
    their function gives or -1. A column that the world lacks is empty in every row. Raises
    WorldError for a file that can't be read.
    """
    held = [name for name in wanted if world.has(table, name)]
    parts = [_read(file, held) for file in (world.files(table) if files is None else files)]
    n_rows = [part.num_rows for part in parts]
    return {
        name: _joined([_column(part[name], codes) for part in parts])
        if name in held
        else np.full(sum(n_rows), EMPTY, dtype=np.int64)
        for name, codes in wanted.items()
    }


def _read(file: str, names: list[str]) -> pa.Table:
    try:
        with pq.ParquetFile(file) as source:
            return source.read(columns=names, use_threads=False)
    except (OSError, pa.ArrowInvalid) as error:
        raise WorldError(
            f"'{file}' can't be read as Parquet ({str(error).splitlines()[0]}). "
            "Generate or import the world again."
        ) from None


def _column(column: pa.ChunkedArray, codes: Codes | None) -> np.ndarray:
    if codes is not None:
        return _joined([_numbered(chunk, codes) for chunk in column.chunks], np.int16)
    if pa.types.is_boolean(column.type):
        return _joined([_flags(chunk) for chunk in column.chunks], bool)
    kind = np.int32 if pa.types.is_date32(column.type) else column.type.to_pandas_dtype()
    return _joined([_values(chunk, kind) for chunk in column.chunks], kind)


def _numbered(chunk: pa.Array, codes: Codes) -> np.ndarray:
    if not pa.types.is_dictionary(chunk.type):
        chunk = chunk.dictionary_encode()
    place = _values(chunk.indices, chunk.indices.type.to_pandas_dtype())
    number = np.append(codes(chunk.dictionary.to_pylist()), np.int16(EMPTY))
    return number.astype(np.int16)[place]  # an empty word's place is the last


# Arrow's own way to NumPy loads pandas, which takes a second: longer than a small log.


def _values(array: pa.Array, kind: type) -> np.ndarray:
    """The numbers of an Arrow array, -1 where it is empty; without a copy where none is."""
    empty, stored = array.buffers()
    values = np.frombuffer(stored, kind)[array.offset : array.offset + len(array)]
    if empty is None or not array.null_count:
        return values
    return np.where(_bits(empty, array), values, np.array(EMPTY, kind))


def _flags(array: pa.Array) -> np.ndarray:
    empty, stored = array.buffers()
    flags = _bits(stored, array)
    return flags if empty is None else flags & _bits(empty, array)


def _bits(buffer: pa.Buffer, array: pa.Array) -> np.ndarray:
    bits = np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little")
    return bits[array.offset : array.offset + len(array)].view(bool)


def _joined(parts: list[np.ndarray], kind=np.int64) -> np.ndarray:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
