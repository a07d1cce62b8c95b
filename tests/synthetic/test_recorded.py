"""What agencies' records say."""

from __future__ import annotations

import polars as pl
import pytest

from data.world import WorldError
from synthetic.recorded import processes, recorded_identity


@pytest.fixture(scope="module")
def records(small_world) -> pl.DataFrame:
    truth = pl.read_parquet(small_world.files("identity")).join(
        pl.read_parquet(small_world.files("child")).select("child_id", "born_on"), on="child_id"
    )
    return recorded_identity(small_world, "social_care").join(
        truth.with_columns(pl.col("forename", "surname").cast(pl.String)),
        on="child_id",
        suffix="_true",
    )


def test_an_exact_record_is_the_truth(records):
    exact = records.filter(pl.col("quality") == "exact")
    assert exact["process"].null_count() == len(exact) > 1000
    for column in ("forename", "surname", "born_on", "address_line", "postcode"):
        assert exact[column].equals(exact[column + "_true"].rename(column)), column


@pytest.mark.parametrize(
    ("process", "column"),
    [
        ("spelling", "surname"),
        ("nickname", "forename"),
        ("swapped_birth_date", "born_on"),
        ("earlier_address", "postcode"),
        ("mistyped_birth_date", "born_on"),
        ("other_child", "forename"),
    ],
)
def test_each_process_spoils_its_own_column(records, process, column):
    spoilt = records.filter(pl.col("process") == process)
    assert len(spoilt) > 100
    assert (spoilt[column] != spoilt[column + "_true"]).mean() > 0.9


def test_processes_come_in_their_stated_shares(records):
    for quality, shares in processes().items():
        assert sum(shares.values()) == pytest.approx(1)
        rows = records.filter(pl.col("quality") == quality)
        for process, share in shares.items():
            found = (rows["process"] == process).mean()
            error = 4 * (share * (1 - share) / len(rows)) ** 0.5
            assert abs(found - share) <= error + 1e-9, process


def test_an_identifier_stands_only_where_the_record_carries_it(records):
    carries = records["single_identifier"].is_not_null()
    right = records.filter(carries)
    assert right["single_identifier"].equals(
        right["single_identifier_true"].rename("single_identifier")
    )
    assert 0.8 < carries.mean() < 0.95


def test_an_unknown_agency_is_explained(small_world):
    with pytest.raises(WorldError, match="'army' is no agency"):
        recorded_identity(small_world, "army")
