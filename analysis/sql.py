"""The one door to DuckDB: every question a world is asked goes through here.

Questions are files (`query_files`), asked of a connection that sees one world and
nothing else (`connection`). Values are bound as parameters; SQL text is never put
together from values.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import duckdb
import polars as pl
import pyarrow as pa

from analysis.connection import MACROS, MACROS_ON_PREPARED, add_macros, connect
from analysis.query_files import (
    Query,
    QueryError,
    identifier,
    load,
    load_macro,
    query_names,
    text,
)
from data.schema import AGENCIES
from data.world import WorldError

__all__ = [
    "MACROS",
    "MACROS_ON_PREPARED",
    "Query",
    "QueryError",
    "add_macros",
    "connect",
    "identifier",
    "load",
    "load_macro",
    "materialise",
    "query_names",
    "run",
    "run_arrow",
    "text",
    "used_params",
]


def run(con: duckdb.DuckDBPyConnection, name: str, **params) -> pl.DataFrame:
    """The answer of query ``name`` as a frame with the columns its heading declares.

    Takes a cursor of its own, so several threads may ask one connection.
    """
    query = load(name)
    with _asking(con, query, params) as cursor:
        frame = cursor.sql(query.body, params=params or None).pl()
    if tuple(frame.columns) != query.returns:
        raise QueryError(
            f"{name}.sql returns {frame.columns!r}, but its heading says {query.returns!r}."
        )
    return frame


def materialise(con: duckdb.DuckDBPyConnection, table: str, name: str, **params) -> int:
    """Keep the answer of query ``name`` as a table in memory; returns its rows."""
    query = load(name)
    with _asking(con, query, params) as cursor:
        cursor.execute(f"create table {identifier(table)} as\n{query.body}", params or None)
        return cursor.fetchone()[0]


def run_arrow(con: duckdb.DuckDBPyConnection, name: str, **params) -> pa.Table:
    """The answer of query ``name`` as Arrow: for millions of rows on their way to a file."""
    query = load(name)
    with _asking(con, query, params) as cursor:
        return cursor.sql(query.body, params=params or None).to_arrow_table()


def used_params(con: duckdb.DuckDBPyConnection, body: str) -> set[str]:
    """The names of the parameters that the SQL ``body`` uses."""
    return set(con.extract_statements(body)[0].named_parameters)


@contextlib.contextmanager
def _asking(
    con: duckdb.DuckDBPyConnection, query: Query, params: dict
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor for one question, whose errors become sentences."""
    expected = {name for name, _ in query.params}
    if expected != set(params):
        raise QueryError(
            f"{query.name}.sql takes the parameters {sorted(expected)!r}, got {sorted(params)!r}."
        )
    cursor = con.cursor()
    try:
        yield cursor
    except duckdb.Error as error:
        raise _explained(query, error) from error
    finally:
        cursor.close()


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
