"""Extracts in Parquet: judged by the same rules, with rows counted from 1."""

from __future__ import annotations

import json
from datetime import date, datetime

import polars as pl
import pytest

from data.world import WorldError


def contact_frame(**columns) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "child_id": [1, 1, 2, 3],
            "agency": ["police", "school", "hospital", "school"],
            "contacted_on": [
                date(2023, 5, 1),
                date(2023, 5, 3),
                date(2022, 10, 3),
                date(2024, 3, 31),
            ],
            "is_concern": [True, True, False, False],
            "concern_type": ["violence", "neglect_or_abuse", None, None],
        }
        | columns
    )


def load_parquet(extracts, frame: pl.DataFrame, **kw):
    (extracts.src / "contact.csv").unlink(missing_ok=True)
    frame.write_parquet(extracts.src / "contact.parquet", **kw)
    return extracts.load(replace=True)


def test_parquet_and_csv_of_the_same_rows_make_the_same_world(extracts):
    csv = extracts.load().world.fingerprint
    assert load_parquet(extracts, contact_frame()).world.fingerprint == csv


def test_other_types_for_the_same_values_make_the_same_world(extracts):
    plain = extracts.load().world.fingerprint
    frame = contact_frame().with_columns(
        pl.col("child_id").cast(pl.Float64),
        pl.col("agency").cast(pl.Categorical),
        pl.col("contacted_on").cast(pl.Datetime("us")),
        pl.col("is_concern").cast(pl.Int8),
    )
    assert load_parquet(extracts, frame, row_group_size=2).world.fingerprint == plain


def test_rejected_rows_have_their_number_and_all_their_values(extracts):
    frame = contact_frame(
        agency=["police", "school", "zoo", "school"],
        note=["a", "b", "=c", None],
        seal=[b"\x00", b"\x01", b"\xff", b""],
        seen=[datetime(2023, 5, 1, 9)] * 4,
    )
    report = load_parquet(extracts, frame)
    (row,) = extracts.rejected("contact")
    assert (row["file"], row["line"], row["value"]) == ("contact.parquet", "row 3", "zoo")
    raw = json.loads(row["row"])
    assert (raw["child_id"], raw["agency"], raw["note"], raw["seal"]) == (2, "zoo", "=c", "ff")
    assert len(report.notes) == 3


def test_a_column_of_lists_is_refused(extracts):
    with pytest.raises(WorldError, match=r"Column agency of 'contact.parquet' has type .*list"):
        load_parquet(extracts, contact_frame(agency=[["police"]] * 4))


def test_a_table_of_no_rows(extracts):
    with pytest.raises(WorldError, match="no row that can be accepted, of 0 read"):
        load_parquet(extracts, contact_frame().head(0))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"child_id,agency\n1,police\n", "is not a Parquet file that can be read"),
    ],
)
def test_what_is_no_parquet_is_refused_in_a_sentence(extracts, content, said):
    extracts.remove("contact.csv")
    extracts.write("contact.parquet", content)
    with pytest.raises(WorldError, match=said):
        extracts.load()


def test_a_damaged_parquet_file_is_refused_in_a_sentence(extracts):
    load_parquet(extracts, contact_frame())
    file = extracts.src / "contact.parquet"
    content = bytearray(file.read_bytes())
    content[8:60] = bytes(52)
    file.write_bytes(content)
    with pytest.raises(
        WorldError, match=r"'contact\.parquet' breaks off or is damaged after row 0"
    ):
        extracts.load(replace=True)
