"""A DuckDB connection over one world that sees that world and nothing else."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from analysis.query_files import load_macro
from data.sandbox import literal
from data.schema import AGENCIES, LOG_TABLES, REFERENCE, TABLES, Table
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
    log: Sequence[str] = (),
    memory_limit: str = "4GB",
    threads: int | None = None,
) -> duckdb.DuckDBPyConnection:
    """An in-memory database with one view per table of the schema, over ``world``'s files.

    ``log``: files of table access_event of an access log, for the view of that name; without
    them it is empty. The truth about look-ups has no view.

    Tables and columns that the world lacks are there, empty, so that every definition
    can be made; ask `availability.require` before showing what rests on them. Beside
    them stand `area` (area_code, area_name, region) and `agency` (agency, label,
    is_sensitive). The connection reaches nothing outside the world's folder and the log's, has
    no network and loads no extension. What does not fit in ``memory_limit`` goes to a private
    folder, removed with the connection.
    """
    con, spill = in_memory(memory_limit=memory_limit, threads=threads)
    for table in TABLES.values():
        held = [column.name for column in table.columns if world.has(table.name, column.name)]
        add_view(con, table, world.files(table.name), held, f"the world in '{world.path}'")
    event = LOG_TABLES["access_event"]
    add_view(con, event, log, [column.name for column in event.columns], "the access log")
    add_macros(con, MACROS)
    folders = {Path(file).parent for file in log}
    lock(con, [world.path, *sorted(folders)], spill)
    return con


def in_memory(
    *, memory_limit: str, threads: int | None = None
) -> tuple[duckdb.DuckDBPyConnection, str]:
    """An in-memory database with the reference tables, and its folder for what does not fit.

    It is open to every file until `lock`.
    """
    con = duckdb.connect(":memory:")
    spill = tempfile.mkdtemp(prefix="contactlens-")
    weakref.finalize(con, shutil.rmtree, spill, ignore_errors=True)
    con.execute(f"set memory_limit = {literal(memory_limit)}")
    if threads is not None:
        con.execute(f"set threads = {int(threads)}")
    con.execute("set python_enable_replacements = false")
    add_references(con)
    return con, spill


def add_macros(con: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> None:
    """Create the macros ``names`` in that order; the tables they read must be there."""
    for name in names:
        con.execute(load_macro(name).body)


def add_references(con: duckdb.DuckDBPyConnection) -> None:
    """Create the type agency_name and the tables area and agency."""
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


def add_view(
    con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[str], held: list[str], of: str
) -> None:
    """Create the view of ``table`` over ``files``; columns not ``held`` are empty."""
    try:
        con.execute(f"create view {table.name} as {_view(table, files, held)}")
    except duckdb.Error as error:
        raise WorldError(
            f"Table {table.name} of {of} can't be read "
            f"({str(error).splitlines()[0]}). Generate or import the world again."
        ) from error


def _view(table: Table, files: Sequence[str], held: list[str]) -> str:
    columns = ", ".join(
        column.name
        if files and column.name in held
        else f"null::{_duck_type(column.type)} as {column.name}"
        for column in table.columns
    )
    if not files:
        return f"select {columns} where false"
    quoted = ", ".join(literal(_no_glob(file)) for file in files)
    return f"select {columns} from read_parquet([{quoted}])"


def _no_glob(path: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", path)


def _duck_type(arrow: pa.DataType) -> str:
    if pa.types.is_dictionary(arrow) or pa.types.is_string(arrow):
        return "varchar"
    return {
        "int64": "bigint",
        "int32": "integer",
        "int8": "tinyint",
        "bool": "boolean",
        "timestamp[ms]": "timestamp",
    }.get(str(arrow), "date")


def lock(con: duckdb.DuckDBPyConnection, folders: list[Path], spill: str) -> None:
    """Let the database read below ``folders`` and its own, and reach nothing else any more."""
    folders = [*folders, Path(spill)]
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
        "enable_progress_bar = false",  # results may be piped
        "lock_configuration = true",
    ):
        con.execute(f"set {setting}")
