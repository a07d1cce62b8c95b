"""Cuts the bytes of a CSV file into records, by position, without reading their fields.

A record may span lines: a line end between quotation marks does not end it. Each record
knows the number of the line on which it begins. Whole blocks are cut at once with NumPy;
only a block in which quotation marks do not pair up is walked line by line, so that one
stray mark costs one record and not the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from data.world import WorldError

BLOCK = 1 << 24  # bytes read at a time
LONGEST = 1 << 20  # bytes after which an open quotation mark is taken for a stray one
ENDLESS = 1 << 26  # bytes without a line end after which a file is taken for no CSV
_QUOTE, _NEWLINE, _RETURN = b'"\n\r'


@dataclass(frozen=True, slots=True)
class Records:
    """Records one after another in ``data``, each ended by a newline."""

    data: bytes
    starts: np.ndarray  # where each record begins, and at last where the data end
    lines: np.ndarray  # number of the line on which each begins
    stray: np.ndarray  # whether its quotation marks fail to pair up

    def __len__(self) -> int:
        return len(self.lines)

    def text(self, record: int) -> bytes:
        """The bytes of one record, with its line end."""
        return self.data[self.starts[record] : self.starts[record + 1]]

    def only(self, wanted: np.ndarray) -> Records:
        """The ``wanted`` records alone; itself when all are."""
        if wanted.all():
            return self
        lengths = np.diff(self.starts)
        kept = np.frombuffer(self.data, np.uint8)[np.repeat(wanted, lengths)]
        starts = np.concatenate(([0], np.cumsum(lengths[wanted])))
        return Records(kept.tobytes(), starts, self.lines[wanted], self.stray[wanted])


def read_records(
    file: BinaryIO, *, separator: str, line: int, block: int = BLOCK
) -> Iterator[Records]:
    """All records from where ``file`` stands, whose next line has number ``line``.

    Empty lines are no records. Raises WorldError when a line never ends: the file is no CSV.
    """
    mark = separator.encode()
    rest, last = b"", False
    while not last:
        more = file.read(block)
        last = not more
        data = rest + more
        if last and data and not data.endswith(b"\n"):
            data += b"\n"
        starts, stray = _cut(data, mark, last=last)
        used = int(starts[-1])
        rest = data[used:]
        if len(rest) > ENDLESS:
            raise WorldError(
                f"Line {line} of '{Path(file.name).name}' does not end within {ENDLESS:,} bytes: "
                "a CSV file with one row on a line was expected."
            )
        if len(starts) > 1:
            data = data[:used]
            newlines = np.flatnonzero(np.frombuffer(data, np.uint8) == _NEWLINE)
            lines = line + np.searchsorted(newlines, starts[:-1])
            line += len(newlines)
            yield _without_blank(Records(data, starts, lines, stray))


def _without_blank(records: Records) -> Records:
    first = np.frombuffer(records.data, np.uint8)[records.starts[:-1]]
    lengths = np.diff(records.starts)
    return records.only((lengths > 1) & ~((lengths == 2) & (first == _RETURN)))


def _cut(data: bytes, mark: bytes, *, last: bool) -> tuple[np.ndarray, np.ndarray]:
    """Where records begin (and the last of them ends), and which have stray marks."""
    codes = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(codes == _NEWLINE) + 1
    if b'"' in data:
        quotes = np.flatnonzero(codes == _QUOTE)
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        used = int(ends[-1]) if len(ends) else 0
        open_too_long = len(data) - used > LONGEST or (last and used < len(data))
        if open_too_long or not _paired(codes, quotes[quotes < used], mark):
            return _walk(data, mark, last=last)
    starts = np.concatenate(([0], ends))
    return starts, np.zeros(len(ends), bool)


def _paired(codes: np.ndarray, quotes: np.ndarray, mark: bytes) -> bool:
    """Whether every field in quotation marks begins and ends with one; "" inside is one."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = codes[opening[opening > 0] - 1]
    after = codes[closing + 1]
    fit = (*mark, _QUOTE, _NEWLINE)
    return bool(np.isin(before, fit).all() and np.isin(after, (*fit, _RETURN)).all())


def _walk(data: bytes, mark: bytes, *, last: bool) -> tuple[np.ndarray, np.ndarray]:
    """Cut record by record; where no well-formed one begins, the line alone is stray."""
    whole = _record_pattern(mark)
    starts, stray, here = [0], [], 0
    while end := data.find(b"\n", here) + 1:
        record = whole.match(data, here, here + LONGEST)
        may_go_on = not last and len(data) - here <= LONGEST and data.count(b'"', here, end) % 2
        if record is None and may_go_on:
            break  # the closing mark may be in the next block
        here = record.end() if record else end
        starts.append(here)
        stray.append(record is None)
    return np.array(starts), np.array(stray, bool)


def _record_pattern(mark: bytes) -> re.Pattern[bytes]:
    """A record that is well formed; possessive, so that no input makes it slow."""
    part = re.escape(mark)
    field = rb'(?:"(?:[^"]++|"")*+"|[^"\n' + part + rb"]*+)"
    return re.compile(field + rb"(?:" + part + field + rb")*+\r?\n")
