"""The file of needs: types, order, atomic writing, clear refusals."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import sql
from analysis.child_batches import child_batches
from analysis.needs import window_note, write_needs
from data.world import WorldError
from tests.tables import drawn_world

CONTACT = """
    child_id | agency | contacted_on | is_concern
    2        | police | 2023-06-01   | true
    2        | school | 2023-06-09   | true
    1        | school | 2023-06-09   | true
    1        | police | 2023-06-01   | true
"""


@pytest.fixture
def world(tmp_path):
    return drawn_world(tmp_path, contact=CONTACT)


def test_types_and_order_are_as_promised(world, tmp_path):
    assert write_needs(world, tmp_path / "needs.parquet") == 2
    schema = pq.read_schema(tmp_path / "needs.parquet")
    assert dict(zip(schema.names, schema.types, strict=True)) == {
        "child_id": pa.int64(),
        "seeker": pa.string(),
        "holder": pa.string(),
        "decision_on": pa.date32(),
        "held_days": pa.int32(),
        "ordinal": pa.int32(),
    }
    found = pl.read_parquet(tmp_path / "needs.parquet")
    assert found.equals(found.sort(found.columns))
    group = pq.read_metadata(tmp_path / "needs.parquet").row_group(0)
    assert group.column(0).compression == "ZSTD"


def test_agencies_sort_by_name(tmp_path):
    names = ("youth_justice", "early_help", "school", "hospital", "primary_care", "police")
    days = [f"1 | {name} | 2023-06-{day:02d} | true" for name in names for day in (1, 9)]
    table = "\n".join(["child_id | agency | contacted_on | is_concern", *days])
    write_needs(drawn_world(tmp_path, contact=table), tmp_path / "needs.parquet")
    found = pl.read_parquet(tmp_path / "needs.parquet")
    assert found.height == 30
    assert found.equals(found.sort(found.columns))


def test_the_same_world_gives_the_same_bytes(world, tmp_path):
    for name in ("one", "two"):
        write_needs(world, tmp_path / f"{name}.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_a_file_that_is_there_is_replaced_and_nothing_else_is_left(world, tmp_path):
    out = tmp_path / "results" / "needs.parquet"
    out.parent.mkdir()
    out.write_text("old")
    (out.parent / ".needs.parquet.partial-999999999").mkdir()
    write_needs(world, out)
    assert [path.name for path in out.parent.iterdir()] == ["needs.parquet"]
    assert pl.read_parquet(out).height == 2


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(world, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorldError, match="could not be written") as refused:
        write_needs(world, tmp_path / "file" / "needs.parquet")
    assert len(str(refused.value).splitlines()) == 1


def test_a_folder_in_the_place_of_the_file_is_left_alone(world, tmp_path):
    (tmp_path / "needs.parquet").mkdir()
    with pytest.raises(WorldError, match="could not be written"):
        write_needs(world, tmp_path / "needs.parquet")
    assert (tmp_path / "needs.parquet").is_dir()


def test_a_world_that_broke_is_told_and_the_old_file_stays(world, tmp_path):
    out = tmp_path / "needs.parquet"
    out.write_text("old")
    (world.path / "contact" / "part-00000.parquet").write_bytes(b"no parquet")
    with pytest.raises(WorldError, match="can't be read as Parquet"):
        write_needs(world, out)
    assert out.read_text() == "old"
    assert not list(tmp_path.glob(".*partial*"))


def test_a_wrong_window_is_refused_before_anything_is_written(world, tmp_path):
    with pytest.raises(WorldError, match="30 to 730"):
        write_needs(world, tmp_path / "needs.parquet", window_days=10)
    assert not (tmp_path / "needs.parquet").exists()


def test_a_window_longer_than_the_world_s_past_is_allowed_and_noted(world, tmp_path):
    assert write_needs(world, tmp_path / "needs.parquet", window_days=365) == 2
    assert "first 185 days" in window_note(world, 365)
    assert window_note(world) == ""
    assert window_note(world, 180) == ""


def children_of(world) -> list[list[int]]:
    """The children of each batch, when every file may be a batch of its own."""
    batches = child_batches(world, rows=1)
    return [
        pl.concat([pl.read_parquet(file) for file in batch.files("contact")])["child_id"].to_list()
        for batch in batches
    ]


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ([1, 1, 2, 2, 3, 3], [[1, 1], [2, 2], [3, 3]]),
        ([1, 1, 1, 2, 3, 3], [[1, 1, 1, 2], [3, 3]]),
        ([1, 2, 3, 4, 0, 5], [[1, 2, 3, 4, 0, 5]]),
        ([3, 3, 2, 2, 1, 1], [[3, 3, 2, 2, 1, 1]]),
    ],
)
def test_a_world_is_done_in_batches_that_share_no_child(tmp_path, children, expected):
    """Three files of two contacts each; files are parted only where no child is."""
    contact = "\n".join(
        [
            "child_id | agency | contacted_on | is_concern",
            *(f"{child} | police | 2023-06-01 | true" for child in children),
        ]
    )
    assert children_of(drawn_world(tmp_path, contact=contact, parts=3)) == expected


def test_files_of_unknown_range_stay_together(world):
    file = world.path / "contact" / "part-00000.parquet"
    pq.write_table(pq.read_table(file), file, write_statistics=False)
    assert len(child_batches(world, rows=1)) == 1


def test_batches_give_the_same_file(tmp_path, monkeypatch):
    rows = ["child_id | agency | contacted_on | is_concern"]
    for child in range(1, 10):
        rows += [f"{child} | police | 2023-06-01 | true", f"{child} | school | 2023-06-09 | true"]
    world = drawn_world(tmp_path, contact="\n".join(rows), parts=9)
    assert write_needs(world, tmp_path / "whole.parquet") == 9
    monkeypatch.setattr("analysis.needs.child_batches", lambda w: child_batches(w, rows=1))
    assert write_needs(world, tmp_path / "batched.parquet") == 9
    assert pq.read_metadata(tmp_path / "batched.parquet").num_row_groups == 9
    whole, batched = (pl.read_parquet(tmp_path / f"{n}.parquet") for n in ("whole", "batched"))
    assert whole.equals(batched)
    con = sql.connect(world)
    period = {"period_start": world.period_start, "period_end": world.period_end}
    assert whole.equals(
        sql.run(con, "sharing_needs", **period, window_days=180).cast(
            {"seeker": pl.String, "holder": pl.String}
        )
    )


def test_a_world_without_contacts_gives_an_empty_file(tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n")
    assert write_needs(world, tmp_path / "needs.parquet") == 0
    assert pl.read_parquet(tmp_path / "needs.parquet").columns[0] == "child_id"
