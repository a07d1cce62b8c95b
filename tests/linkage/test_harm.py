"""Do measured shares reach the policy engine, and does a threshold do the harm that it must?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis.assumption_file import read_assumptions
from analysis.chances import chances_in
from analysis.estimates import estimate
from analysis.evaluation import evaluate
from analysis.fairness import missed_links
from analysis.levers import levers_with
from analysis.linkage.found import CERTAINTIES, NAMES, counts, weight_of
from analysis.linkage.harm import (
    HARMS,
    duplicate_entries,
    harm_by_threshold,
    harm_tallies,
    perfect,
)
from analysis.linkage.harm import _gaps_closed as gaps_closed
from analysis.linkage.measured import as_toml, believing, measured
from analysis.policy import load_assumptions
from analysis.scenarios import read_scenario
from analysis.workbench import workbench

LEVERS = read_scenario("contactpoint_2009").levers


@pytest.fixture(scope="module")
def bench(world):
    return workbench(world, n_futures=30, threads=1)


def shields(bench) -> np.ndarray:
    told = harm_tallies(bench, LEVERS, gaps_closed(bench, LEVERS))
    return next(one for one in told if one.outcome == "shield_failures").numerator


def test_with_perfect_linkage_no_shielded_child_is_left_open(bench):
    linked = bench.believing(perfect(bench.assumptions))
    assert (shields(linked) == 0).all()
    assert (duplicate_entries(linked, LEVERS).numerator == 0).all()


def test_shield_failures_rise_with_missed_links_in_every_future(bench):
    before = np.zeros(bench.futures.n + 1)
    for share in (0.99, 0.9, 0.7, 0.4):
        ids = [one.id for one in bench.assumptions if one.id.startswith("link_share.")]
        fewer = bench.believing(bench.assumptions.fixed(dict.fromkeys(ids, share)))
        now = shields(fewer)
        assert (now > before).all()
        before = now


def test_perfect_linking_closes_all_that_can_be_closed(bench):
    linked = bench.believing(perfect(bench.assumptions))
    told = harm_tallies(linked, LEVERS, gaps_closed(linked, LEVERS))
    share = next(one for one in told if one.outcome == "gaps_closed_of_possible")
    assert estimate(share, bench.sample).value == 1


def test_surer_links_close_less_and_leave_more_open(bench, study):
    told = harm_by_threshold(bench, study, LEVERS)
    assert set(told["outcome"]) == set(HARMS)
    for id, way in (
        ("gaps_closed_of_possible", -1),
        ("wrong_child_views", -1),
        ("duplicate_entries", 1),
        ("shield_failures", 1),
    ):
        rows = told.filter(pl.col("outcome") == id)
        assert rows["certainty"].to_list() == list(CERTAINTIES)
        assert (np.diff(rows["value"].to_numpy()) * way >= -1e-9).all(), id
        if id != "wrong_child_views":  # in few children nobody may look like another
            assert rows["value"][0] != rows["value"][-1], id
        assert (rows["low"] <= rows["value"]).all()
        assert (rows["value"] <= rows["high"]).all()


def test_without_an_index_no_threshold_matters(bench, study):
    assert harm_by_threshold(bench, study, read_scenario("status_quo").levers).is_empty()
    assert (duplicate_entries(bench, read_scenario("status_quo").levers).numerator == 0).all()


def test_duplicates_agree_with_a_plain_loop(bench, world):
    """Every record of a connected agency, with the chance of its class not to link."""
    told = bench.assumptions
    held = pl.read_parquet(world.files("registration"))
    expected = 0.0
    for agency, quality in held.select(
        pl.col("agency").cast(pl.String), pl.col("quality").cast(pl.String)
    ).iter_rows():
        if agency in LEVERS.connected_agencies:
            expected += 1 - told.get(f"link_share.{quality}").central
    expected *= told.get("duplicate_entry_share").central
    assert duplicate_entries(bench, LEVERS).numerator[0] == pytest.approx(expected)


def test_measured_shares_are_a_file_of_assumptions_that_other_commands_take(study, tmp_path):
    file = tmp_path / "measured.toml"
    file.write_text(as_toml(study, study.default_bits), encoding="utf-8")
    told = read_assumptions(file)
    shipped = load_assumptions()
    for one in measured(study, study.default_bits):
        entry = told.get(one.shipped.id)
        assert entry.central == pytest.approx(one.share.value, abs=1e-6)
        assert entry.low <= entry.central <= entry.high
        assert "this synthetic world" in entry.source
    same = [one for one in told if not one.id.startswith(("link_share", "false_match_share"))]
    assert same == [
        one for one in shipped if not one.id.startswith(("link_share", "false_match_share"))
    ]


def test_what_was_measured_is_what_the_engine_meets(bench, study):
    """By central values: the records that the engine misses are those that the study missed."""
    bits = weight_of(0.99)
    told = bench.believing(believing(study, bits, bench.assumptions))
    agencies = {"connected_agencies": list(study.chosen.agencies)}
    scenario = read_scenario("contactpoint_2009")
    levers = levers_with({**dict(scenario.sets), **agencies})
    by_group = missed_links(
        told.store_for(levers),
        levers,
        chances_in(levers, told.futures, told.assumptions),
        "is_looked_after",
    )
    missed = sum(one.numerator[0] for one in by_group)
    row = counts(study, NAMES, bits).row(0, named=True)
    assert missed == pytest.approx(row["n_records"] - row["n_right"])


def test_fewer_links_show_in_a_whole_evaluation(bench, study):
    scenario = read_scenario("contactpoint_2009")
    families = ("against", "intrusion")
    low, high = (
        evaluate(
            bench.believing(believing(study, weight_of(chance), bench.assumptions)),
            scenario,
            families=families,
        )
        for chance in (1e-6, 0.999999)
    )
    assert low.estimate("gaps_closed").value > high.estimate("gaps_closed").value
    assert low.estimate("shield_failures").value < high.estimate("shield_failures").value
