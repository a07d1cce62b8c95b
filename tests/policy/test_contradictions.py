"""Is a design whose levers cancel each other told so, in words that name the levers?"""

from __future__ import annotations

import pytest

from analysis.availability import NotAvailable
from analysis.contradictions import contradictions, require_columns
from analysis.levers import levers_with
from analysis.policy import load_assumptions
from analysis.scenarios import load_scenarios

ASSUMPTIONS = load_assumptions()
INDEX = {
    "scope": "universal",
    "connected_agencies": ["school", "police"],
    "authorised_agencies": ["school"],
    "authorised_users": 1000,
}
ALERTS_ALONE = {
    "scope": "universal",
    "connected_agencies": ["school", "police"],
    "alert_threshold": 2,
}


def found(sets: dict) -> str:
    return " ".join(contradictions(levers_with(sets), ASSUMPTIONS))


@pytest.mark.parametrize("sets", [{}, {"extra_staff_gbp_per_year": 5}, INDEX, ALERTS_ALONE])
def test_a_design_that_makes_sense_is_left_alone(sets):
    assert found(sets) == ""


@pytest.mark.parametrize("scenario", load_scenarios(), ids=lambda one: one.id)
def test_no_preset_contradicts_itself(scenario):
    assert contradictions(scenario.levers, ASSUMPTIONS) == ()


@pytest.mark.parametrize(
    ("sets", "sentence"),
    [
        ({"lookup_rule": "automatic"}, "no index (scope is 'none'), so lookup_rule would change"),
        ({"authorised_users": 5, "opt_out": True}, "so opt_out and authorised_users would change"),
        ({"alert_threshold": 2}, "so alert_threshold would change nothing"),
        ({"identifier": "single_identifier"}, "see preset 'identifier_without_index'"),
        ({"scope": "universal"}, "No agency feeds the index"),
        (ALERTS_ALONE | {"connected_agencies": []}, "but none feeds the index"),
        (ALERTS_ALONE | {"alert_threshold": 3}, "needs 3 agencies with a concern, but only 2"),
        (ALERTS_ALONE | {"alert_threshold": 0}, "nobody may look and nobody is alerted"),
        (ALERTS_ALONE | {"audit_share": 0.5}, "Nobody may look, so audit_share would change"),
        (ALERTS_ALONE | {"authorised_users": 9}, "9 people are given access, but no agency may"),
        (INDEX | {"authorised_users": 0}, "School may look, but authorised_users is 0"),
        (INDEX | {"authorised_users": 2_000_000}, "at most about 1,300,000 people work in"),
        (INDEX | {"connected_agencies": ["school"]}, "School alone feeds the index and looks"),
        (INDEX | {"trigger_agencies": 3}, "only when scope is 'concern_triggered'"),
    ],
)
def test_a_contradiction_is_told(sets, sentence):
    assert sentence in found(sets)


def test_the_most_users_follow_the_assumption():
    held = ASSUMPTIONS.fixed({"workforce.school": 900})
    told = contradictions(levers_with(INDEX), held)
    assert "at most about 900 people" in told[0]


class Bare:
    """A world that holds no area with its contacts."""

    def has(self, table: str, column: str | None = None) -> bool:
        return column != "area_code"


def test_a_view_of_the_own_council_needs_to_know_where_contacts_were():
    local = levers_with(INDEX | {"visibility": "local"})
    with pytest.raises(NotAvailable, match="visibility 'local'.*column 'area_code'"):
        require_columns(local, Bare())
    require_columns(levers_with(INDEX), Bare())
    require_columns(levers_with({}), Bare())
