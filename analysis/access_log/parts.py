"""Writes events to the Parquet parts of a log: in order of time, numbered from 0."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.access_log.events import (
    DAY_SECONDS,
    OUT_OF_AREA,
    OUT_OF_HOURS,
    TWO_PLACES,
    Events,
    in_order,
    joined,
)
from analysis.luck import AGENCY_NAMES
from data.schema import ACCESS_KINDS, ACCESS_REASONS, LOG_TABLES
from data.world import part_entry

OF_LOOKUPS = ("access_event", "access_truth")
IN_A_PART = 1 << 20  # look-ups, about: parts are whole days
MILLI = 1_000


@dataclass(frozen=True, slots=True)
class Names:
    """What numbers in events stand for."""

    child_id: np.ndarray  # by row of table child
    area_codes: tuple[str, ...]  # in order
    area_place: np.ndarray  # of each council's number among them; the last is -1
    period_start: date


def write_parts(
    root: Path, runs: list[Events], names: Names, n_days: int, threads: int
) -> dict[str, list[dict]]:
    """Write both tables of look-ups below ``root``; returns what `access.json` keeps of each part.

    ``runs``: each in order of time, together in the order in which they stand in the log
    where two fall in one second.
    """
    for table in OF_LOOKUPS:
        (root / table).mkdir()
    with ThreadPoolExecutor(threads) as pool:
        jobs = [
            pool.submit(_write_part, root, number, first_id, pieces, names)
            for number, (first_id, pieces) in enumerate(_parts(runs, n_days))
        ]
        written = [job.result() for job in jobs]
    return {table: [part[table] for part in written] for table in OF_LOOKUPS}


def _parts(runs: list[Events], n_days: int) -> Iterator[tuple[int, list[Events]]]:
    """First event_id and pieces of each part: some whole days of every run."""
    midnights = np.arange(n_days + 1, dtype=np.int64) * DAY_SECONDS
    edges = np.array([np.searchsorted(run.at, midnights) for run in runs]).reshape(-1, n_days + 1)
    before = edges.sum(axis=0)  # look-ups before each day
    part_of = before[:-1] // IN_A_PART
    cuts = np.append(np.flatnonzero(np.diff(part_of, prepend=-1)), n_days)
    for first, last in pairwise(cuts):
        pieces = [run.rows(slice(e[first], e[last])) for run, e in zip(runs, edges, strict=True)]
        yield int(before[first]), pieces


def _write_part(
    root: Path, number: int, first_id: int, pieces: list[Events], names: Names
) -> dict[str, dict]:
    events = in_order(joined(pieces))
    at = events.at.astype(np.int64) * MILLI
    at += np.datetime64(names.period_start, "ms").astype(np.int64)
    columns = {
        "event_id": _numbers(np.arange(first_id, first_id + len(events))),
        "accessed_at": _numbers(at, pa.timestamp("ms")),
        "practitioner_id": _numbers(events.practitioner.astype(np.int64), may_be_empty=True),
        "agency": _words(events.agency, AGENCY_NAMES),
        "area_code": _words(names.area_place[events.area], names.area_codes),
        "child_id": _numbers(names.child_id[events.child]),
        "reason": _words(events.reason, ACCESS_REASONS),
        "kind": _words(events.kind, ACCESS_KINDS),
        "is_out_of_area": _flags(events.pattern & OUT_OF_AREA),
        "is_out_of_hours": _flags(events.pattern & OUT_OF_HOURS),
        "is_two_places": _flags(events.pattern & TWO_PLACES),
    }
    return {table: _written(root, table, number, columns) for table in OF_LOOKUPS}


def _written(root: Path, table: str, number: int, columns: dict[str, pa.Array]) -> dict:
    """Write one part of ``table``; returns its entry."""
    schema = LOG_TABLES[table].arrow
    rows = pa.table([columns[name] for name in schema.names], schema=schema)
    file = root / table / f"part-{number:05d}.parquet"
    words = [one.name for one in schema if pa.types.is_dictionary(one.type)]
    flags = [one.name for one in schema if pa.types.is_boolean(one.type)]
    numbers = [one.name for one in schema if one.name not in (*words, *flags)]
    pq.write_table(
        rows,
        file,
        compression="zstd",
        compression_level=1,
        use_dictionary=words,
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        write_statistics=numbers,
    )
    return part_entry(root, file, rows.num_rows)


def _words(codes: np.ndarray, words: tuple[str, ...]) -> pa.DictionaryArray:
    """Codes as words; -1 is empty."""
    text = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, text)], dtype=np.int32)
    said = [pa.py_buffer(ends), pa.py_buffer(b"".join(text))]
    return pa.DictionaryArray.from_arrays(
        _numbers(codes, may_be_empty=True), pa.StringArray.from_buffers(len(words), *said)
    )


def _flags(bits: np.ndarray) -> pa.Array:
    packed = np.packbits(bits != 0, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(bits), [None, pa.py_buffer(packed)])


def _numbers(
    values: np.ndarray, kind: pa.DataType | None = None, *, may_be_empty: bool = False
) -> pa.Array:
    """An Arrow array over ``values`` without a copy; with ``may_be_empty``, below 0 is empty.

    From buffers: `pa.array` loads pandas, which takes a third of a second.
    """
    empty = values < 0 if may_be_empty else None
    valid = None
    if empty is not None and empty.any():
        valid = pa.py_buffer(np.packbits(~empty, bitorder="little"))
        values = values * ~empty  # what stands in an empty row never depends on luck
    kind = kind or pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(values)])
