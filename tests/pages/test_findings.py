"""Do the sentences say what the figures say, and no more?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analysis import areas, findings, findings_fair, findings_gaps, findings_leads
from analysis import findings_gap_groups as findings_of_groups
from analysis.design_delay import by_days_held, median_held
from analysis.design_gaps import by_group, by_pair
from analysis.design_leads import by_both_leads, by_lead, by_threat, whole
from analysis.evaluation import evaluate
from analysis.fair_groups import by_group as fair_by_group
from analysis.fair_groups import group_words
from analysis.gap_figures import ALIKE, LESS, MORE
from analysis.gap_words import points
from analysis.scenarios import read_scenario
from analysis.tables import heading_of, readable
from analysis.who_leads import lead_agencies
from analysis.workbench import Workbench, workbench

HUB, NONE, STAFF = (read_scenario(id) for id in ("local_hub", "status_quo", "more_social_workers"))


@pytest.fixture(scope="module")
def bench(small_world) -> Workbench:
    return workbench(small_world, n_futures=60)


@pytest.fixture(scope="module")
def pairs(bench):
    return by_pair(bench, HUB, NONE)


@pytest.fixture(scope="module")
def sexes(bench):
    return by_group(bench, HUB, NONE, "sex")


def with_rows(answer, **columns):
    """``answer`` with other values in some of its columns."""
    return replace(answer, frame=answer.frame.with_columns(**columns))


def estimate(value: float, low: float, high: float, bench):
    """A figure of gaps closed as none that a world gives."""
    told = evaluate(bench, HUB, families=("against",)).estimate("gaps_closed")
    texts = {"text": f"{value:,.0f}", "interval_text": f"{low:,.0f} to {high:,.0f}"}
    return replace(told, value=value, low=low, high=high, **texts)


def test_the_answer_tells_the_design_its_interval_and_the_largest_part(bench, pairs):
    held = evaluate(bench, HUB, families=("needs",))
    gaps = held.estimate("sharing_gaps")
    told = findings_gaps.gaps_answer(held, None, NONE, pairs, "a year")
    assert told.startswith(f"Under **Local hubs**, about **{gaps.text}** of ")
    assert gaps.interval_text in told
    assert " not knowing what " in told
    assert "Held against" not in told


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((900, 400, 2_000), "it closes about **900** (400 to 2,000)."),
        ((900, -10, 2_000), "its gaps can't be told apart."),
        ((0, 0, 0), "its gaps can't be told apart."),
        ((-900, -2_000, -400), "it leaves about **900** more (400 to 2,000)."),
    ],
)
def test_what_a_design_closes_is_said_only_if_it_can_be_told(bench, pairs, ends, words):
    held = evaluate(bench, HUB, families=("needs",))
    closed = estimate(*ends, bench)
    assert words in findings_gaps.gaps_answer(held, closed, NONE, pairs, "a year")


def test_a_title_of_pairs_follows_the_view(pairs):
    told = {
        view: findings_gaps.pairs_title(pairs, view, "Local hubs") for view in findings_gaps.VIEWS
    }
    assert told["design"].endswith("of all sharing gaps under Local hubs")
    assert told["difference"].endswith("of the gaps closed")
    level = with_rows(pairs, n_closed_low=pl.lit(-1.0), n_closed_high=pl.lit(1.0))
    title = findings_gaps.pairs_title(level, "difference", "Local hubs")
    assert title == "The two designs' gaps can't be told apart"


def test_withheld_pairs_are_never_named(pairs):
    whatever = with_rows(pairs, is_withheld=pl.lit(True))
    assert findings_gaps.pairs_title(whatever, "design", "x") == "No sharing gap to show"
    assert "could be shown" in findings_gaps.pairs_summary(whatever, "design")


def test_groups_that_cannot_be_told_apart_are_not_ranked(sexes):
    alike = with_rows(sexes, against_all=pl.lit(ALIKE))
    title = findings_of_groups.groups_title(alike, "sex")
    assert title == "Sex: no group can be told apart from all children"


def test_groups_that_differ_from_all_are_ranked(sexes):
    apart = with_rows(
        sexes,
        group_label=pl.Series(["Female", "Male"]),
        gap_share=pl.Series([0.5, 0.3]),
        against_all=pl.Series([MORE, LESS]),
    )
    assert findings_of_groups.groups_title(apart, "sex") == (
        "A need stays a gap most often for children who are female (50%), "
        "least often who are male (30%)"
    )
    one = with_rows(apart, against_all=pl.Series([MORE, ALIKE]))
    assert findings_of_groups.groups_title(one, "sex").endswith("for children who are female (50%)")


def test_a_single_group_is_not_compared(sexes):
    alone = replace(sexes, frame=sexes.frame.head(1))
    assert "too few groups" in findings_of_groups.groups_title(alone, "sex")


def test_groups_without_needs_leave_a_sentence(sexes):
    none = with_rows(sexes, gap_share=pl.lit(None, dtype=pl.Float64))
    told = findings_of_groups.groups_summary(none, "sex")
    assert told == "No group has a sharing need that could be shown."


def test_councils_are_counted_by_where_they_stand(bench):
    found = by_group(bench, HUB, NONE, "area")
    told = findings_of_groups.groups_summary(found, "area")
    assert "can't be told apart" in told
    assert len(areas.regions(found)) == 9
    assert set(areas.of_region(found, "North East").frame["region"]) == {"North East"}
    assert "councils of North East among all" in areas.what_is_shown(found, region="North East")
    assert "of 1" in areas.what_is_shown(found, region=None)


def test_days_held_are_told_for_both_designs(bench):
    held = by_days_held(bench, HUB, NONE)
    told = findings_of_groups.days_summary(held, "Local hubs", "No index")
    assert "under No index" in told
    assert "180 days is the window" in told
    assert "under No index" not in findings_of_groups.days_summary(held, "No index", "")
    one, other = (median_held(bench, each.levers) for each in (HUB, NONE))
    assert f"{one.text} days" in findings_of_groups.days_title(one, other, "Local hubs")
    none = replace(one, value=None)
    assert "No sharing gap" in findings_of_groups.days_title(none, other, "Local hubs")


def test_lateness_is_told_with_never_and_without_a_median(bench):
    held, other = (evaluate(bench, one, families=("children",)) for one in (HUB, NONE))
    told = findings_fair.late_answer(held, other, 30)
    assert "Under **Local hubs**" in told
    assert "Under **No index**" in told
    assert "within 30 days" in told
    assert told.count("Under") == 2
    assert findings_fair.late_answer(held, held, 30).count("Under") == 1


def test_equity_and_errors_by_group_are_told(bench):
    held, other = (evaluate(bench, one, families=("fair", "equal")) for one in (HUB, NONE))
    ratio = findings_fair.ratio_answer(held, other)
    assert "times" in ratio
    assert "under No index" in ratio
    words = group_words(bench, "is_looked_after")
    answer = fair_by_group(bench, [held, other], "is_looked_after")
    title = findings_fair.fair_title(held, bench.sample, words, "is_looked_after")
    assert title.startswith("Records link least often for children looked after")
    assert "not added" in findings_fair.fair_summary(answer, words)
    no_index = findings_fair.fair_title(other, bench.sample, words, "is_looked_after")
    assert no_index.startswith("Without an index")


def test_who_leads_is_told_before_and_after(bench):
    leads = lead_agencies()
    found = whole(bench, HUB.levers, NONE.levers, leads)
    told = findings_leads.leads_answer(found, HUB, NONE, "a year")
    assert found.cases.text in told
    assert found.contested.interval_text in told
    assert "Held against **No index**" in told
    assert "Held against" not in findings_leads.leads_answer(found, NONE, NONE, "a year")
    level = replace(found, fewer=replace(found.fewer, low=-1.0, high=1.0))
    assert "can't be told apart" in findings_leads.leads_answer(level, HUB, NONE, "a year")
    more = replace(found, fewer=replace(found.fewer, value=-5.0, low=-9.0, high=-2.0))
    assert "**5** more orphaned (2 to 9)" in findings_leads.leads_answer(more, HUB, NONE, "a year")
    none = replace(found, cases=replace(found.cases, value=0.0))
    assert findings_leads.leads_answer(none, HUB, NONE, "a year") == findings_leads.NO_CASE
    for key, table in (("lead", by_lead), ("threat", by_threat), ("both", by_both_leads)):
        answer = table(bench, HUB, NONE, leads)
        assert findings_leads.TITLES[key](answer)
        assert "orphaned" in findings_leads.summary(answer, ("a", "b"))
        hidden = with_rows(answer, is_withheld=pl.lit(True))
        assert "show" in findings_leads.TITLES[key](hidden)


def test_the_words_of_who_leads_take_no_side():
    words = " ".join(findings_leads.WHAT_IT_MEANS).casefold()
    assert "contested" in words
    assert "orphaned" in words
    assert not {"failed", "fault", "blame", "innocent"} & set(words.split())


def test_a_difference_of_shares_has_a_sign_and_no_unit():
    assert points(-0.034, -0.08, -0.01) == ("−3", "−8 to −1")
    assert points(0.02, 0.01, 0.03)[0] == "+2"
    assert points(0.0, 0.0, 0.0) == ("0", "0")


def test_a_period_that_is_no_year_is_named(bench):
    assert findings.per_period(bench) == "a year"
    manifest = bench.world.manifest | {"period_end": date(2023, 6, 30).isoformat()}
    shorter = replace(bench, world=replace(bench.world, manifest=manifest))
    assert findings.per_period(shorter) == "from 1 April 2023 to 30 June 2023"


def test_every_table_has_a_heading_for_every_column(bench, pairs, sexes):
    for answer in (pairs, sexes, by_days_held(bench, HUB, NONE)):
        table = readable(answer)
        assert table.height == answer.frame.height
        assert all(name.strip() for name in table.columns)
        assert not [name for name in table.columns if "_" in name]
    shares = readable(pairs)["Gap share (% of needs)"].drop_nulls()
    assert shares.max() > 1  # percent, not a share


def test_a_heading_keeps_its_unit_last():
    assert heading_of("gap_share_low") == ("Gap share, low (% of needs)", True)
    assert heading_of("n_gaps") == ("Sharing gaps", False)
    with pytest.raises(KeyError, match="has no heading"):
        heading_of("surprise")
