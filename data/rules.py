"""What every row of a world must satisfy, as DuckDB conditions: one list for imports and checks.

Most rules follow from the schema. The few that look at two columns or at the period are
written here. A rule says when a row is *broken*; a row that breaks none is sound.

Two choices of ours. A contact that gives a concern_type and says is_concern false
contradicts itself: believing either half would make or unmake a decision, so such a row is
broken and left for its owner to put right. A concern without a concern_type is sound: its
kind was not recorded. A contact before a child's birth is sound too: services record them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from data.schema import TABLES, Column, Table

EMPTY = "is empty"


@dataclass(frozen=True, slots=True)
class Rule:
    """``broken`` is a DuckDB condition; ``reason`` completes a sentence on the column."""

    column: str
    reason: str
    broken: str
    values: tuple[str, ...] = ()  # the words allowed, to suggest the nearest from


@dataclass(frozen=True, slots=True)
class Period:
    """The reporting period, both days included, and the days of contacts held before it."""

    start: date
    end: date
    window_days: int

    @property
    def first_day(self) -> date:
        """The first day on which a contact may lie."""
        return self.start - timedelta(days=self.window_days)


def row_rules(table: Table, columns: Collection[str], *, period: Period) -> list[Rule]:
    """The rules that a row of ``table`` can break by itself, given the ``columns`` it has."""
    own = [rule for c in table.columns if c.name in columns for rule in _column_rules(c)]
    crossed = [rule for needs, rule in _crossed_rules(table.name, period) if needs <= set(columns)]
    return own + crossed


def owner_of(table: Table, column: str) -> Table | None:
    """The table whose rows ``column`` names, or None: `household_id` names a household."""
    declared = table.column(column).references
    name = declared.partition(".")[0] or column.removesuffix("_id")
    owner = TABLES.get(name)
    named = owner is not None and owner.key == (column,) and owner.name != table.name
    return owner if named else None


def id_columns() -> tuple[str, ...]:
    """The columns that number things of their own: child_id, household_id, practitioner_id."""
    keys = (table.key for table in TABLES.values())
    return tuple(dict.fromkeys(key[0] for key in keys if len(key) == 1))


def owners_first(names: Collection[str]) -> list[str]:
    """``names`` of tables, each after the tables that its columns refer to."""
    ordered: list[str] = []
    while len(ordered) < len(names):
        ordered += [
            name
            for name in TABLES
            if name in names
            and name not in ordered
            and _owners(TABLES[name]) & set(names) <= set(ordered)
        ]
    return ordered


def sort_columns(table: Table) -> dict[str, str]:
    """The order of a table's rows on disk: columns, each with the DuckDB expression to sort by.

    Contacts are in the order in which a child's story is read. Words from a list are in the
    order of the list, not of the alphabet.
    """
    story = ("child_id", "contacted_on", "agency")
    names = story if table.name == "contact" else table.key or ("child_id",)
    return {name: _sorted_as(table.column(name)) for name in names}


def _sorted_as(column: Column) -> str:
    if not column.values:
        return column.name
    return f"try_cast({column.name} as enum({_words(column.values)}))"


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _owners(table: Table) -> set[str]:
    owners = (owner_of(table, column.name) for column in table.columns)
    return {owner.name for owner in owners if owner is not None}


def _column_rules(column: Column) -> Iterator[Rule]:
    name = f'"{column.name}"'
    if not column.may_be_empty:
        yield Rule(column.name, EMPTY, f"{name} is null")
    if column.values:
        reason = f"is not one of: {', '.join(column.values)}"
        yield Rule(column.name, reason, f"{name} not in ({_words(column.values)})", column.values)
    low, high = bounds(column)
    if low is not None:
        yield Rule(column.name, f"is below {low}", f"{name} < {low}")
    if high is not None:
        yield Rule(column.name, f"is above {high}", f"{name} > {high}")


def bounds(column: Column) -> tuple[int | None, int | None]:
    """Lowest and highest number allowed: the schema's, or what the type can hold."""
    low, high = column.minimum, column.maximum
    if pa.types.is_integer(column.type) and column.type.bit_width < 64:
        most = 2 ** (column.type.bit_width - 1) - 1
        low = -most - 1 if low is None else low
        high = most if high is None else high
    return low, high


def _crossed_rules(table: str, period: Period) -> Iterator[tuple[set[str], Rule]]:
    end = f"is after the period's end, {period.end}"
    if table == "child":
        yield {"born_on"}, Rule("born_on", end, f"born_on > date '{period.end}'")
    if table == "episode":
        yield {"started_on"}, Rule("started_on", end, f"started_on > date '{period.end}'")
        reason = "is before started_on"
        yield {"started_on", "ended_on"}, Rule("ended_on", reason, "ended_on < started_on")
    if table == "access_event":
        reason = f"is outside the period, {period.start} to {period.end}"
        broken = f"accessed_at::date not between date '{period.start}' and date '{period.end}'"
        yield {"accessed_at"}, Rule("accessed_at", reason, broken)
    if table == "contact":
        first = period.first_day
        reason = f"is before {first}, {period.window_days} days before the period's start"
        yield {"contacted_on"}, Rule("contacted_on", reason, f"contacted_on < date '{first}'")
        yield {"contacted_on"}, Rule("contacted_on", end, f"contacted_on > date '{period.end}'")
        reason = "is given although is_concern is false"
        broken = "not is_concern and concern_type is not null"
        yield {"is_concern", "concern_type"}, Rule("concern_type", reason, broken)
