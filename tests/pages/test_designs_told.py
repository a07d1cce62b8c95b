"""Do sentences, tables and charts of designs say what the figures say, and no more?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import polars as pl
import pytest

from analysis import (
    compared,
    design_funnel,
    findings_compared,
    findings_funnel,
    findings_gains,
    findings_ranking,
    ranking,
    trade_off,
    who_gains,
)
from analysis import findings_designs as told
from analysis.answers import answer_of
from analysis.charts import compared as compared_chart
from analysis.charts import ranked
from analysis.charts import trade_off as field_chart
from analysis.charts.style import ROW_BUDGET
from analysis.comparison import compare
from analysis.design_table import brief, designs_by_outcome, outcomes_by_design, share_of_futures
from analysis.dominance import Dominance
from analysis.estimates import Estimate
from analysis.evaluation import evaluate
from analysis.families import QUICK
from analysis.outcomes import outcome
from analysis.pictures import Picture, to_svg
from analysis.scenarios import load_scenarios, read_scenario
from analysis.units import show, show_interval
from analysis.workbench import workbench

ACROSS, POUNDS = trade_off.ACROSS, trade_off.POUNDS
FEW = ("status_quo", "contactpoint_2009", "local_hub")
NAMES = {id: read_scenario(id).label for id in FEW}


@pytest.fixture(scope="module")
def bench(small_world):
    return workbench(small_world, n_futures=60)


@pytest.fixture(scope="module")
def found(bench):
    return compare(bench, load_scenarios(), families=QUICK)


@pytest.fixture(scope="module")
def few(bench):
    return compare(bench, [read_scenario(id) for id in FEW], families=QUICK)


@pytest.fixture(scope="module")
def field(bench, found) -> pl.DataFrame:
    return trade_off.field(bench, found, across=ACROSS, pounds=POUNDS)


@pytest.fixture(scope="module")
def funnel(bench):
    held = evaluate(bench, read_scenario("contactpoint_2009"), families=("funnel",))
    return held, design_funnel.funnel_answer(bench, held)


@pytest.fixture(scope="module")
def gains(bench, few):
    return who_gains.gains_answer(bench, few, few.evaluations[1:], "sex")


@pytest.fixture(scope="module")
def charts(bench, found, few, field, gains) -> dict[str, partial]:
    weights = {"sharing_gaps": 5, "present_value": 3}
    order = ranking.rank(bench, few, weights)
    one = {"local_hub": NAMES["local_hub"]}
    shown = (outcome(ACROSS), outcome(trade_off.CLOSED), outcome(POUNDS))
    return {
        "field": partial(field_chart.trade_off, field, *shown, chosen="local_hub"),
        "differences": partial(
            compared_chart.compared, compared.differences(few, compared.USUAL), "No index"
        ),
        "gains": partial(
            compared_chart.compared, who_gains.gain_rows(gains, who_gains.BY_GROUP, one), "No index"
        ),
        "first": partial(ranked.first_places, findings_ranking.firsts(order, NAMES)),
        "turns": partial(ranked.turning_points, findings_ranking.stretches(order, NAMES)),
    }


def estimate(outcome_id: str, value: float, low: float, high: float) -> Estimate:
    unit = outcome(outcome_id).unit
    words = show(value, unit, low=low, high=high), show_interval(low, high, unit)
    return Estimate(outcome_id, "all", "all", value, low, high, value, None, *words)


def by_id(found, id: str):
    return next(one for one in found.evaluations if one.scenario.id == id)


CHARTS = ("field", "differences", "gains", "first", "turns")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_words_a_mark_of_origin_and_fields_that_exist(charts, name, mode):
    spec = charts[name](mode=mode, alt_text="What it shows.", mark="Synthetic children").to_dict()
    assert spec["description"] == "What it shows."
    assert spec["title"]["text"] == "Synthetic children"
    for layer in spec["layer"]:
        rows = spec["datasets"][layer.get("data", spec.get("data"))["name"]]
        assert 0 < len(rows) <= ROW_BUDGET
        for channel in layer["encoding"].values():
            for encoding in channel if isinstance(channel, list) else [channel]:
                assert "field" not in encoding or encoding["field"] in rows[0]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_can_be_had_as_a_picture(charts, name, bench, few):
    answer = answer_of(bench, few.evaluations, ("sharing_gaps",), title="Designs")
    picture = Picture(answer, charts[name], "Designs", "What it shows.")
    assert b"<svg" in to_svg(picture, made_on=date(2026, 1, 1))


def test_every_design_has_a_place_name_and_shape_in_the_field(charts, field):
    spec = charts["field"](mode="light", alt_text="a", mark="m").to_dict()
    rows = next(rows for rows in spec["datasets"].values() if "shape" in rows[0])
    assert len({row["shape"] for row in rows}) == field.height == len(rows)
    assert {row["label"] for row in rows} == {one.label for one in load_scenarios()}


def test_the_field_holds_the_figures_of_the_evaluations(found, field):
    for held, row in zip(found.evaluations, field.iter_rows(named=True), strict=True):
        assert row["x_text"] == held.estimate(ACROSS).text
        assert row["size_interval"] == held.estimate(POUNDS).interval_text
    assert field["y"][0] == 0  # the reference closes nothing against itself


def test_nobody_on_the_frontier_is_beaten_by_closing_more_with_less(field):
    for row in field.filter("on_frontier").iter_rows(named=True):
        better = (pl.col("x") <= row["x"]) & (pl.col("y") > row["y"])
        assert field.filter(better).is_empty()


def test_the_answer_names_cost_gaps_and_entries_with_intervals(found):
    held = by_id(found, "contactpoint_2009")
    said = told.overview_answer(held, found.reference)
    for id in ("yearly_cost", "present_value", "gaps_closed", "needless_views"):
        one = held.estimate(id)
        assert f"**{one.text}**" in said
        assert brief(one.interval_text) in said


def test_a_design_without_entries_reveals_nothing(found):
    for id, words in (
        ("more_social_workers", "reveal nothing"),
        ("status_quo", "reveal nothing"),
        ("reference_index", "alerts tell agencies"),
    ):
        assert words in told.overview_answer(by_id(found, id), found.reference)


def test_dominated_designs_are_named_with_those_that_dominate_them(found):
    standings = [replace(one, dominated_by=(), share=0.0) for one in found.dominance]
    assert told.dominated(standings, found).startswith("No design is dominated")
    standings[1] = Dominance("contactpoint_2009", ("local_hub",), 0.8)
    said = told.dominated(standings, found)
    assert said.startswith("ContactPoint, 2009 is dominated by Local hubs")


def test_the_field_says_who_is_beaten_by_whom(field):
    none = field.with_columns(is_beaten=pl.lit(False))
    assert told.field_title(none) == "On these three, no design is beaten by another"
    one = field.with_columns(
        is_beaten=pl.col("scenario") == "contactpoint_2009",
        beaten_by=pl.lit("Local hubs"),
        share=pl.lit(0.62),
    )
    assert told.field_title(one) == "On these three, one of nine designs is beaten by another"
    said = told.field_summary(one, ACROSS, POUNDS)
    assert "ContactPoint, 2009 by Local hubs (by some design in 62% of futures)" in said


def test_a_design_with_nothing_to_count_is_left_out_of_the_field_and_said(bench, found):
    frame = trade_off.field(bench, found, across="people_able_to_open", pounds=POUNDS)
    assert "Not drawn" in told.field_summary(frame, "people_able_to_open", POUNDS)
    assert not frame.filter(pl.col("x").is_null())["is_beaten"].any()


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (estimate("sharing_gaps", -5e5, -1.2e6, -1e5), "500,000 fewer (100,000 to 1.2 million)"),
        (estimate("yearly_cost", 8e7, 7e7, 1.2e8), "£80 million more (£70 to £120 million)"),
        (estimate("gap_share", -0.05, -0.08, -0.03), "5 points less (3 to 8 points)"),
        (estimate("sharing_gaps", 100, -200, 400), "can't tell apart (−200 to +400)"),
        (estimate("sharing_gaps", 0, 0, 0), "no difference"),
    ],
)
def test_a_difference_in_words(one, words):
    assert compared.changed(one) == words


def test_differences_are_the_comparison_s_own(few):
    rows = compared.differences(few, ("sharing_gaps", "present_value"))
    assert rows.height == 4
    expected = few.headlines().filter(
        pl.col("scenario") == "local_hub", pl.col("outcome") == "sharing_gaps"
    )
    row = rows.row(1, named=True)
    assert (row["value"], row["low"]) == expected.select("difference", "difference_low").row(0)


def test_what_cannot_be_told_apart_is_named(few):
    rows = compared.differences(few, ("sharing_gaps", "yearly_cost"))
    clear = rows.with_columns(can_tell=pl.lit(True))
    assert findings_compared.title(clear, "No index") == (
        "All 4 differences from No index can be told"
    )
    unclear = rows.with_columns(can_tell=pl.col("scenario") != "local_hub")
    assert findings_compared.title(unclear, "No index").endswith("2 can't be told")
    assert "Local hubs in sharing gaps and yearly cost" in findings_compared.summary(
        unclear, "No index"
    )


def test_the_answer_of_a_comparison_speaks_of_each_design(few):
    said = findings_compared.answer(few)
    assert said.startswith("Against No index, **ContactPoint, 2009** leaves **")
    assert "; **Local hubs** leaves **" in said
    assert "a year (" in said


def test_no_more_than_what_a_replay_gives_is_asked_for():
    assert compared.families_for(("sharing_gaps",)) == QUICK
    assert "children" in compared.families_for(("reach_share",))


def test_steps_of_the_funnel_add_up_and_say_what_is_acted_on(bench, funnel):
    held, answer = funnel
    assert answer.frame["per_1000"].sum() == pytest.approx(1000)
    assert "children with complex or acute needs" in findings_funnel.funnel_title(answer, held)
    acted, met = design_funnel.acted_on(held), design_funnel.met(bench, held)
    assert acted.value < met.value
    said = findings_funnel.acting(acted, met, design_funnel.chances_to_act(bench, held))
    assert met.text in said
    assert "70% (50 to 90%) of needs met by practice" in said


def test_who_gains_adds_up_over_groups_and_is_told(bench, few, gains):
    everyone = who_gains.gains_answer(bench, few, few.evaluations[1:], "all")
    of = (pl.col("outcome") == who_gains.GAIN) & (pl.col("scenario") == "local_hub")
    total = everyone.frame.filter(of)["value"].item()
    assert gains.frame.filter(of)["value"].sum() == pytest.approx(total)
    names = {id: NAMES[id] for id in FEW[1:]}
    assert findings_gains.title(everyone, names).count(" under ") == 2
    assert "as many as before for" in findings_gains.sentence(everyone, "local_hub", "Local hubs")
    assert "Male" in findings_gains.summary_by_group(gains, "local_hub")


def test_unknown_figures_are_never_weighed(bench, few):
    ids = ("sharing_gaps", "people_able_to_open", "children_with_entry")
    assert ranking.weighable(bench, few, ids) == ["sharing_gaps"]
    assert ranking.rank(bench, few, dict.fromkeys(ids, 0)) is None


def test_tables_hold_every_design_with_its_figures(found, few):
    table = designs_by_outcome(found, chosen="local_hub")
    assert len(table.rows) == len(load_scenarios())
    assert table.chosen == "Local hubs"
    assert all("ominated" in name.below for name, _ in table.rows)
    across = outcomes_by_design(few, ("sharing_gaps", "people_able_to_open"))
    assert across.headings == tuple(NAMES.values())
    assert across.rows[0][1][1].text == few.evaluations[1].estimate("sharing_gaps").text
    assert across.rows[1][1][0].text == "–"  # no index, no entry to open


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ("1.1 million to 1.3 million", "1.1 to 1.3 million"),
        ("31% to 54%", "31 to 54%"),
        ("£500 million to £1.1 billion", "£500 million to £1.1 billion"),
        ("0 to 290", "0 to 290"),
    ],
)
def test_an_interval_says_a_shared_word_once(interval, words):
    assert brief(interval) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.21, "21% of futures"),
        (1, "all futures"),
        (0.001, "1% of futures"),
        (0, "no other future"),
    ],
)
def test_a_share_of_futures_in_words(share, words):
    assert share_of_futures(share) == words
