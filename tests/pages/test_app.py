"""Does a person see it: every page opens, says whose children these are, and answers."""

from __future__ import annotations

import json

import pytest

from data.world import MANIFEST, open_world
from tests.pages.screens import BARE, said
from tests.tables import drawn_world

PAGES = {
    "overview": "What would an index of every child cost",
    "sharing_gaps": "Where does one agency not know",
    "methods": "How are these figures made",
}


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


def test_imported_records_are_not_called_synthetic(open_page, tmp_path):
    world = drawn_world(tmp_path, child="child_id\n1\n2", contact=BARE, origin="imported")
    for page in PAGES:
        app = open_page(world, page)
        assert not app.exception
        assert "**Imported records.**" in said(app)


def test_a_world_without_a_need_is_answered_too(open_page, tmp_path):
    lone = "child_id | agency | contacted_on | is_concern\n1 | police | 2023-05-01 | true"
    world = drawn_world(tmp_path, child="child_id\n1", contact=lone, origin="imported")
    for page in PAGES:
        assert not open_page(world, page).exception


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
