"""Figures about children in worlds small enough to read, and how a panel stands for everyone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import child_panel, luck
from analysis.availability import NotAvailable
from analysis.between import between_tallies, minus
from analysis.chances import chances_in, chances_of
from analysis.child_counts import add_up, both, carried, everybody, in_proportion
from analysis.child_outcomes import child_tallies, equity, has_gap
from analysis.child_panel import panel_results, panel_situations, replayed
from analysis.child_results import NEVER, child_results
from analysis.days_to_knowledge import learned_by_day, median_days
from analysis.estimates import estimate
from analysis.funnel import STEPS
from analysis.funnel_by_design import funnel_tallies
from analysis.futures import Futures, Held
from analysis.levers import baseline, levers_with
from analysis.policy import load_assumptions
from analysis.sampling import Sample
from analysis.store import open_store
from analysis.tally import REPLICATES, Tally
from analysis.winners import winner_tallies
from data.world import WorldError
from tests.tables import drawn_world

CHILD = """
    child_id | need_tier | sex
    1        | acute     | female
    2        | complex   | male
    3        | none      | male
    4        | acute     | -
"""
# 1: police learn of school late (needs on days 9 and 40 after its concern). 2: one agency.
# 3: two agencies at once, so nothing to share in time. 4: nobody.
CONTACT = """
    child_id | agency | contacted_on | is_concern
    1        | school | 2023-05-01   | true
    1        | police | 2023-05-10   | true
    1        | police | 2023-06-10   | true
    2        | police | 2023-05-10   | true
    3        | police | 2023-05-10   | true
    3        | school | 2023-05-10   | true
"""
SURE = ("adoption_share", "lookup_share.automatic", "search_success.name_and_birth_date")
INDEX = {
    "scope": "universal",
    "lookup_rule": "automatic",
    "connected_agencies": ["school"],
    "authorised_agencies": ["police"],
}


def beliefs(practice: float, **others: float):
    known = load_assumptions()
    ids = [one.id for one in known if one.id.startswith("practice_share.")]
    sure = dict.fromkeys((*SURE, "link_share.exact"), 1.0)
    return known.fixed(dict.fromkeys(ids, practice) | {"open_case_uplift": 0.0} | sure | others)


def store_of(tmp_path, contact=CONTACT, child=CHILD):
    return open_store(drawn_world(tmp_path, child=child, contact=contact))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return store_of(tmp_path_factory.mktemp("four"))


def central(tallies: list[Tally]) -> dict[tuple, float]:
    return {
        (one.outcome, one.group): float(
            one.numerator[0] / (1 if one.denominator is None else one.denominator[0])
        )
        for one in tallies
    }


def test_a_child_whose_only_needs_stay_open_was_never_put_together(store):
    told = beliefs(0.0)
    found = central(child_tallies(store, baseline(), Futures(told, n=1), told))
    assert found["children_with_gap", "all"] == 1
    assert found["children_never_put_together", "all"] == 1
    assert found["median_days_to_knowledge", "all"] == np.inf
    assert found["learned_in_time_share", "all"] == 0
    assert found["reach_share", "all"] == 0


def test_knowledge_counts_from_the_first_concern_of_the_holder(store):
    told = beliefs(0.0)
    at_once = central(child_tallies(store, levers_with(INDEX), Futures(told, n=1), told))
    assert at_once["children_with_gap", "all"] == 0
    assert at_once["median_days_to_knowledge", "all"] == 9
    assert at_once["learned_in_time_share", "all"] == 1
    assert at_once["reach_share", "all"] == 1
    slow = levers_with(INDEX | {"update_delay_days": 10})
    later = central(child_tallies(store, slow, Futures(told, n=1), told))
    assert later["median_days_to_knowledge", "all"] == 40
    assert later["learned_in_time_share", "all"] == 0
    assert later["children_with_gap", "all"] == 1
    assert later["children_never_put_together", "all"] == 0


@pytest.mark.parametrize(("days", "share"), [(8, 0.0), (9, 1.0)])
def test_in_time_includes_the_last_day(store, days, share):
    told = beliefs(0.0, knowledge_days=days)
    tallies = child_tallies(store, levers_with(INDEX), Futures(told, n=1), told)
    assert central(tallies)["learned_in_time_share", "all"] == share


def test_pairs_that_never_learn_count_as_longer_than_any_other():
    days = np.array([3, NEVER, 0, 7, NEVER, 3], dtype=np.int16)
    assert learned_by_day(days).tolist() == [1, 1, 1, 3, 3, 3, 3, 4]
    assert learned_by_day(np.array([days, np.full(6, NEVER)])).tolist()[1] == [0] * 8


def test_what_was_learned_counts_for_the_channel_that_told_first(store):
    told = beliefs(0.0)
    results = child_results(store, levers_with(INDEX), chances_of(levers_with(INDEX), told))
    row = results.person.tolist().index(0)
    assert results.n_first[row].tolist() == [0, 1, 0]
    assert results.n_told[row].tolist() == [0, 2, 0]
    assert results.n_met[row].tolist() == [1, 0, 1, 0, 0]
    assert results.n_views[row] == 2


@pytest.mark.parametrize(
    ("practice", "sets", "steps"),
    [
        (0.0, {}, {"not_seen": 1, "seen_by_one": 1, "gap_remains": 1}),
        (0.0, INDEX, {"not_seen": 1, "seen_by_one": 1, "closed_by_design": 1}),
        (1.0, INDEX, {"not_seen": 1, "seen_by_one": 1, "shared_by_practice": 1}),
    ],
)
def test_every_child_of_the_tiers_is_in_one_step(store, practice, sets, steps):
    told = beliefs(practice)
    tallies = funnel_tallies(store, levers_with(sets), Futures(told, n=1), told)
    found = central(tallies)
    assert {step: found["children_by_step", step] for step, *_ in STEPS} == {
        step: steps.get(step, 0) for step, *_ in STEPS
    }
    assert found["funnel", "not_seen"] == pytest.approx(1000 / 3)


def test_other_tiers_can_be_asked_for(store):
    told = beliefs(0.0)
    value = Futures(told, n=1)
    found = central(funnel_tallies(store, baseline(), value, told, tiers=("none",)))
    assert found["children_by_step", "nothing_to_share"] == 1
    assert found["funnel", "nothing_to_share"] == 1000
    with pytest.raises(WorldError, match="Did you mean 'acute'"):
        funnel_tallies(store, baseline(), value, told, tiers=("acut",))


def test_acting_on_what_is_known_depends_on_who_told(store):
    shares = {"acted_on_share.practice": 0.5, "acted_on_share.lookup": 0.25}
    told = beliefs(0.0, **shares)
    tallies = funnel_tallies(store, levers_with(INDEX), Futures(told, n=1), told)
    by_lookup = central(tallies)
    assert by_lookup["needs_acted_on", "lookup"] == pytest.approx(2 * 0.25)
    assert by_lookup["needs_acted_on", "all"] == by_lookup["needs_acted_on", "lookup"]
    told = beliefs(1.0, **shares)
    tallies = funnel_tallies(store, baseline(), Futures(told, n=1), told)
    assert central(tallies)["needs_acted_on", "practice"] == pytest.approx(2 * 0.5)


def test_a_world_without_need_tiers_says_so(tmp_path):
    store, told = store_of(tmp_path, child="child_id\n1\n2\n3\n4"), beliefs(0.0)
    with pytest.raises(NotAvailable, match="need_tier"):
        funnel_tallies(store, baseline(), Futures(told, n=1), told)


def test_who_gains_who_is_looked_at_and_who_has_a_new_entry(store):
    told = beliefs(0.0)
    found = central(winner_tallies(store, levers_with(INDEX), baseline(), Futures(told, n=1), told))
    assert found["children_who_gain", "all"] == 1
    assert found["children_as_before", "all"] == 0
    assert found["children_viewed_without_gain", "all"] == 2
    assert found["children_new_entry_no_need", "all"] == 3


def test_who_gains_by_group_leaves_out_those_not_recorded(store):
    told = beliefs(0.0)
    found = central(
        winner_tallies(
            store, levers_with(INDEX), baseline(), Futures(told, n=1), told, dimension="sex"
        )
    )
    assert found["children_who_gain", "female"] == 1
    assert found["children_who_gain", "male"] == 0
    assert found["children_viewed_without_gain", "male"] == 2
    assert found["children_new_entry_no_need", "male"] == 2
    assert found["children_new_entry_no_need", "female"] == 0
    with pytest.raises(NotAvailable, match="ethnic_group"):
        winner_tallies(
            store, baseline(), baseline(), Futures(told, n=1), told, dimension="ethnic_group"
        )


def test_one_household_opts_out_of_both_designs_or_of_none(store):
    told = beliefs(0.0, **{"opt_out_share.with_concern": 0.4})
    told = told.fixed({"opt_out_share.without_concern": 0.1})
    value = Futures(told, n=1)
    free, bound = levers_with(INDEX | {"opt_out": True}), levers_with(INDEX | {"opt_out": False})
    gained = {
        name: central(winner_tallies(store, one, other, value, told))[
            "children_new_entry_no_need", "all"
        ]
        for name, one, other in (("bound", bound, free), ("free", free, bound))
    }
    assert gained == {"bound": pytest.approx(0.4 + 0.4 + 0.1), "free": 0}


def many_children(n: int) -> str:
    """``n`` children with a need each, then ``n`` with a decision and no need."""
    rows = ["child_id | agency | contacted_on | is_concern"]
    for child in range(n):
        rows += [f"{child} | school | 2023-05-01 | true", f"{child} | police | 2023-05-10 | true"]
        rows += [f"{n + child} | police | 2023-05-10 | true"]
    return "\n".join(rows)


@pytest.fixture
def small_panel(tmp_path, monkeypatch):
    """A store of 60 children with a need and 60 without, and panels of ten of each."""
    monkeypatch.setattr(child_panel, "PANEL", 10)
    children = "\n".join(["child_id", *(str(child) for child in range(120))])
    return store_of(tmp_path, contact=many_children(60), child=children)


def test_the_panel_is_the_children_with_the_lowest_draws(small_panel):
    persons = np.unique(panel_situations(small_panel).decisions.person)
    draws = luck.panel(small_panel.seed, np.arange(120))
    expected = [*np.argsort(draws[:60])[:10], *(60 + np.argsort(draws[60:])[:10])]
    assert persons.tolist() == sorted(expected)


def test_the_panel_carries_its_ratio_over_to_everyone(small_panel):
    told = load_assumptions()
    value = Futures(told, n=30)
    design = replayed(small_panel, baseline(), value, told)
    flags = both(has_gap, design)
    assert flags.panel.shape == (31, 20)
    spread = carried(design, flags, everybody(small_panel.people))[:, 0]
    assert spread[0] == has_gap(design.everyone).sum()
    sums = flags.panel.sum(axis=1)
    assert spread == pytest.approx(spread[0] * sums / sums[0])
    assert len(set(spread.round(6))) > 3


def test_a_future_of_the_panel_is_replay_of_its_children_in_that_future(small_panel):
    told = load_assumptions()
    chances = chances_in(baseline(), Futures(told, n=5), told)
    panel = panel_results(small_panel, baseline(), chances)
    for future in range(6):
        everyone = child_results(small_panel, baseline(), chances.in_future(future))
        ours = np.isin(everyone.person, panel.person)
        assert (panel.n_gaps[future] == everyone.n_gaps[ours]).all()


def test_no_more_futures_are_replayed_than_the_panel_has(small_panel, monkeypatch):
    told = load_assumptions()
    monkeypatch.setattr(child_panel, "FUTURES", 3)
    tallies = child_tallies(small_panel, levers_with(INDEX), Futures(told, n=9), told)
    assert {one.outcome: len(one.numerator) for one in tallies} == {
        "children_with_gap": 4,
        "children_never_put_together": 4,
        "median_days_to_knowledge": 4,
        "learned_in_time_share": 4,
        "reach_share": 10,
    }
    alone = child_tallies(small_panel, levers_with(INDEX), Held(told), told)
    assert {len(one.numerator) for one in alone} == {1}


def test_the_median_tells_how_far_a_sample_may_be_off(small_panel):
    told = beliefs(1.0)
    design = replayed(small_panel, baseline(), Held(told), told)
    tally = median_days(design, small_panel.people)
    assert tally.numerator[0] == 9
    assert tally.parts.sum(axis=0) == pytest.approx([9, 1])
    assert tally.parts.shape == (REPLICATES, 2)


def test_the_docs_tell_the_size_of_the_panel():
    page = (Path(__file__).parents[2] / "docs/methods-children.md").read_text(encoding="utf-8")
    assert f"the {child_panel.PANEL:,} children with a sharing need" in page
    assert f"in the first {child_panel.FUTURES} of the futures" in page


def test_what_the_panel_lacks_in_the_central_future_counts_by_its_weight():
    whole, panel = np.array([50.0, 0.0]), np.array([[5.0, 0.0], [4.0, 2.0]])
    found = in_proportion(whole, panel, np.array([10.0, 10.0]))
    assert found.tolist() == [[50, 0], [40, 20]]


def test_parts_of_one_whole_add_up_in_every_future():
    parts = [np.array([6.0, 9.0, 0.0]), np.array([4.0, 3.0, 0.0])]
    found = add_up(parts)
    assert found[0].tolist() == [6, 7.5, 0]
    assert (found[0] + found[1]).tolist() == [10, 10, 0]


def test_equity_sets_the_worst_group_against_the_best_and_skips_groups_without_needs():
    needs = np.array([10.0, 20.0, 0.0])
    gaps = np.array([[5.0, 5.0, 0.0], [1.0, 8.0, 0.0]])
    tally = equity(needs, gaps, "ethnic_group")
    assert (tally.numerator / tally.denominator).tolist() == [2, 4]
    assert tally.dimension == "ethnic_group"
    assert np.isnan(equity(np.zeros(2), np.zeros((1, 2)), "ethnic_group").numerator).all()


def test_equal_groups_stand_one_to_one():
    tally = equity(np.array([10.0, 20.0]), np.array([[3.0, 6.0]]), "deprivation_decile")
    assert (tally.numerator / tally.denominator).tolist() == [1]


def a_count(outcome: str, values, parts=None, **more) -> Tally:
    return Tally(outcome, np.array(values, dtype=float), parts=parts, **more)


def between(gaps, views, gbp, sample) -> dict[str, Tally]:
    told = {"gaps": gaps, "views": views, "gbp": gbp}
    return {one.outcome: one for one in between_tallies(**told, sample=sample)}


def test_pounds_per_gap_closed_scale_the_gaps_of_a_sample_to_england():
    found = between(
        (a_count("sharing_gaps", [80, 90]), a_count("sharing_gaps", [100, 90])),
        (a_count("views", [400, 100]), a_count("views", [100, 100])),
        (
            a_count("yearly_cost", [5e6, 4e6], is_national=True),
            a_count("yearly_cost", [1e6, 1e6], is_national=True),
        ),
        tenth := Sample(fraction=0.1, n_units=100),
    )
    assert found["gaps_closed"].numerator.tolist() == [20, 0]
    assert estimate(found["gaps_closed"], tenth).value == 200
    assert estimate(found["extra_views_per_gap"], tenth).value == 15
    assert estimate(found["extra_gbp_per_gap"], tenth).value == 4e6 / 200
    assert found["extra_gbp_per_gap"].denominator.tolist() == [200, 0]


def test_per_gap_closed_is_left_open_where_none_is_closed():
    whole = Sample(fraction=1.0, n_units=100)
    one = a_count("sharing_gaps", [100, 110])
    found = between(
        (one, a_count("sharing_gaps", [100, 100])),
        (a_count("views", [400, 100]), a_count("views", [100, 100])),
        (a_count("yearly_cost", [1, 1]), a_count("yearly_cost", [0, 0])),
        whole,
    )
    assert found["gaps_closed"].numerator.tolist() == [0, -10]
    assert estimate(found["extra_views_per_gap"], whole).value is None


def test_parts_of_what_is_per_gap_add_up_to_it():
    parts = np.stack([np.arange(REPLICATES), np.zeros(REPLICATES)], axis=-1)
    total = parts[:, 0].sum()
    gaps = tuple(a_count("sharing_gaps", [total * k], parts * k) for k in (1, 3))
    views = tuple(a_count("views", [total * k], parts * k) for k in (5, 1))
    gbp = tuple(a_count("yearly_cost", [k], is_national=True) for k in (70.0, 30.0))
    found = between(gaps, views, gbp, Sample(fraction=0.5, n_units=10))
    for id in ("extra_views_per_gap", "extra_gbp_per_gap"):
        tally = found[id]
        sums = tally.parts.sum(axis=0)
        assert sums == pytest.approx([tally.numerator[0], tally.denominator[0]])


def test_only_counts_of_one_population_can_be_subtracted():
    one = a_count("views", [1])
    with pytest.raises(ValueError, match="two counts"):
        minus(one, replace(one, denominator=np.ones(1)), "extra_views")
    with pytest.raises(ValueError, match="different populations"):
        minus(one, replace(one, is_national=True), "extra_views")
