"""Oversight, the reviewer's queue and a family's view: do they answer, and is nothing lost?"""

from __future__ import annotations

import json
import re

import polars as pl
import pytest

from analysis.oversight.family import children_of, family_view
from analysis.oversight.importing import import_log
from analysis.oversight.shelf import AuditShelf
from analysis.scenarios import read_scenario
from data.world import open_world
from pages.parts import review_desk
from tests.access_logs import TOLD, design, log_of
from tests.pages.test_access import charts, keys, said, words_in

PAGES = ("oversight", "review", "family")
SIDES = ("guilty", "innocent", "offender", "suspicious", "culprit", "abuse of")


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path):
    """Decisions and logs of a test are its own."""
    monkeypatch.setenv("CONTACTLENS_REVIEWS", str(tmp_path / "reviews"))
    monkeypatch.setenv("CONTACTLENS_LOGS", str(tmp_path / "logs"))
    monkeypatch.setattr(review_desk, "AT_LEAST", 0.0)  # a test reads fast
    return tmp_path


@pytest.fixture
def drawn(open_page, small_world):
    """Opens a page and presses its button, if there is one."""

    def open_on(page: str, **chosen):
        app = open_page(small_world, page, **chosen)
        assert not app.exception, app.exception
        if "draw-audit" in keys(app):
            app.button(key="draw-audit").click().run()
        assert not app.exception, app.exception
        return app

    return open_on


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_drawn_before_somebody_asks(open_page, small_world, page):
    app = open_page(small_world, page, like="open_to_families")
    assert not app.exception
    assert "draw-audit" in keys(app)
    assert app.title[0].value.endswith("?")


@pytest.mark.parametrize("page", PAGES)
def test_without_an_index_there_is_nothing_to_audit(open_page, small_world, page):
    app = open_page(small_world, page, like="status_quo")
    assert not app.exception
    assert "nobody may look anything up" in said(app)
    assert "draw-audit" not in keys(app)


def test_the_laboratory_says_what_is_found_and_what_is_false_alarm(drawn):
    app = drawn("oversight", planted="100")
    words = said(app)
    assert "review of **1 in 100** look-ups" in words
    assert "for work" in words
    assert "over 94 percent" in words
    assert "Tidier than life" in words
    assert len(charts(app)) == 4
    assert all("Synthetic children" in words_in(chart) for chart in charts(app))
    assert not any(side in words.casefold() for side in SIDES)


def test_more_reviewer_hours_reach_no_less(drawn):
    reached = []
    for hours in ("100", "1000", "100000"):
        answer = drawn("oversight", planted="100", hours=hours).markdown[0].value
        assert "reviewer-hours a year" in answer
        reached.append(int(re.search(r"a year it is (\d+)%", answer)[1]))
    assert reached == sorted(reached)
    assert reached[0] < reached[-1]


def test_every_chart_is_drawn_from_few_rows(drawn):
    for chart in charts(drawn("oversight", planted="100")):
        assert json.loads(chart.proto.spec)["description"]


def test_a_decision_outlasts_another_visit_and_a_second_click(drawn, own_folders):
    app = drawn("review", planted="100")
    first = next(key for key in keys(app) if key.startswith("refer-"))
    assert "nothing on record" not in app.error
    app.button(key=first).click().run()
    assert not app.exception
    assert "**1** are decided, 1 of them referred" in said(app)
    assert first not in keys(app), "the next look-up is shown"
    event = first.removeprefix("refer-")
    again = drawn("review", planted="100", look=event)
    assert "Referred on" in said(again)
    again.button(key=first).click().run()
    assert "**1** are decided" in said(again)


def test_a_click_that_meets_the_next_look_up_decides_nothing(drawn, monkeypatch):
    app = drawn("review", planted="100")
    app.button(key=next(key for key in keys(app) if key.startswith("refer-"))).click().run()
    monkeypatch.setattr(review_desk, "AT_LEAST", 3_600.0)
    app.button(key=next(key for key in keys(app) if key.startswith("refer-"))).click().run()
    assert "decided nothing" in said(app)
    assert "**1** are decided" in said(app)


def test_a_tab_that_is_behind_is_told_so(drawn):
    one, other = drawn("review", planted="100"), drawn("review", planted="100")
    refer = next(key for key in keys(one) if key.startswith("refer-"))
    accept = refer.replace("refer", "accept")
    assert accept in keys(other)
    one.button(key=refer).click().run()
    other.button(key=accept).click().run()
    assert "already referred elsewhere" in said(other)
    assert "Referred on" in said(other)
    other.button(key=accept).click().run()
    assert "**1** are decided, 0 of them referred" in said(other)


def test_the_truth_is_told_after_a_decision_in_training_alone(drawn):
    app = drawn("review", planted="100")
    assert "planted" not in "".join(one.value for one in app.info)
    app.toggle(key="training").set_value(True).run()
    assert "there is no score" in said(app)
    assert not app.info
    refer = next(key for key in keys(app) if key.startswith("refer-"))
    app.button(key=refer).click().run()
    assert app.info[0].value.startswith("It was ")
    assert "of 1** decisions fit" in said(app)


def test_the_words_of_the_queue_take_no_side(drawn):
    words = said(drawn("review", planted="100"))
    assert "Neither says that anybody did wrong" in words
    assert "No recorded contact explains this" in words or "recorded contact" in words
    assert not any(side in words.casefold() for side in SIDES)


def test_a_look_up_that_is_not_in_the_queue_falls_back_with_a_note(drawn):
    app = drawn("review", planted="100", look="999999999")
    assert "is not in this queue" in said(app)
    for asked in ("<script>", "9" * 5_000, "-1", "٣"):
        assert "is not in this queue" in said(drawn("review", planted="100", look=asked))


@pytest.mark.parametrize("asked", ["9" * 5_000, "-1", "x", "٣"])
def test_a_place_that_there_is_not_is_the_first(drawn, asked):
    app = drawn("family", like="open_to_families", nth=asked)
    assert "In one year this child's record was opened" in said(app)


def test_an_imported_log_is_reviewed_without_scores(open_page, small_world, own_folders):
    world = open_world(small_world.path)
    log_of(world, design(), own_folders / "drawn", {"misuse_rate": 300})
    src = own_folders / "in"
    src.mkdir()
    rows = pl.read_parquet(own_folders / "drawn" / "access_event" / "*.parquet")
    rows.cast({pl.Categorical: pl.String}).write_csv(
        src / "access_event.csv", datetime_format="%Y-%m-%d %H:%M:%S"
    )
    import_log(src, own_folders / "logs" / "one", world)
    app = open_page(small_world, "review")
    (log,) = [box for box in app.selectbox if box.label == "Log"]
    short = next(option for option in log.options if option.startswith("Imported"))
    app = open_page(small_world, "review", log=short.rsplit("(", 1)[1].rstrip(")"))
    assert not app.exception
    assert "draw-audit" not in keys(app)
    assert not app.toggle
    assert "was left out: surnames" in said(app)
    assert any(key.startswith("refer-") for key in keys(app))


def test_a_family_sees_services_and_no_people(drawn):
    app = drawn("family", like="open_to_families")
    words = said(app)
    assert "the family sees this" in words
    assert "opened the record" in words
    assert "It names services, not people" in words
    assert "user " not in words.replace("users", "")


def test_a_family_without_a_view_is_told_what_there_would_be(drawn):
    app = drawn("family", like="contactpoint_2009")
    assert "sees **none of it**" in said(app)
    assert not read_scenario("contactpoint_2009").levers.subject_view


def test_the_view_of_a_shielded_child_names_no_place(small_world, own_folders):
    log_of(small_world, design(), own_folders / "log")
    kept = AuditShelf().imported(small_world, own_folders / "log", TOLD)
    child = children_of(kept)["often"][0]
    levers = design().levers
    assert any(look.area_name for look in family_view(kept, child, levers).looks)
    hidden = family_view(kept, child, levers, tells_places=False)
    assert hidden.looks
    assert not any(look.area_name for look in hidden.looks)


@pytest.mark.parametrize("kind", ["often", "unexplained", "once"])
def test_each_kind_of_child_can_be_looked_at(drawn, kind):
    app = drawn("family", like="open_to_families", whose=kind)
    words = said(app)
    assert "In one year this child's record was opened" in words
    if kind == "unexplained":
        assert "We have no record of contact" in words
    app.button(key="nth1").click().run()
    assert not app.exception
