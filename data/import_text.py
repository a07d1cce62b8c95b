"""What kind of text a CSV file is: encoding, line ends, separator and header.

A file in UTF-16 or with the line ends of old Macs is copied once into plain UTF-8 with
ordinary line ends; lines keep their numbers.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from data.schema import Table
from data.world import WorldError

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SAMPLE = 1 << 20  # bytes looked at; a header is shorter
_CHUNK = 1 << 22
_ALIENS = {
    b"PK\x03\x04": "a spreadsheet or zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel spreadsheet",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF document",
}
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A CSV file ready to be read: where its rows start, on which line, and how they part."""

    path: Path  # the file itself or its plain copy
    names: list[str]  # of the columns
    separator: str
    start: int  # bytes before the first row
    line: int  # number of the line on which it stands
    notes: tuple[str, ...]


def open_text(table: Table, path: Path, scratch: Path) -> Text:
    """Look at CSV file ``path``; a plain copy goes to ``scratch`` when one is needed.

    Raises WorldError when the file is empty, unreadable or not text.
    """
    with opened(path) as file:
        sample = file.read(_SAMPLE)
    _refuse_alien(path, sample)
    encoding = _encoding(sample)
    notes = []
    old_lines = b"\r" in sample and b"\n" not in sample
    if encoding.startswith("utf-16") or old_lines:
        plain = scratch / f"{path.stem}.plain.csv"
        _copy_plain(path, plain, encoding=encoding)
        if encoding.startswith("utf-16"):
            notes.append(f"'{path.name}' is in UTF-16 and was read as such.")
        path = plain
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
    mark = len(codecs.BOM_UTF8) if sample.startswith(codecs.BOM_UTF8) else 0
    header, start, line = _header(path, sample, mark)
    separator = _separator(table, header)
    if separator != ",":
        notes.append(f"'{path.name}' has its fields parted by {SEPARATORS[separator]}.")
    names = next(csv.reader(io.StringIO(header, newline=""), delimiter=separator))
    return Text(path, names, separator, start, line, tuple(notes))


def opened(path: Path) -> BinaryIO:
    """``path`` open for reading; WorldError in plain words when that can't be done."""
    try:
        return path.open("rb")
    except OSError as error:
        raise WorldError(
            f"'{path}' can't be read: {error.strerror}. "
            "Check that it is there and that you have the right to read it."
        ) from None


def _refuse_alien(path: Path, sample: bytes) -> None:
    if not sample.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise WorldError(
            f"'{path.name}' is empty: a first line with column names was expected. "
            "Export it again, or remove it if the table is not needed."
        )
    for mark, kind in _ALIENS.items():
        if sample.startswith(mark):
            raise WorldError(
                f"'{path.name}' is {kind}, not text, whatever its name says: "
                "open it with the program that made it and save it as CSV."
            )


def _encoding(sample: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            return encoding
    head = sample[:4096]
    if head[1::2].count(0) > len(head) // 4:  # every other byte is zero: Latin text in UTF-16
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) // 4 else "utf-8"


def _copy_plain(path: Path, plain: Path, *, encoding: str) -> None:
    """Copy as UTF-8 with newlines as line ends; bytes that are no UTF-8 stay as they are."""
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    with (
        path.open(encoding=encoding, errors=errors, newline=None) as old,
        plain.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as new,
    ):
        while piece := old.read(_CHUNK):
            new.write(piece)


def _header(path: Path, sample: bytes, start: int) -> tuple[str, int, int]:
    """The header without its line end, where the rows start, and on which line."""
    line = 1
    while sample[start : start + 1] in (b"\r", b"\n"):  # empty lines above the header
        line += sample[start : start + 1] == b"\n"
        start += 1
    end = sample.find(b"\n", start)
    while end >= 0 and sample.count(b'"', start, end) % 2:  # a name that spans lines
        end = sample.find(b"\n", end + 1)
    if end < 0 and len(sample) == _SAMPLE:
        raise WorldError(
            f"'{path.name}' has no header: its first line does not end within {_SAMPLE:,} bytes."
        )
    end = len(sample) - 1 if end < 0 else end
    header = sample[start : end + 1]
    try:
        text = header.decode("utf-8")
    except UnicodeDecodeError:
        text = header.decode("cp1252", errors="replace")
    return text.rstrip("\r\n"), end + 1, line + max(header.count(b"\n"), 1)


def _separator(table: Table, header: str) -> str:
    """The separator that finds most of the schema's names, then most names at all."""
    known = {column.name for column in table.columns}

    def score(separator: str) -> tuple[int, int]:
        names = [name.strip(' "').lower() for name in header.split(separator)]
        return len(known.intersection(names)), len(names)

    return max(SEPARATORS, key=score)
