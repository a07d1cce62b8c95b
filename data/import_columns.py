"""Which column of a file is which column of the schema, by the header alone."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from data.schema import Table
from data.world import WorldError


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column of the schema stands in one file, and remarks on the others."""

    positions: dict[str, int]
    width: int  # fields in a row
    notes: tuple[str, ...]


def match_header(table: Table, file: str, names: list[str]) -> Header:
    """Find the columns of ``table`` among the header's ``names``; letter case is ignored.

    Raises WorldError when a required column is missing or a column stands there twice.
    Columns unknown to the schema are remarked on and not read.
    """
    known = {column.name for column in table.columns}
    positions: dict[str, int] = {}
    unknown: list[str] = []
    for position, name in enumerate(names):
        plain = name.strip().lower()
        if plain in positions:
            raise WorldError(
                f"'{file}' has column {plain} twice: delete one, since either could be meant."
            )
        if plain in known:
            positions[plain] = position
        else:
            unknown.append(name.strip())
    for column in table.columns:
        if column.required and column.name not in positions:
            raise WorldError(_missing(column.name, file, unknown))
    absent = [column.name for column in table.columns if column.name not in positions]
    notes = tuple(_ignored(name, file, absent) for name in unknown)
    return Header(positions, len(names), notes)


def same_columns(table: Table, headers: dict[str, Header]) -> list[str]:
    """The columns that the files of one table bring together, in the schema's order.

    A file may lack a column of its siblings: its rows leave that column empty.
    """
    present = {name for header in headers.values() for name in header.positions}
    return [column.name for column in table.columns if column.name in present]


def _missing(column: str, file: str, unknown: list[str]) -> str:
    near = _near(column, unknown)
    hint = f" Its column {near!r} may be the one: rename it." if near else ""
    return f"'{file}' lacks column {column}, which must be there.{hint}"


def _ignored(name: str, file: str, absent: list[str]) -> str:
    near = _near(name, absent)
    hint = f"; did you mean {near}?" if near else "."
    return f"Column {name!r} of '{file}' is not in the schema and was ignored{hint}"


def _near(name: str, candidates: list[str]) -> str:
    """The candidate that reads most like ``name``, or nothing."""
    plain = {_letters(candidate): candidate for candidate in candidates}
    near = difflib.get_close_matches(_letters(name), list(plain), 1, cutoff=0.75)
    return plain[near[0]] if near else ""


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
