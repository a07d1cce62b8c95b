"""One world, however it is made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl
import pytest

from data.schema import AGENCIES, TABLES
from data.world import WorldError, open_world
from synthetic.generate import PART, generate_world

SIZE = 2 * PART + 5_000  # three parts, the last one short


def digests(world) -> list[tuple[str, str, str]]:
    return [
        (table, part["file"], part["sha256"])
        for table, entry in world.manifest["tables"].items()
        for part in entry["parts"]
    ]


def table(world, name: str) -> pl.DataFrame:
    return pl.read_parquet(world.files(name))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    out = tmp_path_factory.mktemp("generate") / "world"
    return generate_world(out, n_children=SIZE, seed=11, workers=1)


@pytest.mark.parametrize(
    "how",
    [{"workers": 2}, {"workers": 3, "shards": 2}, {"workers": 1, "shards": 1}],
    ids=["two workers", "three workers, two shards", "one shard"],
)
def test_files_are_the_same_bytes_for_any_workers_and_shards(world, tmp_path, how):
    other = generate_world(tmp_path / "other", n_children=SIZE, seed=11, **how)
    assert digests(other) == digests(world)
    assert other.fingerprint == world.fingerprint


def test_any_executor_of_concurrent_futures_will_do(world, tmp_path):
    with ThreadPoolExecutor(2) as pool:
        other = generate_world(tmp_path / "other", n_children=SIZE, seed=11, executor=pool)
    assert digests(other) == digests(world)


@pytest.mark.parametrize("n", [1, 63, 64, 65, 1_000, PART, PART + 1])
def test_the_first_children_of_a_larger_world_are_the_same_children(world, tmp_path, n):
    small = generate_world(tmp_path / "small", n_children=n, seed=11, workers=1)
    for name in ("child", "identity", "contact", "registration", "episode"):
        expected = table(world, name).filter(pl.col("child_id") < n)
        assert table(small, name).equals(expected), name
    homes = table(small, "child")["household_id"].unique().sort()
    expected = table(world, "household").filter(pl.col("household_id").is_in(homes.implode()))
    assert table(small, "household").equals(expected)


def test_another_seed_is_another_world(world, tmp_path):
    other = generate_world(tmp_path / "other", n_children=1_000, seed=12, workers=1)
    first = table(world, "child").head(1_000)
    assert not table(other, "child")["born_on"].equals(first["born_on"])
    assert other.fingerprint != world.fingerprint


def test_tables_are_those_of_the_schema(world):
    for name, wanted in TABLES.items():
        frame = table(world, name)
        assert frame.columns == [column.name for column in wanted.columns], name
        assert len(frame) == world.rows(name)
        if wanted.key:
            assert not frame.select(wanted.key).is_duplicated().any(), name
        for column in wanted.columns:
            values = frame[column.name]
            if not column.nullable:
                assert values.null_count() == 0, (name, column.name)
            if column.values:
                assert set(values.cast(pl.String).drop_nulls().unique()) <= set(column.values)


def test_contacts_are_ordered_and_belong_to_the_world(world):
    contact = table(world, "contact")
    number = {agency: i for i, agency in enumerate(AGENCIES)}
    key = contact.select(
        "child_id",
        "contacted_on",
        pl.col("agency").cast(pl.String).replace_strict(number, return_dtype=pl.Int8),
    )
    assert key.equals(key.sort("child_id", "contacted_on", "agency"))
    first, last = contact["contacted_on"].min(), contact["contacted_on"].max()
    assert date(2022, 10, 3) <= first
    assert last <= date(2024, 3, 31)
    born = contact.join(table(world, "child").select("child_id", "born_on"), on="child_id")
    assert (born["contacted_on"] >= born["born_on"]).all()
    concern = contact.filter(pl.col("is_concern"))
    assert concern["concern_type"].null_count() == 0
    assert contact.filter(~pl.col("is_concern"))["concern_type"].null_count() == len(contact) - len(
        concern
    )


def test_a_longer_window_reaches_further_back(tmp_path):
    world = generate_world(tmp_path / "long", n_children=2_000, workers=1, window_days=400)
    assert world.window_days == 400
    assert table(world, "contact")["contacted_on"].min() < date(2022, 4, 1)


def test_progress_counts_up_to_all_children(tmp_path):
    seen = []
    generate_world(
        tmp_path / "w",
        n_children=PART + 10,
        workers=1,
        on_progress=lambda *state: seen.append(state),
    )
    assert [children for children, _, _ in seen] == [PART, PART + 10]
    assert seen[0][2] < seen[1][2]


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ({"n_children": 10, "fraction": 0.5}, "not both"),
        ({"fraction": 0.0}, "above 0"),
        ({"fraction": 1.5}, "at most 1"),
        ({"n_children": 0}, "number of children"),
        ({"n_children": 10, "window_days": 10}, "30 to 730"),
    ],
)
def test_a_size_that_makes_no_sense_is_explained(tmp_path, size, sentence):
    with pytest.raises(WorldError, match=sentence):
        generate_world(tmp_path / "w", workers=1, **size)
    assert not list(tmp_path.iterdir())


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "mine.txt").write_text("keep")
    for replace in (False, True):
        with pytest.raises(WorldError):
            generate_world(tmp_path / "w", n_children=10, workers=1, replace=replace)
    assert (tmp_path / "w" / "mine.txt").read_text() == "keep"


def test_a_world_can_be_replaced(tmp_path):
    generate_world(tmp_path / "w", n_children=10, workers=1)
    with pytest.raises(WorldError, match="already exists"):
        generate_world(tmp_path / "w", n_children=20, workers=1)
    generate_world(tmp_path / "w", n_children=20, workers=1, replace=True)
    assert open_world(tmp_path / "w", verify=True).rows("child") == 20
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


def test_more_children_than_england_are_more_englands(tmp_path, monkeypatch):
    """Past the last child of England another copy begins, with other luck."""
    from synthetic.placement import BLOCK, _slots, place

    blocks = _slots()[0]
    first, copy = place(7, 0, 2_048), place(7, blocks * BLOCK, blocks * BLOCK + 2_048)
    assert (copy.child_id - blocks * BLOCK == first.child_id).all()
    assert (copy.council[: len(first.council)] != first.council[: len(copy.council)]).mean() > 0.9
