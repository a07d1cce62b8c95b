"""Records are cut as Python's csv module cuts them, whatever the size of the blocks read."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from data.import_csv import read_csv
from data.import_records import read_records
from data.import_text import Text

FIELD = st.text(st.sampled_from(list('ab",\n\r ü;')), max_size=6)
ROWS = st.lists(st.lists(FIELD, min_size=3, max_size=3), max_size=12)
LINES = st.lists(st.text(st.sampled_from(list('ab",\n\r')), max_size=8), max_size=12)


def as_csv(rows: list[list[str]], *, line_end: str) -> bytes:
    file = io.StringIO(newline="")
    quoting = csv.QUOTE_MINIMAL if line_end == "\r\n" else csv.QUOTE_ALL
    csv.writer(file, lineterminator=line_end, quoting=quoting).writerows(rows)
    return file.getvalue().encode()


def as_text(path) -> Text:
    return Text(path, ["a", "b", "c"], ",", 0, 1, ())


@settings(max_examples=80, deadline=None, derandomize=True)
@given(rows=ROWS, line_end=st.sampled_from(["\n", "\r\n"]), block=st.sampled_from([1, 7, 64]))
def test_fields_and_lines_are_those_of_the_csv_module(tmp_path_factory, rows, line_end, block):
    data = as_csv(rows, line_end=line_end)
    path = tmp_path_factory.getbasetemp() / "records.csv"
    path.write_bytes(data)
    batches = list(read_csv(as_text(path), positions={"a": 0, "b": 1, "c": 2}, width=3))
    found = [list(row.values()) for batch in batches for row in batch.rows.to_pylist()]
    assert found == rows
    assert sum(len(batch.malformed) for batch in batches) == 0

    lengths = [as_csv([row], line_end=line_end).count(b"\n") for row in rows]
    expected = [1 + sum(lengths[:i]) for i in range(len(rows))]
    records = read_records(io.BytesIO(data), separator=",", line=1, block=block)
    assert [int(line) for r in records for line in r.lines] == expected


@settings(max_examples=120, deadline=None, derandomize=True)
@given(lines=LINES, block=st.sampled_from([1, 5, 1 << 20]))
def test_of_any_text_every_byte_ends_up_in_one_record(lines, block):
    data = "\n".join(lines).encode()
    records = list(read_records(io.BytesIO(data), separator=",", line=1, block=block))
    pieces = [r.text(i) for r in records for i in range(len(r))]
    blank_free = [line for line in (data + b"\n").split(b"\n") if line.strip(b"\r")]
    assert b"".join(pieces).replace(b"\n", b"").replace(b"\r", b"") == b"".join(blank_free).replace(
        b"\r", b""
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(lines=LINES)
def test_rows_and_malformed_rows_together_are_all_records(tmp_path_factory, lines):
    data = "\n".join(lines).encode()
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    records = sum(len(r) for r in read_records(io.BytesIO(data), separator=",", line=1))
    batches = list(read_csv(as_text(path), positions={"a": 0, "c": 2}, width=3))
    for batch in batches:
        assert batch.rows.num_rows == len(batch.lines) == len(batch.raw)
        assert batch.rows.schema.types == [pa.string(), pa.string()]
    assert sum(len(b.lines) + len(b.malformed) for b in batches) == records


def test_one_stray_quotation_mark_costs_one_record():
    data = b'1,a,b\n2,"a,b\n' + b"3,a,b\n" * 300_000 + b'4,"x","y"\n'
    records = list(read_records(io.BytesIO(data), separator=",", line=2))
    stray = [int(line) for r in records for line in r.lines[r.stray]]
    assert stray == [3]
    assert sum(len(r) for r in records) == 300_003
