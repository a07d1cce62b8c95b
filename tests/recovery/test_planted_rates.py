"""The world holds what was planted: shares within four standard errors, fixed seed."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from data.schema import AGENCIES, NEED_TIERS
from synthetic.fit import fit_england, tier_shares
from synthetic.generate import generate_world
from synthetic.packed import count_table
from synthetic.parameters import by_word, load_inputs


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    out = tmp_path_factory.mktemp("recovery") / "world"
    return generate_world(out, n_children=200_000, seed=3, workers=1)


@pytest.fixture(scope="module")
def child(world) -> pl.DataFrame:
    return pl.read_parquet(world.files("child")).with_columns(
        pl.col("need_tier", "ethnic_group", "sex").cast(pl.String)
    )


def assert_share(name: str, found: int, of: int, planted: float, clustering: float = 1.0) -> None:
    """A share is within four standard errors of what was planted."""
    error = 4 * (planted * (1 - planted) * clustering / of) ** 0.5
    assert abs(found / of - planted) <= error, f"{name}: {found / of:.5f}, planted {planted:.5f}"


def test_need_tiers_have_the_fitted_shares(child):
    shares = fit_england().weight @ tier_shares(fit_england().chances)
    for tier, share in zip(NEED_TIERS, shares, strict=True):
        assert_share(tier, (child["need_tier"] == tier).sum(), len(child), share, clustering=1.5)


def test_shielding_follows_the_need_tier(child):
    shares = load_inputs().beliefs["shielding"]["share"]
    for tier, share in shares.items():
        rows = child.filter(pl.col("need_tier") == tier)
        assert_share(f"shielded, {tier}", rows["is_shielded"].sum(), len(rows), share)


def test_moves_follow_the_need_tier(child):
    shares = load_inputs().beliefs["moves"]["mobile_share"]
    for tier, share in shares.items():
        rows = child.filter(pl.col("need_tier") == tier)
        assert_share(f"mobile, {tier}", rows["is_mobile"].sum(), len(rows), share)


def test_records_carry_the_identifier_as_stated(world):
    records = pl.read_parquet(world.files("registration"))
    for agency, share in load_inputs().beliefs["identifier"]["has_share"].items():
        rows = records.filter(pl.col("agency").cast(pl.String) == agency)
        assert_share(agency, rows["has_identifier"].sum(), len(rows), share)


def test_records_of_settled_children_are_spoilt_as_stated(world, child):
    records = pl.read_parquet(world.files("registration")).join(
        child.select("child_id", "is_mobile", "is_looked_after", "name_origin", "born_on"),
        on="child_id",
    )
    plain = records.filter(
        ~pl.col("is_mobile"),
        ~pl.col("is_looked_after"),
        pl.col("name_origin").cast(pl.String).is_in(["british", "irish"]),
        pl.col("born_on").dt.year() < 2021,
    )
    planted = load_inputs().beliefs["record_errors"]["settled"]
    for quality, share in planted.items():
        found = (plain["quality"].cast(pl.String) == quality).sum()
        assert_share(quality, found, len(plain), share)


def test_overlap_of_special_needs_and_social_care_is_planted_jointly(world, child):
    """ECHILD, school years 7 to 11: odds ratio 4.2, never independent draws."""
    episode = pl.read_parquet(world.files("episode")).with_columns(pl.col("kind").cast(pl.String))
    of = {kind: set(rows["child_id"]) for (kind,), rows in episode.group_by("kind")}
    sen = of["sen_support"] | of["ehcp"]
    start = world.period_start
    care = set(
        episode.filter(
            pl.col("kind") == "child_in_need",
            pl.col("ended_on").is_null() | (pl.col("ended_on") >= start),
        )["child_id"]
    )
    in_years = child.filter(
        pl.col("born_on").is_between(start.replace(2007, 9, 1), start.replace(2012, 8, 31))
    )["child_id"]
    pupils = set(in_years)
    both = len(pupils & sen & care)
    only_sen, only_care = len(pupils & sen - care), len(pupils & care - sen)
    neither = len(pupils) - both - only_sen - only_care
    log_odds = np.log(both * neither / (only_sen * only_care))
    error = (1 / both + 1 / only_sen + 1 / only_care + 1 / neither) ** 0.5
    assert abs(log_odds - np.log(4.2)) < 4 * error


def test_incidents_touch_several_agencies_within_days(world):
    """Another agency's concern within a week of a police concern is far from chance."""
    concern = pl.read_parquet(
        world.files("contact"), columns=["child_id", "agency", "contacted_on", "is_concern"]
    ).filter(pl.col("is_concern"))
    police = concern.filter(pl.col("agency").cast(pl.String) == "police")
    other = concern.filter(pl.col("agency").cast(pl.String) != "police")
    near = police.join(other, on="child_id", suffix="_other").with_columns(
        gap=(pl.col("contacted_on_other") - pl.col("contacted_on")).dt.total_days()
    )
    within = near.filter(pl.col("gap").is_between(-7, 7)).height / 15
    later = near.filter(pl.col("gap").abs().is_between(60, 120)).height / 122
    assert within > 4 * later


def test_background_counts_are_poisson():
    rates = np.array([0.003, 0.4, 2.0, 9.0])
    table = count_table(rates)
    assert np.abs(table.mean(axis=1) - rates).max() < 0.003 * 9
    assert np.allclose(table.var(axis=1), rates, rtol=0.08)


def test_every_agency_is_met(world):
    contact = pl.scan_parquet(world.files("contact"))
    met = contact.select(pl.col("agency").cast(pl.String).unique()).collect()["agency"]
    assert set(met) == set(AGENCIES)


def test_fitted_chances_add_up_to_the_published_totals():
    fit, inputs = fit_england(), load_inputs()
    weight = fit.weight
    assert weight.sum() == pytest.approx(1)
    for trait, margin in (
        ("mental_health", "mental_health_referrals"),
        ("arrest", "arrests"),
        ("missing", "missing_children"),
        ("prevent", "prevent"),
    ):
        assert (weight * fit.chances[trait]).sum() * inputs.england == pytest.approx(
            inputs.margins[margin], rel=1e-6
        )
    assert fit.care_by_place.min() >= 0
    assert fit.sen_share.min() >= 0
    odds = inputs.beliefs["deprivation"]["odds"]
    table = fit.care_by_place.reshape(-1, 10, 6)
    planted = table[:, 9, 1:] * by_word(odds, tuple(odds))[None, :]
    assert np.allclose(table[:, 0, 1:], planted, rtol=1e-9)
