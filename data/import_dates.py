"""How the dates of an extract are written: as 2023-12-31, or day first as 31/12/2023.

Day-first dates are taken only where a whole file leaves no doubt: its dates in that column
all have slashes, and at least one begins with a number above 12 and none has such a
number in the middle. A time of day after the date is dropped.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import pyarrow as pa

from data.import_ids import cleaned
from data.import_stage import FILE, Staged
from data.sandbox import parquet

_TIME = r"([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?)?"
ISO = r"\d{4}-\d{2}-\d{2}" + _TIME
MOMENT = r"\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?"
SLASHED = r"\d{1,2}/\d{1,2}/\d{4}" + _TIME


def day_first_files(
    con: duckdb.DuckDBPyConnection, staged: Staged
) -> tuple[dict[str, frozenset[int]], tuple[str, ...]]:
    """For each date column the numbers of the files that write it day first, and remarks."""
    found, notes = {}, []
    for name in staged.columns:
        if not pa.types.is_date(staged.table.column(name).type):
            continue
        files = set()
        for number, plain, slashed, day, month, timed in _shapes(con, staged, name):
            file = staged.files[number].name
            if slashed and not plain and day and not month:
                files.add(number)
                notes.append(f"{name} of '{file}' was read day first, as in 31/12/2023.")
            elif slashed:
                why = _doubt(plain, day, month)
                notes.append(
                    f"{name} of '{file}' has {slashed:,} dates with slashes, which were "
                    f"rejected: {why}."
                )
            if timed:
                notes.append(
                    f"{name} of '{file}' has a time of day in {timed:,} rows; it was dropped."
                )
        found[name] = frozenset(files)
    return found, tuple(notes)


def date_of(text: str, day_first: Collection[int]) -> str:
    """DuckDB expression for the date written in expression ``text``; null when there is none."""
    iso = (
        f"case when regexp_full_match({text}, '{ISO}') then try_cast(left({text}, 10) as date) end"
    )
    if not day_first:
        return iso
    files = ", ".join(str(number) for number in sorted(day_first))
    slashed = (
        f"case when regexp_full_match({text}, '{SLASHED}') "
        f"then try_strptime(regexp_extract({text}, '[0-9/]+'), '%d/%m/%Y')::date end"
    )
    return f"case when {FILE} in ({files}) then {slashed} else {iso} end"


def _shapes(con: duckdb.DuckDBPyConnection, staged: Staged, name: str) -> list[tuple]:
    """Per file: dates in ISO form and with slashes, those that tell day from month, times."""
    return con.execute(
        f"""
        with text as (
            select {FILE}, {cleaned(staged.table.column(name))} as value
            from {parquet([staged.rows])}
        ),
        shape as (
            select
                {FILE},
                regexp_full_match(value, '{ISO}') as is_iso,
                contains(value, '/') and regexp_full_match(value, '{SLASHED}') as is_slashed,
                value
            from text
            where value is not null
        )
        select
            {FILE},
            count(*) filter (is_iso),
            count(*) filter (is_slashed),
            count(*) filter (is_slashed and try_cast(split_part(value, '/', 1) as integer) > 12),
            count(*) filter (is_slashed and try_cast(split_part(value, '/', 2) as integer) > 12),
            count(*) filter ((is_iso or is_slashed) and contains(value, ':')
                             and not regexp_matches(value, '00:00(:00(\\.0+)?)?$'))
        from shape
        group by {FILE}
        order by {FILE}
        """
    ).fetchall()


def _doubt(plain: int, day: int, month: int) -> str:
    if plain:
        return "others are written as 2023-12-31; write all of them so"
    if month:
        return "some have the month first; write them as 2023-12-31"
    return "whether day or month comes first can't be told; write them as 2023-12-31"
