"""Regret, limits and frontiers over futures, on numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.evaluation import evaluate
from analysis.levers import baseline
from analysis.regret import (
    Limit,
    acceptable,
    never_worse,
    regret,
    regret_estimates,
    stops,
)
from analysis.run_table import estimate_of, figures, frontier, n_futures, run_table
from analysis.sampling import Sample
from analysis.scenarios import read_scenario
from analysis.workbench import workbench
from data.world import open_world
from synthetic.generate import generate_world

# Three designs in a central future and four others.
TOLD = {
    "dear": {
        "present_value": np.array([9.0, 9, 9, 9, 9]),
        "gaps_closed": np.array([5.0, 6, 7, 1, 4]),
    },
    "cheap": {
        "present_value": np.array([2.0, 3, 1, 2, 20]),
        "gaps_closed": np.array([3.0, 2, 3, 2, np.nan]),
    },
    "worse": {
        "present_value": np.array([9.0, 9, 9, 9, 21]),
        "gaps_closed": np.array([1.0, 1, 1, 1, 1]),
    },
}
WHOLE = Sample(fraction=1.0, n_units=10)


def test_regret_is_the_distance_from_the_best_of_the_same_future():
    assert regret(TOLD, "present_value")["dear"].tolist() == [7, 6, 8, 7, 0]
    assert regret(TOLD, "present_value")["cheap"].tolist() == [0, 0, 0, 0, 11]
    assert regret(TOLD, "gaps_closed")["worse"].tolist() == [4, 5, 6, 1, 3]


def test_what_is_not_known_is_not_the_best_and_has_no_regret():
    found = regret(TOLD, "gaps_closed")
    assert np.isnan(found["cheap"][4])
    assert found["dear"][4] == 0


def test_an_outcome_without_a_good_way_has_no_regret():
    with pytest.raises(ValueError, match="no good way"):
        regret({"a": {"lookups": np.ones(3)}}, "lookups")


def test_regret_is_told_with_an_interval_in_the_unit_of_its_outcome():
    told = regret_estimates(TOLD, "present_value", WHOLE)["dear"]
    assert told.value == 7
    assert told.text.startswith("£")
    assert told.low == pytest.approx(np.quantile([0, 6, 7, 8], 0.025))


def test_how_often_no_other_is_better():
    assert never_worse(TOLD, "present_value") == {"dear": 0.25, "cheap": 0.75, "worse": 0.0}
    assert never_worse(TOLD, "gaps_closed")["dear"] == 0.75


def test_a_design_is_acceptable_where_every_limit_holds():
    limits = (Limit("present_value", 9.0), Limit("gaps_closed", 2.0))
    dear, cheap, worse = acceptable(TOLD, limits)
    assert dear.each == (1.0, 0.75)
    assert dear.share == 0.75
    assert dear.centrally
    assert cheap.each == (0.75, 1.0)  # a figure that is not known breaks no limit
    assert cheap.share == 0.75
    assert worse.share == 0
    assert not worse.centrally


def test_without_limits_everything_is_acceptable():
    assert [(one.share, one.each) for one in acceptable(TOLD, ())] == [(1.0, ())] * 3


def test_a_limit_is_the_most_or_the_least_as_the_outcome_says():
    assert Limit("present_value", 1.0).is_most
    assert not Limit("gaps_closed", 1.0).is_most


def test_stops_are_round_and_span_the_figures():
    told = stops(TOLD, "present_value")
    assert told == (0.5, 1, 2, 5, 10, 20) or told == (1, 2, 5, 10, 20)
    assert stops({"a": {"present_value": np.zeros(3)}}, "present_value") == ()


def test_the_frontier_of_a_pair_is_what_no_other_beats_on_both():
    told = frontier(TOLD, ("present_value", "gaps_closed"))
    assert told["worse"].dominated_by == ("dear", "cheap")
    assert told["dear"].dominated_by == told["cheap"].dominated_by == ()
    assert told["worse"].share == 1.0


def test_the_run_table_has_a_row_per_design_and_future_and_no_more_than_asked():
    table = run_table(TOLD, most_rows=9)
    assert table.height == 9
    assert table["future"].to_list() == [0, 1, 2] * 3
    assert table.columns == ["scenario", "future", "present_value", "gaps_closed"]
    assert run_table(TOLD)["gaps_closed"].null_count() == 1
    assert n_futures(TOLD) == 4


def test_a_design_held_against_itself_closes_nothing(tmp_path):
    generate_world(tmp_path / "world", n_children=1_000, seed=11, workers=1)
    bench = workbench(open_world(tmp_path / "world"), n_futures=5)
    one = evaluate(bench, read_scenario("status_quo"), families=("needs", "costs", "against"))
    other = evaluate(
        bench,
        read_scenario("local_hub"),
        reference=baseline(),
        families=("needs", "costs", "against"),
    )
    told = figures((one, other), ("gaps_closed", "extra_gbp_per_gap", "cost_per_gap"), bench.sample)
    assert told["status_quo"]["gaps_closed"].tolist() == [0] * 6
    assert np.isnan(told["status_quo"]["extra_gbp_per_gap"]).all()
    assert np.isnan(told["status_quo"]["cost_per_gap"]).all()
    assert told["local_hub"]["gaps_closed"][0] == other.estimate("gaps_closed").value
    assert estimate_of(one, "gaps_closed", bench.sample).text == "0"
