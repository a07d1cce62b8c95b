"""Reads a CSV file as columns of text, every row with the number of its line.

Nothing is lost: a row that can't be cut into the header's fields comes back as malformed,
with its text and the reason. Bytes that are not UTF-8 are read as Windows-1252, row by row.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from data.import_records import Records, read_records
from data.import_text import Text

STRAY = "a quotation mark has no partner, or stands inside a field that is not quoted"
NUL = "the row holds a zero byte, which is not text"
RETURN = "the row holds a carriage return that does not end it"
NO_TEXT = "the row is neither UTF-8 nor Windows-1252 text"
RAGGED = "the row has more or fewer fields than the header"


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file: ``rows`` by column, ``raw`` their text; ``malformed`` apart.

    ``lines`` are the line numbers of ``rows``. ``malformed`` has columns line, raw, value
    and reason. ``decoded`` counts rows read as Windows-1252.
    """

    rows: pa.Table
    lines: np.ndarray
    raw: pa.Array
    malformed: pa.Table
    decoded: int


def read_csv(text: Text, *, positions: dict[str, int], width: int) -> Iterator[Batch]:
    """The rows of ``text`` in order, with the columns at ``positions`` of ``width`` fields."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        for records in read_records(file, separator=text.separator, line=text.line):
            yield _batch(records, text.separator, positions=positions, width=width)


def _batch(records: Records, separator: str, *, positions: dict[str, int], width: int) -> Batch:
    malformed = []
    for marked, reason in (_stray, STRAY), (_with_nul, NUL), (_with_return, RETURN):
        records = _set_aside(records, marked(records), malformed, reason=reason)
    records, decoded, undecodable = _as_utf8(records)
    records = _set_aside(records, undecodable, malformed, reason=NO_TEXT)
    fields = _count_fields(records, separator.encode())
    records = _set_aside(records, fields != width, malformed, reason=RAGGED, fields=fields)
    rows = _fields(records, separator, positions=positions, width=width)
    none = {"line": pa.int64(), "raw": pa.string(), "value": pa.string(), "reason": pa.string()}
    faulty = pa.concat_tables([pa.schema(none).empty_table(), *malformed])
    return Batch(rows, records.lines, _raw(records), faulty, decoded)


def _set_aside(
    records: Records,
    bad: np.ndarray,
    malformed: list[pa.Table],
    *,
    reason: str,
    fields: np.ndarray | None = None,
) -> Records:
    """Move ``bad`` records to ``malformed``; the value is the number of ``fields``, if known."""
    if not bad.any():
        return records
    faulty = records.only(bad)
    values = [""] * len(faulty) if fields is None else [f"{n} fields" for n in fields[bad]]
    columns = {
        "line": pa.array(faulty.lines, pa.int64()),
        "raw": _raw(faulty),
        "value": pa.array(values, pa.string()),
        "reason": pa.array([reason] * len(faulty), pa.string()),
    }
    malformed.append(pa.table(columns))
    return records.only(~bad)


def _stray(records: Records) -> np.ndarray:
    return records.stray


def _with_nul(records: Records) -> np.ndarray:
    return _holding(records, np.flatnonzero(_codes(records) == 0) if b"\0" in records.data else [])


def _with_return(records: Records) -> np.ndarray:
    """Records with a carriage return outside quotation marks that no newline follows."""
    ends = records.data.count(b"\r\n")
    if records.data.count(b"\r") == ends:
        return _holding(records, [])
    codes = _codes(records)
    returns = np.flatnonzero(codes == ord("\r"))
    returns = returns[codes[returns + 1] != ord("\n")]
    return _holding(records, returns[_outside_quotes(codes, returns)])


def _as_utf8(records: Records) -> tuple[Records, int, np.ndarray]:
    """The records in UTF-8, how many were Windows-1252, and which are neither."""
    undecodable = np.zeros(len(records), bool)
    if records.data.isascii() or _is_utf8(records.data):
        return records, 0, undecodable
    pieces, decoded = [], 0
    suspects = set(np.flatnonzero(_holding(records, np.flatnonzero(_codes(records) > 127))))
    for record in range(len(records)):
        piece = records.text(record)
        if record in suspects and not _is_utf8(piece):
            try:
                piece = piece.decode("cp1252").encode()
                decoded += 1
            except UnicodeDecodeError:
                piece = piece.decode("ascii", errors="backslashreplace").encode()
                undecodable[record] = True
        pieces.append(piece)
    starts = np.concatenate(([0], np.cumsum([len(piece) for piece in pieces])))
    utf8 = Records(b"".join(pieces), starts, records.lines, records.stray)
    return utf8, decoded, undecodable


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.utf_8_decode(data, "strict", True)
    except UnicodeDecodeError:
        return False
    return True


def _count_fields(records: Records, separator: bytes) -> np.ndarray:
    codes = _codes(records)
    marks = np.flatnonzero(codes == separator[0])
    marks = marks[_outside_quotes(codes, marks)]
    return np.diff(np.searchsorted(marks, records.starts)) + 1


def _outside_quotes(codes: np.ndarray, positions: np.ndarray) -> np.ndarray:
    quotes = np.flatnonzero(codes == ord('"'))
    return np.searchsorted(quotes, positions) % 2 == 0


def _holding(records: Records, positions: np.ndarray) -> np.ndarray:
    """Which records hold any of these byte positions."""
    held = np.zeros(len(records), bool)
    held[np.searchsorted(records.starts, positions, side="right") - 1] = True
    return held


def _codes(records: Records) -> np.ndarray:
    return np.frombuffer(records.data, np.uint8)


def _raw(records: Records) -> pa.Array:
    """Each record's text without its line end; bytes that are no text are written out."""
    starts = pa.py_buffer(records.starts.astype(np.int32))
    data = records.data
    if not _is_utf8(data):
        texts = [records.text(i).decode(errors="backslashreplace") for i in range(len(records))]
        return pa.array([text.rstrip("\r\n") for text in texts], pa.string())
    whole = pa.StringArray.from_buffers(len(records), starts, pa.py_buffer(data))
    return pc.utf8_rtrim(whole, "\r\n")


def _fields(records: Records, separator: str, *, positions: dict[str, int], width: int) -> pa.Table:
    """The fields at ``positions`` as text, every record having ``width`` of them."""
    names = [str(position) for position in range(width)]
    wanted = [names[position] for position in positions.values()]
    text = pa.schema([pa.field(name, pa.string()) for name in positions])
    if not len(records):
        return text.empty_table()
    rows = pa_csv.read_csv(
        pa.py_buffer(records.data),
        read_options=pa_csv.ReadOptions(
            column_names=names, block_size=len(records.data) + 1, use_threads=False
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=separator, newlines_in_values=b'"' in records.data, ignore_empty_lines=False
        ),
        convert_options=pa_csv.ConvertOptions(
            include_columns=wanted, column_types=dict.fromkeys(names, pa.string())
        ),
    )
    return rows.rename_columns(list(positions)).cast(text)
