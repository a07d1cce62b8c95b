"""Makes a world of an oversight body's own extracts.

Files are read into columns of text (`import_stage`), judged by the schema's rules
(`import_judge`) and written: sound rows as a world, the others to `rejected/` with their
places and reasons. Nothing is lost: for every table, accepted + rejected = read.
Nothing is guessed: what the extracts lack, the world lacks.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from data.import_find import find_tables
from data.import_ids import number_ids, write_source_key
from data.import_judge import Judged, judge
from data.import_rejected import Reason, check_balance, write_rejected
from data.import_stage import Source, Staged, look_at, stage
from data.import_write import write_table
from data.rules import Period, owners_first
from data.sandbox import sandbox
from data.schema import TABLES
from data.world import World, WorldError, building, manifest_of, open_world, write_manifest

REJECTED = "rejected"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class TableReport:
    """How the rows of one table fared: read = accepted + rejected."""

    table: str
    files: tuple[str, ...]
    read: int
    accepted: int
    rejected: int
    reasons: tuple[Reason, ...]  # most frequent first; a row may have several


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import. ``rejected_dir`` is None when no row was rejected."""

    world: World
    tables: tuple[TableReport, ...]
    absent_tables: tuple[str, ...]
    absent_columns: dict[str, tuple[str, ...]]  # of the tables that are there
    notes: tuple[str, ...]
    rejected_dir: Path | None


def import_world(
    src: str | Path,
    out: str | Path,
    *,
    period_start: date,
    period_end: date,
    window_days: int = 180,
    replace: bool = False,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Make the world ``out`` of the CSV or Parquet extracts in folder ``src``.

    The period includes both days; contacts are also taken from the ``window_days`` before
    it. ``on_progress`` hears (what is done, done, total): bytes while reading, then tables.
    Raises WorldError, and leaves nothing behind, when no world can be made: a required
    table or column is missing, or no row of a required table can be accepted.
    """
    period = _period(period_start, period_end, window_days)
    found = find_tables(Path(src))
    with building(out, replace=replace) as root:
        scratch = root / ".import"
        scratch.mkdir()
        looked = {n: look_at(TABLES[n], files, scratch) for n, files in found.files.items()}
        try:
            staged = _stage(looked, scratch, on_progress)
            reports, notes = _make_world(staged, root, period=period, on_progress=on_progress)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise WorldError(
                f"The extracts could not be sorted and checked ({str(error).splitlines()[0]}). "
                "Nothing was left behind; make room on the disk or free memory and try again."
            ) from error
        shutil.rmtree(scratch)
    rejected = any(report.rejected for report in reports)
    return ImportReport(
        world=open_world(out),
        tables=tuple(reports),
        absent_tables=tuple(name for name in TABLES if name not in staged),
        absent_columns={name: _absent(table) for name, table in staged.items() if _absent(table)},
        notes=(*found.notes, *notes),
        rejected_dir=Path(out) / REJECTED if rejected else None,
    )


def _period(start: date, end: date, window_days: int) -> Period:
    if start > end:
        raise WorldError(
            f"The period starts on {start}, after its end on {end}: give the earlier day first."
        )
    if window_days < 0:
        raise WorldError(
            f"window_days is {window_days}: a number of days, 0 or more, was expected."
        )
    return Period(start, end, window_days)


def _stage(
    looked: dict[str, list[Source]], scratch: Path, on_progress: Progress | None
) -> dict[str, Staged]:
    total = sum(source.path.stat().st_size for sources in looked.values() for source in sources)
    done = 0

    def hear(count: int) -> None:
        nonlocal done
        done = min(done + count, total)
        if on_progress:
            on_progress("reading", done, total)

    return {
        name: stage(TABLES[name], sources, scratch, on_bytes=hear)
        for name, sources in looked.items()
    }


def _make_world(
    staged: dict[str, Staged], root: Path, *, period: Period, on_progress: Progress | None
) -> tuple[list[TableReport], list[str]]:
    """Judge, write and describe every table; reports in the schema's order, and remarks."""
    notes = [note for table in staged.values() for note in table.notes]
    reports, parts, judged = {}, {}, {}
    with sandbox([root], root / ".import", file="judged.duckdb") as con:
        texts, remarks = number_ids(con, staged)
        notes += remarks
        for done, name in enumerate(owners_first(list(staged))):
            if on_progress:
                on_progress(f"checking {name}", done, len(staged))
            judged[name] = judge(con, staged[name], period=period, texts=texts, judged=judged)
            notes += judged[name].notes
            rejected, reasons = write_rejected(con, judged[name], root / REJECTED)
            parts[name] = write_table(con, judged[name], root)
            reports[name] = _balanced(judged[name], parts[name], rejected, reasons)
        write_source_key(con, texts, root)
    if on_progress:
        on_progress("done", len(staged), len(staged))
    ordered = [reports[name] for name in TABLES if name in reports]
    columns = {name: list(table.columns) for name, table in staged.items()}
    write_manifest(root, manifest_of(parts, columns, **_facts(ordered, period)))
    return ordered, notes


def _balanced(
    judged: Judged, parts: list[dict], rejected: int, reasons: tuple[Reason, ...]
) -> TableReport:
    """The table's report, once its rows add up and enough of them are sound."""
    staged, accepted = judged.staged, sum(part["rows"] for part in parts)
    name, files = staged.table.name, tuple(path.name for path in staged.files)
    check_balance(judged, accepted, rejected, reasons)
    return TableReport(name, files, staged.read, accepted, rejected, reasons)


def _facts(reports: list[TableReport], period: Period) -> dict:
    """What `world.json` says of where the world comes from; nothing of files or clocks."""
    children = next(report.accepted for report in reports if report.table == "child")
    return {
        "origin": "imported",
        "generator": None,
        "seed": None,
        "n_children": children,
        "fraction": None,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "window_days": period.window_days,
        "parameters": None,
        "rejected": {report.table: report.rejected for report in reports},
    }


def _absent(staged: Staged) -> tuple[str, ...]:
    return tuple(c.name for c in staged.table.columns if c.name not in staged.columns)
