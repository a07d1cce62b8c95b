"""Does a person see who would lead, before and after a design, and can they change it?"""

from __future__ import annotations

import pytest

from analysis.scenarios import load_scenarios
from tests.pages.screens import said
from tests.tables import drawn_world

PRESETS = {one.id: one.label for one in load_scenarios()}
BARE = """
    child_id | agency      | contacted_on | is_concern
    1        | police      | 2023-05-01   | true
    1        | school      | 2023-05-20   | true
"""


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_answered_with_an_interval(open_page, small_world, preset):
    app = open_page(small_world, "who_leads", like=preset)
    assert not app.exception
    assert app.title[0].value.endswith("?")
    answer = app.markdown[0].value
    assert f"knows enough under **{PRESETS[preset]}**" in answer
    assert " to " in answer
    assert ("Held against **No index**" in answer) == (preset != "status_quo")
    assert len(app.get("vega_lite_chart")) == 3
    assert "no design changes it" in said(app)


def test_the_reader_says_who_leads_and_figures_follow(open_page, small_world):
    app = open_page(small_world, "who_leads")
    before = app.markdown[0].value
    app.selectbox(key="lead-self_harm").set_value("school").run()
    assert not app.exception
    assert app.markdown[0].value != before
    app.button[0].click().run()
    assert app.markdown[0].value == before


def test_who_leads_comes_with_the_address(open_page, small_world):
    app = open_page(small_world, "who_leads", lead="self_harm.school~missing.police")
    assert app.selectbox(key="lead-self_harm").value == "school"
    assert app.selectbox(key="lead-missing").value == "police"
    assert app.selectbox(key="lead-violence").value == "police"


def test_an_address_that_makes_no_sense_is_told(open_page, small_world):
    app = open_page(small_world, "who_leads", lead="selfharm.school~missing.polize~violence")
    assert not app.exception
    notes = [one.value for one in app.info]
    assert len(notes) == 3
    assert "Did you mean 'self_harm'?" in notes[0]
    assert "Did you mean 'police'?" in notes[1]
    assert app.selectbox(key="lead-missing").value == "social_care"


def test_what_a_world_lacks_is_said_in_a_sentence(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1", contact=BARE, origin="imported")
    app = open_page(world, "who_leads")
    assert not app.exception
    assert "no column 'concern_type'" in said(app)
    assert "What the words mean" in said(app)
    assert "Not a forecast" in said(app)


def test_few_cases_are_withheld(open_page, tmp_path):
    contact = """
        child_id | agency | contacted_on | is_concern | concern_type
        1        | school | 2023-05-01   | true       | self_harm
        1        | police | 2023-05-10   | true       | violence
    """
    world = drawn_world(tmp_path, child="child_id\n1", contact=contact, origin="imported")
    app = open_page(world, "who_leads")
    assert not app.exception
    assert "Too few cases to show who leads" in said(app)
    assert "withheld: fewer than 10 children" in said(app)
