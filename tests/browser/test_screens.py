"""Does the dashboard work for people: in a browser, wide and narrow, light and dark?"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PATHS = {
    "/": "How often does an agency meet a child",
    "/sharing_gaps": "Where does one agency not know",
    "/methods": "How are these figures made",
}
SIGHTS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
# A page opened by its own address first asks for these below it, then at the root.
KNOWN = re.compile(r"404.*/(sharing_gaps|methods)/_stcore/(health|host-config)")


def violations(visit) -> dict[str, list[str]]:
    """What axe finds wrong with the page: elements by rule."""
    found = Axe().run(visit.page).response["violations"]
    return {rule["id"]: [node["html"][:200] for node in rule["nodes"]] for rule in found}


def test_the_first_visitor_of_a_server_may_open_any_page(visit):
    """Streamlit knows pages by file name alone until somebody has been through app.py."""
    visit.open("/sharing_gaps")
    assert not visit.page.get_by_role("dialog").is_visible()
    assert visit.page.get_by_text("Synthetic children.").first.is_visible()


@pytest.mark.parametrize("visit", SIGHTS, indirect=True, ids=lambda v: f"{v[0]}-{v[1]}")
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_whole_silent_local_and_accessible(visit, path):
    visit.open(path)
    assert PATHS[path] in visit.page.get_by_role("heading", level=1).inner_text()
    assert [error for error in visit.errors if not KNOWN.search(error)] == []
    assert visit.asked == {urlsplit(visit.address).netloc}
    # Nothing hangs over the right edge of a narrow screen.
    overhang = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visit.page.evaluate(overhang) <= 0
    assert violations(visit) == {}


def test_the_first_chart_is_above_the_fold(visit):
    visit.page.set_viewport_size({"width": 1280, "height": 800})
    visit.open("/")
    box = visit.page.locator('[data-testid="stVegaLiteChart"]').first.bounding_box()
    assert box["y"] < 450


def test_charts_are_named_for_those_who_cannot_see_them(visit):
    visit.open("/sharing_gaps")
    names = visit.page.locator('[role="graphics-document"]').evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert len(names) == 4
    assert all("Synthetic children" in name for name in names)


def test_a_choice_is_in_the_address_and_survives_a_reload_and_another_page(visit):
    visit.open("/sharing_gaps")
    visit.page.get_by_role("radio", name="Deprivation").click()
    visit.page.wait_for_url("**by=Deprivation*")
    visit.page.locator("label", has_text="Low").click()
    visit.page.wait_for_url("**practice=Low*")
    visit.page.get_by_text("existing practice at its low value").wait_for()
    visit.settle()
    visit.page.reload()
    visit.page.get_by_text("existing practice at its low value").wait_for()
    visit.settle()
    assert visit.page.get_by_role("radio", name="Deprivation").is_checked()
    visit.page.get_by_role("link", name="Overview").click()
    visit.page.get_by_text(PATHS["/"]).wait_for()
    visit.page.get_by_text("existing practice at its low value").wait_for()


def test_a_window_is_chosen_with_the_keyboard(visit):
    visit.open("/")
    visit.page.get_by_role("slider").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_url("**window=270*")
    visit.page.get_by_role("alert").get_by_text("180 days").wait_for()


def test_an_address_that_makes_no_sense_falls_back(visit):
    visit.open("/?practice=Everything&window=1")
    visit.page.get_by_text("over its whole range").wait_for()
    visit.page.get_by_text("180 days").first.wait_for()


@pytest.mark.parametrize("visit", [(1280, "light"), (390, "dark")], indirect=True)
def test_the_evidence_below_a_figure_is_accessible(visit):
    visit.open("/sharing_gaps?window=365")
    visit.page.get_by_text("Definition, table, SQL and download").first.click()
    for tab, words in (("Definition", "Counts"), ("SQL", "create macro"), ("Download", "Parquet")):
        visit.page.get_by_role("tab", name=tab).first.click()
        visit.page.get_by_role("tabpanel").get_by_text(words).first.wait_for()
        assert violations(visit) == {}


def test_downloads_arrive_and_say_that_the_children_are_synthetic(visit):
    visit.open("/sharing_gaps")
    visit.page.get_by_text("Definition, table, SQL and download").first.click()
    visit.page.get_by_role("tab", name="Download").first.click()
    files = {}
    for label in ("CSV", "Parquet", "Metadata (JSON)"):
        with visit.page.expect_download() as arriving:
            visit.page.get_by_role("button", name=label).first.click()
        name = arriving.value.suggested_filename
        assert name.startswith("synthetic-")
        files[name.rpartition(".")[2]] = Path(arriving.value.path()).read_bytes()
    assert b"Synthetic children" in files["csv"].partition(b"\n\n")[0]
    table = pl.read_csv(io.BytesIO(files["csv"]), comment_prefix="#")
    assert table.columns == pl.read_parquet(io.BytesIO(files["parquet"])).columns
    assert table.height == 90  # every ordered pair of ten agencies
    record = json.loads(files["json"])
    assert record["is_synthetic"] is True
    assert record["parameters"]["practice_level"] == "range"
    assert "select" in record["sql"]
