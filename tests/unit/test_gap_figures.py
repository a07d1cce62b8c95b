"""Are gaps by group what the engine says, with the sample's part, and no count of few children?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from analysis import coverage
from analysis.appetite import read_appetite
from analysis.availability import NotAvailable
from analysis.charts.tile_grid import tiles
from analysis.delay import delay
from analysis.design_delay import by_days_held, median_held
from analysis.design_gaps import by_group, by_pair
from analysis.estimates import estimate
from analysis.evaluation import evaluate
from analysis.gap_columns import GROUPINGS, HELD, PAIR, gap_columns, held_ends
from analysis.gap_counts import children_shown, pairs_shown, with_need
from analysis.gap_figures import EITHER, HOLDER, MARGINS, MORE, SEEKER, side
from analysis.gap_parts import gap_parts
from analysis.groups import DIMENSIONS
from analysis.levers import levers_with
from analysis.policy import load_assumptions
from analysis.prepared import prepare
from analysis.scenarios import read_scenario
from analysis.workbench import workbench
from synthetic.generate import generate_world
from tests.tables import drawn_world

CONTACTPOINT, NONE = read_scenario("contactpoint_2009"), read_scenario("status_quo")
DESIGNS = ("contactpoint_2009", "status_quo", "reference_index", "local_hub")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gaps") / "world"
    return generate_world(folder, n_children=6_000, seed=5, workers=1)


@pytest.fixture(scope="module")
def bench(world):
    return workbench(world, n_futures=40)


@pytest.fixture(scope="module")
def asking(bench):
    """A design whose alerts depend on consent, so that it has several states."""
    sets = dict(read_scenario("reference_index").sets) | {
        "sensitive_rule": "consent",
        "connected_agencies": CONTACTPOINT.levers.connected_agencies,
    }
    levers = levers_with(sets)
    assert len(bench.design(levers).states) > 1
    return levers


@pytest.mark.parametrize("id", DESIGNS)
@pytest.mark.parametrize("by", [one.id for one in DIMENSIONS])
def test_gaps_by_group_are_those_of_the_engine(bench, id, by):
    levers = read_scenario(id).levers
    ours, theirs = gap_columns(bench, levers, by), coverage.expected_by(bench, levers, by)
    assert ours.needs.tolist() == theirs.n_needs.tolist()
    np.testing.assert_allclose(ours.gaps, theirs.gaps, atol=1e-7)


@pytest.mark.parametrize("id", DESIGNS)
def test_gaps_by_pair_are_those_of_the_engine(bench, id):
    levers = read_scenario(id).levers
    ours, theirs = gap_columns(bench, levers, PAIR), coverage.expected_pairs(bench, levers)
    assert ours.needs.tolist() == theirs.n_needs.ravel().tolist()
    np.testing.assert_allclose(ours.gaps, theirs.gaps.reshape(41, -1), atol=1e-7)


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_grouping_adds_up_to_the_whole(bench, asking, by):
    for levers in (CONTACTPOINT.levers, asking):
        whole = coverage.expected(bench, levers)
        found = gap_columns(bench, levers, by)
        assert found.needs.sum() == whole.n_needs
        np.testing.assert_allclose(found.gaps.sum(axis=1), whole.gaps)


@pytest.mark.parametrize("by", GROUPINGS)
def test_random_groups_add_up_to_the_central_figure(bench, asking, by):
    for levers in (CONTACTPOINT.levers, NONE.levers, asking):
        parts, found = gap_parts(bench, levers), gap_columns(bench, levers, by)
        assert parts.needs[by].sum(axis=0).tolist() == found.needs.tolist()
        np.testing.assert_allclose(parts.gaps[by].sum(axis=0), found.gaps[0], atol=1e-7)


def test_a_whole_world_has_no_random_groups(bench):
    whole = replace(
        bench, world=replace(bench.world, manifest=bench.world.manifest | {"fraction": 1.0})
    )
    assert gap_parts(whole, NONE.levers) is None


def test_seekers_and_holders_are_sums_of_pairs(bench):
    pairs = side(bench, NONE.levers, PAIR)
    for by in (SEEKER, HOLDER, EITHER):
        sums = side(bench, NONE.levers, by)
        for column in range(len(sums.needs)):
            mine = MARGINS[by] == column
            assert sums.needs[column] == pairs.needs[mine].sum()
            np.testing.assert_allclose(sums.gaps[:, column], pairs.gaps[:, mine].sum(axis=1))
            np.testing.assert_allclose(sums.parts[:, column], pairs.parts[:, mine].sum(axis=1))


def test_the_command_line_and_the_screen_tell_the_same(bench):
    told = evaluate(bench, CONTACTPOINT, families=("groups",)).frame()
    for by in ("sex", "region", "area"):
        mine = by_group(bench, CONTACTPOINT, NONE, by).frame.filter(~pl.col("is_withheld"))
        theirs = told.filter(pl.col("dimension") == by, pl.col("outcome") == "gap_share")
        both = mine.join(theirs, left_on="group_id", right_on="group")
        assert both.height == mine.filter(pl.col("n_needs") > 0).height
        for one, other in (
            ("gap_share", "value"),
            ("gap_share_low", "low"),
            ("gap_share_high", "high"),
        ):
            np.testing.assert_allclose(both[one].to_numpy(), both[other].to_numpy())


def test_the_sample_is_a_part_of_the_interval(bench):
    frame = by_group(bench, CONTACTPOINT, NONE, "need_tier").frame
    inside = frame.select(
        (pl.col("gap_share_low") <= pl.col("gap_share_sample_low")).all(),
        (pl.col("gap_share_sample_high") <= pl.col("gap_share_high")).all(),
    )
    assert inside.row(0) == (True, True)


def test_a_design_changes_nothing_against_itself(bench):
    frame = by_pair(bench, CONTACTPOINT, CONTACTPOINT).frame.filter(~pl.col("is_withheld"))
    ends = [
        f"{name}{end}" for name in ("gap_share_change", "n_closed") for end in ("_low", "_high")
    ]
    assert (
        frame.select(pl.col("gap_share_change", "n_closed", *ends).abs().max()).row(0) == (0,) * 6
    )


def test_what_is_closed_is_the_difference_of_gaps(bench):
    frame = by_pair(bench, CONTACTPOINT, NONE).frame.filter(~pl.col("is_withheld"))
    difference = frame["reference_n_gaps"] - frame["n_gaps"]
    np.testing.assert_allclose(frame["n_closed"].to_numpy(), difference.to_numpy(), atol=1e-6)
    total = frame.filter(pl.col("seeker").is_null(), pl.col("holder").is_null())
    whole = evaluate(bench, CONTACTPOINT, families=("needs",)).estimate("sharing_gaps")
    assert total["n_gaps"].item() == pytest.approx(whole.value)
    assert total["n_gaps_low"].item() == pytest.approx(whole.low)


def test_groups_of_few_children_are_not_told_apart(bench):
    frame = by_group(bench, NONE, NONE, "area").frame
    few = frame.filter(pl.col("with_need_in_world") < 15, pl.col("n_needs") > 0)
    assert few.height
    assert MORE not in few["against_all"].to_list()


def test_groups_with_an_order_keep_it_and_others_come_by_share(bench):
    ages = by_group(bench, NONE, NONE, "age_band").frame["position"]
    assert ages.to_list() == sorted(ages)
    shares = by_group(bench, NONE, NONE, "region").frame["gap_share"]
    assert shares.to_list() == sorted(shares, reverse=True)


def test_children_with_a_need_are_counted_once(bench):
    needing = set()
    for run in bench.store.situations():
        needing |= set(run.decisions.person[run.needs.decision].tolist())
    assert int(with_need(bench).sum()) == len(needing - {-1})
    assert children_shown(bench, "sex").totals["n_with_need"].to_list() == [len(needing - {-1})]


def test_councils_and_regions_are_looked_at_as_one_table(bench):
    councils, regions = children_shown(bench, "area"), children_shown(bench, "region")
    assert councils.sentence == regions.sentence
    assert "councils and regions withheld" in councils.sentence
    least = read_appetite().threshold
    for shown in (councils, regions, pairs_shown(bench)):
        small = shown.counts.filter(pl.col("n_with_need").is_between(1, least - 1))
        assert small.is_empty()
    told = councils.counts.group_by("is_in").agg(
        pl.col("is_withheld").sum(), pl.col("n_with_need").sum()
    )
    sums = dict(regions.counts.select("group_id", "n_with_need").iter_rows())
    for region, n_hidden, shown_sum in told.rows():
        total = sums[region.removeprefix("region ")]
        if n_hidden == 0:
            assert shown_sum == total
        else:  # never a single one that could be subtracted
            assert n_hidden > 1 or total is None


def test_days_held_agree_with_the_query_for_england_without_an_index(world, bench):
    central = load_assumptions()
    old = delay(prepare(world, threads=1, memory_limit="1GB"), central).frame
    new = by_days_held(bench, NONE, NONE).frame
    assert new["n_needs"].to_list() == pytest.approx(old["n_needs"].to_list())
    assert new["n_gaps"].to_list() == pytest.approx(old["n_gaps"].to_list())
    assert new["gaps_share"].to_list() == pytest.approx(old["gaps_share"].to_list())


def test_the_median_of_days_held_halves_the_gaps(bench):
    told = median_held(bench, NONE.levers)
    held, ends = side(bench, NONE.levers, HELD), np.array(held_ends(180))
    below = held.gaps[0][ends <= told.value].sum()
    above = held.gaps[0][ends >= told.value + 10].sum()
    assert below <= held.gaps[0].sum() / 2
    assert above <= held.gaps[0].sum() / 2
    assert told.low <= told.value <= told.high


def test_shares_of_days_held_add_to_one(bench):
    frame = by_days_held(bench, CONTACTPOINT, NONE).frame
    for column in ("gaps_share", "reference_gaps_share", "needs_share"):
        assert frame[column].sum() == pytest.approx(1)


def test_a_world_without_the_column_says_so(tmp_path):
    contact = """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-05-01   | true
        1        | school | 2023-05-20   | true
    """
    world = drawn_world(tmp_path, child="child_id\n1", contact=contact, origin="imported")
    bare = workbench(world, n_futures=5)
    with pytest.raises(NotAvailable, match="no column 'sex'"):
        by_group(bare, NONE, NONE, "sex")
    frame = by_pair(bare, NONE, NONE).frame
    assert frame.filter("is_withheld")["n_needs"].null_count() == frame.filter("is_withheld").height


def test_each_region_has_one_tile(bench):
    places = tiles().select("column", "row").rows()
    assert len(places) == len(set(places)) == 9
    assert set(tiles()["region"]) == set(bench.store.people.labels["region"])


def test_an_answer_says_how_to_get_it_again(bench):
    told = dict(by_group(bench, CONTACTPOINT, NONE, "sex").provenance.params)
    call = told["the same from Python"]
    namespace = {"bench": bench, "read_scenario": read_scenario}
    module, expression = call.split("; ")
    exec(module, namespace)
    again = eval(expression, namespace)
    assert again.frame.equals(by_group(bench, CONTACTPOINT, NONE, "sex").frame)


def test_a_share_of_a_column_is_that_of_its_tally(bench):
    one = side(bench, NONE.levers, "sex")
    told = estimate(one.share(0), bench.sample)
    assert told.value == pytest.approx(one.gaps[0, 0] / one.needs[0])
