"""What agencies' records say."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from data.linkage import linkage_beliefs
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
    assert 0.8 < carries.mean() < 0.95


def test_identifiers_are_mistyped_or_swapped_in_their_stated_shares(records):
    told = records.filter(pl.col("single_identifier").is_not_null())
    is_wrong = told["single_identifier"] != told["single_identifier_true"]
    known = set(records["single_identifier_true"])
    is_somebodys = told["single_identifier"].is_in(known)
    errors = linkage_beliefs()["identifier_errors"]
    for found, share in (
        ((is_wrong & ~is_somebodys).mean(), errors["mistyped"]),
        (is_wrong.mean(), errors["mistyped"] + errors["next_child"]),
    ):
        # The next child may hold no record here, so it counts among the mistyped: few do.
        error = 4 * (share / len(told)) ** 0.5
        assert abs(found - share) <= error + errors["next_child"]


def test_a_mistyped_identifier_fails_its_check_digit(records):
    told = records.filter(pl.col("single_identifier").is_not_null())
    wrong = told.filter(pl.col("single_identifier") != pl.col("single_identifier_true"))
    sums = [
        sum(int(digit) * (3, 1)[n % 2] for n, digit in enumerate(text[3:].replace("-", "")))
        for text in wrong["single_identifier"]
    ]
    is_valid = [total % 10 == 0 for total in sums]
    errors = linkage_beliefs()["identifier_errors"]
    expected = errors["next_child"] / (errors["mistyped"] + errors["next_child"])
    assert np.mean(is_valid) < expected + 4 * (expected / len(wrong)) ** 0.5
    assert not all(is_valid)


def test_what_a_record_says_does_not_depend_on_the_others(small_world, records):
    some = records["child_id"].gather_every(7)
    alone = recorded_identity(small_world, "social_care", child_ids=some)
    whole = recorded_identity(small_world, "social_care")
    assert alone.equals(whole.filter(pl.col("child_id").is_in(some.implode())))


def test_an_unknown_agency_is_explained(small_world):
    with pytest.raises(WorldError, match="'army' is no agency"):
        recorded_identity(small_world, "army")
