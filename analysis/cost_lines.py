"""The formulas of the cost account: what each line of a design comes to.

Every formula takes the levers of a design and gives pounds of 2024-25, one number per future.
"""

from __future__ import annotations

import numpy as np

from analysis.futures import Values
from analysis.levers import Levers
from analysis.scenarios import read_scenario
from data.schema import AGENCIES

MINUTES_PER_HOUR = 60


def in_todays_pounds(id: str, value: Values) -> np.ndarray:
    """Assumption ``id``, pounds of its own price year, in pounds of 2024-25."""
    return value(id) * value(f"deflator.{value.assumptions.get(id).price_year}")


def system_lines(levers: Levers, value: Values) -> dict[str, np.ndarray]:
    """Set-up and running: the published cost, for a system of this size.

    A register of children known to social care has its own published cost, and the preset of
    that register the size which that cost is for; any other scope has ContactPoint's.
    """
    kind = "targeted" if levers.scope == "known_to_social_care" else "index"
    size = read_scenario("targeted_cpis" if kind == "targeted" else "contactpoint_2009").levers
    agencies = len(levers.connected_agencies) / len(size.connected_agencies)
    planned = size.authorised_users if kind == "targeted" else value("contactpoint_users")
    users = levers.authorised_users / planned
    found = {
        line: in_todays_pounds(f"{line}_gbp.{kind}", value) * _part(line, value, agencies, users)
        for line in ("setup", "running")
    }
    if levers.identifier == "single_identifier":
        carrying = len(levers.connected_agencies) / len(AGENCIES)
        found["setup"] = found["setup"] + carrying * in_todays_pounds("setup_gbp.identifier", value)
    return found


def _part(line: str, value: Values, agencies: float, users: np.ndarray | float) -> np.ndarray:
    """How the cost grows with agencies and users, both against the size it is known for.

    What grows with neither is the core. Shares that add up to more than one leave no core
    and are scaled to one, so that at the known size the known cost comes out.
    """
    by_agencies, by_users = value(f"{line}_share.agencies"), value(f"{line}_share.users")
    whole = np.maximum(by_agencies + by_users, 1)
    return 1 + (by_agencies * (agencies - 1) + by_users * (users - 1)) / whole


def people_lines(levers: Levers, value: Values) -> dict[str, np.ndarray]:
    """The time in which users are trained, and their second factors."""
    hour = in_todays_pounds("hourly_gbp.practitioner", value)
    training = levers.authorised_users * value("minutes.training") / MINUTES_PER_HOUR * hour
    tokens = levers.authorised_users * in_todays_pounds("two_factor_gbp", value)
    return {
        "first_training": training,
        "training": training * value("user_turnover_share"),
        "two_factor": tokens if levers.two_factor else np.zeros_like(tokens),
    }


def time_lines(levers: Levers, value: Values, n_lookups, n_alerts, n_needs_met) -> dict:
    """The time of users and reviewers, and apart from it the time saved."""
    automatic = levers.lookup_rule == "automatic"
    hour = in_todays_pounds("hourly_gbp.practitioner", value) / MINUTES_PER_HOUR
    review = in_todays_pounds("hourly_gbp.reviewer", value) / MINUTES_PER_HOUR
    per_lookup = value("minutes.automatic_lookup" if automatic else "minutes.lookup")
    return {
        "lookup_time": n_lookups * per_lookup * hour,
        "alert_time": n_alerts * value("minutes.alert") * hour,
        "oversight": levers.audit_share * n_lookups * value("minutes.review") * review,
        "time_saved": n_needs_met * value("minutes.saved_per_need_met") * hour,
    }
