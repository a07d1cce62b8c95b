"""How long the sharing needs take, as a multiple of one full scan of `contact`."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from analysis import sql
from analysis.needs import write_needs
from data.schema import TABLES
from data.world import World, open_world

MEMORY_LIMIT = "4GB"
SCANS = 5


def needs_against_scan(world_folder: str, out: str) -> dict:
    """Seconds for one scan of every column of `contact`, and for writing all needs."""
    world = open_world(world_folder)
    scans = seconds_of_scans(world)
    started = time.perf_counter()
    n_needs = write_needs(world, Path(out))
    seconds = time.perf_counter() - started
    return {
        "contacts": world.rows("contact"),
        "needs": n_needs,
        "scan_seconds": statistics.median(scans),
        "needs_seconds": seconds,
        "needs_over_scan": seconds / statistics.median(scans),
    }


def seconds_of_scans(world: World) -> list[float]:
    """Seconds of each of several scans of every column of `contact`."""
    con = sql.connect(world, memory_limit=MEMORY_LIMIT)
    columns = ", ".join(f"max({column.name})" for column in TABLES["contact"].columns)
    scans = []
    for _ in range(SCANS):
        started = time.perf_counter()
        con.execute(f"select count(*), {columns} from contact").fetchall()
        scans.append(time.perf_counter() - started)
    con.close()
    return scans
