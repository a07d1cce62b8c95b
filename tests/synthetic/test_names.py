"""Synthetic people can't be real ones, by construction."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest

from synthetic.name_pools import ask_faker
from synthetic.names import POOLS, identifiers, load_pools
from synthetic.parameters import load_inputs
from synthetic.people import name_origins


@pytest.fixture(scope="module")
def identity(small_world) -> pl.DataFrame:
    return pl.read_parquet(small_world.files("identity"))


@pytest.fixture(scope="module")
def household(small_world) -> pl.DataFrame:
    return pl.read_parquet(small_world.files("household"))


def test_postcodes_have_an_inward_part_that_is_never_allocated(identity, household):
    shape = re.compile(r"[QVX][A-Z]\d{2} \d[CIKMOV]{2}")
    for frame in (identity, household):
        assert all(shape.fullmatch(code) for code in frame["postcode"].unique())


def test_a_postcode_belongs_to_one_council(household):
    councils = household.group_by("postcode").agg(pl.col("area_code").n_unique())
    assert (councils["area_code"] == 1).all()


def test_identifiers_are_distinct_and_their_check_digit_holds(identity):
    codes = identity["single_identifier"]
    assert codes.n_unique() == len(codes)
    for code in codes.head(2_000):
        assert re.fullmatch(r"CL-\d{3}-\d{3}-\d{3}-\d", code)
        digits = [int(d) for d in code if d.isdigit()]
        weighted = sum(d * (3, 1)[i % 2] for i, d in enumerate(digits[:9]))
        assert (weighted + digits[9]) % 10 == 0, code


def test_one_wrong_digit_is_always_noticed():
    code = identifiers(7, np.array([42])).to_pylist()[0]
    digits = [int(d) for d in code if d.isdigit()]
    for place in range(10):
        for other in set(range(10)) - {digits[place]}:
            spoilt = [*digits[:place], other, *digits[place + 1 :]]
            weighted = sum(d * (3, 1)[i % 2] for i, d in enumerate(spoilt[:9]))
            assert (weighted + spoilt[9]) % 10 != 0


def test_children_live_where_their_household_lives(small_world, identity, household):
    child = pl.read_parquet(small_world.files("child"))
    both = child.join(identity, on="child_id").join(household, on="household_id", suffix="_home")
    assert len(both) == len(child)
    for column in ("address_line", "postcode", "area_code"):
        left, right = both[column].cast(pl.String), both[column + "_home"].cast(pl.String)
        assert left.equals(right.rename(column)), column


def test_names_follow_the_origin_of_the_family(small_world, identity):
    pools, origins = load_pools(), name_origins(load_inputs().beliefs)
    child = pl.read_parquet(small_world.files("child")).join(identity, on="child_id")
    for i, origin in enumerate(origins):
        own = slice(pools.surname.start[i], pools.surname.start[i] + pools.surname.count[i])
        known = set(pools.surname.names.take(pools.surname.members[own]).to_pylist())
        assert len(known) >= 50, origin
        found = child.filter(pl.col("name_origin").cast(pl.String) == origin)
        assert set(found["surname"].cast(pl.String).unique()) <= known


def test_the_pools_are_what_faker_answered():
    """Run `python -m synthetic.name_pools` to ask again; every world's names then change."""
    assert POOLS.read_text(encoding="utf-8") == ask_faker()
