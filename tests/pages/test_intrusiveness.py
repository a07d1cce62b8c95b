"""Does the page on intrusiveness show its parts apart, for every kind of design?"""

from __future__ import annotations

import json

import pytest

from tests.pages.screens import BARE, said
from tests.tables import drawn_world

PRESETS = ("contactpoint_2009", "local_hub", "status_quo", "reference_index")


def charts(app) -> list:
    return app.get("vega_lite_chart")


@pytest.mark.parametrize("preset", PRESETS)
def test_the_page_opens_under_every_kind_of_design(open_page, small_world, preset):
    app = open_page(small_world, "intrusiveness", like=preset)
    assert not app.exception
    assert app.title[0].value.endswith("?")
    told = [json.loads(chart.proto.spec)["description"] for chart in charts(app)]
    assert len(told) == 10
    assert all("Synthetic children" in one for one in told)
    assert "never added" in said(app)


def test_who_could_look_and_at_how_many_comes_first(open_page, small_world):
    told = open_page(small_world, "intrusiveness").markdown[0].value
    assert told.startswith("**330,000** people could open")
    assert "Of every 1,000 children with an entry" in told


def test_views_per_gap_closed_are_said_in_words(open_page, small_world):
    told = open_page(small_world, "intrusiveness").markdown[1].value
    assert told.startswith("For every gap closed, ")
    assert "views of children without any concern" in told
    assert told.endswith("(held against *No index*).")


def test_without_an_index_nobody_could_look_and_nothing_is_divided(open_page, small_world):
    app = open_page(small_world, "intrusiveness", like="status_quo")
    assert app.markdown[0].value.startswith("**Nobody:**")
    assert "no shield can fail" in said(app)
    assert "Nobody could open an entry" in said(app)


def test_alerts_close_gaps_without_a_view(open_page, small_world):
    app = open_page(small_world, "intrusiveness", like="reference_index")
    assert app.markdown[0].value.startswith("**Nobody** could open a given child's entry.")
    assert "closes gaps without a view" in app.markdown[1].value


def test_a_design_without_shielding_says_that_every_entry_is_open(open_page, small_world):
    assert "shields no child" in said(open_page(small_world, "intrusiveness", like="local_hub"))


def test_misuse_is_told_before_and_after_safeguards(open_page, small_world):
    told = said(open_page(small_world, "intrusiveness"))
    for words in ("Without safeguards", "with those of the design", "review finds", "misses"):
        assert words in told


@pytest.mark.parametrize("by", ["deprivation_decile", "name_origin", "is_looked_after"])
def test_groups_are_named_whichever_way_they_are_taken(open_page, small_world, by):
    app = open_page(small_world, "intrusiveness", fair_by=by)
    assert not app.exception
    assert "Missed links: " in said(app)
    assert "Seen too much" in said(app)
    assert "Helped too little" in said(app)


def test_a_design_held_against_itself_closes_no_gap(open_page, small_world):
    app = open_page(small_world, "intrusiveness", vs="contactpoint_2009")
    assert not app.exception
    assert "which is the same design" in app.markdown[1].value
    assert "Each part on a scale of its own" in said(app)


def test_a_bare_imported_world_is_answered_too(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    for preset in PRESETS:
        app = open_page(world, "intrusiveness", like=preset)
        assert not app.exception, preset
    assert "tells of no groups" in said(app)
