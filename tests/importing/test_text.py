"""CSV as it really comes: encodings, separators, line ends, quotation marks, damage."""

from __future__ import annotations

import codecs

import pytest

from data.world import WorldError
from tests.importing.conftest import CHILD, CONTACT

HEADER = "child_id,agency,contacted_on,is_concern"


def refusal(extracts) -> str:
    with pytest.raises(WorldError) as refused:
        extracts.load()
    assert not extracts.out.exists()
    return str(refused.value)


def contact_counts(report) -> tuple[int, int, int]:
    table = report.tables[-1]
    return table.read, table.accepted, table.rejected


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (CONTACT.encode("utf-8-sig"), None),
        (CONTACT.replace("\n", "\r\n").encode(), None),
        (CONTACT.rstrip("\n").encode(), None),
        (CONTACT.rstrip("\n").replace("\n", "\r\n").encode() + b"\r", None),
        (b"\n\r\n" + CONTACT.replace("\n", "\n\n").encode(), None),
        (CONTACT.replace("\n", "\r").encode(), None),
        (CONTACT.replace(",", ";").encode(), "'contact.csv' has its fields parted by semicolons."),
        (CONTACT.replace(",", "\t").encode(), "'contact.csv' has its fields parted by tabs."),
        (CONTACT.encode("utf-16"), "'contact.csv' is in UTF-16 and was read as such."),
        (CONTACT.encode("utf-16-be"), "'contact.csv' is in UTF-16 and was read as such."),
        (CONTACT.encode("utf-16-le"), "'contact.csv' is in UTF-16 and was read as such."),
        (CONTACT.replace("school", '"school"').encode(), None),
        (CONTACT.replace("child_id,", '"Child_ID" ,').encode(), None),
    ],
    ids=[
        "byte-order mark",
        "CRLF",
        "no trailing newline",
        "half a trailing CRLF",
        "blank lines",
        "old Mac line ends",
        "semicolons",
        "tabs",
        "UTF-16 with mark",
        "UTF-16 big-endian",
        "UTF-16 little-endian",
        "quotation marks",
        "header in other letters",
    ],
)
def test_every_dress_of_the_same_rows_makes_the_same_world(extracts, content, note):
    plain = extracts.load().world.fingerprint
    extracts.write("contact.csv", content)
    report = extracts.load(replace=True)
    assert report.world.fingerprint == plain
    assert report.notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "'child.csv' is empty"),
        (b"\xef\xbb\xbf\r\n", "'child.csv' is empty"),
        (b"PK\x03\x04 and so on", "'child.csv' is a spreadsheet or zip archive, not text"),
        (b"\xd0\xcf\x11\xe0 and so on", "'child.csv' is an old Excel spreadsheet, not text"),
        (b"PAR1 and so on", "'child.csv' is a Parquet file, not text"),
        (b"child_id\n", "Table child has no row that can be accepted, of 0 read: only a header"),
        (b"child_id", "Table child has no row that can be accepted, of 0 read: only a header"),
        (b"x" * (1 << 20) + b"x", "'child.csv' has no header"),
    ],
)
def test_what_is_no_csv_is_refused_in_a_sentence(extracts, content, said):
    extracts.write("child.csv", content)
    assert said in refusal(extracts)


def test_an_optional_table_may_be_a_header_alone(extracts):
    extracts.write("household.csv", "household_id\n")
    report = extracts.load()
    assert report.world.rows("household") == 0
    assert len(report.world.files("household")) == 1


def test_rows_that_are_not_utf8_are_read_as_windows_1252_and_counted(extracts, rows):
    extracts.write(
        "child.csv",
        "child_id,area_code\n1,Séte\n2,".encode() + b"M\xfcnster \x80\n3,plain\n",
    )
    report = extracts.load()
    assert [row["area_code"] for row in rows(report, "child")] == ["Séte", "Münster €", "plain"]
    assert report.notes == (
        "'child.csv' has 1 rows that are not UTF-8; they were read as Windows-1252.",
    )


def test_bytes_that_are_no_text_at_all_are_rejected_and_written_out(extracts):
    extracts.write("child.csv", b"child_id,area_code\n1,a\n2,\x81\n3,c\n")
    extracts.load()
    (row,) = extracts.rejected("child")
    assert row["line"] == "3"
    assert row["reason"] == "the row is neither UTF-8 nor Windows-1252 text"
    assert row["row"] == "2,\\x81"


def test_a_damaged_row_in_another_encoding_is_written_out(extracts):
    extracts.write("child.csv", b'child_id,area_code\n1,a\n2,b\n3,c\n4,"\xe9\n')
    extracts.load()
    (row,) = extracts.rejected("child")
    assert (row["line"], row["row"]) == ("5", '4,"\\xe9')


def test_quoted_fields_may_hold_separators_quotation_marks_and_lines(extracts, rows):
    extracts.write("child.csv", 'child_id,area_code\r\n1,"a, ""b""\r\nc"\r\n2,d\r\n1,e\r\n3,f\r\n')
    report = extracts.load()
    assert [row["area_code"] for row in rows(report, "child")] == ['a, "b"\r\nc', "d", "f"]
    (row,) = extracts.rejected("child")
    assert row["line"] == "5"  # the line of the file, not the number of the row


def test_ragged_and_damaged_rows_are_rejected_with_their_line_and_text(extracts):
    extracts.write(
        "contact.csv",
        f"{HEADER}\n"
        "1,police,2023-05-01,true\n"
        "1,police,2023-05-01\n"
        "1,police,2023-05-01,true,\n"
        "1,pol\0ice,2023-05-01,true\n"
        "1,pol\rice,2023-05-01,true\n"
        '1,pol"ice,2023-05-01,true\n'
        '1,"police,2023-05-01,true\n'
        "1,school,2023-05-01,true\n"
        '1,"police,2023-05-01,true',
    )
    report = extracts.load()
    assert contact_counts(report) == (9, 2, 7)
    found = [
        (row["line"], row["value"], row["reason"], row["row"])
        for row in extracts.rejected("contact")
    ]
    ragged = "the row has more or fewer fields than the header"
    stray = "a quotation mark has no partner, or stands inside a field that is not quoted"
    assert found == [
        ("3", "3 fields", ragged, "1,police,2023-05-01"),
        ("4", "5 fields", ragged, "1,police,2023-05-01,true,"),
        ("5", "", "the row holds a zero byte, which is not text", "1,pol\0ice,2023-05-01,true"),
        (
            "6",
            "",
            "the row holds a carriage return that does not end it",
            "1,pol\rice,2023-05-01,true",
        ),
        ("7", "", stray, '1,pol"ice,2023-05-01,true'),
        ("8", "", stray, '1,"police,2023-05-01,true'),
        ("10", "", stray, '1,"police,2023-05-01,true'),
    ]


def test_cells_that_a_spreadsheet_would_run_are_kept_inert(extracts):
    cells = ["=1+1", "+1", "-1+1", "@x", "'x", "\tx", "<script>alert(1)</script>"]
    lines = "".join(f'"{cell}",police,2023-05-01,true\n' for cell in cells)
    extracts.write("contact.csv", f"{HEADER}\n1,police,2023-05-01,true\n{lines}")
    extracts.load()
    values = [row["value"] for row in extracts.rejected("contact")]
    assert values == ["'=1+1", "'+1", "'-1+1", "'@x", "''x", "'\tx", "<script>alert(1)</script>"]
    assert all(row["row"].startswith('"') for row in extracts.rejected("contact"))


def test_a_row_that_begins_like_a_formula_is_kept_inert_as_a_whole(extracts):
    extracts.write(
        "contact.csv", f"{HEADER}\n1,police,2023-05-01,true\n=2,police,2023-05-01,true\n"
    )
    extracts.load()
    assert {row["row"] for row in extracts.rejected("contact")} == {"'=2,police,2023-05-01,true"}


def test_html_in_a_value_stays_what_it_is(extracts, rows):
    extracts.write("child.csv", 'child_id,area_code\n1,"<b onclick=""x()"">"\n2,=1+1\n3,c\n')
    found = [row["area_code"] for row in rows(extracts.load(), "child")]
    assert found == ['<b onclick="x()">', "=1+1", "c"]


def test_old_mac_files_keep_other_encodings(extracts, rows):
    extracts.write("child.csv", codecs.BOM_UTF8 + b"child_id,area_code\r1,\xfc\r2,b\r3,c")
    assert [row["area_code"] for row in rows(extracts.load(), "child")] == ["ü", "b", "c"]


def test_a_header_may_span_lines_and_be_windows_1252(extracts):
    extracts.write("child.csv", b'child_id,"the\narea \xfc"\n1,a\n2,b\n1,c\n3,d\n')
    report = extracts.load()
    assert report.notes == (
        "Column 'the\\narea ü' of 'child.csv' is not in the schema and was ignored.",
    )
    assert extracts.rejected("child")[0]["line"] == "5"


def test_a_line_without_end_is_no_csv(extracts, monkeypatch):
    monkeypatch.setattr("data.import_records.ENDLESS", 1000)
    extracts.write("child.csv", CHILD + "x" * 2000)
    assert "does not end within 1,000 bytes" in refusal(extracts)
