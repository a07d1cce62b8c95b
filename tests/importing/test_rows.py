"""Which rows are sound, which are rejected, and why."""

from __future__ import annotations

from datetime import date

import pytest

from data.world import WorldError

HEADER = "child_id,agency,contacted_on,is_concern,concern_type"


def contacts(extracts, *lines: str):
    """Import these contacts (and one that is sound); the rejected lines as tuples."""
    sound = "1,police,2023-05-01,true,violence"
    extracts.write("contact.csv", "\n".join([HEADER, sound, *lines]))
    report = extracts.load()
    table = report.tables[-1]
    assert table.read == len(lines) + 1 == table.accepted + table.rejected
    if not table.rejected:
        return report, []
    rows = extracts.rejected("contact")
    return report, [(int(r["line"]), r["column"], r["value"], r["reason"]) for r in rows]


BROKEN = [
    (",police,2023-05-01,true,", "child_id", "", "is empty"),
    ("NULL,police,2023-05-01,true,", "child_id", "NULL", "is empty"),
    ("-1,police,2023-05-01,true,", "child_id", "'-1", "is below 0"),
    ("9,police,2023-05-01,true,", "child_id", "9", "is not in child"),
    ("1,police,,true,", "contacted_on", "", "is empty"),
    ("1,police,soon,true,", "contacted_on", "soon", "is not a date of the calendar"),
    ("1,police,2023-02-30,true,", "contacted_on", "2023-02-30", "is not a date"),
    ("1,police,20230530,true,", "contacted_on", "20230530", "written as YYYY-MM-DD"),
    ("1,police,31/05/2023,true,", "contacted_on", "31/05/2023", "written as YYYY-MM-DD"),
    ("1,police,2022-10-02,true,", "contacted_on", "2022-10-02", "is before 2022-10-03, 180 days"),
    ("1,police,2024-04-01,true,", "contacted_on", "2024-04-01", "is after the period's end"),
    ("1,police,2023-05-01,maybe,", "is_concern", "maybe", "is neither true nor false"),
    ("1,police,2023-05-01,,", "is_concern", "", "is empty"),
    ("1,Polise,2023-05-01,true,", "agency", "Polise", "early_help; did you mean police?"),
    ("1,Primary Care,2023-05-01,true,", "agency", "Primary Care", "mean primary_care?"),
    ("1,zoo,2023-05-01,true,", "agency", "zoo", "prevent, early_help"),
    ("1,police,2023-05-01,true,theft", "concern_type", "theft", "is not one of: neglect_or_abuse"),
    ("1,police,2023-05-01,false,violence", "concern_type", "violence", "although is_concern"),
]


def test_each_broken_row_is_rejected_with_column_value_and_reason(extracts):
    _, rejected = contacts(extracts, *(line for line, *_ in BROKEN))
    first = {at: (column, value, reason) for at, column, value, reason in reversed(rejected)}
    assert sorted(first) == list(range(3, 3 + len(BROKEN)))
    for at, (_, column, value, reason) in enumerate(BROKEN, start=3):
        assert first[at][:2] == (column, value)
        assert reason in first[at][2]


def test_a_row_with_several_faults_is_counted_once_and_keeps_every_reason(extracts):
    report, rejected = contacts(extracts, "9,zoo,2023-02-30,maybe,")
    assert report.tables[-1].rejected == 1
    assert [column for _, column, _, _ in rejected] == [
        "contacted_on",
        "is_concern",
        "agency",
        "child_id",
    ]
    assert {(r.column, r.rows) for r in report.tables[-1].reasons} == {
        ("contacted_on", 1),
        ("is_concern", 1),
        ("agency", 1),
        ("child_id", 1),
    }


def test_truth_is_written_in_many_ways(extracts, rows):
    words = ["true", "TRUE", "t", "1", "yes", "Y", "false", "False", "F", "0", "no", "N", " n "]
    report, rejected = contacts(extracts, *(f"2,school,2023-05-01,{word}," for word in words))
    assert rejected == []
    found = [row["is_concern"] for row in rows(report, "contact") if row["child_id"] == 2]
    assert sorted(found) == [False] * 7 + [True] * 6


def test_words_may_be_in_any_letter_case_and_have_blanks_around(extracts, rows):
    report, rejected = contacts(extracts, "2, POLICE\t,2023-05-01,true, Self_Harm ")
    assert rejected == []
    row = rows(report, "contact")[-1]
    assert (row["agency"], row["concern_type"]) == ("police", "self_harm")


def test_the_days_of_the_window_and_the_period_all_count(extracts):
    _, rejected = contacts(extracts, "1,police,2022-10-03,1,", "1,police,2024-03-31,1,")
    assert rejected == []


def test_a_longer_window_lets_older_contacts_in(extracts, rows):
    extracts.write("contact.csv", HEADER + "\n1,police,2021-04-01,true,\n")
    report = extracts.load(window_days=730)
    assert rows(report, "contact")[0]["contacted_on"] == date(2021, 4, 1)
    assert report.world.window_days == 730


def test_the_first_of_two_rows_with_one_key_is_kept(extracts, rows):
    extracts.write("child.csv", "child_id,sex\n1,male\n2,male\n1,female\n3,x\n3,male\n1,male\n")
    report = extracts.load()
    assert rows(report, "child") == [
        {"child_id": 1, "sex": "male"},
        {"child_id": 2, "sex": "male"},
        {"child_id": 3, "sex": "male"},  # the first row of child 3 was broken, so none is kept
    ]
    found = [(r["line"], r["column"], r["reason"]) for r in extracts.rejected("child")]
    again = "comes again: an earlier row with the same child_id is kept"
    assert found == [
        ("4", "child_id", again),
        ("5", "sex", "is not one of: female, male"),
        ("7", "child_id", again),
    ]


def test_a_key_of_two_columns(extracts):
    extracts.write(
        "registration.csv",
        "child_id,agency,quality\n1,police,exact\n1,school,exact\n1,police,stale\n",
    )
    extracts.load()
    (row,) = extracts.rejected("registration")
    assert row["reason"] == "comes again: an earlier row with the same child_id and agency is kept"


def test_contacts_of_a_rejected_child_are_rejected_and_say_so(extracts):
    extracts.write("child.csv", "child_id,born_on\n1,2015-01-01\n2,2025-01-01\n3,2015-01-01\n")
    extracts.load()
    assert [r["reason"] for r in extracts.rejected("child")] == [
        "is after the period's end, 2024-03-31"
    ]
    (row,) = extracts.rejected("contact")
    assert row["reason"] == "is in child, but its row there was rejected"


def test_households_are_asked_for_only_when_the_table_is_there(extracts):
    extracts.write("child.csv", "child_id,household_id\n1,10\n2,11\n3,10\n")
    assert extracts.load().tables[0].rejected == 0
    extracts.write("household.csv", "household_id\n10\n")
    report = extracts.load(replace=True)
    assert [(t.table, t.rejected) for t in report.tables] == [
        ("child", 1),
        ("household", 0),
        ("contact", 1),
    ]
    assert extracts.rejected("child")[0]["reason"] == "is not in household"


def test_practitioners_may_be_unknown_but_not_strangers(extracts):
    extracts.write("practitioner.csv", "practitioner_id,agency\n5,police\n")
    extracts.write(
        "contact.csv",
        "child_id,agency,contacted_on,is_concern,practitioner_id\n"
        "1,police,2023-05-01,1,5\n1,police,2023-05-02,1,\n1,police,2023-05-03,1,6\n",
    )
    report = extracts.load()
    assert report.tables[-1].accepted == 2
    assert extracts.rejected("contact")[0]["reason"] == "is not in practitioner"


def test_numbers_must_be_whole_and_within_bounds(extracts, rows):
    extracts.write(
        "child.csv",
        "child_id,deprivation_decile\n1,10\n2,11\n3,1.5\n4,many\n5,2.0\n6,0\n7,99999999999999999999\n",
    )
    report = extracts.load()
    assert rows(report, "child") == [
        {"child_id": 1, "deprivation_decile": 10},
        {"child_id": 5, "deprivation_decile": 2},
    ]
    found = [r["reason"] for r in extracts.rejected("child")]
    whole = "is not a whole number"
    assert found == ["is above 10", whole, whole, "is below 1", whole]


def test_numbers_must_fit_the_type_on_disk(extracts, rows):
    header = "child_id,forename,school_id\n"
    extracts.write("identity.csv", header + "1,Null,3000000000\n2,NULL,7\n3,,\n")
    report = extracts.load()
    found = [(r["line"], r["reason"]) for r in extracts.rejected("identity")]
    assert found == [("2", "is above 2147483647")]  # Null is also a name
    kept = [
        (row["child_id"], row["forename"], row["school_id"]) for row in rows(report, "identity")
    ]
    assert kept == [(2, "NULL", 7), (3, None, None)]


def test_only_keys_dates_agencies_and_concerns_must_be_filled_in(extracts, rows):
    header = "child_id,born_on,sex,ethnic_group\n"
    extracts.write("child.csv", header + "1,,,\n2,2015-01-01,male,white\n")
    report = extracts.load()
    assert next(t.rejected for t in report.tables if t.table == "child") == 0
    assert [row["sex"] for row in rows(report, "child")] == [None, "male"]


def test_an_episode_must_begin_before_it_ends_and_within_the_period(extracts):
    extracts.write(
        "episode.csv",
        "child_id,kind,started_on,ended_on\n"
        "1,arrest,2023-05-01,2023-05-01\n1,arrest,2023-05-01,\n"
        "1,arrest,2023-05-02,2023-05-01\n1,arrest,2024-04-01,\n",
    )
    extracts.load()
    found = [(r["line"], r["reason"]) for r in extracts.rejected("episode")]
    end = "is after the period's end, 2024-03-31"
    assert found == [("4", "is before started_on"), ("5", end)]


def test_a_table_without_a_sound_row_fails_the_import_with_its_reasons(extracts):
    extracts.write("contact.csv", HEADER + "\n1,police,1.5.2023,true,\n1,zoo,1.5.2023,true,\n")
    with pytest.raises(WorldError) as refused:
        extracts.load()
    assert str(refused.value).startswith(
        "Table contact has no row that can be accepted, of 2 read: contacted_on is not a date of "
        "the calendar written as YYYY-MM-DD (2 rows); agency is not one of: school"
    )
    assert not extracts.out.exists()


def test_rows_that_do_not_add_up_are_never_passed_over(extracts, monkeypatch):
    from data import importing

    monkeypatch.setattr(importing, "write_rejected", lambda *args: (1, ()))
    with pytest.raises(WorldError, match="3 rows were read, but 3 accepted and 1 rejected"):
        extracts.load()


def test_a_full_disk_is_said_plainly(extracts, monkeypatch):
    import duckdb

    from data import importing

    def full(*args, **kw):
        raise duckdb.IOException("Could not write file: No space left on device")

    monkeypatch.setattr(importing, "judge", full)
    with pytest.raises(WorldError, match=r"No space left on device\)\. Nothing was left behind"):
        extracts.load()
    assert not extracts.out.exists()
