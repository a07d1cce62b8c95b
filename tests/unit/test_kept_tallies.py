"""Are tallies that were kept on disk what they were, and are only designs that ship kept?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.families import FAMILIES
from analysis.kept_tallies import kept_tallies, packed, unpacked
from analysis.levers import baseline
from analysis.scenarios import read_scenario
from analysis.tally import Tally
from analysis.workbench import workbench
from synthetic.generate import generate_world

REPLAYED = ("children", "funnel", "leads", "winners")
TOLD = [
    Tally("lead_cases", np.array([1.0, np.nan, np.inf]), dimension="lead", group="social_care"),
    Tally(
        "reach_share",
        np.array([1.0, 2.0]),
        np.array([3.0, 4.0]),
        parts=np.arange(80.0).reshape(40, 2),
        is_national=True,
    ),
]


def assert_same(ours: list[Tally], theirs: list[Tally]) -> None:
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        for name in ("outcome", "dimension", "group", "is_national"):
            assert getattr(one, name) == getattr(other, name)
        for name in ("numerator", "denominator", "parts"):
            a, b = getattr(one, name), getattr(other, name)
            assert (a is None) == (b is None)
            assert a is None or (a.shape == b.shape and np.array_equal(a, b, equal_nan=True))


def test_what_is_unpacked_is_what_was_packed():
    assert_same(unpacked(packed(TOLD)), TOLD)
    assert unpacked(packed([])) == []


def test_a_second_workbench_reads_what_the_first_worked_out(tmp_path, monkeypatch):
    world = generate_world(tmp_path / "world", n_children=2_000, workers=1)
    levers = read_scenario("local_hub").levers
    first = {name: FAMILIES[name](workbench(world), levers, baseline()) for name in REPLAYED}
    monkeypatch.setattr("analysis.workbench.replayed", None)  # nobody replays from here on
    bench = workbench(world)
    for name, tallies in first.items():
        assert tallies
        assert_same(FAMILIES[name](bench, levers, baseline()), tallies)


def test_designs_that_do_not_ship_leave_nothing_behind(tmp_path):
    world = generate_world(tmp_path / "world", n_children=500, workers=1)
    bench, made = workbench(world), []
    own = replace(read_scenario("local_hub").levers, audit_share=0.37)
    for _ in range(2):
        kept_tallies(bench, "children", [own], lambda: made.append(1) or TOLD)
    assert len(made) == 2
    for _ in range(2):
        kept_tallies(bench, "children", [baseline()], lambda: made.append(1) or TOLD)
    assert len(made) == 3
