"""Do screens show what `contactlens evaluate` gives, to the last digit, for every preset?"""

from __future__ import annotations

import contextlib
import io
import json
import re
from html import unescape

import polars as pl
import pytest

from analysis import access_answers, access_areas, who_gains
from analysis.access_tallies import weekdays_in
from analysis.comparison import compare
from analysis.design_gaps import by_group, by_pair
from analysis.design_leads import whole
from analysis.design_table import NOT_THERE
from analysis.evaluation import evaluate
from analysis.families import QUICK
from analysis.groups import DIMENSIONS
from analysis.live import LIVE, live
from analysis.occasion_counts import CONTACT_AREA, WEEKDAY, WEEKDAYS
from analysis.outcomes import OUTCOMES, outcome
from analysis.scenarios import load_scenarios, read_scenario
from analysis.units import show, show_interval
from analysis.week import week
from analysis.who_leads import lead_agencies
from analysis.workbench import Workbench, workbench
from cli import main

PRESETS = [one.id for one in load_scenarios()]
BASELINE = "status_quo"
ALL = ("all", "all")
MOST = 8  # outcomes that Compare takes at once
GAPS = {"n_gaps": "sharing_gaps", "gap_share": "gap_share"}
ROW = re.compile(r"<tr[^>]*><th[^>]*><span>(.*?)</span></th>(.*?)</tr>")
CELL = re.compile(r"<td><span>(.*?)</span>(?:<small>(.*?)</small>)?</td>")
NUMBER = re.compile(r"[\d.,]*\d")


@pytest.fixture(scope="module")
def evaluated(small_world) -> dict[str, dict[tuple[str, str, str], dict]]:
    """What the command gives: preset, then outcome, dimension and group -> figure."""
    told = {}
    for id in PRESETS:
        line = ["evaluate", id, "--world", str(small_world.path), "--format", "json"]
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            assert main(line) == 0
        figures = json.loads(printed.getvalue())["figures"]
        told[id] = {(one["outcome"], one["dimension"], one["group"]): one for one in figures}
    return told


def table(app, caption: str) -> dict[str, list[tuple[str, str]]]:
    """The cells (figure, interval) of a table of designs by the name of the row."""
    (body,) = [
        one.proto.body for one in app.get("html") if f'aria-label="{caption}"' in one.proto.body
    ]
    return {name: CELL.findall(cells) for name, cells in ROW.findall(unescape(body))}


def numbers(interval: str) -> list[str]:
    return NUMBER.findall(interval)


def is_shown(cell: tuple[str, str], figure: dict | None) -> bool:
    """Whether a cell shows ``figure``: the same words, and the same numbers as its interval."""
    text, below = cell
    if figure is None or (figure["value"] is None and figure["high"] is None):
        return text == NOT_THERE
    if figure["interval"] == figure["text"]:
        return (text, below) == (figure["text"], "")
    return text == figure["text"] and numbers(below) == numbers(figure["interval"])


@pytest.mark.parametrize("others", [PRESETS[1:4], PRESETS[4:7], PRESETS[7:]])
def test_compare_shows_every_outcome_as_evaluate_gives_it(
    open_page, small_world, evaluated, others
):
    app = open_page(small_world, "compare", **{"with": ".".join(others)})
    offered = app.multiselect(key="pick-outcomes").options
    ids = {f"{one.family.value.capitalize()}: {one.label}": one.id for one in OUTCOMES}
    assert set(offered) <= set(ids)
    told = [ids[words] for words in offered]
    for first in range(0, len(told), MOST):
        some = told[first : first + MOST]
        app.multiselect(key="pick-outcomes").set_value(some).run()
        assert not app.exception
        rows = table(app, "The figures of each design")
        for id in some:
            for preset, cell in zip((BASELINE, *others), rows[outcome(id).axis_title], strict=True):
                assert is_shown(cell, evaluated[preset].get((id, *ALL))), (id, preset, cell)


@pytest.fixture(scope="module")
def bench(small_world) -> Workbench:
    return workbench(small_world)


def figures_of(row: dict, column: str) -> tuple[str, str]:
    """A figure of a frame of gaps as the page writes it, and its interval."""
    value, low, high = (row[f"{column}{end}"] for end in ("", "_low", "_high"))
    unit = outcome(GAPS[column]).unit
    return show(value, unit, low=low, high=high), show_interval(low, high, unit)


@pytest.mark.parametrize("preset", PRESETS)
def test_gaps_of_every_pair_and_group_are_those_of_evaluate(bench, evaluated, preset):
    design, reference = read_scenario(preset), read_scenario(BASELINE)
    pairs = by_pair(bench, design, reference).frame.with_columns(
        pl.format("{} from {}", "seeker", "holder").alias("group_id")
    )
    pairs = pairs.drop_nulls(["seeker", "holder"])  # the rest are sums over seekers or holders
    frames = {"seeker_and_holder": pairs}
    frames |= {one.id: by_group(bench, design, reference, one.id).frame for one in DIMENSIONS}
    n = 0
    for dimension, frame in frames.items():
        for row in frame.filter(~pl.col("is_withheld")).iter_rows(named=True):
            for column, id in GAPS.items():
                told = evaluated[preset].get((id, dimension, row["group_id"]))
                if told is None:  # a pair without a need
                    assert row[column] in (0, None)
                    continue
                assert figures_of(row, column) == (told["text"], told["interval"]), (row, told)
                n += 1
    assert n > 200


@pytest.mark.parametrize("preset", PRESETS[1:])
def test_who_gains_and_who_leads_are_those_of_evaluate(bench, evaluated, preset):
    design, reference = read_scenario(preset), read_scenario(BASELINE)
    found = compare(bench, [reference, design], families=QUICK)
    gains = who_gains.gains_answer(bench, found, found.evaluations[1:], "all").frame
    assert gains.height > 3
    for row in gains.iter_rows(named=True):
        told = evaluated[preset][row["outcome"], *ALL]
        assert (row["text"], row["interval"]) == (told["text"], told["interval"])
    leads = whole(bench, design.levers, reference.levers, lead_agencies())
    for one in (leads.cases, leads.contested, leads.orphaned):
        told = evaluated[preset][one.outcome_id, *ALL]
        assert (one.text, one.interval_text) == (told["text"], told["interval"])


@pytest.mark.parametrize("preset", PRESETS)
def test_figures_beside_the_levers_are_those_of_evaluate(bench, evaluated, preset):
    found = live(bench, read_scenario(preset), read_scenario(BASELINE))
    for id in LIVE:
        one, told = found.design.estimate(id), evaluated[preset].get((id, *ALL))
        if told is None:  # the baseline closes nothing of its own
            assert (preset, id) == (BASELINE, "gaps_closed")
            assert one.value == 0
        else:
            assert (one.text, one.interval_text) == (told["text"], told["interval"]), id


@pytest.mark.parametrize("preset", PRESETS[1:])
def test_what_a_design_takes_more_is_that_of_evaluate(bench, evaluated, preset):
    found = live(bench, read_scenario(preset), read_scenario(BASELINE))
    for id, more in (("yearly_cost", "extra_gbp"), ("views", "extra_views")):
        one, told = found.difference(id), evaluated[preset][more, *ALL]
        assert (one.text, one.interval_text) == (told["text"], told["interval"]), id


@pytest.mark.parametrize("preset", PRESETS)
def test_access_by_agency_occasion_and_council_is_that_of_evaluate(bench, evaluated, preset):
    found = [evaluate(bench, read_scenario(preset), families=("access", "intrusion"))]
    answers = [access_answers.by_agency(bench, found), access_answers.by_occasion(bench, found)]
    n = 0
    for row in pl.concat(answer.frame for answer in answers).iter_rows(named=True):
        told = evaluated[preset][row["outcome"], row["dimension"], row["group"]]
        assert (row["text"], row["interval"]) == (told["text"], told["interval"]), row
        n += 1
    assert n >= 14
    if not evaluated[preset]["lookups", *ALL]["value"]:
        return  # the page shows no places and no hours of it
    councils = access_areas.councils(bench, found).answer.frame.filter(
        pl.col("dimension") == CONTACT_AREA, pl.col("value").is_not_null()
    )
    for row in councils.iter_rows(named=True):
        told = evaluated[preset]["lookups", CONTACT_AREA, row["group"]]
        assert row["value"] == told["value"]  # intervals on screen leave the sample out, as told
    assert councils.height > 20


@pytest.mark.parametrize("preset", PRESETS[1:])
def test_hours_of_a_week_add_up_to_the_weekdays_of_evaluate(bench, evaluated, preset):
    found = [evaluate(bench, read_scenario(preset), families=("access", "intrusion"))]
    hours = week(bench, found).frame.with_columns(day=pl.col("group").str.split(" ").list.first())
    for day, n_days in zip(WEEKDAYS, weekdays_in(bench.world), strict=True):
        in_all = hours.filter(pl.col("day") == day)["value"].sum() * n_days
        told = evaluated[preset].get(("lookups", WEEKDAY, day), {"value": 0.0})
        assert in_all == pytest.approx(told["value"], rel=1e-9), day
