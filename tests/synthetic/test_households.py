"""Households, siblings and places."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from synthetic.parameters import load_inputs
from synthetic.placement import BLOCK, SIZES, place


@pytest.fixture(scope="module")
def child(small_world) -> pl.DataFrame:
    return pl.read_parquet(small_world.files("child"))


def test_households_have_the_stated_sizes(child):
    whole = child.filter(pl.col("child_id") < len(child) // BLOCK * BLOCK)
    sizes = whole.group_by("household_id").len()["len"].value_counts().sort("len")
    blocks = len(whole) // BLOCK
    expected = [n * blocks for n in load_inputs().beliefs["households"]["of_size"]]
    assert dict(sizes.iter_rows()) == dict(zip(SIZES, expected, strict=True))


def test_siblings_are_born_months_apart_and_share_home_and_group(child):
    homes = child.group_by("household_id").agg(
        pl.col("born_on").sort().diff().dt.total_days().min().alias("gap"),
        *(
            pl.col(c).n_unique()
            for c in ("area_code", "deprivation_decile", "ethnic_group", "name_origin")
        ),
    )
    assert homes["gap"].drop_nulls().min() > 270
    for column in ("area_code", "deprivation_decile", "ethnic_group", "name_origin"):
        assert (homes[column] == 1).all()


def test_siblings_are_known_together_more_than_by_chance(small_world, child):
    episode = pl.read_parquet(small_world.files("episode"))
    known = episode.filter(
        pl.col("kind").cast(pl.String) == "child_in_need", pl.col("ended_on").is_null()
    )["child_id"].unique()
    flags = child.select("household_id", pl.col("child_id").is_in(known.implode()).alias("known"))
    pairs = flags.filter(pl.len().over("household_id") == 2).group_by("household_id").agg("known")
    first = pairs["known"].list.get(0)
    second = pairs["known"].list.get(1)
    assert second.filter(first).mean() > 4 * second.mean()


def test_full_england_has_every_council_exactly():
    """Placement alone, all 12,059,476 children: each council's children are the published ones."""
    inputs = load_inputs()
    found = np.zeros(len(inputs.councils), dtype=np.int64)
    step = BLOCK * 16_384
    for first in range(0, inputs.england, step):
        placed = place(7, first, min(first + step, inputs.england))
        found += np.bincount(placed.council[placed.home], minlength=len(found))
    assert found.sum() == inputs.england
    assert (abs(found - inputs.councils.children) <= BLOCK).all()
    assert np.quantile(abs(found - inputs.councils.children), 0.9) <= 3


def test_a_sample_is_a_plain_random_sample(child):
    inputs = load_inputs()
    found = child["area_code"].cast(pl.String).value_counts()
    counts = dict(found.iter_rows())
    scores = []
    for code, children in zip(inputs.councils.codes, inputs.councils.children, strict=True):
        share = children / inputs.england
        expected = share * len(child)
        error = (expected * (1 - share) * 2.3) ** 0.5  # households come whole
        scores.append((counts.get(code, 0) - expected) / error)
    assert abs(np.mean(scores)) < 0.5
    assert 0.7 < np.std(scores) < 1.3
    assert max(map(abs, scores)) < 4.5
