"""Is a finished world what it says? The schema's rules asked of every row, and of the files.

The same rules as at import (`data.rules`), so a world that was imported is sound, and one
that was generated is held to no less. Each finding is one sentence with its count.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.rules import Period, owner_of, row_rules, sort_columns
from data.sandbox import parquet, sandbox
from data.schema import TABLES, Table
from data.world import World, file_digest, manifest_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a world: where, in one sentence, and how many rows or files."""

    table: str  # empty for the world as a whole
    sentence: str
    count: int

    def __str__(self) -> str:
        return self.sentence


def check_world(world: World) -> list[Finding]:
    """Everything wrong with ``world``; an empty list when it is sound.

    Reads every file twice or thrice; memory does not grow with the world, but for one
    number for each child.
    """
    findings = [*_of_manifest(world)]
    readable = []
    for name in TABLES:
        if world.has(name):
            of_files = [*_of_files(world, TABLES[name])]
            findings += of_files
            readable += [] if of_files else [TABLES[name]]
    with (
        tempfile.TemporaryDirectory() as scratch,
        sandbox([world.path], Path(scratch)) as con,
    ):
        for table in readable:
            findings += _of_rows(con, world, table)
            findings += _of_order(con, world, table)
            findings += _of_references(con, world, table, readable)
    return findings


def _of_manifest(world: World) -> Iterator[Finding]:
    manifest = world.manifest
    for table in TABLES.values():
        if table.required and not world.has(table.name):
            yield Finding(table.name, f"Table {table.name} is missing.", 1)
    for name in manifest["tables"].keys() - TABLES.keys():
        yield Finding(name, f"Table {name} is not in the schema.", 1)
    facts = {k: v for k, v in manifest.items() if k not in ("format", "fingerprint", "tables")}
    parts = {name: entry["parts"] for name, entry in manifest["tables"].items()}
    columns = {name: entry["columns"] for name, entry in manifest["tables"].items()}
    if manifest_of(parts, columns, **facts)["fingerprint"] != world.fingerprint:
        yield Finding("", "The fingerprint in world.json is not that of what it describes.", 1)
    children = manifest.get("n_children")
    if children is not None and world.has("child") and children != world.rows("child"):
        sentence = f"world.json says {children:,} children, but child has {world.rows('child'):,}."
        yield Finding("child", sentence, 1)


def _of_files(world: World, table: Table) -> Iterator[Finding]:
    """What is wrong with the table's files; its rows are looked at only when nothing is."""
    entry = world.manifest["tables"][table.name]
    known = [column.name for column in table.columns]
    for column in table.columns:
        if column.required and column.name not in entry["columns"]:
            yield Finding(table.name, f"Table {table.name} lacks column {column.name}.", 1)
    for name in entry["columns"]:
        if name not in known:
            yield Finding(table.name, f"{table.name}.{name} is not in the schema.", 1)
    for part in entry["parts"]:
        file = world.path / part["file"]
        if not file.is_file():
            yield Finding(table.name, f"'{part['file']}' is missing.", 1)
        elif file_digest(file) != part["sha256"]:
            yield Finding(table.name, f"'{part['file']}' was changed after it was written.", 1)
        else:
            for sentence in _part_faults(file, part, table, entry["columns"]):
                yield Finding(table.name, f"'{part['file']}' {sentence}.", 1)
    if entry["rows"] != (held := sum(part["rows"] for part in entry["parts"])):
        sentence = f"world.json says {entry['rows']:,} rows of {table.name}, but lists {held:,}."
        yield Finding(table.name, sentence, 1)


def _part_faults(file: Path, part: dict, table: Table, columns: list[str]) -> Iterator[str]:
    metadata = pq.read_metadata(file)
    if metadata.num_rows != part["rows"]:
        yield f"has {metadata.num_rows:,} rows, not {part['rows']:,}"
    schema = metadata.schema.to_arrow_schema()
    if schema.names != columns:
        yield f"has columns {', '.join(schema.names)}, not {', '.join(columns)}"
        return
    for field in schema:
        if field.name in table.arrow.names:
            expected = _plain(table.arrow.field(field.name).type)
            if _plain(field.type) != expected:
                yield f"has {field.name} as {_plain(field.type)}, not {expected}"


def _plain(kind: pa.DataType) -> pa.DataType:
    """A type as it reads: how words are stored (once each or not) makes no difference."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.string() if pa.types.is_large_string(kind) else kind


def _of_rows(con: duckdb.DuckDBPyConnection, world: World, table: Table) -> Iterator[Finding]:
    """Rows that break a rule of the schema, found in one scan."""
    period = Period(world.period_start, world.period_end, world.window_days)
    columns = world.manifest["tables"][table.name]["columns"]
    rules = row_rules(table, columns, period=period)
    counts = ", ".join(f"count(*) filter ({rule.broken})" for rule in rules)
    broken = con.execute(f"select {counts} from {parquet(world.files(table.name))}").fetchall()[0]
    for rule, count in zip(rules, broken, strict=True):
        if count:
            sentence = f"{table.name}: {_rows(count)} in which {rule.column} {rule.reason}."
            yield Finding(table.name, sentence, count)


def _of_order(con: duckdb.DuckDBPyConnection, world: World, table: Table) -> Iterator[Finding]:
    """Rows out of order, and keys that come again; sorted rows show both in one scan."""
    order = sort_columns(table)
    rows = parquet(world.files(table.name))
    values = ", ".join(f"{value} as {name}" for name, value in order.items())
    before = ", ".join(f"lag({name}) over () as before_{name}" for name in order)
    tied, behind = "true", []
    for name in order:
        behind.append(f"({tied} and {name} < before_{name})")
        tied += f" and {name} = before_{name}"
    unsorted, same = con.execute(
        f"select count(*) filter ({' or '.join(behind)}), count(*) filter ({tied}) "
        f"from (select *, {before} from (select {values} from {rows}))"
    ).fetchall()[0]
    if unsorted:
        sentence = f"{table.name}: {_rows(unsorted)} out of the order of {', '.join(order)}."
        yield Finding(table.name, sentence, unsorted)
    if not table.key:
        return
    if unsorted:
        key = ", ".join(table.key)
        same = con.execute(
            f"select coalesce(sum(n - 1), 0)::bigint from "
            f"(select count(*) as n from {rows} group by {key} having count(*) > 1)"
        ).fetchall()[0][0]
    if same:
        key = " and ".join(table.key)
        yield Finding(table.name, f"{table.name}: {_rows(same)} with the same {key} again.", same)


def _of_references(
    con: duckdb.DuckDBPyConnection, world: World, table: Table, readable: list[Table]
) -> Iterator[Finding]:
    """Rows that name a child, household or practitioner who is not there; divided children."""
    rows = parquet(world.files(table.name))
    for column in table.columns:
        if not world.has(table.name, column.name):
            continue
        owner = owner_of(table, column.name)
        if owner is None or owner not in readable:
            continue
        name, owned = column.name, parquet(world.files(owner.name))
        lost = con.execute(
            f"select count(*) from (select {name} from {rows} where {name} is not null) "
            f"anti join (select {name} from {owned}) using ({name})"
        ).fetchall()[0][0]
        if lost:
            sentence = f"{table.name}: {_rows(lost)} in which {name} is not in {owner.name}."
            yield Finding(table.name, sentence, lost)
    if world.has(table.name, "child_id") and len(world.files(table.name)) > 1:
        divided = con.execute(
            f"""
            with part as (
                select file_index, min(child_id) as first, max(child_id) as last
                from (select child_id, file_index from {_with_file(world, table)})
                group by file_index
            )
            select count(*)
            from part join part as next on next.file_index = part.file_index + 1
            where next.first <= part.last
            """
        ).fetchall()[0][0]
        if divided:
            borders = len(world.files(table.name)) - 1
            sentence = f"{table.name}: {divided:,} of {borders:,} borders of parts divide a child."
            yield Finding(table.name, sentence, divided)


def _with_file(world: World, table: Table) -> str:
    """The table's rows, each with the number of its part."""
    parts = [
        f"select child_id, {number} as file_index from {parquet([file])}"
        for number, file in enumerate(world.files(table.name))
    ]
    return f"({' union all '.join(parts)})"


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
