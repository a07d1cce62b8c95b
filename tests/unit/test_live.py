"""The figures beside the levers are those of a whole evaluation, and rest on what they say."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product

import numpy as np
import pytest

from analysis.access_tallies import volume_totals
from analysis.alerts import alert_tally
from analysis.chances import chances_in
from analysis.comparison import compare
from analysis.coverage import need_tallies
from analysis.families import QUICK
from analysis.intrusiveness import seen_by_replicate
from analysis.levers import Levers, load_levers
from analysis.live import CLOSED, LIVE, live
from analysis.outcomes import Family, outcome
from analysis.policy import load_assumptions
from analysis.rests_on import CHANCES, NEEDS, VIEWS, VOLUMES, only
from analysis.scenario_file import PRESET_IDS
from analysis.scenarios import own_scenario, read_scenario
from analysis.workbench import Workbench, workbench
from data.schema import AGENCIES
from data.world import open_world
from synthetic.generate import generate_world

REFERENCES = ("status_quo", "contactpoint_2009")


@pytest.fixture(scope="module")
def bench(tmp_path_factory) -> Workbench:
    folder = tmp_path_factory.mktemp("live") / "world"
    generate_world(folder, n_children=6_000, seed=7, workers=1)
    return workbench(open_world(folder), n_futures=40)


def moved(levers: Levers, one) -> Levers:
    """``levers`` with another value of one lever."""
    now = getattr(levers, one.id)
    if one.kind == "choice":
        other = next(id for id, _ in one.choices if id not in (now, "none"))
    elif one.kind == "agencies":
        other = AGENCIES[:3] if now != AGENCIES[:3] else AGENCIES[2:6]
    elif one.kind == "flag":
        other = not now
    else:
        other = one.minimum + 1 if now != one.minimum + 1 else one.minimum + 3
        other = 0.25 if one.kind == "share" else int(other)
    return replace(levers, **{one.id: other})


@pytest.mark.parametrize(("design", "reference"), [*product(PRESET_IDS, REFERENCES)])
def test_live_figures_are_those_of_an_evaluation(bench, design, reference):
    ours, theirs = read_scenario(design), read_scenario(reference)
    found = live(bench, ours, theirs)
    assert [one.outcome_id for one in found.design.estimates] == list(LIVE)
    for one in found.reference.estimates:
        assert one.outcome_id != CLOSED
    if design == reference:
        assert {one.value for one in found.differences} <= {0.0, None}  # nobody opens no index
        return
    told = compare(bench, [theirs, ours], families=QUICK)
    (before, after), beside = told.evaluations, told.differences[1]
    names = [one.outcome_id for one in after.estimates if one.dimension == "all"]
    whole = [
        there for there, one in zip(beside, after.estimates, strict=True) if one.dimension == "all"
    ]
    for id in LIVE:
        assert found.design.estimate(id) == after.estimate(id)
        if outcome(id).family is Family.BETWEEN:
            assert found.difference(id) == after.estimate(id)
        else:
            assert found.reference.estimate(id) == before.estimate(id)
            assert found.difference(id) == whole[names.index(id)]


def test_another_name_is_another_scenario_with_the_same_figures(bench):
    levers, reference = read_scenario("local_hub").levers, read_scenario("status_quo")
    one, other = (own_scenario(levers, label=name, summary="Mine.") for name in ("One", "Two"))
    assert live(bench, one, reference).design.scenario.label == "One"
    assert live(bench, other, reference).design.scenario.label == "Two"


def raw(bench: Workbench, levers: Levers) -> dict[tuple[str, ...], list[np.ndarray]]:
    """What is kept by the levers that it rests on, made for these levers and no others."""
    told = bench.store_for(levers), levers, bench.futures
    volumes = [*volume_totals(*told), alert_tally(*told)]
    seen = seen_by_replicate(*told)
    chances = chances_in(levers, bench.futures, bench.assumptions)
    return {
        CHANCES: [getattr(chances, one.name) for one in fields(chances)],
        NEEDS: [one.numerator for one in need_tallies(bench, levers)],
        VOLUMES: [one.numerator for one in volumes],
        VIEWS: [getattr(seen, one.name) for one in fields(seen)],
    }


@pytest.mark.parametrize("start", ["contactpoint_2009", "reference_index", "targeted_cpis"])
def test_figures_rest_on_the_levers_that_are_named_and_on_no_other(bench, start):
    levers = read_scenario(start).levers
    before = raw(bench, levers)
    for names, kept in before.items():
        again = raw(bench, only(levers, names))[names]
        assert all(np.array_equal(*both) for both in zip(kept, again, strict=True))
    for one in load_levers():
        after = raw(bench, moved(levers, one))
        for names, kept in before.items():
            if one.id not in names:
                assert all(map(np.array_equal, kept, after[names])), (one.id, names)


def test_other_beliefs_on_the_same_bench_are_those_of_a_bench_of_their_own(bench):
    told = load_assumptions().fixed({"adoption_share": 0.3, "misuse_rate": 5.0})
    ours, theirs = read_scenario("contactpoint_2009"), read_scenario("status_quo")
    live(bench, ours, theirs)
    anew = workbench(bench.world, assumptions=told, n_futures=40)
    shared = bench.believing(told)
    assert shared.key == anew.key
    found, told_anew = (live(one, ours, theirs).differences for one in (shared, anew))
    assert found == told_anew
    with pytest.raises(ValueError, match="other needs"):
        bench.believing(told.fixed({"window_days": 90}))
