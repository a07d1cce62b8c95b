"""Children are picked by pattern: those that fit, the same each time, in an order by draw."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.case import case_of
from analysis.case_patterns import AT_MOST, MOST, OFTEN, PATTERNS, SEVERAL, children_of
from analysis.scenarios import read_scenario
from analysis.workbench import workbench
from synthetic.generate import generate_world
from tests.tables import drawn_world

POINT, QUO = read_scenario("contactpoint_2009"), read_scenario("status_quo")
FITS = {
    "several": lambda case, year: len(year) >= SEVERAL,
    "threat": lambda case, year: {"police", "mental_health", "prevent"} <= year,
    "looked_after": lambda case, year: case.child.is_looked_after and len(year) >= 2,
    "shielded": lambda case, year: case.child.is_shielded and len(year) >= 2,
    "quiet": lambda case, year: (
        not case.contacts["n_concerns"].sum() and case.contacts["n_contacts"].sum() >= OFTEN
    ),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("patterns") / "world"
    return workbench(generate_world(folder, n_children=20_000, workers=1), n_futures=1)


@pytest.mark.parametrize("pattern", FITS)
def test_the_children_of_a_pattern_fit_it(bench, pattern):
    found = children_of(bench, pattern, POINT.levers, QUO.levers)
    assert len(found) == len(set(found)) <= MOST
    assert pattern == "threat" or found  # few children of a small world are so well known
    for child in found[:6]:
        case = case_of(bench, child, POINT)
        year = set(case.decisions["seeker"])
        assert FITS[pattern](case, year)
        assert case.needs.height <= AT_MOST


def test_the_children_with_most_gaps_closed_have_them(bench):
    found = children_of(bench, "closed", POINT.levers, QUO.levers)
    closed = [
        case_of(bench, child, QUO).gaps.height - case_of(bench, child, POINT).gaps.height
        for child in found
    ]
    assert min(closed) > 0
    assert closed == sorted(closed, reverse=True)


def test_whoever_is_looked_at_without_gain_is_looked_at_and_told_nothing(bench):
    found = children_of(bench, "looked_at", POINT.levers, QUO.levers)
    assert found
    views = []
    for child in found:
        case = case_of(bench, child, POINT)
        views.append(case.looks["is_opened"].sum())
        assert not set(case.needs["met_by"]) & {"lookup", "alert"}
    assert min(views) >= OFTEN
    assert views == sorted(views, reverse=True)


def test_a_design_without_an_index_closes_nothing_and_looks_at_nobody(bench):
    assert children_of(bench, "closed", QUO.levers, QUO.levers) == ()
    assert children_of(bench, "looked_at", QUO.levers, QUO.levers) == ()


def test_they_stand_in_an_order_by_draw(bench):
    found = children_of(bench, "several", POINT.levers, QUO.levers)
    assert found == children_of(bench, "several", QUO.levers, POINT.levers)
    assert not np.all(np.diff(found) > 0)


@pytest.mark.parametrize("pattern", [one.id for one in PATTERNS])
def test_a_bare_world_has_no_child_to_show_and_no_error(tmp_path, pattern):
    bare = drawn_world(
        tmp_path,
        child="child_id\n1",
        contact="child_id | agency | contacted_on | is_concern\n1 | police | 2023-05-01 | true",
        origin="imported",
    )
    assert children_of(workbench(bare, n_futures=1), pattern, POINT.levers, QUO.levers) == ()
