"""Are the figures behind Access and Intrusiveness those of the evaluation, and is little told?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from analysis import access_answers, access_areas, fair_groups
from analysis.boundaries import AS_DESIGNED, by_visibility, words
from analysis.childhood import PEOPLE, VIEWS, childhood, with_ages
from analysis.drawn_log import LogShelf
from analysis.evaluation import SCHEMA, Evaluation, evaluate
from analysis.findings_access import is_never
from analysis.lifetime import AGES, LIVES
from analysis.occasion_counts import WEEKDAYS
from analysis.scenarios import read_scenario
from analysis.week import lookups_by_hour, of_design, week
from analysis.workbench import Workbench, workbench

FAMILIES = ("access", "intrusion", "fair", "against")
PRESETS = ("contactpoint_2009", "local_hub", "status_quo", "reference_index")


@pytest.fixture(scope="module")
def bench(small_world) -> Workbench:
    return workbench(small_world, n_futures=60, threads=1)


@pytest.fixture(scope="module")
def found(bench) -> dict[str, Evaluation]:
    return {id: evaluate(bench, read_scenario(id), families=FAMILIES) for id in PRESETS}


@pytest.fixture(scope="module")
def shelf() -> LogShelf:
    return LogShelf()


@pytest.mark.parametrize("preset", PRESETS)
def test_the_hours_of_a_week_add_up_to_every_weekday_hour_and_the_whole(bench, found, preset):
    one = found[preset]
    hours = lookups_by_hour(bench.store, one.scenario.levers, bench.futures)
    assert hours.sum(axis=(1, 2)) == pytest.approx(one.tally("lookups").numerator)
    for row, day in enumerate(WEEKDAYS):
        by_day = one.tally("lookups", "weekday", day).numerator
        assert hours[:, row].sum(axis=1) == pytest.approx(by_day)
    for hour in range(24):
        by_hour = one.tally("lookups", "hour", f"{hour:02d}").numerator
        assert hours[:, :, hour].sum(axis=1) == pytest.approx(by_hour)


def test_the_busiest_hour_of_the_week_is_that_of_the_busiest_second(bench, found):
    one = found["contactpoint_2009"]
    grid = of_design(week(bench, [one]), one.scenario.id)
    factor = bench.futures("peak_factor")[0]
    peak = one.estimate("peak_lookups_per_second").value
    assert grid["value"].max() / 3_600 * factor == pytest.approx(peak)
    assert grid.height == 7 * 24


@pytest.mark.parametrize("preset", PRESETS)
def test_a_childhood_ends_where_the_lifetime_figures_stand(bench, found, preset):
    one = found[preset]
    ages = with_ages(childhood(bench, [one])).filter(pl.col("age") == AGES)
    for row in ages.iter_rows(named=True):
        told = one.estimate(row["outcome"], "life", row["life"])
        assert (row["text"], row["interval"]) == (told.text, told.interval_text)
    assert set(ages["outcome"]) == {PEOPLE, VIEWS}
    assert set(ages["life"]) == set(LIVES)


def test_a_childhood_begins_with_nobody_and_never_shrinks(bench, found):
    ages = with_ages(childhood(bench, [found["contactpoint_2009"]]))
    assert not ages.filter(pl.col("age") == 0)["value"].sum()
    for _, line in ages.sort("age").group_by("outcome", "life"):
        assert line["value"].drop_nulls().diff().drop_nulls().min() >= 0


def test_councils_of_few_children_are_withheld_whole(bench, found):
    both = [found["contactpoint_2009"], found["local_hub"]]
    councils = access_areas.councils(bench, both)
    frame = councils.answer.frame
    assert frame.columns == list(SCHEMA)
    gone = frame.filter(pl.col("text") == access_areas.WITHHELD)
    assert not gone.is_empty()
    for column in access_areas.FIGURES:
        assert gone[column].null_count() == gone.height
    told = frame.filter(pl.col("value").is_not_null(), pl.col("outcome") == access_areas.RATE)
    per_council = bench.sample.scale  # of the children and the look-ups of this world
    assert told["denominator"].min() / per_council >= 10
    least = told["numerator"].min() / 1_000 / per_council
    assert round(least) >= 10 or not least
    assert "withheld" in councils.withheld[access_areas.RATE]
    assert councils.answer.provenance.disclosure


def test_one_council_cannot_be_worked_out_from_the_rest(bench, found):
    councils = access_areas.councils(bench, [found["contactpoint_2009"]])
    frame = councils.answer.frame.filter(pl.col("outcome") == access_areas.COUNT)
    regions = {code: region for code, (_, region) in councils.names.items()}
    gone = [
        regions.get(row["group"], "")
        for row in frame.iter_rows(named=True)
        if row["text"] == access_areas.WITHHELD
    ]
    assert gone
    assert len(gone) > 1  # the total of all is known, so never a single one


def test_councils_are_ranked_and_a_region_has_its_own(bench, found):
    councils = access_areas.councils(bench, [found["contactpoint_2009"]])
    ranked = access_areas.ranked(councils, "contactpoint_2009", access_areas.COUNT)
    assert ranked["value"].to_list() == sorted(ranked["value"], reverse=True)
    london = access_areas.ranked(councils, "contactpoint_2009", access_areas.COUNT, region="London")
    assert set(london["region"]) == {"London"}
    ends = access_areas.ends_of(ranked)
    assert ends.height == 2 * access_areas.ENDS
    assert set(access_areas.in_words(ends, ranked)) == {"Most", "Fewest"}
    assert set(access_areas.in_words(london, london)) == {""}


def test_without_look_ups_councils_are_zero_and_not_withheld(bench, found):
    councils = access_areas.councils(bench, [found["status_quo"]])
    told = access_areas.ranked(councils, "status_quo", access_areas.COUNT)
    assert not told["value"].sum()
    assert is_never(found["status_quo"])


def test_the_own_boundary_gives_the_figure_of_the_design(bench, found):
    for preset, own in (("contactpoint_2009", "national"), ("local_hub", "local")):
        one = found[preset]
        rows = by_visibility(bench, [one]).frame
        held = rows.filter(pl.col("group") == own)["value"].item()
        assert held == one.estimate("people_able_to_open").value
        assert words(one)[own].endswith(AS_DESIGNED)
        order = [rows.filter(pl.col("group") == id)["value"].item() for id in words(one)]
        assert order == sorted(order)


def test_both_designs_stand_once_where_they_are_the_same(found):
    one = found["local_hub"]
    assert access_answers.both(one, one) == [one]
    assert list(access_answers.names([one, found["status_quo"]])) == ["local_hub", "status_quo"]


def test_groups_have_all_four_figures_or_say_which_are_not_defined(bench, found):
    both = [found["contactpoint_2009"], found["status_quo"]]
    for by in fair_groups.ways_of_grouping(bench):
        fair = fair_groups.by_group(bench, both, by)
        named = fair_groups.group_words(bench, by)
        table = fair_groups.side_by_side(fair, "contactpoint_2009", named)
        assert table["Group"].to_list() == list(named.values())
        assert fair.provenance.disclosure
        assert table.null_count().row(0) == (0,) * table.width
    without = fair_groups.side_by_side(fair, "status_quo", named)
    assert set(without["Missed links (% of records)"]) == {"not defined"}


def test_groups_are_apart_only_where_no_future_mixes_them(bench, found):
    one = found["contactpoint_2009"]
    ask = (bench, one, "is_looked_after", "missed_link_share")
    assert fair_groups.told_apart(*ask, "looked_after", "not_looked_after")
    assert not fair_groups.told_apart(*ask, "not_looked_after", "looked_after")
    assert not fair_groups.told_apart(*ask, "looked_after", "looked_after")


def test_a_log_is_drawn_once_for_a_design_and_kept(bench, found, shelf):
    one = found["contactpoint_2009"]
    log = shelf.drawn(bench, one)
    assert shelf.drawn(bench, one) is log is shelf.kept(bench, one)
    renamed = replace(one, scenario=replace(one.scenario, id="other", label="Another name"))
    assert shelf.kept(bench, renamed) is log
    assert log.n_rows > 0
    assert 0.8 < log.n_explained / log.n_rows < 1
    assert log.peaks["second"] <= log.peaks["minute"] <= log.peaks["hour"]


def test_what_a_log_holds_adds_up_and_hides_the_few(bench, found, shelf):
    log = shelf.drawn(bench, found["contactpoint_2009"])
    for answer in (log.per_user, log.per_child):
        rows = answer.frame
        assert rows.columns == list(SCHEMA)
        assert rows["numerator"].drop_nulls().filter(rows["numerator"].drop_nulls() > 0).min() >= 10
        if not rows["value"].null_count():
            assert rows["value"].sum() == pytest.approx(1_000)
    assert log.per_child.frame["denominator"][0] == bench.world.manifest["tables"]["child"]["rows"]
    assert log.explained.frame["value"].drop_nulls().is_between(0, 1).all()
    assert "select" in log.per_user.provenance.sql


def test_a_design_that_nobody_looks_into_has_an_empty_log(bench, found, shelf):
    log = shelf.drawn(bench, found["reference_index"])
    assert log.n_rows == 0
    assert "Nobody may look" in log.notes[0]


def test_logs_that_nobody_asked_for_lately_go(bench, found, monkeypatch):
    monkeypatch.setattr("analysis.drawn_log.MOST_LOGS", 1)
    small = LogShelf()
    small.drawn(bench, found["local_hub"])
    folders = list(Path(small._folder).iterdir())
    small.drawn(bench, found["status_quo"])
    assert small.kept(bench, found["local_hub"]) is None
    assert not folders[0].exists()
