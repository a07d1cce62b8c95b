"""Numbers for the identifiers of an extract, consistent over all of its tables.

Identifiers that are whole numbers throughout stay as they are. Otherwise they are
pseudonyms: their texts, sorted, are numbered from 0, and the key from text to number is
written beside the tables, for the owner of the extract alone. `007` and `7` are two
different texts, so leading zeros make an identifier a text too.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import pyarrow as pa

from data.import_stage import Staged
from data.rules import id_columns
from data.sandbox import literal, parquet
from data.schema import TABLES, WORD, Column

SOURCE_KEY = "source_key.parquet"
WHOLE = r"-?(0|[1-9]\d{0,17})(\.0+)?"  # tables saved by other programs often say 12.0 for 12
_BLANK = " \t\r\n\u00a0"
_EMPTY = "('', 'NULL', '\\N')"


def cleaned(column: Column) -> str:
    """DuckDB expression for a column's text without blanks around it, null when empty.

    NULL and \\N stand for nothing in exports of databases; not so in names and addresses,
    where Null is a surname.
    """
    text = f"trim({column.name}, '{_BLANK}')"
    free = column.type in (pa.string(), WORD)
    return f"nullif({text}, '')" if free else f"if({text} in {_EMPTY}, null, {text})"


def number_ids(
    con: duckdb.DuckDBPyConnection, staged: dict[str, Staged]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Find which id columns hold text and number those; returns them and remarks.

    Leaves a DuckDB table `number_<column>` (source, number) for each. Numbers go to the
    ids of the table that they belong to (child_id: of child), or, when that table is
    absent, to all that occur.
    """
    texts, notes = set(), []
    for name in id_columns():
        occur = [s for s in staged.values() if name in s.columns]
        if not occur:
            continue
        total, odd, example = con.execute(
            f"select count(id), count(id) filter (not regexp_full_match(id, '{WHOLE}')), "
            f"min(id) filter (not regexp_full_match(id, '{WHOLE}')) from ({_ids(name, occur)})"
        ).fetchall()[0]
        if not odd:
            continue
        texts.add(name)
        own = [s for s in occur if s.table.key == (name,) and s.table.name == name[:-3]]
        con.execute(
            f"create table number_{name} as "
            "select source, row_number() over (order by source) - 1 as number "
            f"from (select distinct id as source from ({_ids(name, own or occur)}) "
            "where id is not null)"
        )
        notes.append(
            f"{name} holds text ({odd:,} of {total:,} values are not plain whole numbers, "
            f"for example {example!r}), so its values were numbered from 0; the key is in "
            f"{SOURCE_KEY}, which must stay with the owner of the extract."
        )
    return frozenset(texts), tuple(notes)


def write_source_key(con: duckdb.DuckDBPyConnection, texts: Collection[str], root: Path) -> None:
    """Write column, source and number of every numbered id to `source_key.parquet`.

    The file leads back to real children, so that its owner alone may read it.
    """
    if not texts:
        return
    keys = " union all ".join(
        f"select '{name}' as id_column, source, number from number_{name}" for name in sorted(texts)
    )
    file = (root / SOURCE_KEY).resolve()
    con.execute(
        f"copy (from ({keys}) order by id_column, number) to {literal(str(file))} (format parquet)"
    )
    file.chmod(0o600)


def _ids(name: str, occur: list[Staged]) -> str:
    """DuckDB query for every occurrence of an id as text."""
    column = TABLES[occur[0].table.name].column(name)
    return " union all ".join(
        f"select {cleaned(column)} as id from {parquet([s.rows])}" for s in occur
    )
