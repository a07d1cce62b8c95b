"""A DuckDB connection over one world that sees that world and nothing else."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from pathlib import Path

import duckdb
import pyarrow as pa

from analysis.query_files import load_macro
from data.sandbox import literal
from data.schema import AGENCIES, REFERENCE, TABLES, Table
from data.world import World, WorldError

MACROS = (
    "concern",
    "concern_day",
    "decision",
    "holding",
    "need_day",
    "sharing_need",
    "social_care_day",
    "age_band",
)
MACROS_ON_PREPARED = ("person_group", "need_chance", "child_chance")  # over prepared tables


def connect(
    world: World,
    *,
    memory_limit: str = "4GB",
    threads: int | None = None,
) -> duckdb.DuckDBPyConnection:
    """An in-memory database with one view per table of the schema, over ``world``'s files.

    Tables and columns that the world lacks are there, empty, so that every definition
    can be made; ask `availability.require` before showing what rests on them. Beside
    them stand `area` (area_code, area_name, region) and `agency` (agency, label,
    is_sensitive). The connection reaches nothing outside the world's folder, has no
    network and loads no extension. What does not fit in ``memory_limit`` goes to a
    private folder, removed with the connection.
    """
    con = duckdb.connect(":memory:")
    spill = tempfile.mkdtemp(prefix="contactlens-")
    weakref.finalize(con, shutil.rmtree, spill, ignore_errors=True)
    con.execute(f"set memory_limit = {literal(memory_limit)}")
    if threads is not None:
        con.execute(f"set threads = {int(threads)}")
    con.execute("set python_enable_replacements = false")
    _add_references(con)
    for table in TABLES.values():
        _add_view(con, world, table)
    add_macros(con, MACROS)
    _lock(con, [world.path, Path(spill)], spill)
    return con


def add_macros(con: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> None:
    """Create the macros ``names`` in that order; the tables they read must be there."""
    for name in names:
        con.execute(load_macro(name).body)


def _add_references(con: duckdb.DuckDBPyConnection) -> None:
    names = ", ".join(literal(agency) for agency in sorted(AGENCIES))
    # Position in the type is alphabetical, so ordering by it is ordering by name.
    con.execute(f"create type agency_name as enum ({names})")
    for table, columns in (
        ("area", "area_code, area_name, region"),
        ("agency", "agency, label, is_sensitive = 'true' as is_sensitive"),
    ):
        file = REFERENCE / ("council.csv" if table == "area" else "agency.csv")
        con.execute(
            f"create table {table} as select {columns} from read_csv(?, all_varchar = true)",
            [_no_glob(str(file))],
        )


def _add_view(con: duckdb.DuckDBPyConnection, world: World, table: Table) -> None:
    try:
        con.execute(f"create view {table.name} as {_view(world, table)}")
    except duckdb.Error as error:
        raise WorldError(
            f"Table {table.name} of the world in '{world.path}' can't be read "
            f"({str(error).splitlines()[0]}). Generate or import the world again."
        ) from error


def _view(world: World, table: Table) -> str:
    held = world.files(table.name)
    columns = ", ".join(
        column.name
        if held and world.has(table.name, column.name)
        else f"null::{_duck_type(column.type)} as {column.name}"
        for column in table.columns
    )
    if not held:
        return f"select {columns} where false"
    files = ", ".join(literal(_no_glob(file)) for file in held)
    return f"select {columns} from read_parquet([{files}])"


def _no_glob(path: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", path)


def _duck_type(arrow: pa.DataType) -> str:
    if pa.types.is_dictionary(arrow) or pa.types.is_string(arrow):
        return "varchar"
    return {"int64": "bigint", "int32": "integer", "int8": "tinyint", "bool": "boolean"}.get(
        str(arrow), "date"
    )


def _lock(con: duckdb.DuckDBPyConnection, folders: list[Path], spill: str) -> None:
    # Each folder as it is called, as it really is, and as it is written in a file pattern.
    called = [str(path) for folder in folders for path in (folder, Path(folder).resolve())]
    written = sorted({*called, *(_no_glob(path) for path in called)})
    allowed = ", ".join(literal(path) for path in written)
    for setting in (
        f"allowed_directories = [{allowed}]",
        f"temp_directory = {literal(spill)}",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        con.execute(f"set {setting}")
