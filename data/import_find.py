"""Which files of a folder hold which table, by their names alone.

A table comes as `contact.csv`, as numbered files (`contact_2023.csv`, `contact_part1.csv`)
or as a folder `contact/` of files with any names; likewise with `.parquet`. Anything that
could be counted twice is refused rather than guessed at.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.schema import TABLES, Table
from data.world import WorldError

FORMATS = (".csv", ".parquet")
SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
_PART = re.compile(r"[_-](part[_-]?)?\d[\d_-]*")


@dataclass(frozen=True, slots=True)
class Found:
    """The files of each table, in the order in which their rows count, and remarks."""

    files: dict[str, tuple[Path, ...]]
    notes: tuple[str, ...]


def find_tables(src: Path, tables: Mapping[str, Table] = TABLES) -> Found:
    """Those of ``tables`` that are in folder ``src``.

    Raises WorldError when a required one is missing or one comes twice.
    """
    listed = _listed(src)
    files: dict[str, tuple[Path, ...]] = {}
    for name in tables:
        forms = _forms(name, listed)
        if len(forms) > 1:
            raise WorldError(_twice(name, forms))
        if forms:
            files[name] = next(iter(forms.values()))
    for table in tables.values():
        if table.required and table.name not in files:
            raise WorldError(_missing(table.name, src, listed))
    taken = {path for paths in files.values() for path in paths} | {src / name for name in files}
    notes = [_ignored(path, tables) for path in listed if path not in taken and path.parent == src]
    return Found(files, tuple(notes))


def _listed(src: Path) -> list[Path]:
    if not src.exists():
        raise WorldError(
            f"There is no folder '{src}': a folder of CSV or Parquet extracts was expected."
        )
    if not src.is_dir():
        raise WorldError(
            f"'{src}' is a file: name the folder that holds child.csv, contact.csv and the others."
        )
    try:
        return [path for path in _sorted(src.iterdir()) if path.name[0] not in ".~"]
    except OSError as error:
        raise WorldError(
            f"Folder '{src}' can't be read: {error.strerror}. Ask for the right to read it."
        ) from None


def _forms(table: str, listed: list[Path]) -> dict[str, tuple[Path, ...]]:
    """How the table comes: alone, in parts or as a folder, each with the files of one format."""
    forms: dict[str, tuple[Path, ...]] = {}
    for path in listed:
        stem, suffix = path.stem.lower(), path.suffix.lower()
        if path.is_dir() and path.name.lower() == table:
            for kind in FORMATS:
                inside = [p for p in _sorted(path.iterdir()) if p.suffix.lower() == kind]
                if inside:
                    forms[f"{path.name}/*{kind}"] = tuple(inside)
        elif path.is_dir() or suffix not in FORMATS:
            continue
        elif stem == table:
            forms[path.name] = (path,)
        elif stem.startswith(table) and _PART.fullmatch(stem.removeprefix(table)):
            form = f"{table}_<number>{suffix}"
            forms[form] = (*forms.get(form, ()), path)
    return forms


def _sorted(paths: Iterable[Path]) -> list[Path]:
    """Paths by name, numbers inside names by their size: part2 before part10."""

    def natural(path: Path) -> list[tuple[int, str]]:
        pieces = re.split(r"(\d+)", path.name.lower())
        return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]

    return sorted(paths, key=lambda path: (natural(path), path.name))


def _twice(table: str, forms: dict[str, tuple[Path, ...]]) -> str:
    names = " and ".join(f"'{form}'" for form in forms)
    return (
        f"Table {table} comes more than once, as {names}: "
        "keep one of them, so that no row counts twice."
    )


def _missing(table: str, src: Path, listed: list[Path]) -> str:
    for path in listed:
        if path.stem.lower() == table and path.suffix.lower() in SPREADSHEETS:
            return (
                f"Table {table} comes as the spreadsheet '{path.name}': "
                f"open it and save it as {table}.csv."
            )
    near = difflib.get_close_matches(table, [p.stem.lower() for p in listed if p.suffix], 1)
    hint = f" There is a '{near[0]}': rename it if that is the one." if near else ""
    return f"'{src}' lacks table {table}: {table}.csv or {table}.parquet was expected.{hint}"


def _ignored(path: Path, tables: Iterable[str]) -> str:
    near = difflib.get_close_matches(path.stem.lower(), list(tables), 1)
    hint = f"; did you mean {near[0]}?" if near else "."
    return f"'{path.name}' is not named after a table and was ignored{hint}"
