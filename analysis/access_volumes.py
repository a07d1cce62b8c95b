"""How a log of look-ups looks: by agency, place and time, by user and child, and explained.

    with open_volumes(world, "log") as opened:
        by_agency(opened)

Every figure is one query over the log and, where it asks for contacts, its world. The truth
about look-ups is not read. What the figures mean stands in docs/methods-access-log.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from analysis import sql
from analysis.access_log.folder import Log, open_log
from analysis.policy import Assumptions, load_assumptions
from data.schema import AGENCY_LABELS
from data.world import World, WorldError

MEMORY = "2GB"
PEAK = ("span", "began_at", "n_lookups")


@dataclass(frozen=True, slots=True)
class Opened:
    """A log beside the world it was drawn from, ready to be asked."""

    world: World
    log: Log
    con: duckdb.DuckDBPyConnection


@contextlib.contextmanager
def open_volumes(
    world: World, folder: str | Path, *, memory_limit: str = MEMORY, threads: int | None = None
) -> Iterator[Opened]:
    """The log in ``folder``, found whole and of this ``world``. Raises WorldError if it is not."""
    log = open_log(folder)
    if log.manifest["world"] != world.fingerprint:
        raise WorldError(
            f"The access log in '{folder}' was drawn from another world than '{world.path}'. "
            "Name the world that it was drawn from, or write the log again."
        )
    files = log.event_files
    with sql.connect(world, log=files, memory_limit=memory_limit, threads=threads) as con:
        yield Opened(world, log, con)


def by_agency(opened: Opened) -> pl.DataFrame:
    """One row per agency: n_lookups, n_users, n_first (of a child by the agency), n_repeat.

    The agency is the kind of role that looks; practitioners have no other.
    """
    return sql.run(opened.con, "access_by_agency")


def by_area(opened: Opened) -> pl.DataFrame:
    """One row per council where look-ups were made: n_lookups, n_users, n_children."""
    return sql.run(opened.con, "access_by_area")


def by_hour(opened: Opened) -> pl.DataFrame:
    """One row per weekday (1 is Monday) and hour (0 to 23) with look-ups: n_lookups."""
    return sql.run(opened.con, "access_by_hour")


def per_user(opened: Opened) -> pl.DataFrame:
    """One row per number of look-ups, ascending: n_users who made so many."""
    return sql.run(opened.con, "access_per_user")


def per_child(opened: Opened) -> pl.DataFrame:
    """One row per number of look-ups from 0, ascending: n_children looked up so often."""
    return sql.run(opened.con, "access_per_child")


def busiest(opened: Opened) -> pl.DataFrame:
    """The busiest second, minute and hour: span, began_at, n_lookups."""
    return sql.run(opened.con, "access_busiest")


def explained(opened: Opened, assumptions: Assumptions | None = None) -> pl.DataFrame:
    """One row per agency: n_lookups, and n_explained by a contact within explained_days."""
    days = int((assumptions or load_assumptions()).get("explained_days").central)
    return sql.run(opened.con, "access_explained", explained_days=days)


def summarise_log(
    world: World, folder: str | Path, *, assumptions: Assumptions | None = None
) -> list[str]:
    """What the command line says of a log: sentences."""
    assumptions = assumptions or load_assumptions()
    with open_volumes(world, folder) as opened:
        if not opened.log.n_rows:
            return ["No look-up opened an entry."]
        agencies, told = by_agency(opened), explained(opened, assumptions)
        users, children, peaks = per_user(opened), per_child(opened), busiest(opened)
    n, n_first = agencies["n_lookups"].sum(), agencies["n_first"].sum()
    seen = children.filter(pl.col.n_lookups > 0)["n_children"].sum()
    most_by_one, days = users["n_lookups"].max() or 0, assumptions.get("explained_days").central
    each = agencies.sort("n_lookups", descending=True).select("agency", "n_lookups").iter_rows()
    return [
        f"{n:,} look-ups opened an entry, of {seen:,} children; {n_first:,} were the first of a "
        "child by an agency.",
        f"By agency: {', '.join(f'{AGENCY_LABELS[one]} {count:,}' for one, count in each)}.",
        f"{users['n_users'].sum():,} sign-ins were used, at most {most_by_one:,} times each; "
        f"one child was looked up {children['n_lookups'].max():,} times.",
        f"Most at once: {_peaks(peaks)}.",
        f"{told['n_explained'].sum() / n:.1%} have a contact of the agency with the child within "
        f"{days:.0f} days.",
    ]


def _peaks(peaks: pl.DataFrame) -> str:
    return ", ".join(
        f"{count:,} in the {span} from {at:%H:%M:%S} on {at.day} {at:%B %Y}"
        for span, at, count in peaks.sort("n_lookups").select(PEAK).iter_rows()
    )
