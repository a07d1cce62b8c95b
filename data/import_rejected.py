"""Writes the rows of an extract that were not accepted, each with its place and reasons.

One line for each reason: file, line, column, value, reason and the row as it came. For
Parquet the line says `row 17`, counted from 1. A cell that a spreadsheet could take for a
formula, and one that begins with an apostrophe, gets an apostrophe in front; take it away
to have the original.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.import_judge import BROKEN, Judged
from data.import_stage import FILE, LINE, RAW
from data.sandbox import literal, parquet
from data.world import WorldError

_MOST_WORDS = 1000  # distinct unknown words for which the nearest known one is sought


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows of a table were rejected; a row with two reasons counts in both."""

    column: str  # empty when the row could not be cut into columns
    reason: str
    rows: int


def write_rejected(
    con: duckdb.DuckDBPyConnection, judged: Judged, folder: Path
) -> tuple[int, tuple[Reason, ...]]:
    """Write `<table>.csv` into ``folder`` if rows were rejected; their number and reasons."""
    malformed = parquet([judged.staged.malformed])
    rejected = con.execute(
        f"select (select count(*) from {judged.name} where {BROKEN} <> 0) "
        f"+ (select count(*) from {malformed})"
    ).fetchall()[0][0]
    if not rejected:
        return 0, ()
    _name_files_and_rules(con, judged)
    _suggest(con, judged)
    folder.mkdir(exist_ok=True)
    values = " ".join(f"when '{name}' then text.{name}" for name in judged.staged.columns)
    cells = ", ".join(
        f"{_inert(cell)} as {name}"
        for cell, name in (
            ("source.name", "file"),
            ("source.unit || line", "line"),
            ('"column"', '"column"'),
            ("value", "value"),
            ("reason", "reason"),
            ("raw", "row"),
        )
    )
    target = literal(str((folder / f"{judged.staged.table.name}.csv").resolve()))
    con.execute(
        f"""
        copy (
            with broken as (
                select text.{FILE} as file, text.{LINE} as line, rule.place,
                    rule."column", rule.reason, text.{RAW} as raw,
                    case rule."column" {values} end as value
                from {parquet([judged.staged.rows])} as text
                join {judged.name} as judged using ({FILE}, {LINE})
                join rule on judged.{BROKEN} & rule.bit <> 0
                where judged.{BROKEN} <> 0
            ),
            listed as (
                select file, line, place, broken."column", value, raw,
                    broken.reason || coalesce(nearest.hint, '') as reason
                from broken left join nearest on nearest."column" = broken."column"
                    and nearest.word = broken.value and nearest.reason = broken.reason
                union all
                select {FILE}, {LINE}, -1, '', value, {RAW}, reason from {malformed}
            )
            select {cells}
            from listed join source on source.number = listed.file
            order by listed.file, listed.line, place
        ) to {target} (format csv, header)
        """
    )
    return rejected, _reasons(con, judged, malformed)


def check_balance(
    judged: Judged, accepted: int, rejected: int, reasons: tuple[Reason, ...]
) -> None:
    """WorldError unless every row that was read is accounted for, and enough of them are sound."""
    staged, name = judged.staged, judged.staged.table.name
    if accepted + rejected != staged.read:
        raise WorldError(
            f"Table {name}: {staged.read:,} rows were read, but {accepted:,} accepted and "
            f"{rejected:,} rejected; nothing was imported. Please report this as a defect."
        )
    if staged.table.required and not accepted:
        why = "; ".join(f"{r.column} {r.reason} ({r.rows:,} rows)".strip() for r in reasons[:3])
        raise WorldError(
            f"Table {name} has no row that can be accepted, of {staged.read:,} read"
            f"{': ' + why if why else ': only a header was found'}. Correct the extract."
        )


def _name_files_and_rules(con: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    con.execute("create or replace table source (number integer, name text, unit text)")
    for number, path in enumerate(judged.staged.files):
        unit = "row " if path.suffix.lower() == ".parquet" else ""
        con.execute("insert into source values (?, ?, ?)", [number, path.name, unit])
    con.execute(
        'create or replace table rule (place integer, bit ubigint, "column" text, reason text)'
    )
    for place, rule in enumerate(judged.rules):
        row = [place, 1 << place, rule.column, rule.reason]
        con.execute("insert into rule values (?, ?, ?, ?)", row)


def _suggest(con: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Table `nearest`: for words outside a list, the word of the list that reads most like it."""
    con.execute(
        'create or replace table nearest ("column" text, reason text, word text, hint text)'
    )
    for bit, rule in enumerate(judged.rules):
        if not rule.values:
            continue
        words = con.execute(
            f"""
            select distinct text.{rule.column}
            from {parquet([judged.staged.rows])} as text
            join {judged.name} as judged using ({FILE}, {LINE})
            where judged.{BROKEN} & {1 << bit} <> 0
            order by text.{rule.column}
            limit {_MOST_WORDS}
            """
        ).fetchall()
        for (word,) in words:
            plain = word.strip().lower().replace(" ", "_").replace("-", "_")
            for near in difflib.get_close_matches(plain, rule.values, 1):
                row = [rule.column, rule.reason, word, f"; did you mean {near}?"]
                con.execute("insert into nearest values (?, ?, ?, ?)", row)


def _reasons(con: duckdb.DuckDBPyConnection, judged: Judged, malformed: str) -> tuple[Reason, ...]:
    rows = con.execute(
        f"""
        select rule."column", rule.reason, count(*) as n
        from {judged.name} as judged join rule on judged.{BROKEN} & rule.bit <> 0
        where judged.{BROKEN} <> 0
        group by rule."column", rule.reason
        union all
        select '', reason, count(*) from {malformed} group by reason
        order by n desc, "column", reason
        """
    ).fetchall()
    return tuple(Reason(*row) for row in rows)


def _inert(cell: str) -> str:
    """DuckDB expression for a cell that no spreadsheet takes for a formula."""
    text = f"coalesce({cell}::varchar, '')"
    return f"if(regexp_matches({text}, '^[=+@''\\t\\r-]'), '''' || {text}, {text})"
