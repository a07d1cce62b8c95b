"""A published edition in a real browser: from a file, offline, under its policy, on paper."""

from __future__ import annotations

import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from analysis.editions.changes import as_page, changes
from analysis.editions.folder import write_edition
from analysis.editions.press import press
from analysis.editions.request import request
from analysis.scenarios import read_scenario
from analysis.workbench import workbench
from synthetic.generate import generate_world

pytestmark = pytest.mark.browser
SIGHTS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DRAWN = "document.querySelectorAll('figure.drawn').length"


@pytest.fixture(scope="module")
def pressed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    world = generate_world(folder / "world", n_children=3_000, seed=5, workers=1)
    designs = [read_scenario(id) for id in ("contactpoint_2009", "local_hub")]
    asked = request(
        "Two designs", designs, dated=date(2026, 11, 22), n_futures=10, with_claims=True
    )
    return press(workbench(world, n_futures=10), asked)


@pytest.fixture(scope="module")
def folder(pressed, tmp_path_factory):
    return write_edition(pressed, tmp_path_factory.mktemp("editions") / "two")


@pytest.fixture
def visit(folder, chromium, request):
    """The article opened from its file, without a network; with what it said and asked for."""
    width, mode, *rest = getattr(request, "param", (1280, "light"))
    context = chromium.new_context(
        offline=True,
        color_scheme=mode,
        viewport={"width": width, "height": 900},
        java_script_enabled="no script" not in rest,
    )
    page = context.new_page()
    page.complaints, page.asked = [], []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: page.complaints.append(said.text) if said.type != "log" else None,
    )
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.goto((folder / "index.html").as_uri())
    yield page
    context.close()


def whole(page) -> None:
    """Make the window as tall as the page, and wait until every chart is drawn."""
    height = page.evaluate("document.documentElement.scrollHeight")
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": min(height + 2_000, 16_000)})
    page.mouse.wheel(0, 100_000)
    page.wait_for_function(f"{DRAWN} >= 3")


@pytest.mark.parametrize("visit", SIGHTS, indirect=True, ids=lambda v: f"{v[0]}-{v[1]}")
def test_the_article_is_silent_local_drawn_and_accessible(visit):
    whole(visit)
    assert visit.complaints == []
    assert [url for url in visit.asked if not url.startswith("data:")] == [visit.url]
    assert visit.evaluate(OVERHANG) <= 0
    assert Axe().run(visit).response["violations"] == []
    for one in visit.locator("details").all():
        one.locator("summary").click()
    assert Axe().run(visit).response["violations"] == []
    assert visit.evaluate(OVERHANG) <= 0


@pytest.mark.parametrize("visit", [(1280, "light", "no script")], indirect=True)
def test_without_scripts_pictures_and_tables_remain(visit):
    stills = visit.locator("img.still")
    assert stills.count() >= 3
    stills.first.scroll_into_view_if_needed()
    assert stills.first.is_visible()
    assert all(one.get_attribute("alt") for one in stills.all())
    behind = visit.locator("details.table").filter(has_text="The figures as a table")
    assert behind.locator("table").count() == stills.count()  # groups have tables alone
    assert visit.locator(".live").first.is_hidden()


def test_pictures_are_there_before_charts_are(visit):
    sizes = visit.locator("img.still").first.evaluate("one => [one.naturalWidth, one.complete]")
    assert sizes[0] > 0


def test_charts_follow_the_browser_from_light_to_dark(visit):
    whole(visit)
    before = visit.locator("figure.drawn .live svg").first.inner_html()
    visit.emulate_media(color_scheme="dark")
    visit.wait_for_function(
        "before => document.querySelector('figure.drawn .live svg')?.innerHTML !== before",
        arg=before,
    )
    assert visit.complaints == []


def test_a_chart_tells_its_figures_when_pointed_at(visit):
    whole(visit)
    visit.locator("figure.drawn .live .mark-symbol path").first.hover(force=True)
    visit.wait_for_selector("#vg-tooltip-element.visible")
    assert visit.complaints == []


def test_nothing_that_was_not_in_the_page_may_run(visit):
    visit.evaluate(
        """() => { const more = document.createElement('script');
        more.textContent = 'window.ran = true'; document.body.append(more); }"""
    )
    assert visit.evaluate("window.ran") is None
    assert any("Content Security Policy" in said for said in visit.complaints)
    assert visit.evaluate("typeof window.vegaEmbed + typeof window.vega") == "undefinedundefined"


def test_it_prints_as_a_brief(visit):
    whole(visit)
    visit.emulate_media(media="print")
    assert visit.locator("img.still").first.is_visible()
    assert visit.locator(".live").first.is_hidden()
    assert visit.locator("nav").is_hidden()
    pages = len(re.findall(rb"/Type\s*/Page\b", visit.pdf(format="A4")))
    assert 3 <= pages <= 40


def test_the_page_of_changes_is_accessible_and_silent(pressed, visit, tmp_path):
    other = pressed.edition.model_copy(update={"title": "Two designs, again"})
    file = tmp_path / "changes.html"
    file.write_text(as_page(changes(pressed.edition, other)), encoding="utf-8")
    visit.goto(file.as_uri())
    assert visit.complaints == []
    assert Axe().run(visit).response["violations"] == []
