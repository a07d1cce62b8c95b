"""Does a person see it: every page opens, says whose children these are, and answers."""

from __future__ import annotations

import json

import pytest

from data.world import MANIFEST, open_world
from pages.parts.choices import WINDOW, WINDOWS
from tests.tables import drawn_world

PAGES = {
    "overview": "How often does an agency meet a child",
    "sharing_gaps": "Where does one agency not know",
    "methods": "How are these figures made",
}
BARE = """
    child_id | agency      | contacted_on | is_concern
    1        | police      | 2023-05-01   | true
    1        | school      | 2023-05-20   | true
    1        | social_care | 2023-06-20   | true
    2        | hospital    | 2023-06-20   | false
"""


def said(app) -> str:
    """All the words of a page."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info, app.warning)
    return "\n".join(element.value for kind in kinds for element in kind)


def answer(app) -> str:
    """The sentence below the title."""
    return app.markdown[0].value


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_titled_by_its_question_and_says_whose_children_these_are(
    open_page, small_world, page
):
    app = open_page(small_world, page)
    assert not app.exception
    assert app.title[0].value.startswith(PAGES[page])
    assert app.title[0].value.endswith("?")
    assert "**Synthetic children.** No figure describes a real child." in said(app)
    assert f"world {small_world.fingerprint[:8]}" in said(app)
    assert "seed 7" in said(app)
    assert "Not a forecast" in said(app)


def test_the_first_sentence_answers_with_an_interval_and_with_children(open_page, small_world):
    told = answer(open_page(small_world))
    assert "times a year** (" in told
    assert " to " in told
    assert "children**" in told


def test_the_answer_changes_with_the_level_of_practice(open_page, small_world):
    told = {
        level: answer(open_page(small_world, practice=level))
        for level in ("Whole range", "Low", "Central", "High")
    }
    assert len(set(told.values())) == 4


def test_a_level_is_said_and_stays_when_the_page_changes(open_page, small_world):
    app = open_page(small_world, practice="Low")
    assert "at its low value" in said(app)
    app.switch_page("pages/sharing_gaps.py").run()
    assert "at its low value" in said(app)


def test_the_answer_changes_with_the_window(open_page, small_world):
    app = open_page(small_world)
    before = answer(app)
    app.select_slider(key="window").set_value(90).run()
    assert not app.exception
    assert answer(app) != before
    assert "90 days" in said(app)


def test_the_slider_spans_the_range_of_its_assumption(assumptions):
    window = assumptions.get("window_days")
    assert (WINDOWS[0], WINDOW, WINDOWS[-1]) == (window.low, window.central, window.high)


def test_a_window_past_what_the_world_holds_is_said(open_page, small_world):
    app = open_page(small_world, window="365")
    assert "180" in app.warning[0].value
    assert not open_page(small_world).warning


@pytest.mark.parametrize(
    "by", ["Age", "Ethnic group", "Deprivation", "Need tier", "Sex", "Region", "Council"]
)
def test_children_can_be_grouped_in_each_way(open_page, small_world, by):
    app = open_page(small_world, "sharing_gaps", by=by)
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 4  # matrix, share, count, days held
    assert app.subheader[-1].value


def test_a_region_shows_all_its_councils(open_page, small_world):
    app = open_page(small_world, "sharing_gaps", by="Council", region="London")
    assert not app.exception
    assert "councils of London" in said(app)


def test_missed_margins_alone_can_be_shown(open_page, small_world):
    app = open_page(small_world, "methods")
    everything = len(app.dataframe[0].value)
    app = open_page(small_world, "methods", **{"margins-shown": "Missed"})
    assert 0 < len(app.dataframe[0].value) < everything


def test_a_word_can_be_looked_up(open_page, small_world):
    app = open_page(small_world, "methods", word="sharing gap")
    assert "**sharing gap**" in said(app).casefold()
    assert "**calibration**" not in said(app).casefold()


def test_imported_records_are_not_called_synthetic(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    for page in PAGES:
        app = open_page(world, page)
        assert not app.exception
        assert "**Imported records.**" in said(app)
        assert (
            "synthetic" not in said(app).casefold().replace("synthetic.", "") or page == "methods"
        )


def test_what_an_imported_world_lacks_is_said_in_a_sentence(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    assert "no column 'need_tier' in table 'child'" in open_page(world).info[0].value
    groups = open_page(world, "sharing_gaps", by="Deprivation")
    assert "no column 'deprivation_decile'" in groups.info[0].value
    assert "no table 'episode'" in open_page(world, "methods").info[0].value


def test_a_world_without_a_need_is_answered_too(open_page, tmp_path):
    lone = "child_id | agency | contacted_on | is_concern\n1 | police | 2023-05-01 | true"
    world = drawn_world(tmp_path, child="child_id\n1", contact=lone, origin="imported")
    for page in PAGES:
        assert not open_page(world, page).exception
    assert answer(open_page(world)).startswith("Never in this world")


def test_a_missing_world_is_one_page_with_one_sentence(open_page, tmp_path):
    app = open_page(tmp_path / "nowhere")
    assert not app.exception
    assert app.title[0].value == "There is no world to look at yet"
    assert "a folder with world.json was expected" in said(app)


def test_a_broken_world_is_one_page_with_one_sentence(open_page, small_world, tmp_path):
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    app = open_page(tmp_path)
    assert not app.exception
    assert "can't be read as a world's description" in said(app)


def test_a_world_that_was_replaced_is_noticed(open_page, tmp_path):
    tables = {"child": "child_id\n1\n2", "contact": BARE}
    app = open_page(drawn_world(tmp_path, origin="imported", **tables))
    before = said(app)
    tables["contact"] += "    2 | police | 2023-07-01 | true\n"
    drawn_world(tmp_path, origin="imported", **tables)
    app.run()
    assert said(app) != before
    digest = json.loads((tmp_path / "world" / MANIFEST).read_text())["fingerprint"]
    assert open_world(tmp_path / "world").fingerprint == digest
    assert digest[:8] in said(app)
