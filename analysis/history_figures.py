"""What the model gives for each published figure of the history test, in every future."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from analysis.access_tallies import WEEKDAY, weekdays_in
from analysis.chances import chances_in
from analysis.families import access, account, intrusion, needs
from analysis.levers import Levers, baseline
from analysis.luck import NUMBER
from analysis.openers import users_with_access
from analysis.record_kinds import link_chances, records_by
from analysis.tally import ALL, Tally
from analysis.workbench import Workbench

WORKING_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
MINUTES_PER_HOUR = 60
Facts = Mapping[str, float]  # published numbers that a figure is brought to the size of
Figure = Callable[[Workbench, Levers, Facts], np.ndarray]


def figures() -> dict[str, Figure]:
    """By the name in column ``figure`` of history.csv; each gives one number per future."""
    return {
        "children_with_entry": lambda b, levers, facts: _england(b, intrusion, levers),
        "setup_in_2008_09": lambda b, levers, facts: _then(b, account(b, levers).setup, "2008-09"),
        "setup_in_2013_14": lambda b, levers, facts: _then(b, account(b, levers).setup, "2013-14"),
        "running_in_2009_10": lambda b, levers, facts: _then(
            b, account(b, levers).running, "2009-10"
        ),
        "system_cost_in_2009_10": _system_cost,
        "users_planned": lambda b, levers, facts: _same(b, users_with_access(levers)),
        "users_active": lambda b, levers, facts: (
            users_with_access(levers) * b.futures("adoption_share")
        ),
        "lookups_per_working_day": _lookups_per_working_day,
        "peak_lookups_per_second": lambda b, levers, facts: _england(
            b, access, levers, "peak_lookups_per_second"
        ),
        "children_shielded": lambda b, levers, facts: _same(
            b, float(np.sum(b.store.people.is_shielded)) * b.sample.scale
        ),
        "shield_failures": lambda b, levers, facts: _england(
            b, intrusion, levers, "shield_failures"
        ),
        "breaches_of_early_adopters": _breaches_of_early_adopters,
        "hours_saved": _hours_saved,
        "alerts_for_the_netherlands": _alerts_for_the_netherlands,
        "alert_follow_up": lambda b, levers, facts: b.futures("alert_follow_up"),
        "social_care_records_linked": _social_care_records_linked,
    }


def _england(
    bench: Workbench, family: Callable, levers: Levers, outcome: str = "children_with_entry"
) -> np.ndarray:
    """An outcome of everybody, scaled to England."""
    tally = next(
        one for one in family(bench, levers) if one.outcome == outcome and one.dimension == ALL
    )
    return _scaled(bench, tally)


def _scaled(bench: Workbench, tally: Tally) -> np.ndarray:
    return tally.numerator * (1.0 if tally.is_national else bench.sample.scale)


def _then(bench: Workbench, pounds: np.ndarray, price_year: str) -> np.ndarray:
    """Pounds of 2024-25 in those of another year."""
    return pounds / bench.futures(f"deflator.{price_year}")


def _same(bench: Workbench, number: float) -> np.ndarray:
    return np.full(bench.futures.n + 1, float(number))


def _system_cost(bench: Workbench, levers: Levers, facts: Facts) -> np.ndarray:
    """What a department pays a year: the system, training, tokens, oversight; not users' time."""
    found = account(bench, levers)
    paid = found.running + found.training + found.two_factor + found.oversight
    return _then(bench, paid, "2009-10")


def _lookups_per_working_day(bench: Workbench, levers: Levers, facts: Facts) -> np.ndarray:
    days = weekdays_in(bench.world)[: len(WORKING_DAYS)].sum()
    found = [
        _scaled(bench, one)
        for one in access(bench, levers)
        if one.outcome == "lookups" and one.dimension == WEEKDAY and one.group in WORKING_DAYS
    ]
    return np.sum(found, axis=0) / max(days, 1)


def _breaches_of_early_adopters(bench: Workbench, levers: Levers, facts: Facts) -> np.ndarray:
    """Improper look-ups found a user-year, for the users and months of the first phase."""
    found = _england(bench, intrusion, levers, "improper_lookups_found")
    user_years = users_with_access(levers) * bench.futures("adoption_share")
    return found / user_years * facts["early_adopter_users"] * facts["early_adopter_years"]


def _hours_saved(bench: Workbench, levers: Levers, facts: Facts) -> np.ndarray:
    before, after = (_england(bench, needs, one, "sharing_gaps") for one in (baseline(), levers))
    return (before - after) * bench.futures("minutes.saved_per_need_met") / MINUTES_PER_HOUR


def _alerts_for_the_netherlands(bench: Workbench, levers: Levers, facts: Facts) -> np.ndarray:
    n_children = len(bench.store.people) * bench.sample.scale
    alerts = _england(bench, access, levers, "alerts")
    return alerts / max(n_children, 1) * facts["nl_children"]


def _social_care_records_linked(bench: Workbench, levers: Levers, facts: Facts) -> np.ndarray:
    """The share of social care's records that link, of children whose ethnic group is known."""
    chances = link_chances(chances_in(levers, bench.futures, bench.assumptions))
    n = records_by(bench.store, "ethnic_group")[:, :, NUMBER["social_care"]].sum(axis=(0, 1))
    return chances @ n / max(n.sum(), 1.0)
