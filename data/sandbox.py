"""DuckDB connections that see the named folders and nothing else: no network, no extensions."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import duckdb

MEMORY_LIMIT = "1500MB"  # sorting and joining spill to disk beyond this
MOST_THREADS = 4  # each thread holds buffers of its own, which the limit does not count


def sandbox(folders: Iterable[Path], scratch: Path, *, file: str = "") -> duckdb.DuckDBPyConnection:
    """A connection that may read and write below ``folders`` and ``scratch`` alone.

    ``scratch`` takes what does not fit in memory, and the database itself when ``file``
    names one. Settings can't be changed afterwards, so no query can open the sandbox.
    """
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    con = duckdb.connect(
        str(scratch / file) if file else ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": threads,
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        },
    )
    allowed = ", ".join(literal(str(Path(f).resolve())) for f in (*folders, scratch))
    con.execute(f"set allowed_directories = [{allowed}]")
    con.execute("set enable_external_access = false")
    con.execute("set enable_progress_bar = false")
    con.execute("set lock_configuration = true")
    return con


def literal(text: str) -> str:
    """``text`` as a DuckDB string, for the few places that take no parameter."""
    return "'" + text.replace("'", "''") + "'"


def parquet(files: Iterable[str | Path]) -> str:
    """A DuckDB table expression over these Parquet files, in their order."""
    listed = ", ".join(literal(str(Path(file).resolve())) for file in files)
    return f"read_parquet([{listed}])"
