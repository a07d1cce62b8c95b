"""Small worlds from tables drawn in text, so that a test shows only what matters.

    world = drawn_world(tmp_path, contact='''
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-04-11   | true
    ''')

Tables that are left out are absent, columns that are left out too. A cell of - is empty.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from data.schema import TABLES
from data.world import World, building, manifest_of, open_world, part_entry, write_manifest

PERIOD = {"period_start": date(2023, 4, 1), "period_end": date(2024, 3, 31)}


def rows_of(text: str) -> list[dict[str, str | None]]:
    """The rows of a table drawn with | between columns and its names in the first line."""
    lines = [line for line in text.splitlines() if line.strip()]
    names, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [
        {name: None if cell == "-" else cell for name, cell in zip(names, row, strict=True)}
        for row in rows
    ]


def drawn_world(
    folder: Path,
    *,
    parts: int = 1,
    window_days: int = 180,
    fraction: float | None = None,
    origin: str = "synthetic",
    period_start: date = PERIOD["period_start"],
    period_end: date = PERIOD["period_end"],
    **tables: str | list[dict],
) -> World:
    """A world in ``folder`` / "world" holding ``tables``: drawn in text, or rows as dicts.

    ``parts``: over how many files the rows of each table are spread, in their order.
    """
    out = folder / "world"
    with building(out, replace=True) as root:
        entries, columns = {}, {}
        for name, content in tables.items():
            table = _arrow(name, rows_of(content) if isinstance(content, str) else content)
            columns[name] = table.column_names
            entries[name] = list(_written(root, name, table, parts))
        facts = {
            "origin": origin,
            "generator": None,
            "seed": 7,
            "n_children": len(tables.get("child", ())),
            "fraction": fraction,
            "period_start": period_start.isoformat(),
            "period_end": period_end.isoformat(),
            "window_days": window_days,
            "parameters": "drawn",
        }
        write_manifest(root, manifest_of(entries, columns, **facts))
    return open_world(out)


def expected(text: str, like: pl.DataFrame) -> pl.DataFrame:
    """A frame drawn in text, with the types that ``like`` has for the same columns."""
    rows = rows_of(text)
    names = [name for name in like.columns if not rows or name in rows[0]]
    drawn = {name: pl.Series(name, [row[name] for row in rows], dtype=pl.String) for name in names}
    return pl.DataFrame(drawn).select(_cast(name, like.schema[name]) for name in names)


def _cast(name: str, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Date:
        return pl.col(name).str.to_date()
    if kind == pl.Boolean:
        return pl.col(name) == "true"
    return pl.col(name).cast(kind)


def _arrow(table: str, rows: list[dict]) -> pa.Table:
    names = list(rows[0]) if rows else [column.name for column in TABLES[table].columns]
    arrays = {}
    for name in names:
        kind = TABLES[table].column(name).type
        plain = kind.value_type if pa.types.is_dictionary(kind) else kind
        values = pa.array([_value(row[name], plain) for row in rows], plain)
        arrays[name] = values.cast(kind) if pa.types.is_dictionary(kind) else values
    return pa.table(arrays)


def _value(cell, kind: pa.DataType):
    if not isinstance(cell, str):
        return cell
    if pa.types.is_date(kind):
        return date.fromisoformat(cell)
    if pa.types.is_boolean(kind):
        return {"true": True, "false": False}[cell]
    return int(cell) if pa.types.is_integer(kind) else cell


def _written(root: Path, name: str, table: pa.Table, parts: int):
    (root / name).mkdir()
    size = -(-max(table.num_rows, 1) // parts)
    for number in range(parts):
        file = root / name / f"part-{number:05d}.parquet"
        pq.write_table(table.slice(number * size, size), file, compression="zstd")
        yield part_entry(root, file)
