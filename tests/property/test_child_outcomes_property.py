"""For any small world and any design, figures about children are what plain loops count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from statistics import median

import numpy as np
import pytest

from analysis import luck
from analysis.chances import chances_of
from analysis.child_outcomes import child_tallies
from analysis.child_panel import replayed
from analysis.child_results import ChildResults, child_results
from analysis.funnel import STEPS
from analysis.funnel_by_design import funnel_tallies
from analysis.futures import Futures
from analysis.levers import Levers, baseline
from analysis.policy import Assumptions
from analysis.replay import MET_BY
from analysis.store import Store, open_store
from analysis.tally import Tally
from analysis.who_leads import lead_tallies
from analysis.winners import winner_tallies
from data.schema import AGENCIES, CONCERN_TYPES, NEED_TIERS
from tests import naive
from tests.examples import EXAMPLES
from tests.naive_children import IN_TIME, TIERS, Plain, counted
from tests.property.test_replay_property import BELIEFS, END, SEEN, START, crowded
from tests.tables import drawn_world


def a_world(seed: int) -> tuple[dict, list[Levers], Assumptions]:
    """A crowded world with tiers and types of concern, designs, and beliefs that have ranges."""
    dice = Random(seed)
    given, designs, told = crowded(dice)
    for contact in given["contacts"]:
        kind = dice.choice([*CONCERN_TYPES, None]) if contact["is_concern"] else None
        contact["concern_type"] = kind
    for child in given["children"]:
        child["need_tier"] = dice.choice([*NEED_TIERS, *TIERS])
    entries = (
        replace(one, low=one.central / 2, high=(1 + one.central) / 2)
        if one.id in BELIEFS and one.kind == "uncertainty"
        else one
        for one in told.fixed({"knowledge_days": IN_TIME, "avoidance_share": given["avoidance"]})
    )
    return given, designs, Assumptions(tuple(entries))


@dataclass(frozen=True)
class Case:
    """A random world made ready, and what is asked of it."""

    seed: int
    given: dict
    designs: list[Levers]
    told: Assumptions
    store: Store


@pytest.fixture(scope="module", params=range(int(EXAMPLES or 8)))
def case(request, tmp_path_factory) -> Case:
    given, designs, told = a_world(request.param)
    tables = {"child": given["children"], "contact": given["contacts"]}
    tables["registration"] = given["records"]
    folder = tmp_path_factory.mktemp("small")
    world = drawn_world(folder, period_start=START, period_end=END, **tables)
    store = open_store(world, window_days=given["window"], assumptions=told)
    return Case(request.param, given, designs, told, store)


def of_all(tallies: list[Tally]) -> dict[tuple, np.ndarray]:
    """Every figure in every future: the numerator, divided where there is a denominator."""
    found = {}
    for one in tallies:
        with np.errstate(divide="ignore", invalid="ignore"):
            value = one.numerator if one.denominator is None else one.numerator / one.denominator
        found[one.outcome, one.dimension, one.group] = value
        if one.parts is not None:
            sums = one.parts.sum(axis=0)
            assert sums[0] == pytest.approx(one.numerator[0])
            if one.denominator is not None:
                assert sums[1] == pytest.approx(one.denominator[0])
    return found


def test_figures_about_children_are_what_plain_loops_count(case):
    levers, reference = case.designs[:2]
    value = Futures(case.told, n=2)
    design, before, without = (
        replayed(case.store, one, value, case.told) for one in (levers, reference, baseline())
    )
    given = (case.store, levers, value, case.told)
    tallies = child_tallies(*given, design=design)
    tallies += funnel_tallies(*given, design=design, status_quo=without)
    tallies += lead_tallies(*given, design=design)
    tallies += winner_tallies(
        case.store, levers, reference, value, case.told, design=design, before=before
    )
    found = of_all(tallies)
    for future in range(3):
        worlds = (Plain(case.given, one, value, future) for one in (levers, reference, baseline()))
        told = {key: values[future] for key, values in found.items()}
        assert told == pytest.approx(counted(*worlds), nan_ok=True)


def test_results_per_child_are_what_plain_loops_count(case):
    for levers in case.designs:
        results = results_in(case, levers, case.told)
        whose = case.store.people.child_id[results.person]
        plain = Plain(case.given, levers, Futures(case.told, n=0), 0)
        decided = {one[0] for one in naive.decisions(plain.small.contacts, START, END)}
        assert whose.tolist() == sorted(decided & set(plain.small.children))
        for row, child in enumerate(whose.tolist()):
            rows = plain.of(child)
            met = [sum(one[6] == word for one in rows) for word in MET_BY]
            assert results.n_met[row].tolist() == met
            assert results.n_needs[row] == len(rows)
            assert results.n_views[row] == plain.n_views(child)
            known = [name for name in AGENCIES if len(plain.known_to(child, name)) > 1]
            assert results.knowing[row] == sum(1 << luck.NUMBER[name] for name in known)


def results_in(case: Case, levers: Levers, told: Assumptions) -> ChildResults:
    return child_results(case.store, levers, chances_of(levers, told))


def test_more_of_what_helps_opens_a_gap_for_no_child(case):
    dice = Random(case.seed)
    for levers in case.designs:
        before = results_in(case, levers, case.told)
        agency = dice.choice(SEEN)
        wider = replace(levers, connected_agencies=(*{*levers.connected_agencies, agency},))
        assert (results_in(case, wider, case.told).n_gaps <= before.n_gaps).all()
        for more in ("lookup_share", "adoption_share", "link_share", "alert_follow_up"):
            raised = [one for one in case.told if one.id.split(".")[0] == more]
            higher = case.told.fixed({one.id: (1 + one.central) / 2 for one in raised})
            assert (results_in(case, levers, higher).n_gaps <= before.n_gaps).all()


def test_a_design_against_itself_changes_nothing(case):
    value = Futures(case.told, n=2)
    for levers in (baseline(), case.designs[0]):
        one, again = (replayed(case.store, levers, value, case.told) for _ in range(2))
        zero = {"children_who_gain", "children_who_lose", "children_new_entry_no_need"}
        if levers == baseline():
            zero.add("children_viewed_without_gain")
        for tally in winner_tallies(
            case.store, levers, levers, value, case.told, design=one, before=again
        ):
            assert tally.outcome not in zero or not tally.numerator.any()
            assert tally.outcome not in zero or not tally.parts.any()
            zero -= {tally.outcome}
        assert not zero
        first, second = (
            of_all(child_tallies(case.store, levers, value, case.told, design=each))
            for each in (one, again)
        )
        for key, values in first.items():
            assert np.array_equal(values, second[key], equal_nan=True)


def test_without_scope_nobody_is_looked_up_or_has_an_entry(case):
    value = Futures(case.told, n=2)
    none = replace(case.designs[0], scope="none")
    design = replayed(case.store, none, value, case.told)
    assert not design.everyone.n_views.any()
    assert not design.panel.n_views.any()
    found = of_all(child_tallies(case.store, none, value, case.told, design=design))
    assert not np.nan_to_num(found["reach_share", "all", "all"]).any()
    tallies = winner_tallies(case.store, none, baseline(), value, case.told, design=design)
    assert not of_all(tallies)["children_new_entry_no_need", "all", "all"].any()


def test_a_child_out_of_scope_is_never_seen(case):
    for scope in ("known_to_social_care", "concern_triggered"):
        levers = replace(case.designs[0], scope=scope, opt_out=False)
        results = results_in(case, levers, case.told)
        plain = Plain(case.given, levers, Futures(case.told, n=0), 0)
        for row, child in enumerate(case.store.people.child_id[results.person].tolist()):
            if not plain.entry_chance(child):
                assert results.n_views[row] == 0
                assert results.n_told[row, 1:].sum() == 0


def test_shares_lie_between_nothing_and_all_and_steps_add_up(case):
    value = Futures(case.told, n=4)
    levers = case.designs[0]
    design = replayed(case.store, levers, value, case.told)
    shares = of_all(child_tallies(case.store, levers, value, case.told, design=design))
    for id in ("learned_in_time_share", "reach_share"):
        share = shares[id, "all", "all"]
        assert (np.isnan(share) | ((share >= 0) & (share <= 1))).all()
    steps = of_all(funnel_tallies(case.store, levers, value, case.told, design=design))
    number = sum(steps["children_by_step", "step", step] for step, *_ in STEPS)
    chosen = [one for one in case.given["children"] if one["need_tier"] in TIERS]
    assert number == pytest.approx(np.full(5, len(chosen)))


def test_the_worlds_of_these_tests_have_what_the_figures_are_about():
    """Else an equality of nothings would pass for a proof."""
    seen = {"gain": 0, "viewed": 0, "orphaned": 0, "cases": 0, "late": 0, "alerted": 0}
    for seed in range(8):
        given, designs, assumptions = a_world(seed)
        value = Futures(assumptions, n=1)
        without = Plain(given, baseline(), value, 0)
        for levers in designs[:2]:
            plain = Plain(given, levers, value, 0)
            children = list(plain.small.children)
            cases = [child for child in children if plain.leads(child)]
            seen["cases"] += len(cases)
            seen["gain"] += sum(plain.gaps(child) < without.gaps(child) for child in children)
            seen["viewed"] += sum(plain.n_views(child) > 0 for child in children)
            seen["orphaned"] += sum(
                all(len(plain.known_to(child, lead)) < 2 for lead in plain.leads(child))
                for child in cases
            )
            seen["late"] += sum(IN_TIME < one < float("inf") for one in plain.days())
            seen["alerted"] += sum(plain.told(child, "alert") for child in children)
    assert min(seen.values()) >= 3, seen
    assert median(seen.values()) >= 10
