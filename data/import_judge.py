"""Judges every row of a table: turns text into the schema's types and finds what is broken.

The rules of `data.rules` are asked of each row at once. A row keeps one bit for each rule
that it breaks; rows without a bit are accepted. Rules that need the text or other tables
(wrong type, key twice, no such child) are added here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from data.import_dates import MOMENT, date_of, day_first_files
from data.import_ids import cleaned
from data.import_stage import FILE, LINE, Staged
from data.rules import EMPTY, Period, Rule, owner_of, row_rules
from data.sandbox import parquet
from data.schema import Column

BROKEN = "_broken"
_TRUE, _FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
_WHOLE = r"[+-]?\d{1,18}(\.0+)?"


@dataclass(frozen=True, slots=True)
class Judged:
    """A table in DuckDB, `judged_<name>`: typed columns and the bits of the rules broken."""

    staged: Staged
    rules: tuple[Rule, ...]  # rule i is bit i
    accepted: int
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"judged_{self.staged.table.name}"


def judge(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    *,
    period: Period,
    texts: Collection[str],
    judged: dict[str, Judged],
) -> Judged:
    """Judge the rows of ``staged``.

    ``texts`` names the id columns that were numbered; ``judged`` holds the tables already
    judged, among them those that this one refers to.
    """
    day_first, notes = day_first_files(con, staged)
    columns = [staged.table.column(name) for name in staged.columns]
    numbered = [c.name for c in columns if c.name in texts]
    joins, owned = _references(staged, judged, numbered)
    rules = [_wrong_type(c) for c in columns if _can_be_mistyped(c) and c.name not in numbered]
    rules += [_with_text(r) for r in row_rules(staged.table, staged.columns, period=period)]
    rules += owned
    values = [
        (f"n_{c.name}.number" if c.name in numbered else _value(c, day_first))
        + f" as {c.name}, text.{c.name} is not null as given_{c.name}"
        for c in columns
    ]
    numbers = [
        f"left join number_{name} as n_{name} on n_{name}.source = text.{name}" for name in numbered
    ]
    bits = [f"if({rule.broken}, {1 << bit}, 0)" for bit, rule in enumerate(rules)]
    con.execute(
        f"""
        create table judged_{staged.table.name} as
        with text as (
            select {FILE}, {LINE}, {", ".join(f"{cleaned(c)} as {c.name}" for c in columns)}
            from {parquet([staged.rows])}
        ),
        typed as (select {FILE}, {LINE}, {", ".join(values)} from text {" ".join(numbers)})
        select {FILE}, {LINE}, {", ".join(f"typed.{c.name}" for c in columns)},
            ({" + ".join(bits)})::ubigint as {BROKEN}
        from typed {" ".join(joins)}
        """
    )
    if staged.table.key:
        rules.append(Rule(staged.table.key[0], _again(staged.table.key), "false"))
        _mark_repeated(con, staged, bit=1 << (len(rules) - 1))
    accepted = con.execute(
        f"select count(*) from judged_{staged.table.name} where {BROKEN} = 0"
    ).fetchall()[0][0]
    return Judged(staged, tuple(rules), accepted, notes)


def _can_be_mistyped(column: Column) -> bool:
    kinds = pa.types.is_date, pa.types.is_timestamp, pa.types.is_boolean, pa.types.is_integer
    return any(is_kind(column.type) for is_kind in kinds)


def _value(column: Column, day_first: dict[str, frozenset[int]]) -> str:
    """DuckDB expression for a column's value; null where the text is of the wrong type."""
    text = f"text.{column.name}"
    if pa.types.is_date(column.type):
        return date_of(text, day_first[column.name])
    if pa.types.is_timestamp(column.type):
        moment = f"try_cast({text} as timestamp)"
        return f"case when regexp_full_match({text}, '{MOMENT}') then {moment} end"
    if pa.types.is_boolean(column.type):
        word = f"lower({text})"
        return f"case when {word} in {_TRUE} then true when {word} in {_FALSE} then false end"
    if pa.types.is_integer(column.type):
        return (
            f"case when regexp_full_match({text}, '{_WHOLE}') "
            f"then try_cast(split_part({text}, '.', 1) as bigint) end"
        )
    return f"lower({text})" if column.values else text


def _wrong_type(column: Column) -> Rule:
    if pa.types.is_date(column.type):
        reason = "is not a date of the calendar written as YYYY-MM-DD"
    elif pa.types.is_timestamp(column.type):
        reason = "is not a moment written as YYYY-MM-DD HH:MM:SS"
    elif pa.types.is_boolean(column.type):
        reason = "is neither true nor false (nor yes, no, Y, N, 1, 0)"
    else:
        reason = "is not a whole number"
    return Rule(column.name, reason, f"given_{column.name} and typed.{column.name} is null")


def _with_text(rule: Rule) -> Rule:
    """The rule for rows that came as text: a text that gave no value is not empty."""
    if rule.reason != EMPTY:
        return rule
    return Rule(rule.column, rule.reason, f"not given_{rule.column}")


def _references(
    staged: Staged, judged: dict[str, Judged], numbered: Collection[str]
) -> tuple[list[str], list[Rule]]:
    """Joins to the tables that columns refer to, and the rules that ask for a match."""
    joins, rules = [], []
    for name in staged.columns:
        owner = owner_of(staged.table, name)
        if owner is None or owner.name not in judged:
            continue
        joins.append(
            f"left join (select {name} as id, bool_or({BROKEN} = 0) as is_accepted "
            f"from judged_{owner.name} where {name} is not null group by {name}) as o_{name} "
            f"on o_{name}.id = typed.{name}"
        )
        named = f"given_{name}" if name in numbered else f"typed.{name} is not null"
        rules.append(Rule(name, f"is not in {owner.name}", f"{named} and o_{name}.id is null"))
        reason = f"is in {owner.name}, but its row there was rejected"
        rules.append(Rule(name, reason, f"not o_{name}.is_accepted"))
    return joins, rules


def _again(key: tuple[str, ...]) -> str:
    return f"comes again: an earlier row with the same {' and '.join(key)} is kept"


def _mark_repeated(con: duckdb.DuckDBPyConnection, staged: Staged, *, bit: int) -> None:
    """Set ``bit`` on sound rows whose key an earlier sound row has, in the order of the files."""
    table, key = f"judged_{staged.table.name}", ", ".join(staged.table.key)
    con.execute(
        f"""
        update {table} set {BROKEN} = {bit}
        from (
            select {FILE} as file, {LINE} as line,
                row_number() over (partition by {key} order by {FILE}, {LINE}) as place
            from {table}
            where {BROKEN} = 0 and ({key}) in (
                select ({key}) from {table} where {BROKEN} = 0
                group by {key} having count(*) > 1
            )
        ) as repeated
        where {table}.{FILE} = repeated.file and {table}.{LINE} = repeated.line
            and repeated.place > 1
        """
    )
