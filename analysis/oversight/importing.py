"""Makes a log of an oversight body's own extract, to be audited like a drawn one, without scores.

Two tables may come, as CSV or Parquet: access_event, and practitioner_identity for the detector
that rests on names. Rows are untrusted: they are judged as those of a world are (`data.rules`),
against the world's children and practitioners, and what breaks a rule goes to `rejected/`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.access_log.folder import EVENT, FORMAT, STAFF, building_log, write_manifest
from analysis.version import RESULTS_VERSION
from data.import_find import find_tables
from data.import_ids import SOURCE_KEY
from data.import_judge import BROKEN, Judged, judge
from data.import_rejected import Reason, check_balance, write_rejected
from data.import_stage import Staged, look_at, stage
from data.import_write import PART_ROWS, as_schema
from data.rules import Period, owner_of
from data.sandbox import literal, parquet, sandbox
from data.schema import LOG_TABLES
from data.world import World, WorldError, part_entry

REJECTED = "rejected"
TABLES = {
    EVENT: dataclasses.replace(LOG_TABLES[EVENT], required=True),
    STAFF: LOG_TABLES[STAFF],
}
_ORDER = {EVENT: "accessed_at, event_id", STAFF: "practitioner_id"}


@dataclass(frozen=True, slots=True)
class TableReport:
    """How the rows of one table fared: read = accepted + rejected."""

    table: str
    read: int
    accepted: int
    rejected: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LogReport:
    """What came of an import. ``rejected_dir`` is None when no row was rejected."""

    folder: Path
    tables: tuple[TableReport, ...]
    notes: tuple[str, ...]
    rejected_dir: Path | None

    @property
    def n_rows(self) -> int:
        """Look-ups that were accepted."""
        return self.tables[0].accepted


def import_log(
    src: str | Path, out: str | Path, world: World, *, replace: bool = False
) -> LogReport:
    """Make the log ``out`` of the extract in folder ``src``, about the children of ``world``.

    Raises WorldError, and leaves nothing behind, when no log can be made: access_event or a
    required column is missing, or no row of it can be accepted.
    """
    found = find_tables(Path(src), TABLES)
    if world.window_days is None:
        raise WorldError(f"The world in '{world.path}' does not say which days it covers.")
    period = Period(world.period_start, world.period_end, world.window_days)
    with building_log(out, replace=replace) as root:
        scratch = root / ".import"
        scratch.mkdir()
        staged = {
            name: stage(TABLES[name], look_at(TABLES[name], files, scratch), scratch)
            for name, files in found.files.items()
        }
        reports, parts, notes = _judged_tables(staged, world, root, scratch, period)
        for file in sorted(scratch.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
        scratch.rmdir()
        write_manifest(root, _manifest(world, parts))
    rejected = any(report.rejected for report in reports)
    return LogReport(
        Path(out),
        tuple(reports),
        (*found.notes, *(note for table in staged.values() for note in table.notes), *notes),
        Path(out) / REJECTED if rejected else None,
    )


def _judged_tables(
    staged: dict[str, Staged], world: World, root: Path, scratch: Path, period: Period
) -> tuple[list[TableReport], dict[str, list[dict]], list[str]]:
    """Reports and parts of every table, those that came in the order of TABLES; remarks."""
    reports, parts, notes = [], {}, []
    try:
        with sandbox([root, world.path], scratch, file="judged.duckdb") as con:
            owners = _owners(con, world, list(staged.values()))
            texts = _numbered_as_in(con, world)
            for name, table in staged.items():
                judged = judge(con, table, period=period, texts=texts, judged=owners)
                notes += judged.notes
                rejected, reasons = write_rejected(con, judged, root / REJECTED)
                parts[name] = _written(con, judged, root)
                reports.append(_balanced(judged, parts[name], rejected, reasons))
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise WorldError(
            f"The extract could not be sorted and checked ({str(error).splitlines()[0]}). "
            "Nothing was left behind; make room on the disk or free memory and try again."
        ) from error
    return reports, parts, notes


def _owners(
    con: duckdb.DuckDBPyConnection, world: World, staged: list[Staged]
) -> dict[str, Judged]:
    """The tables of the world that rows refer to, as if they had just been judged sound."""
    owners: dict[str, Judged] = {}
    for table in staged:
        for name in table.columns:
            owner = owner_of(table.table, name)
            if owner is None or owner.name in owners or not world.has(owner.name):
                continue
            con.execute(
                f"create table judged_{owner.name} as select {name}, 0::ubigint as {BROKEN} "
                f"from {parquet(world.files(owner.name))}"
            )
            owners[owner.name] = table  # only its being there is asked
    return owners


def _numbered_as_in(con: duckdb.DuckDBPyConnection, world: World) -> frozenset[str]:
    """Identifiers that are pseudonyms in the world: numbered here by the world's own key."""
    file = world.path / SOURCE_KEY
    if not file.is_file():
        return frozenset()
    key = parquet([str(file)])
    names = [name for (name,) in con.execute(f"select distinct id_column from {key}").fetchall()]
    known = [name for name in names if name in ("child_id", "practitioner_id")]
    for name in known:
        con.execute(
            f"create table number_{name} as select source, number from {key} "
            f"where id_column = {literal(name)}"
        )
    return frozenset(known)


def _written(con: duckdb.DuckDBPyConnection, judged: Judged, root: Path) -> list[dict]:
    """Write the accepted rows in order; what the extract lacks is empty."""
    table = judged.staged.table
    columns = ", ".join(
        column.name if column.name in judged.staged.columns else f"null as {column.name}"
        for column in table.columns
    )
    rows = con.sql(
        f"select {columns} from {judged.name} where {BROKEN} = 0 order by {_ORDER[table.name]}"
    ).to_arrow_reader(PART_ROWS)
    (root / table.name).mkdir()
    parts = []
    for number, batch in enumerate(rows):
        file = root / table.name / f"part-{number:05}.parquet"
        part = as_schema(pa.Table.from_batches([batch]), table)
        pq.write_table(part, file, compression="zstd")
        parts.append(part_entry(root, file))
    return parts


def _balanced(
    judged: Judged, parts: list[dict], rejected: int, reasons: tuple[Reason, ...]
) -> TableReport:
    staged, accepted = judged.staged, sum(part["rows"] for part in parts)
    name = staged.table.name
    check_balance(judged, accepted, rejected, reasons)
    return TableReport(name, staged.read, accepted, rejected, reasons)


def _manifest(world: World, parts: dict[str, list[dict]]) -> dict:
    """`access.json` of an imported log: nothing of a design, for it is not known."""
    facts = {
        "origin": "imported",
        "scenario": None,
        "world": world.fingerprint,
        "period_start": world.period_start.isoformat(),
        "period_end": world.period_end.isoformat(),
        "results_version": RESULTS_VERSION,
    }
    content = [(name, p["file"], p["sha256"]) for name in parts for p in parts[name]]
    digest = hashlib.sha256(json.dumps([content, facts], sort_keys=True).encode()).hexdigest()
    tables = {
        name: {
            "rows": sum(part["rows"] for part in parts[name]),
            "columns": TABLES[name].arrow.names,
            "parts": parts[name],
        }
        for name in parts
    }
    return {"format": FORMAT, **facts, "fingerprint": digest, "tables": tables}
