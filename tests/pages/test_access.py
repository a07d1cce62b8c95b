"""Does the page on access answer for every kind of design, and draw a log when it is asked to?"""

from __future__ import annotations

import json

import pytest

from tests.pages.screens import BARE, said
from tests.tables import drawn_world

PRESETS = ("contactpoint_2009", "local_hub", "status_quo", "reference_index")
LOOKED_INTO = PRESETS[:2]


def keys(app) -> list[str]:
    """The buttons of a page."""
    return [button.key for button in app.button]


def charts(app) -> list:
    return app.get("vega_lite_chart")


def words_in(chart) -> str:
    """Everything that a chart says to those who can't see it."""
    return json.loads(chart.proto.spec)["description"]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_page_opens_under_every_kind_of_design(open_page, small_world, preset):
    app = open_page(small_world, "access", like=preset)
    assert not app.exception
    assert app.title[0].value.endswith("?")
    assert all("Synthetic children" in words_in(chart) for chart in charts(app))
    assert "The agency stands for the role" in said(app)
    told = app.markdown[0].value
    if preset in LOOKED_INTO:
        assert "times a year** (" in told
        assert told.endswith("Under *No index* nobody looks anything up.")
        assert "councils withheld: fewer than 10 look-ups or children" in said(app)
    else:
        assert told.startswith("**Never")
        assert "draw-log" not in keys(app)
        assert "No agency looks anything up" in said(app)


def test_a_design_without_an_index_says_so_and_one_with_alerts_counts_them(open_page, small_world):
    none, alerts = (
        open_page(small_world, "access", like=preset).markdown[0].value for preset in PRESETS[2:]
    )
    assert none == "**Never.** This design has no index to look into, so every figure here is zero."
    assert "tells agencies of one another, about **" in alerts


def test_two_designs_are_told_apart_or_said_not_to_be(open_page, small_world):
    app = open_page(small_world, "access", like="targeted_cpis", vs="contactpoint_2009")
    told = app.markdown[0].value
    assert "*ContactPoint, 2009*" in told
    assert "than under" in told or "can't be told apart" in told


def test_councils_of_one_region_are_all_shown_and_stay_in_the_address(open_page, small_world):
    app = open_page(small_world, "access", councils="lookups", councils_of="North East")
    assert not app.exception
    assert "Look-ups made in a council: from" in said(app)
    assert app.selectbox(key="pick-councils_of").value == "North East"


def test_a_region_that_there_is_not_falls_back_with_a_note(open_page, small_world):
    app = open_page(small_world, "access", councils_of="Atlantis")
    assert not app.exception
    assert "Atlantis" in app.info[0].value


def test_a_log_is_drawn_once_when_it_is_asked_for(open_page, small_world):
    app = open_page(small_world, "access", like="targeted_cpis")
    before = len(charts(app))
    assert "that opened an entry" not in said(app)
    app.button(key="draw-log").click().run()
    assert not app.exception
    assert len(charts(app)) == before + 3
    assert "that opened an entry" in said(app)
    again = open_page(small_world, "access", like="targeted_cpis")
    assert "that opened an entry" in said(again)
    assert "draw-log" not in keys(again)


def test_a_bare_imported_world_is_answered_too(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    for preset in PRESETS:
        app = open_page(world, "access", like=preset)
        assert not app.exception, preset
        assert "**Imported records.**" in said(app)
