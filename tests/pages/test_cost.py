"""Does the cost page answer for every design: with intervals, in the page, from the address?"""

from __future__ import annotations

import pytest

from analysis import cost_answers, findings_cost
from analysis.break_even import break_even
from analysis.charts.by_year import by_year
from analysis.charts.ledger import ledger
from analysis.charts.staff import staff_curve, staff_needed
from analysis.charts.style import ROW_BUDGET
from analysis.evaluation import evaluate
from analysis.families import QUICK, account
from analysis.levers import baseline
from analysis.outcomes import outcome
from analysis.scenario_file import PRESET_IDS
from analysis.scenarios import read_scenario
from analysis.staff_figures import curve, most_gbp, needed, own_sum, points, spent_on_staff
from analysis.staff_instead import told_sum
from analysis.workbench import workbench
from tests.pages.screens import said


@pytest.mark.parametrize("id", PRESET_IDS)
def test_the_page_answers_for_every_design(open_page, small_world, id):
    app = open_page(small_world, "cost", like=id)
    assert not app.exception
    assert app.title[0].value == "What does this design cost?"
    first = app.markdown[0].value
    assert read_scenario(id).label in first
    assert ("costs nothing" in first) if id == "status_quo" else ("a year** in full use (" in first)
    assert "nan" not in said(app).casefold()
    assert "None" not in said(app)


@pytest.fixture(scope="module")
def bench(small_world):
    return workbench(small_world, n_futures=60)


def scored(bench, id: str, reference: str = "status_quo"):
    against = read_scenario(reference).levers
    return evaluate(bench, read_scenario(id), reference=against, families=QUICK)


def made_of(bench, *shown) -> cost_answers.CostAnswers:
    return cost_answers.cost_answers(bench, shown)


def test_the_figures_are_those_of_the_evaluation(open_page, small_world):
    app = open_page(small_world, "cost", like="local_hub")
    found = scored(workbench(small_world), "local_hub")
    for id in ("yearly_cost", "setup_cost", "present_value", "present_value_with_bias"):
        assert found.estimate(id).text in app.markdown[0].value
        assert found.estimate(id).interval_text in app.markdown[0].value
    assert [one.value for one in app.metric] == [
        found.estimate(id).text for id in findings_cost.UNITS
    ]


def test_a_difference_from_the_reference_is_said_with_its_interval(open_page, small_world):
    app = open_page(small_world, "cost", like="targeted_cpis", vs="contactpoint_2009")
    assert "less** than ContactPoint, 2009, seen from today (" in app.markdown[0].value
    assert "costs no more than what it is held against" in app.info[0].value


def test_a_design_held_against_itself_says_so(open_page, small_world):
    app = open_page(small_world, "cost", like="local_hub", vs="local_hub")
    assert not app.exception
    assert "held against itself" in app.markdown[0].value


def test_sum_and_years_are_in_the_address_and_change_the_answer(open_page, small_world):
    usual = said(open_page(small_world, "cost"))
    other = said(open_page(small_world, "cost", sum="own", years="5"))
    assert "for 10 years of staff" in usual
    assert "for 5 years of staff" in other
    assert "£225 million, spent on staff" not in other
    broken = open_page(small_world, "cost", sum="all_of_it")
    assert not broken.exception
    assert "which there is not" in broken.info[0].value


def test_staff_are_told_beside_what_is_assumed_and_that_it_is_judged(open_page, small_world):
    told = said(open_page(small_world, "cost"))
    assert "assumed is 30% (10% to 50%)" in told
    assert "no published figure was found" in told
    assert "1,000 futures staff close at least as many gaps" in told


@pytest.mark.parametrize("id", PRESET_IDS)
def test_sentences_are_made_from_the_figures(bench, id):
    found = scored(bench, id)
    told = account(bench, found.scenario.levers)
    words = [
        findings_cost.cost_answer(found, told),
        findings_cost.ledger_title(found),
        findings_cost.ledger_summary(found),
        findings_cost.worth_title(found, told),
        findings_cost.worth_summary(found),
        findings_cost.years_title(told),
        findings_cost.years_summary(made_of(bench, found).by_year.frame),
        findings_cost.units_caveat(found),
    ]
    assert all(words)
    if found.estimate("yearly_cost").value:
        assert found.estimate("yearly_cost").text in words[1]
    assert "nan" not in " ".join(words)


def test_what_can_be_more_or_less_is_not_told_apart(bench):
    found, other = scored(bench, "contactpoint_2009"), scored(bench, "open_to_families")
    less = cost_answers.dearer_by(bench, other, found)
    words = findings_cost.against_answer("ContactPoint, 2009", other, found, less)
    assert ("can't be told apart" in words) == (less.low <= 0 <= less.high)


def test_years_of_building_and_of_use_are_those_of_the_account(bench):
    told = account(bench, read_scenario("contactpoint_2009").levers)
    assert findings_cost.years_title(told) == "Five years of building, then five of use, within 10"
    nothing = account(bench, baseline())
    assert findings_cost.years_title(nothing) == "It is in use, and paid for, in all 10 years"


@pytest.fixture(scope="module")
def charts(bench) -> dict:
    found, other = scored(bench, "contactpoint_2009"), scored(bench, "local_hub")
    spent = spent_on_staff(bench, baseline(), "£225 million", told_sum(bench), 10)
    own, levers = break_even(bench, found, baseline()), found.scenario.levers
    assert own_sum(bench, levers, baseline())[0] == pytest.approx(
        found.estimate("present_value").value
    )
    names = {one.scenario.id: one.scenario.label for one in (found, other)}
    years = made_of(bench, found).by_year.frame
    lines = made_of(bench, found, other).lines.frame
    believed = [bench.assumptions.get(f"staff_effect.{id}") for id in ("max_share", "half_gbp")]
    most = most_gbp(spent, own)
    spending = [outcome(id) for id in cost_answers.BY_YEAR]
    closed = outcome("staff_gaps_closed")
    made = {"mode": "light", "alt_text": "What it shows.", "mark": "Synthetic children"}
    return {
        "ledger": ledger(lines, findings_cost.BLOCKS, names, **made),
        "years": by_year(years, *spending, **made),
        "curve": staff_curve(
            curve(bench, baseline(), most), points(bench, spent, found, own), closed, **made
        ),
        "needed": staff_needed(needed(bench, baseline(), own), *believed, **made),
    }


@pytest.mark.parametrize("name", ["ledger", "years", "curve", "needed"])
def test_a_chart_has_words_a_mark_and_few_rows(charts, name):
    spec = charts[name].to_dict()
    assert spec["description"] == "What it shows."
    assert spec["title"]["text"] == "Synthetic children"
    assert spec["width"] == "container"
    for rows in spec["datasets"].values():
        assert 0 < len(rows) <= ROW_BUDGET
    for layer in spec["layer"]:
        columns = set(spec["datasets"][layer["data"]["name"]][0])
        for channel in layer["encoding"].values():
            for one in channel if isinstance(channel, list) else [channel]:
                assert one.get("field") is None or one["field"] in columns


def test_time_saved_is_apart_and_hollow(charts):
    spec = charts["ledger"].to_dict()
    hollow = [one for one in spec["layer"] if one["mark"].get("filled") is False]
    assert len(hollow) == 1
    assert {"filter": "datum.is_apart"} in hollow[0]["transform"]


def test_the_reference_is_grey_and_only_where_it_takes_anything(bench):
    found, nothing = scored(bench, "contactpoint_2009"), scored(bench, "status_quo")
    names = {one.scenario.id: one.scenario.label for one in (found, nothing)}
    lines = made_of(bench, found, nothing).lines.frame
    made = {"mode": "light", "alt_text": "a", "mark": "m"}
    told = str(ledger(lines, findings_cost.BLOCKS, names, **made).to_dict()["layer"][-1])
    assert "No index" not in told
