"""Who leads: cases, leads, contested and orphaned, in worlds small enough to read."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.availability import NotAvailable
from analysis.futures import Futures
from analysis.levers import baseline, levers_with
from analysis.policy import load_assumptions, practice_pairs
from analysis.store import open_store
from analysis.who_leads import lead_agencies, lead_tallies, leads_of
from data.schema import AGENCIES, CONCERN_TYPES
from data.world import WorldError
from tests.tables import drawn_world

CHILD = """
    child_id
    1
    2
    3
    4
    5
"""
# 1: violence and self-harm; police meet the child after school. 2: one agency alone. 3: two
# agencies, the lead (mental health) is neither. 4: no known type. 5: two types, one lead.
CONTACT = """
    child_id | agency        | contacted_on | is_concern | concern_type
    1        | school        | 2023-05-01   | true       | self_harm
    1        | police        | 2023-05-10   | true       | violence
    2        | police        | 2023-05-01   | true       | violence
    2        | police        | 2023-05-10   | true       | missing
    3        | school        | 2023-05-01   | true       | self_harm
    3        | hospital      | 2023-05-10   | true       | self_harm
    4        | school        | 2023-05-01   | true       | -
    4        | hospital      | 2023-05-10   | true       | -
    5        | social_care   | 2023-05-01   | true       | missing
    5        | police        | 2023-05-10   | true       | neglect_or_abuse
    5        | social_care   | 2023-05-20   | true       | missing
"""
ALL = ("all", "all")


def beliefs(practice: float, **others: float):
    """The assumptions with practice at one chance for all, and others as told."""
    known = load_assumptions()
    ids = [one.id for one in known if one.id.startswith("practice_share.")]
    told = dict.fromkeys(ids, practice) | {"open_case_uplift": 0.0}
    return known.fixed(told | others)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return open_store(drawn_world(tmp_path_factory.mktemp("five"), child=CHILD, contact=CONTACT))


def figures(store, levers, assumptions, **given) -> dict[tuple, np.ndarray]:
    value = Futures(assumptions, n=2)
    tallies = lead_tallies(store, levers, value, assumptions, **given)
    return {(one.outcome, one.dimension, one.group): one.numerator for one in tallies}


def test_every_concern_type_has_a_lead_agency_that_there_is():
    leads = lead_agencies()
    assert tuple(leads) == CONCERN_TYPES
    assert set(leads.values()) <= set(AGENCIES)
    assert leads["self_harm"] == "mental_health"
    assert leads["violence"] == "police"
    assert leads["extremism"] == "prevent"
    assert leads["substance"] == "sensitive_health"
    assert {leads[kind] for kind in ("missing", "exploitation", "domestic_abuse")} == {
        "social_care"
    }


def test_cases_have_the_leads_of_all_their_types_of_concern(store):
    found = figures(store, baseline(), beliefs(0.0))
    assert found["lead_cases", *ALL].tolist() == [3, 3, 3]
    by_lead = {group: values[0] for (_, by, group), values in found.items() if by == "lead"}
    assert by_lead == {"police": 1, "mental_health": 2, "social_care": 1}
    assert found["lead_contested", *ALL][0] == 1


def test_a_case_is_orphaned_until_a_lead_learns_of_another_agency(store):
    nobody = figures(store, baseline(), beliefs(0.0))
    assert nobody["lead_orphaned", *ALL].tolist() == [3, 3, 3]
    # Police learn of school, and social care of police. Hospital learns too, but doesn't lead.
    everybody = figures(store, baseline(), beliefs(1.0))
    assert everybody["lead_orphaned", *ALL].tolist() == [1, 1, 1]


def test_an_index_adopts_the_orphans_whose_leads_look(store):
    sure = ("adoption_share", "lookup_share.automatic", "search_success.name_and_birth_date")
    assumptions = beliefs(0.0, **dict.fromkeys((*sure, "link_share.exact"), 1.0))
    design = {
        "scope": "universal",
        "lookup_rule": "automatic",
        "connected_agencies": ["school", "police", "hospital"],
        "authorised_agencies": ["police", "social_care", "hospital"],
        "opt_out": False,
    }
    found = figures(store, levers_with(design), assumptions)
    assert found["lead_orphaned", *ALL][0] == 1
    blind = levers_with(design | {"authorised_agencies": ["hospital"]})
    assert figures(store, blind, assumptions)["lead_orphaned", *ALL][0] == 3


def test_who_leads_can_be_edited(store):
    lead_of = lead_agencies() | {"self_harm": "hospital"}
    found = figures(store, baseline(), beliefs(1.0), lead_of=lead_of)
    assert found["lead_cases", "lead", "hospital"][0] == 2
    assert found["lead_orphaned", *ALL][0] == 0


def test_a_mapping_that_is_not_whole_is_refused_with_a_sentence(store):
    people = store.people
    with pytest.raises(WorldError, match="'violence' has none"):
        leads_of(people, {kind: "police" for kind in CONCERN_TYPES if kind != "violence"})
    with pytest.raises(WorldError, match="Did you mean 'police'"):
        leads_of(people, lead_agencies() | {"violence": "polise"})
    with pytest.raises(WorldError, match="Did you mean 'violence'"):
        leads_of(people, lead_agencies() | {"violense": "police"})


def test_a_world_without_types_of_concern_says_so(tmp_path):
    untold = """
        child_id | agency | contacted_on | is_concern
        1        | school | 2023-05-01   | true
        1        | police | 2023-05-10   | true
    """
    store = open_store(drawn_world(tmp_path, child=CHILD, contact=untold))
    with pytest.raises(NotAvailable, match="concern_type"):
        figures(store, baseline(), beliefs(0.5))


def test_beliefs_of_these_tests_hold_for_every_pair():
    assert {pair["central"] for pair in practice_pairs(beliefs(1.0))} == {1.0}
