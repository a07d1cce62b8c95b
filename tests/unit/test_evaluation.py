"""Does one evaluation hold every outcome, and are designs compared on the same children?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis.assuming import believed
from analysis.comparison import axes, compare
from analysis.evaluation import SCHEMA, evaluate
from analysis.history import history as held_against
from analysis.history import published
from analysis.levers import levers_with
from analysis.outcomes import OUTCOMES, Family
from analysis.outcomes_linkage import LINKAGE
from analysis.outcomes_staff import MONEY
from analysis.scenarios import Scenario, load_scenarios, read_scenario
from analysis.workbench import workbench
from data.world import WorldError, open_world
from synthetic.generate import generate_world

PRACTICE_ALONE = ("needs_by_delay", "children_with_need", "median_held_days")
"""Outcomes that screens without a design show; they are no design's."""
OF_MONEY = tuple(one.id for one in MONEY)
"""Outcomes of a sum of money, whoever spends it."""
OF_LINKS = tuple(one.id for one in LINKAGE)
"""Outcomes of a linkage study, and of its thresholds."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluation") / "world"
    generate_world(folder, n_children=3_000, seed=11, workers=1)
    return folder


@pytest.fixture(scope="module")
def bench(folder):
    return workbench(open_world(folder), n_futures=40)


@pytest.fixture(scope="module")
def presets(bench):
    return compare(bench, load_scenarios())


def design(id: str, **sets) -> Scenario:
    preset = read_scenario("contactpoint_2009")
    return Scenario(id, id, id, preset.sources, levers_with({**dict(preset.sets), **sets}), ())


def test_every_outcome_of_the_registry_is_answered(bench):
    found = evaluate(bench, read_scenario("contactpoint_2009"))
    answered = {one.outcome_id for one in found.estimates}
    assert {one.id for one in OUTCOMES} - answered == {*PRACTICE_ALONE, *OF_MONEY, *OF_LINKS}
    assert found.notes == ()


def test_the_frame_has_one_row_for_each_figure(bench):
    frame = evaluate(bench, read_scenario("local_hub")).frame()
    assert dict(frame.schema) == SCHEMA
    assert not frame.select("outcome", "dimension", "group").is_duplicated().any()
    assert frame.filter(pl.col("label").str.contains("_")).is_empty()


def test_every_headline_carries_an_interval_that_holds_it(presets):
    for row in presets.headlines().iter_rows(named=True):
        assert row["interval"]
        if row["value"] is not None and row["high"] is not None:
            assert row["low"] <= row["value"] <= row["high"], row


def test_no_design_less_itself_is_exactly_nothing(presets):
    own = presets.frame().filter(pl.col("scenario") == "status_quo")
    differences = own.filter(pl.col("value").is_not_null())
    assert differences.height > 50
    for column in ("difference", "difference_low", "difference_high"):
        assert (differences[column] == 0).all()


def test_without_an_index_nobody_looks_and_nothing_is_held(presets):
    found = presets.reference.headlines()
    parts = found.filter(pl.col("family").is_in(["intrusiveness", "access volumes", "cost"]))
    assert parts.height > 30
    assert parts["value"].fill_null(0).eq(0).all()


def test_what_meets_needs_and_the_gaps_add_up_to_the_needs(presets):
    for one in presets.evaluations:
        met = [t.numerator for t in one.tallies if t.outcome == "needs_met"]
        gaps = one.tally("sharing_gaps").numerator
        assert np.sum(met, axis=0) + gaps == pytest.approx(one.tally("sharing_needs").numerator)


def test_no_axis_is_an_outcome_without_a_good_way():
    known = {one.id: one for one in OUTCOMES}
    assert {known[id].family for id in axes()} == {
        Family.COST,
        Family.COVERAGE,
        Family.INTRUSIVENESS,
    }


def test_a_design_that_only_costs_more_is_dominated(bench):
    found = compare(
        bench,
        [
            design("plain"),
            design("dearer", extra_staff_gbp_per_year=0),
            design("more_reviewed", retention_years_after_18=60),
        ],
    )
    standing = {one.scenario: one for one in found.dominance}
    assert "plain" in standing["more_reviewed"].dominated_by
    assert standing["plain"].dominated_by == ()


def test_replay_counts_what_is_expected(bench, folder):
    """The same needs; gaps of the draws within 4 standard errors of what is expected."""
    replayed = workbench(open_world(folder), n_futures=5, engine="replay")
    for id in ("status_quo", "reference_index"):
        counted = evaluate(replayed, read_scenario(id))
        told = evaluate(bench, read_scenario(id))
        needs = counted.tally("sharing_needs").numerator[0]
        assert needs == told.tally("sharing_needs").numerator[0]
        gaps, expected = (one.tally("sharing_gaps").numerator[0] for one in (counted, told))
        # Needs of one household share draws: never more than a few, so the error of a sum
        # of independent needs is doubled.
        assert abs(gaps - expected) < 4 * 2 * np.sqrt(needs / 4)


def test_families_that_keep_away_lose_needs_and_close_no_gap(folder):
    away = workbench(
        open_world(folder), assumptions=believed(told=["avoidance_share=0.2"]), n_futures=5
    )
    nobody_looks = design("unused", scope="known_to_social_care", authorised_agencies=["hospital"])
    found = compare(away, [read_scenario("status_quo"), nobody_looks])
    assert found.evaluations[1].estimate("sharing_needs").value < (
        found.reference.estimate("sharing_needs").value
    )
    closed = found.evaluations[1].tally("gaps_closed").numerator
    lost = (
        found.reference.tally("sharing_gaps").numerator
        - found.evaluations[1].tally("sharing_gaps").numerator
    )
    assert (closed >= 0).all()
    assert (closed < lost).all()


def test_what_a_world_lacks_becomes_a_note(tmp_path, folder):
    """A world whose contacts know no concern type: who leads can't be told."""
    from data.importing import import_world

    source = tmp_path / "source"
    source.mkdir()
    for table in ("child", "contact"):
        frame = pl.read_parquet(f"{folder}/{table}/*.parquet")
        frame = frame.drop("concern_type") if table == "contact" else frame.drop("need_tier")
        frame.write_parquet(source / f"{table}.parquet")
    world = open_world(folder)
    import_world(
        source, tmp_path / "own", period_start=world.period_start, period_end=world.period_end
    )
    own = workbench(open_world(tmp_path / "own"), n_futures=3)
    found = evaluate(own, read_scenario("contactpoint_2009"))
    assert any("index for England" in note for note in found.notes)
    with pytest.raises(WorldError, match="this one was imported"):
        held_against(own)
    assert any("Who leads" in note for note in found.notes)
    assert found.estimate("sharing_gaps").value > 0
    with pytest.raises(KeyError):
        found.estimate("lead_cases")


def test_one_design_can_t_be_compared(bench):
    with pytest.raises(WorldError, match="At least two scenarios"):
        compare(bench, [read_scenario("local_hub")])
    with pytest.raises(WorldError, match="given twice"):
        compare(bench, [read_scenario("local_hub")] * 2)


def test_an_engine_that_there_is_not_is_refused(folder):
    with pytest.raises(ValueError, match="expected, replay"):
        workbench(open_world(folder), engine="guess")


def test_history_shows_every_published_figure_with_a_verdict(bench):
    found = held_against(bench)
    assert [one.id for one in found] == [r["id"] for r in published() if r["kind"] != "fact"]
    verdicts = {one.id: one.verdict for one in found}
    assert verdicts["cp_setup"] == "built in"
    assert verdicts["cp_enquiries"] == "MISS"
    assert verdicts["cp_shield_failures"] == "no number published"
    assert verdicts["cpis_matched"] == "hit"
    for one in found:
        assert one.explanation.endswith(".")
        assert one.link.startswith("http")
        assert one.low <= one.value <= one.high
