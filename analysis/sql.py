"""The one door to DuckDB: every question a world is asked goes through here.

A question is a file in `queries/`, a definition shared by several is a table macro in
`macros/`. Each begins with a heading that says its grain, what it reads, its parameters
and the columns it returns; the heading is checked when the file is used. Values are
bound as parameters; SQL text is never put together from values.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from data.schema import AGENCIES, REFERENCE, TABLES, Table
from data.world import World, WorldError

HERE = Path(__file__).parent
MACROS = (
    "concern",
    "concern_day",
    "decision",
    "holding",
    "sharing_need",
    "social_care_day",
    "age_band",
)
MACROS_ON_PREPARED = ("person_group", "need_chance", "child_chance")  # over prepared tables
FIELDS = ("title", "grain", "key", "uses", "reads", "params", "returns", "why")


class QueryError(Exception):
    """A query file is wrong or was called wrongly: for developers, says file and remedy."""


@dataclass(frozen=True, slots=True)
class Query:
    """One .sql file: its heading, taken apart, and its text."""

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    uses: tuple[str, ...]
    reads: tuple[tuple[str, tuple[str, ...]], ...]  # (table, columns) pairs
    params: tuple[tuple[str, str], ...]  # (name, type) pairs
    returns: tuple[str, ...]
    why: str
    body: str


def connect(
    world: World,
    *,
    memory_limit: str = "4GB",
    threads: int | None = None,
    writes_to: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """An in-memory database with one view per table of the schema, over ``world``'s files.

    Tables and columns that the world lacks are there, empty, so that every definition
    can be made; ask `availability.require` before showing what rests on them. Beside
    them stand `area` (area_code, area_name, region) and `agency` (agency, label,
    is_sensitive). The connection reads nothing outside the world's folder, writes
    nothing outside ``writes_to``, and loads no extension.
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
    _lock(con, [world.path, Path(spill), *([writes_to] if writes_to else [])], spill)
    return con


def add_macros(con: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> None:
    """Create the macros ``names`` in that order; the tables they read must be there."""
    for name in names:
        con.execute(load_macro(name).body)


def run(con: duckdb.DuckDBPyConnection, name: str, **params) -> pl.DataFrame:
    """The answer of query ``name`` as a frame with the columns its heading declares.

    Takes a cursor of its own, so several threads may ask one connection.
    """
    query = load(name)
    _check_params(query, params)
    cursor = con.cursor()
    try:
        frame = cursor.sql(query.body, params=params or None).pl()
    except duckdb.Error as error:
        raise _explained(query, error) from error
    finally:
        cursor.close()
    if tuple(frame.columns) != query.returns:
        raise QueryError(
            f"{name}.sql returns {frame.columns!r}, but its heading says {query.returns!r}."
        )
    return frame


def materialise(con: duckdb.DuckDBPyConnection, table: str, name: str, **params) -> int:
    """Keep the answer of query ``name`` as a table in memory; returns its rows."""
    return _keep(con, f"create table {identifier(table)} as", load(name), params)


def copy(con: duckdb.DuckDBPyConnection, name: str, out: Path, **params) -> int:
    """Write the answer of query ``name`` to a zstd Parquet file; returns its rows."""
    query = load(name)
    body = f"copy (\n{query.body}\n) to {literal(str(out))} (format parquet, codec zstd)"
    return _rows(con, query, body, params)


def _keep(con, opening: str, query: Query, params: dict) -> int:
    return _rows(con, query, f"{opening}\n{query.body}", params)


def _rows(con, query: Query, body: str, params: dict) -> int:
    _check_params(query, params)
    cursor = con.cursor()
    try:
        return cursor.execute(body, params or None).fetchone()[0]
    except duckdb.Error as error:
        raise _explained(query, error) from error
    finally:
        cursor.close()


def text(name: str) -> str:
    """The SQL of query ``name`` for a reader: heading, macros it rests on, then the query."""
    query = load(name)
    macros = [_source("macros", macro) for macro in _all_uses(query)]
    return "\n\n".join([*macros, _source("queries", name)])


def used_params(con: duckdb.DuckDBPyConnection, body: str) -> set[str]:
    """The names of the parameters that the SQL ``body`` uses."""
    return set(con.extract_statements(body)[0].named_parameters)


def query_names() -> tuple[str, ...]:
    """Every query there is, in alphabetical order."""
    return tuple(sorted(path.stem for path in (HERE / "queries").glob("*.sql")))


def load(name: str) -> Query:
    """The query ``name``, its heading checked."""
    return _parse("queries", name)


def load_macro(name: str) -> Query:
    """The macro ``name``, its heading checked."""
    return _parse("macros", name)


def literal(value: str) -> str:
    """``value`` as an SQL string, for the few statements that take no parameters."""
    return "'" + value.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """``name`` if it is a plain lower-case name; QueryError otherwise."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise QueryError(f"A plain lower-case name was expected, got {name!r}.")
    return name


# ---- making the connection


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


# ---- reading and checking the files


def _source(folder: str, name: str) -> str:
    path = HERE / folder / f"{identifier(name)}.sql"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        known = sorted(other.stem for other in path.parent.glob("*.sql"))
        raise QueryError(f"There is no {folder}/{name}.sql; there are {known}.") from None


@cache
def _parse(folder: str, name: str) -> Query:
    source = _source(folder, name)
    fields: dict[str, str] = {}
    field = ""
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):
        if not line.startswith("--"):
            break
        found = re.match(r"--\s*(\w+):\s*(.*)", line)
        if found and found[1] in FIELDS:
            field = found[1]
            fields[field] = found[2].strip()
        elif field:
            fields[field] += " " + line[2:].strip()
        else:
            raise QueryError(f"{folder}/{name}.sql:{number}: a heading field was expected.")
    absent = [field for field in FIELDS if not fields.get(field)]
    if absent:
        raise QueryError(f"{folder}/{name}.sql: the heading lacks {absent!r}.")
    return Query(
        name=name,
        title=fields["title"],
        grain=fields["grain"],
        key=_names(fields["key"]),
        uses=_names(fields["uses"]),
        reads=_reads(fields["reads"]),
        params=_params(fields["params"]),
        returns=_names(fields["returns"]),
        why=fields["why"],
        body="\n".join(lines[number - 1 :]).strip().rstrip(";"),
    )


def _names(field: str) -> tuple[str, ...]:
    plain = re.sub(r"\(.*?\)", "", field)
    return (
        () if plain.strip() == "none" else tuple(n.strip() for n in plain.split(",") if n.strip())
    )


def _reads(field: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (table, tuple(column.strip() for column in columns.split(",")))
        for table, columns in re.findall(r"(\w+)\s*\(([^)]*)\)", field)
    )


def _params(field: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, kind) for name, kind in re.findall(r"\$(\w+)\s+([A-Z]\w*)", field))


def _all_uses(query: Query) -> tuple[str, ...]:
    """Macros that ``query`` rests on, each after those it rests on itself."""
    found: list[str] = []
    for name in query.uses:
        found += [deeper for deeper in _all_uses(load_macro(name)) if deeper not in found]
        found += [name] if name not in found else []
    return tuple(found)


def _check_params(query: Query, params: dict) -> None:
    expected = {name for name, _ in query.params}
    if expected != set(params):
        raise QueryError(
            f"{query.name}.sql takes the parameters {sorted(expected)!r}, got {sorted(params)!r}."
        )


def _explained(query: Query, error: duckdb.Error) -> Exception:
    words = str(error).splitlines()[0]
    if isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException):
        return WorldError(f"'{query.title}' could not be worked out: {words}")
    if isinstance(error, duckdb.ConversionException) and "to ENUM(" in words:
        word = words.partition("'")[2].partition("'")[0]
        return WorldError(
            f"The world holds the agency {word!r}, which the reference list lacks. "
            f"Known agencies: {', '.join(AGENCIES)}."
        )
    return QueryError(f"{query.name}.sql failed: {words}")
