"""The world that an import writes: types, order, parts, the same bytes every time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from data import import_write
from data.checks import check_world
from data.rules import sort_columns
from data.schema import AGENCIES, CONCERN_TYPES, TABLES
from synthetic.generate import generate_world


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory):
    return generate_world(tmp_path_factory.mktemp("synthetic") / "world", n_children=300, workers=1)


def many_contacts(rows: int, children: int) -> pl.DataFrame:
    """Sound contacts without chance: every column a different stride through its values."""
    i = np.arange(rows)
    is_concern = i % 5 == 0
    kinds = pl.Series([CONCERN_TYPES[n] for n in range(8)])[i % 8]
    return pl.DataFrame(
        {
            "child_id": i * 7919 % children,
            "agency": pl.Series(AGENCIES)[i * 31 % 10],
            "contacted_on": pl.Series(np.datetime64("2022-10-03") + (i * 101 % 546)),
            "is_concern": is_concern,
            "concern_type": pl.select(pl.when(pl.Series(is_concern)).then(kinds)).to_series(),
            "practitioner_id": i * 13 % 1000,
        }
    )


def test_a_synthetic_world_survives_its_way_through_csv(extracts, synthetic):
    for name in TABLES:
        pl.read_parquet(synthetic.files(name)).write_csv(extracts.src / f"{name}.csv")
    report = extracts.load()
    assert [(t.table, t.rejected) for t in report.tables] == [(name, 0) for name in TABLES]
    assert report.notes == ()
    assert (report.absent_tables, report.absent_columns) == ((), {})
    for name in TABLES:
        ours, theirs = (
            pl.read_parquet(world.files(name)).with_columns(pl.col(pl.Categorical).cast(pl.String))
            for world in (report.world, synthetic)
        )
        assert ours.sort(ours.columns).equals(theirs.sort(theirs.columns))
        assert pq.read_schema(report.world.files(name)[0]).types == TABLES[name].arrow.types
    assert check_world(report.world) == []


def test_rows_are_sorted_as_a_childs_story_is_read(extracts, rows):
    extracts.write(
        "contact.csv",
        "agency,child_id,contacted_on,is_concern\n"
        "school,2,2023-05-02,1\npolice,2,2023-05-01,1\nschool,2,2023-05-01,0\nschool,1,2023-06-01,1\n",
    )
    found = [
        (r["child_id"], r["contacted_on"].day, r["agency"])
        for r in rows(extracts.load(), "contact")
    ]
    assert found == [(1, 1, "school"), (2, 1, "school"), (2, 1, "police"), (2, 2, "school")]
    assert list(sort_columns(TABLES["contact"])) == ["child_id", "contacted_on", "agency"]


def test_the_order_of_rows_and_files_leaves_the_bytes_alone(extracts):
    frame = many_contacts(2000, 40)
    extracts.write("child.csv", "child_id\n" + "".join(f"{i}\n" for i in range(40)))
    frame.write_csv(extracts.src / "contact.csv")
    first = extracts.load().world.fingerprint
    extracts.remove("contact.csv")
    frame[1000:].reverse().write_csv(extracts.src / "contact_1.csv")
    frame[:1000].write_csv(extracts.src / "contact_2.csv", separator=";", quote_style="always")
    assert extracts.load(replace=True).world.fingerprint == first


def test_parts_are_bounded_and_never_divide_a_child(extracts, monkeypatch):
    extracts.write("child.csv", "child_id\n" + "".join(f"{i}\n" for i in range(40)))
    extracts.write("household.csv", "household_id\n" + "".join(f"{i}\n" for i in range(250)))
    frame = many_contacts(2000, 40)  # 50 contacts each
    busy = frame.with_columns(
        child_id=pl.when(pl.col("child_id") < 5).then(3).otherwise("child_id")
    )
    busy.write_csv(extracts.src / "contact.csv")
    monkeypatch.setattr(import_write, "PART_ROWS", 120)
    monkeypatch.setattr(import_write, "_FETCH_ROWS", 64)
    world = extracts.load().world
    parts = [pl.read_parquet(file)["child_id"] for file in world.files("contact")]
    assert [len(part) for part in parts] == [250] + [100] * 17 + [50]
    assert all(a.max() < b.min() for a, b in pairwise(parts))
    assert [p["rows"] for p in world.manifest["tables"]["household"]["parts"]] == [120, 120, 10]
    assert world.manifest["tables"]["contact"]["parts"][1]["file"] == "contact/part-00001.parquet"
    assert check_world(world) == []


def test_words_of_an_open_list_outgrow_their_index(extracts, rows):
    lines = "".join(f"{i},origin {i}\n" for i in range(300))
    extracts.write("child.csv", "child_id,name_origin\n" + lines)
    world = extracts.load().world
    assert pl.read_parquet(world.files("child"))["name_origin"].n_unique() == 300
    assert check_world(world) == []


def test_two_hundred_thousand_rows_balance(extracts):
    children = 10_000
    ids = np.arange(children)
    pl.DataFrame({"child_id": ids, "household_id": ids // 2}).write_csv(extracts.src / "child.csv")
    frame = many_contacts(200_000, children + 5)
    frame.write_csv(extracts.src / "contact.csv")
    report = extracts.load()
    strangers = frame.filter(pl.col("child_id") >= children).height
    contact = report.tables[-1]
    assert (contact.read, contact.rejected) == (200_000, strangers)
    assert contact.accepted == report.world.rows("contact") == 200_000 - strangers
    rejected = extracts.rejected("contact")
    assert len(rejected) == strangers
    at = int(rejected[0]["line"]) - 2  # the header is line 1
    assert rejected[0]["row"].startswith(f"{frame['child_id'][at]},{frame['agency'][at]},")
    kept = pl.read_parquet(report.world.files("contact"))
    story = frame.filter(pl.col("child_id") < children)
    assert (
        kept.group_by("child_id")
        .len()
        .sort("child_id")
        .equals(story.group_by("child_id").len().sort("child_id"))
    )
    assert check_world(report.world) == []


def test_the_manifest_tells_nothing_of_files_and_clocks(extracts):
    manifest = extracts.load().world.manifest
    assert {k: v for k, v in manifest.items() if k not in ("fingerprint", "tables")} == {
        "format": 1,
        "origin": "imported",
        "generator": None,
        "seed": None,
        "n_children": 3,
        "fraction": None,
        "period_start": "2023-04-01",
        "period_end": "2024-03-31",
        "window_days": 180,
        "parameters": None,
        "rejected": {"child": 0, "contact": 0},
    }


def test_another_period_is_another_world(extracts):
    one = extracts.load().world.fingerprint
    two = extracts.load(replace=True, period_end=date(2024, 4, 30)).world.fingerprint
    assert one != two
