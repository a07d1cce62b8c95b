"""The door for detectors: a database that holds the log and contacts, and can't reach the truth.

Two databases, so that names are read by those detectors alone that rest on them:

- `log`: access_event, contact, practitioner;
- `names`: access_event, practitioner_identity, and child_identity (child, surname, postcode).

Neither has a view of access_truth nor of any other table of the world, and neither may open
a file outside the folders of its own tables. What a look-up was is known to `truth` alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analysis.access_log.folder import Log
from analysis.connection import add_view, in_memory, lock
from data.schema import LOG_TABLES, TABLES, Table
from data.world import World, WorldError

MEMORY = "3GB"
_IDENTITY = TABLES["identity"]
CHILD_IDENTITY = Table(
    "child_identity",
    _IDENTITY.grain,
    "Surname and postcode of children, for the detector that rests on them.",
    tuple(_IDENTITY.column(name) for name in ("child_id", "surname", "postcode")),
)


@dataclass(frozen=True, slots=True)
class Doors:
    """Two databases for detectors."""

    log: duckdb.DuckDBPyConnection
    names: duckdb.DuckDBPyConnection
    has_names: bool  # whether both children's and practitioners' surnames or postcodes are known


@contextlib.contextmanager
def open_doors(
    world: World, log: Log, *, memory_limit: str = MEMORY, threads: int | None = None
) -> Iterator[Doors]:
    """Databases over ``log`` and the contacts of its ``world``.

    Raises WorldError where the log is of another world.
    """
    check_of(world, log)
    with (
        _database(
            world,
            {LOG_TABLES["access_event"]: log.event_files}
            | {TABLES[name]: world.files(name) for name in ("contact", "practitioner")},
            memory_limit=memory_limit,
            threads=threads,
        ) as of_log,
        _database(
            world,
            {
                LOG_TABLES["access_event"]: log.event_files,
                LOG_TABLES["practitioner_identity"]: log.staff_files,
                CHILD_IDENTITY: world.files("identity"),
            },
            memory_limit=memory_limit,
            threads=threads,
        ) as of_names,
    ):
        known = any(world.has("identity", name) for name in ("surname", "postcode"))
        yield Doors(of_log, of_names, known and bool(log.staff_files))


def check_of(world: World, log: Log) -> None:
    """WorldError unless ``log`` is of ``world``."""
    if log.manifest["world"] != world.fingerprint:
        raise WorldError(
            f"The access log in '{log.path}' belongs to another world than '{world.path}'. "
            "Name the world that it was drawn from or imported for, or make the log again."
        )


@contextlib.contextmanager
def _database(
    world: World,
    tables: dict[Table, list[str]],
    *,
    memory_limit: str,
    threads: int | None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    con, spill = in_memory(memory_limit=memory_limit, threads=threads)
    try:
        for table, files in tables.items():
            add_view(con, table, files, _held(world, table), "the log or its world")
        folders = {Path(file).parent for files in tables.values() for file in files}
        lock(con, sorted(folders), spill)
        yield con
    finally:
        con.close()


def _held(world: World, table: Table) -> list[str]:
    names = [column.name for column in table.columns]
    if table.name in LOG_TABLES:
        return names
    of = _IDENTITY.name if table is CHILD_IDENTITY else table.name
    return [name for name in names if world.has(of, name)]
