"""Calibration says what is close, what is missed, and why."""

from __future__ import annotations

import csv

import polars as pl
import pytest

from analysis.availability import NotAvailable
from analysis.calibration import (
    Measured,
    _councils,
    _judge,
    _relative_error,
    calibrate,
    calibrate_people,
)
from data.schema import REFERENCE
from data.world import World
from synthetic.generate import generate_world


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    out = tmp_path_factory.mktemp("calibration") / "world"
    return generate_world(out, n_children=200_000, seed=7, workers=1)


@pytest.fixture(scope="module")
def results(world):
    return {result.id: result for result in calibrate(world)}


def margins() -> list[dict[str, str]]:
    with (REFERENCE / "margin.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_margin_is_left_out(results):
    councils = {id for id in results if id.startswith("council_")}
    assert len(councils) == 153
    assert set(results) - councils == {row["id"] for row in margins()}


def test_margins_of_children_alone_are_the_same_as_among_all(world, results):
    alone = calibrate_people(world)
    assert len(alone) > 15
    assert all(results[one.id] == one for one in alone)


def test_a_sample_meets_every_margin_that_a_world_can_answer(results):
    missed = {id: r.reason for id, r in results.items() if not r.passed and r.value is not None}
    assert missed == {}


def test_a_margin_that_a_world_cannot_answer_is_shown_as_missed(results):
    misuse = results["misuse"]
    assert misuse.value is None
    assert not misuse.passed
    assert "access log" in misuse.reason


def test_every_margin_has_a_source_and_a_link(results):
    for result in results.values():
        assert result.source, result.id
        assert result.link.startswith("https://"), result.id


@pytest.mark.parametrize(("value", "passed"), [(102.9, True), (97.1, True), (103.1, False)])
def test_full_size_holds_to_the_margins_own_tolerance(value, passed):
    row = margins()[0] | {"target": "100", "tolerance": "0.03", "unit": "count"}
    result = _judge(row, Measured(value, value), 1.0)
    assert result.passed is passed
    assert bool(result.reason) is not passed


def test_a_sample_is_allowed_four_standard_errors():
    row = margins()[0] | {"target": "10000", "tolerance": "0.03", "unit": "count"}
    # a tenth of England: 1,000 expected, standard error sqrt(0.9 / 1,000) = 3 percent
    assert _judge(row, Measured(11_190, 1_119), 0.1).passed
    assert not _judge(row, Measured(11_210, 1_121), 0.1).passed
    assert _relative_error("count", 10_000, Measured(0, 0), 0.1) == pytest.approx(0.03)


def test_households_make_a_sample_less_certain():
    plain = _relative_error("count", 10_000, Measured(0, 0), 0.1)
    whole = _relative_error("count", 10_000, Measured(0, 0, clustering=4.0), 0.1)
    assert whole == pytest.approx(2 * plain)


def test_a_world_without_episodes_says_what_it_lacks(tmp_path):
    tables = {"child": {"rows": 1, "columns": ["child_id"], "parts": []}}
    world = World(tmp_path, {"tables": tables, "origin": "imported"})
    with pytest.raises(NotAvailable, match="episode"):
        calibrate(world)


def test_percentiles_are_taken_as_the_published_ones_were():
    """From the published councils themselves, the published percentiles come out."""
    with (REFERENCE / "council.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    frame = pl.DataFrame(
        {
            "area_code": [row["area_code"] for row in rows],
            "area_name": [row["area_name"] for row in rows],
            "region": [row["region"] for row in rows],
            "n_children": [int(row["children_mid2023"]) for row in rows],
            "n_referrals": [int(row["referrals"]) for row in rows],
            "n_in_need": [int(row["in_need_31_march"]) for row in rows],
            "n_on_plan": [int(row["on_plan_31_march"]) for row in rows],
            "n_looked_after": [int(row["looked_after_31_march"]) for row in rows],
            "n_squared": [1] * len(rows),
        }
    )
    found = _councils(frame, 1.0)
    for row in margins():
        if "_council_p" in row["id"]:  # published to one digit, then to none: 35.45, 35.5, 36
            assert found[row["id"]].value == pytest.approx(float(row["target"]), abs=0.56), row[
                "id"
            ]
