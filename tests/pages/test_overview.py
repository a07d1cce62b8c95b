"""Does the first page answer its question for any design, with intervals, and keep its word?"""

from __future__ import annotations

import pytest

from analysis.outcomes import outcome
from analysis.scenarios import load_scenarios, read_scenario
from tests.pages.screens import said, specs

PRESETS = [one.id for one in load_scenarios()]
TITLE = "What would an index of every child cost, close and reveal?"
OWN = {"like": "local_hub", "audit_share": "0.5", "label": "Audited hubs"}


def opened(open_page, world, scenario: str, **more):
    return open_page(world, like=scenario, **more)


@pytest.mark.parametrize("scenario", PRESETS)
def test_every_preset_is_answered_for_with_its_interval(open_page, small_world, scenario):
    app = opened(open_page, small_world, scenario)
    assert not app.exception
    assert app.title[0].value == TITLE
    told = app.markdown[0].value
    assert f"**{read_scenario(scenario).label}** would cost" in told
    assert "(" in told
    assert " to " in told
    assert len(specs(app)) == 2  # the field and the funnel
    assert all(one.label in said(app, tables=True) for one in load_scenarios())


def test_dominated_designs_are_marked_in_words_and_limits_stand_on_the_page(open_page, small_world):
    words = said(open_page(small_world), tables=True)
    assert words.count("ominated") >= len(PRESETS)
    assert "every part of intrusiveness" in words
    assert "What the model is not" in words
    assert "Not a forecast" in words


def test_the_reader_picks_a_part_of_intrusiveness_and_a_cost(open_page, small_world):
    app = open_page(small_world, across="needless_views", pounds="yearly_cost")
    assert not app.exception
    field = str(specs(app)[0])
    assert outcome("needless_views").axis_title in field
    assert outcome("yearly_cost").axis_title in field
    assert "views of children without a concern" in said(app, tables=True)


def test_a_part_that_there_is_not_falls_back_with_a_note(open_page, small_world):
    app = open_page(small_world, across="charm")
    assert not app.exception
    assert "charm" in app.info[0].value
    assert outcome("entries_without_concern").axis_title in str(specs(app)[0])


def test_a_design_of_ones_own_joins_the_nine(open_page, small_world):
    app = open_page(small_world, **OWN)
    assert not app.exception
    assert app.markdown[0].value.startswith("**Audited hubs** would cost")
    assert "Of ten designs" in said(app, tables=True)
    assert "Audited hubs" in str(specs(app)[0]["title"]) or "Audited hubs" in said(app, tables=True)


def test_gaps_are_closed_against_the_design_that_was_chosen(open_page, small_world):
    app = open_page(small_world, vs="local_hub")
    assert not app.exception
    assert "Under **Local hubs** about" in said(app, tables=True)


def test_the_funnel_says_what_sharing_can_and_cannot_fix(open_page, small_world):
    words = said(open_page(small_world), tables=True)
    for sentence in ("What sharing mends.", "What it can't.", "Knowing is not acting."):
        assert sentence in words
    assert "of needs met by a look-up" in words
    assert "by an alert" not in words  # ContactPoint sends none
