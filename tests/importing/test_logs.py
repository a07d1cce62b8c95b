"""Logs of others: sound rows are taken, the rest set aside with reasons; audited without scores."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.access_log import open_log
from analysis.oversight.detectors import detect
from analysis.oversight.door import open_doors
from analysis.oversight.importing import import_log
from analysis.oversight.ranked import ranked
from analysis.oversight.truth import read_truth
from data.importing import import_world
from data.world import WorldError
from synthetic.generate import generate_world
from tests.access_logs import design, log_of
from tests.tables import PERIOD, drawn_world

CHILD = """
    child_id
    1
    2
"""
CONTACT = """
    child_id | agency | contacted_on | is_concern | practitioner_id
    1        | school | 2023-06-01   | true       | 7
"""
STAFF = """
    practitioner_id | agency | area_code
    7               | school | E06000001
    8               | police | E06000001
"""
HEADER = "event_id,accessed_at,practitioner_id,agency,area_code,child_id,reason"
SOUND = """0,2023-06-02 09:00:00,7,school,E06000001,1,new_concern
1,2023-06-03T10:30:15,8,Police,E06000001,2,
"""


@pytest.fixture
def world(tmp_path):
    return drawn_world(
        tmp_path, origin="imported", child=CHILD, contact=CONTACT, practitioner=STAFF
    )


def extract(folder, events: str, staff: str = "") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "access_event.csv").write_text(f"{HEADER}\n{events}", encoding="utf-8")
    if staff:
        (folder / "practitioner_identity.csv").write_text(staff, encoding="utf-8")


def test_a_sound_extract_becomes_a_log_that_is_audited(world, tmp_path):
    extract(tmp_path / "in", SOUND)
    report = import_log(tmp_path / "in", tmp_path / "log", world)
    assert report.n_rows == 2
    assert report.rejected_dir is None
    log = open_log(tmp_path / "log")
    assert not log.is_synthetic
    assert not log.has_truth
    with open_doors(world, log) as doors:
        detected = detect(doors)
    assert detected.explained == {"direct": 1, "group": 0, "referral": 0, "none": 1}
    assert detected.of("no_recorded_contact")["event_id"].to_list() == [1]
    assert "Same surname" in detected.left_out[0]
    assert ranked(detected)["event_id"].to_list() == [1]
    with pytest.raises(WorldError, match="not known, so nothing can be scored"):
        read_truth(log)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2,2023-06-02,7,school,E06000001,1,", "is not a moment"),
        ("2,2023-13-02 09:00:00,7,school,E06000001,1,", "is not a moment"),
        ("2,2023-06-02 25:00:00,7,school,E06000001,1,", "is not a moment"),
        ("2,2022-06-02 09:00:00,7,school,E06000001,1,", "outside the period"),
        ("2,2023-06-02 09:00:00,7,schol,E06000001,1,", "did you mean school"),
        ("2,2023-06-02 09:00:00,7,school,E06000001,9,", "is not in child"),
        ("2,2023-06-02 09:00:00,9,school,E06000001,1,", "is not in practitioner"),
        ("0,2023-06-02 09:00:00,7,school,E06000001,1,", "comes again"),
        ("x,2023-06-02 09:00:00,7,school,E06000001,1,", "is not a whole number"),
        ("2,2023-06-02 09:00:00,7,,E06000001,1,", "is empty"),
        ("2,2023-06-02 09:00:00,7,school,E06000001,1", "fewer fields"),
        ("2,2023-06-02 09:00:00,7,school,E06000001,1,=cmd()", "is not one of"),
    ],
)
def test_a_row_that_breaks_a_rule_is_set_aside_with_its_reason(world, tmp_path, row, reason):
    extract(tmp_path / "in", SOUND + row + "\n")
    report = import_log(tmp_path / "in", tmp_path / "log", world)
    assert report.n_rows == 2
    assert report.tables[0].rejected == 1
    text = (tmp_path / "log" / "rejected" / "access_event.csv").read_text(encoding="utf-8")
    assert reason in text
    assert "access_event.csv,4," in text


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: None, "There is no folder"),
        (lambda folder: folder.mkdir(), "lacks table access_event"),
        (lambda folder: extract(folder, ""), "no row that can be accepted"),
        (lambda folder: extract(folder, "0,never,7,school,,1,\n"), "no row that can be accepted"),
        (
            lambda folder: (
                folder.mkdir(),
                (folder / "access_event.csv").write_text("event_id,child_id\n1,1\n"),
            ),
            "lacks column accessed_at",
        ),
    ],
    ids=["no folder", "no table", "no rows", "no sound row", "no column"],
)
def test_what_is_no_log_is_told_in_a_sentence_and_leaves_nothing(world, tmp_path, make, says):
    make(tmp_path / "in")
    with pytest.raises(WorldError, match=says):
        import_log(tmp_path / "in", tmp_path / "log", world)
    assert not (tmp_path / "log").exists()


def test_pseudonyms_are_those_of_the_world(tmp_path):
    src = tmp_path / "world-in"
    src.mkdir()
    (src / "child.csv").write_text("child_id\nAnon-1\nAnon-2\n")
    (src / "contact.csv").write_text(
        "child_id,agency,contacted_on,is_concern,practitioner_id\nAnon-1,school,2023-06-01,true,P9\n"
    )
    made = import_world(src, tmp_path / "world", **PERIOD)
    extract(
        tmp_path / "in",
        "5,2023-06-02 09:00:00,P9,school,,Anon-1,\n6,2023-06-02 09:00:00,P9,school,,Anon-7,\n",
    )
    report = import_log(tmp_path / "in", tmp_path / "log", made.world)
    assert (report.n_rows, report.tables[0].rejected) == (1, 1)
    with open_doors(made.world, open_log(tmp_path / "log")) as doors:
        assert detect(doors).explained["direct"] == 1


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_drawn_log_that_is_imported_is_told_of_alike(tmp_path, form):
    world = generate_world(tmp_path / "world", n_children=3_000, workers=1)
    log_of(world, design(reason_required=True), tmp_path / "drawn", {"misuse_rate": 500})
    src = tmp_path / "in"
    src.mkdir()
    for table in ("access_event", "practitioner_identity"):
        rows = pl.read_parquet(tmp_path / "drawn" / table / "*.parquet")
        rows = rows.cast({pl.Categorical: pl.String, pl.Enum: pl.String}).sample(
            fraction=1, shuffle=True, seed=1
        )
        if form == "csv":
            rows.write_csv(src / f"{table}.csv", datetime_format="%Y-%m-%d %H:%M:%S")
        else:
            rows.write_parquet(src / f"{table}.parquet")
    report = import_log(src, tmp_path / "log", world)
    assert not any(table.rejected for table in report.tables)
    found = []
    for folder in ("drawn", "log"):
        with open_doors(world, open_log(tmp_path / folder)) as doors:
            found.append(detect(doors))
    assert not found[1].left_out
    assert len(found[0].alerts) > 50
    for one, other in zip(found[0].alerts.rows(), found[1].alerts.rows(), strict=True):
        assert one[:3] == other[:3]
        assert one[3] == pytest.approx(other[3])


def test_a_name_with_markup_is_kept_as_text(world, tmp_path):
    staff = "practitioner_id,surname,postcode\n7,<script>alert(1)</script>,QP1 1CI\n"
    extract(tmp_path / "in", SOUND, staff)
    import_log(tmp_path / "in", tmp_path / "log", world)
    rows = pl.read_parquet(tmp_path / "log" / "practitioner_identity" / "*.parquet")
    assert rows["surname"].cast(pl.String).to_list() == ["<script>alert(1)</script>"]
