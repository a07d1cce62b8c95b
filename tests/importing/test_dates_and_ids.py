"""Day-first dates and pseudonyms: taken where they leave no doubt, and said so."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

CONTACTS = "child_id,agency,contacted_on,is_concern\n"


def contacted(extracts, *dates: str):
    lines = "".join(f"1,police,{day},true\n" for day in dates)
    extracts.write("contact.csv", CONTACTS + lines)
    return extracts.load()


def test_dates_that_are_all_day_first_are_taken_and_noted(extracts, rows):
    report = contacted(extracts, "31/12/2023", "1/2/2024", "01/02/2024 00:00", "TBC", "31/02/2024")
    assert [row["contacted_on"] for row in rows(report, "contact")] == [
        date(2023, 12, 31),
        date(2024, 2, 1),
        date(2024, 2, 1),
    ]
    assert report.notes == ("contacted_on of 'contact.csv' was read day first, as in 31/12/2023.",)
    assert [row["value"] for row in extracts.rejected("contact")] == ["TBC", "31/02/2024"]


@pytest.mark.parametrize(
    ("dates", "doubt"),
    [
        (["2023-12-30", "31/12/2023"], "others are written as 2023-12-31; write all of them so."),
        (["12/31/2023"], "some have the month first; write them as 2023-12-31."),
        (
            ["01/02/2023"],
            "whether day or month comes first can't be told; write them as 2023-12-31.",
        ),
    ],
)
def test_dates_in_doubt_are_rejected_and_noted(extracts, dates, doubt):
    extracts.write("child.csv", "child_id\n1\n2\n3\n4\n")
    lines = "".join(f"1,police,{day},true\n" for day in dates)
    extracts.write("contact_1.csv", CONTACTS + "1,school,2023-06-01,true\n")
    extracts.write("contact_2.csv", CONTACTS + lines)
    extracts.remove("contact.csv")
    report = extracts.load()
    assert report.notes == (
        "contacted_on of 'contact_2.csv' has 1 dates with slashes, which were rejected: " + doubt,
    )
    assert [r["file"] for r in extracts.rejected("contact")] == ["contact_2.csv"]


def test_each_file_has_its_own_way_of_dates(extracts, rows):
    extracts.remove("contact.csv")
    extracts.write("contact_1.csv", CONTACTS + "1,police,2023-12-30,true\n")
    extracts.write("contact_2.csv", CONTACTS + "1,police,31/12/2023,true\n")
    report = extracts.load()
    assert [r["contacted_on"].day for r in rows(report, "contact")] == [30, 31]


def test_the_time_of_day_is_dropped(extracts, rows):
    days = [
        "2023-05-01T10:30:00",
        "2023-05-02 00:00:00.000",
        "2023-05-03 23:59",
        "2023-05-04 24:00",
    ]
    report = contacted(extracts, *days)
    assert [row["contacted_on"].day for row in rows(report, "contact")] == [1, 2, 3]
    assert report.notes == (
        "contacted_on of 'contact.csv' has a time of day in 2 rows; it was dropped.",
    )


def test_whole_numbers_stay_as_they_are(extracts, rows):
    extracts.write("child.csv", "child_id\n4857773456\n100\n20.0\n")
    extracts.write("contact.csv", CONTACTS + "20,police,2023-05-01,1\n100.0,police,2023-05-01,1\n")
    report = extracts.load()
    assert [row["child_id"] for row in rows(report, "child")] == [20, 100, 4857773456]
    assert [row["child_id"] for row in rows(report, "contact")] == [20, 100]
    assert not (extracts.out / "source_key.parquet").exists()


def test_pseudonyms_are_numbered_alike_in_all_tables_and_the_key_is_kept(extracts, rows):
    extracts.write("child.csv", "child_id,household_id\nZed,h2\nAnn,h1\n0Bob,h1\n")
    extracts.write("household.csv", "household_id\nh1\nh2\n")
    extracts.write(
        "contact.csv",
        "child_id,agency,contacted_on,is_concern,practitioner_id\n"
        "Zed,police,2023-05-01,1,77\n 0Bob ,police,2023-05-01,1,\nann,police,2023-05-01,1,78\n",
    )
    report = extracts.load()
    assert rows(report, "child") == [
        {"child_id": 0, "household_id": 0},
        {"child_id": 1, "household_id": 0},
        {"child_id": 2, "household_id": 1},
    ]
    assert [(r["child_id"], r["practitioner_id"]) for r in rows(report, "contact")] == [
        (0, None),
        (2, 77),
    ]
    assert (extracts.out / "source_key.parquet").stat().st_mode & 0o077 == 0
    key = pl.read_parquet(extracts.out / "source_key.parquet").rows()
    assert key == [
        ("child_id", "0Bob", 0),
        ("child_id", "Ann", 1),
        ("child_id", "Zed", 2),
        ("household_id", "h1", 0),
        ("household_id", "h2", 1),
    ]
    (row,) = extracts.rejected("contact")
    assert (row["value"], row["reason"]) == ("ann", "is not in child")
    assert report.notes[0] == (
        "child_id holds text (6 of 6 values are not plain whole numbers, for example '0Bob'), so "
        "its values were numbered from 0; the key is in source_key.parquet, which must stay with "
        "the owner of the extract."
    )
    assert not report.world.has("source_key")


def test_one_leading_zero_makes_all_ids_texts_since_007_is_not_7(extracts, rows):
    extracts.write("child.csv", "child_id\n007\n7\n1\n2\n3\n")
    report = extracts.load()
    assert report.tables[0].accepted == 5
    assert [row["child_id"] for row in rows(report, "child")] == [0, 1, 2, 3, 4]


def test_ids_without_a_table_of_their_own_are_numbered_as_they_occur(extracts, rows):
    extracts.write("child.csv", "child_id,household_id\n1,hb\n2,ha\n3,hb\n")
    assert [r["household_id"] for r in rows(extracts.load(), "child")] == [1, 0, 1]


def test_an_id_that_says_nothing_is_empty_not_a_pseudonym(extracts):
    extracts.write("child.csv", "child_id\n1\n2\n3\nNULL\n\\N\n")
    report = extracts.load()
    assert report.notes == ()
    assert [r["reason"] for r in extracts.rejected("child")] == ["is empty", "is empty"]


def test_pseudonymous_children_may_come_twice_too(extracts):
    extracts.write("child.csv", "child_id,sex\na,male\nb,male\na,female\n")
    extracts.write("contact.csv", CONTACTS + "a,police,2023-05-01,1\n")
    report = extracts.load()
    assert (report.tables[0].accepted, report.tables[0].rejected) == (2, 1)
    assert extracts.rejected("child")[0]["value"] == "a"
