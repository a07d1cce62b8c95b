"""Which files make which table, and what is said of those that can't."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from data.world import WorldError


def refusal(extracts, **kw) -> str:
    """The one sentence or two of a refused import, of which nothing is left."""
    with pytest.raises(WorldError) as refused:
        extracts.load(**kw)
    assert not extracts.out.exists()
    assert not list(extracts.out.parent.glob(".*"))
    return str(refused.value)


def counts(report) -> dict[str, tuple[int, int, int]]:
    return {t.table: (t.read, t.accepted, t.rejected) for t in report.tables}


def test_two_sound_files_make_a_world(extracts):
    report = extracts.load()
    assert counts(report) == {"child": (3, 3, 0), "contact": (4, 4, 0)}
    assert report.rejected_dir is None
    assert not (extracts.out / "rejected").exists()
    assert report.notes == ()
    assert report.absent_tables == (
        "identity",
        "household",
        "registration",
        "practitioner",
        "episode",
    )
    assert report.absent_columns["contact"] == ("area_code", "is_sensitive", "practitioner_id")
    assert report.world.manifest["origin"] == "imported"
    assert not report.world.has("contact", "area_code")
    assert sorted(p.name for p in extracts.out.iterdir()) == ["child", "contact", "world.json"]


def test_a_missing_table_is_named(extracts):
    extracts.remove("contact.csv")
    assert "lacks table contact" in refusal(extracts)


def test_a_table_under_a_near_name_is_pointed_out(extracts):
    (extracts.src / "contact.csv").rename(extracts.src / "contacts.csv")
    assert "There is a 'contacts'" in refusal(extracts)


def test_a_spreadsheet_in_place_of_a_table(extracts):
    (extracts.src / "contact.csv").rename(extracts.src / "contact.xlsx")
    assert "spreadsheet 'contact.xlsx'" in refusal(extracts)


def test_a_file_named_after_no_table_is_ignored_with_a_remark(extracts):
    extracts.write("households.csv", "x\n")
    extracts.write(".hidden.csv", "x\n")
    notes = extracts.load().notes
    assert notes == (
        "'households.csv' is not named after a table and was ignored; did you mean household?",
    )


def test_a_folder_that_is_not_there(extracts):
    extracts.src = extracts.src / "nowhere"
    assert "There is no folder" in refusal(extracts)


def test_a_file_in_place_of_the_folder(extracts):
    extracts.src = extracts.src / "child.csv"
    assert "is a file: name the folder" in refusal(extracts)


def test_a_folder_that_can_not_be_read(extracts, monkeypatch):
    def denied(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(extracts.src), "iterdir", denied)
    with pytest.raises(WorldError, match="can't be read: Permission denied"):
        extracts.load()


def test_a_file_that_can_not_be_read(extracts):
    extracts.remove("contact.csv")
    (extracts.src / "contact.csv").symlink_to("gone.csv")
    assert "can't be read: No such file or directory" in refusal(extracts)


def test_csv_and_parquet_of_one_table_are_refused(extracts):
    pl.DataFrame({"child_id": [1]}).write_parquet(extracts.src / "child.parquet")
    said = refusal(extracts)
    assert "Table child comes more than once, as 'child.csv' and 'child.parquet'" in said


def test_a_table_alone_and_in_parts_is_refused(extracts):
    extracts.write("contact_2024.csv", "child_id,agency,contacted_on,is_concern\n")
    assert "'contact.csv' and 'contact_<number>.csv'" in refusal(extracts)


def test_a_table_in_numbered_files_in_the_order_of_their_numbers(extracts):
    extracts.remove("child.csv")
    extracts.write("child_part10.csv", "child_id,sex\n1,male\n4,male\n")
    extracts.write("child_part2.csv", "child_id,sex\n1,female\n2,female\n3,female\n")
    report = extracts.load()
    assert report.tables[0].files == ("child_part2.csv", "child_part10.csv")
    assert counts(report)["child"] == (5, 4, 1)
    (row,) = extracts.rejected("child")
    assert (row["file"], row["line"], row["value"]) == ("child_part10.csv", "2", "1")


def test_a_table_in_a_folder_of_files(extracts, rows):
    extracts.remove("child.csv")
    extracts.write("child/north.csv", "child_id\n3\n1\n")
    extracts.write("child/south.csv", "child_id\n2\n")
    report = extracts.load()
    assert rows(report, "child") == [{"child_id": 1}, {"child_id": 2}, {"child_id": 3}]


def test_files_of_one_table_each_need_the_required_columns(extracts):
    extracts.remove("child.csv")
    extracts.write("child_1.csv", "child_id,sex\n1,male\n2,male\n")
    extracts.write("child_2.csv", "sex\nfemale\n")
    assert "'child_2.csv' lacks column child_id" in refusal(extracts)


def test_a_column_that_may_be_empty_may_be_absent_from_some_files(extracts, rows):
    extracts.remove("contact.csv")
    extracts.write(
        "contact_1.csv", "child_id,agency,contacted_on,is_concern\n1,police,2023-05-01,1"
    )
    extracts.write(
        "contact_2.csv",
        "area_code,child_id,agency,contacted_on,is_concern\nE1,2,police,2023-05-01,1",
    )
    report = extracts.load()
    assert [row["area_code"] for row in rows(report, "contact")] == [None, "E1"]


def test_a_missing_column_is_named(extracts):
    extracts.write("contact.csv", "child_id,agency,date,is_concern\n1,police,2023-05-01,1\n")
    assert "'contact.csv' lacks column contacted_on, which must be there." in refusal(extracts)


def test_a_column_under_a_near_name_is_pointed_out(extracts):
    extracts.write("contact.csv", "ChildID,agency,contacted_on,is_concern\n1,police,2023-05-01,1\n")
    assert "Its column 'ChildID' may be the one: rename it." in refusal(extracts)


def test_a_column_that_stands_there_twice_is_refused(extracts):
    extracts.write("child.csv", "child_id,sex,Child_ID\n1,male,2\n")
    assert "has column child_id twice" in refusal(extracts)


def test_unknown_columns_are_ignored_with_a_remark(extracts):
    extracts.write("child.csv", "child_id,sexx,favourite_colour\n1,x,red\n2,x,red\n3,x,red\n")
    report = extracts.load()
    assert report.notes == (
        "Column 'sexx' of 'child.csv' is not in the schema and was ignored; did you mean sex?",
        "Column 'favourite_colour' of 'child.csv' is not in the schema and was ignored.",
    )
    assert report.world.manifest["tables"]["child"]["columns"] == ["child_id"]


def test_the_period_must_end_after_it_starts(extracts):
    said = refusal(extracts, period_start=date(2024, 4, 1))
    assert "starts on 2024-04-01, after its end on 2024-03-31" in said


def test_the_window_can_not_be_negative(extracts):
    assert "window_days is -1" in refusal(extracts, window_days=-1)


def test_a_world_in_the_way_stays(extracts):
    first = extracts.load().world.fingerprint
    with pytest.raises(WorldError, match="already exists"):
        extracts.load()
    assert extracts.load(replace=True).world.fingerprint == first


def test_a_failed_import_leaves_the_old_world(extracts):
    extracts.load()
    before = (extracts.out / "world.json").read_text()
    extracts.write(
        "contact.csv", "child_id,agency,contacted_on,is_concern\n9,police,2023-05-01,1\n"
    )
    with pytest.raises(WorldError, match="no row that can be accepted"):
        extracts.load(replace=True)
    assert (extracts.out / "world.json").read_text() == before
    assert not (extracts.out / "rejected").exists()


def test_progress_is_told_in_bytes_and_then_in_tables(extracts):
    heard = []
    extracts.load(on_progress=lambda *told: heard.append(told))
    assert [doing for doing, _, _ in heard] == [
        "reading",
        "reading",
        "checking child",
        "checking contact",
        "done",
    ]
    assert all(done <= total for _, done, total in heard)
