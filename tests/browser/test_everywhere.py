"""Does every page work for people: wide and narrow, light and dark, by keys, on paper, as files?"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import polars as pl
import pyarrow.parquet as pq
import pytest

from pages.parts.entry import FOLDER, PAGES
from pages.parts.figure import EVIDENCE

pytestmark = pytest.mark.browser

THERE = [(name, title) for name, title in PAGES if (FOLDER / f"{name}.py").is_file()]
SIGHTS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
DESIGN = "like=local_hub&visibility=regional&a.consent_share=0.4&label=Regional%20hubs"
PAGE = "intrusiveness"  # one with a design, charts and evidence
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = """() => {
    const on = document.activeElement;
    return (on.getAttribute('aria-label') || on.innerText || on.tagName).trim().slice(0, 100);
}"""


def address_of(name: str) -> str:
    """The address of a page; the first has none of its own."""
    return "/" if name == PAGES[0][0] else f"/{name}"


def parameters(url: str) -> dict[str, str]:
    return {name: told[0] for name, told in parse_qs(urlsplit(url).query).items()}


def answer(visit) -> str:
    """The sentence below the title."""
    return visit.page.locator('[data-testid="stMarkdown"] p').first.inner_text()


def tab_to(visit, words: str, most: int = 80) -> None:
    """Press Tab until what has ``words`` is in focus."""
    for _ in range(most):
        visit.page.keyboard.press("Tab")
        if words in visit.page.evaluate(FOCUSED):
            return
    pytest.fail(f"{words!r} is not within {most} presses of Tab")


@pytest.mark.parametrize("visit", SIGHTS, indirect=True, ids=lambda v: f"{v[0]}-{v[1]}")
@pytest.mark.parametrize("name", [name for name, _ in THERE])
def test_a_page_is_whole_silent_local_and_accessible(visit, name):
    visit.open(address_of(name))
    visit.unfold()
    assert visit.page.get_by_role("heading", level=1).inner_text().endswith("?")
    assert visit.page.locator('[data-testid="stException"]').count() == 0
    assert visit.complaints() == []
    assert visit.asked == {urlsplit(visit.address).netloc}
    assert visit.page.evaluate(OVERHANG) <= 0  # nothing hangs over the edge of a narrow screen
    unnamed = "all => all.filter(one => !one.getAttribute('aria-label')).length"
    assert visit.page.locator('[role="graphics-document"]').evaluate_all(unnamed) == 0
    assert visit.violations() == {}


def test_the_first_visitor_of_a_server_may_open_any_page(visit):
    """Streamlit knows pages by file name alone until somebody has been through app.py."""
    visit.open(f"/{PAGE}")
    assert not visit.page.get_by_role("dialog").is_visible()
    assert visit.page.get_by_text("Synthetic children.").first.is_visible()


def test_a_design_in_the_address_survives_another_page_a_reload_and_another_browser(
    visit, chromium, address
):
    visit.open(f"/{PAGE}?{DESIGN}")
    told = answer(visit)
    visit.page.get_by_role("link", name="Cost", exact=True).click()
    visit.page.wait_for_url("**/cost*")
    visit.settle()
    wanted = parameters(f"?{DESIGN}")
    assert parameters(visit.page.url).items() >= wanted.items()
    visit.page.reload()
    visit.settle()
    assert parameters(visit.page.url).items() >= wanted.items()
    visit.page.get_by_role("link", name="Intrusiveness", exact=True).click()
    visit.page.wait_for_url(f"**/{PAGE}*")
    visit.settle()
    assert answer(visit) == told
    other = chromium.new_context()
    fresh = type(visit)(other.new_page(), address)
    fresh.open(visit.page.url.removeprefix(address))
    assert answer(fresh) == told
    other.close()


def test_what_an_address_cannot_mean_falls_back_with_a_note(visit):
    visit.open(f"/{PAGE}?like=nothing&visibility=lunar&world=12345678&story=99")
    notes = visit.page.get_by_role("alert").all_inner_texts()
    assert any("which is no preset" in note for note in notes)
    assert any("lunar" in note or "visibility" in note for note in notes)
    assert any("12345678" in note for note in notes)
    assert not visit.page.get_by_role("button", name="Leave the walk").is_visible()
    assert parameters(visit.page.url) == {"like": "status_quo"}  # as the note says


@pytest.mark.parametrize("visit", [(1280, "light"), (390, "dark")], indirect=True)
def test_the_evidence_below_a_figure_is_accessible(visit):
    visit.open(f"/{PAGE}")
    visit.page.get_by_text(EVIDENCE).first.click()
    for tab, words in {
        "Definition": "Counts",
        "Table": "Outcome",
        "Formula": "contactlens",
        "Download": "Synthetic children",
        "Cite": "[Computer software]",
    }.items():
        visit.page.get_by_role("tab", name=tab).first.click()
        visit.page.get_by_role("tabpanel").get_by_text(words).first.wait_for()
        assert visit.violations() == {}


def test_every_kind_of_file_arrives_and_can_be_read(visit):
    visit.open(f"/{PAGE}")
    visit.page.get_by_text(EVIDENCE).first.click()
    visit.page.get_by_role("tab", name="Download").first.click()
    files = {}
    for label in ("CSV", "Parquet", r"Metadata \(JSON\)", r"Chart.* as SVG", r"Chart.* as PNG"):
        with visit.page.expect_download() as arriving:
            visit.page.get_by_role("button", name=re.compile(label)).first.click()
        name = arriving.value.suggested_filename
        assert name.startswith("synthetic-")
        files[name.rpartition(".")[2]] = Path(arriving.value.path()).read_bytes()
    assert b"Synthetic children" in files["csv"].partition(b"\n\n")[0]
    table = pl.read_csv(io.BytesIO(files["csv"]), comment_prefix="#")
    columns = pq.read_table(io.BytesIO(files["parquet"]))
    assert (table.columns, table.height) == (columns.column_names, columns.num_rows)
    record = json.loads(files["json"])
    assert record["rows"] == table.height
    words = " ".join(ElementTree.fromstring(files["svg"]).itertext())
    assert "contactpoint_2009" in {one["scenario"] for one in record["designs"]}
    assert all(one["design_id"] in words for one in record["designs"])
    assert f"world {record['world_fingerprint'][:8]}" in words
    assert files["png"].startswith(b"\x89PNG")


def test_the_main_controls_are_within_reach_of_keys(visit):
    visit.open(f"/{PAGE}")
    visit.page.locator("body").focus()
    tab_to(visit, "Cost")  # the menu
    tab_to(visit, "Design")
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**like=*")
    visit.settle()
    tab_to(visit, EVIDENCE)
    visit.page.keyboard.press("Enter")
    visit.page.get_by_role("tab", name="Definition").first.wait_for()
    tab_to(visit, "Definition")
    visit.page.keyboard.press("ArrowRight")
    visit.page.get_by_role("tab", name="Table", selected=True).first.wait_for()


def test_the_walk_is_led_by_keys_and_told_in_the_address(visit):
    visit.open("/methods")
    visit.page.locator("body").focus()
    tab_to(visit, "A walk in")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**story=1*")
    visit.settle()
    assert visit.violations() == {}
    visit.page.get_by_role("button", name="Next").focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**story=2*")
    visit.settle()
    visit.page.reload()
    visit.settle()
    assert not visit.page.get_by_role("button", name="Return to screen").is_visible()
    visit.page.get_by_role("button", name="Leave the walk").click()
    visit.page.get_by_role("button", name="Back to the walk, screen 2").wait_for()


def test_another_world_is_chosen_and_shared(visit, chromium, address):
    visit.open("/methods")
    visit.page.get_by_role("button", name="World:").click()
    dialog = visit.page.get_by_role("dialog")
    dialog.get_by_text("2,000 synthetic children").wait_for()
    assert visit.violations() == {}
    assert str(Path.cwd().anchor + "tmp") not in dialog.inner_text()  # no path is shown
    dialog.get_by_text("2,000 synthetic children").click()
    dialog.get_by_role("button", name="Look at this world").click()
    visit.page.wait_for_url("**world=*")
    visit.settle()
    short = parameters(visit.page.url)["world"]
    visit.page.get_by_text(f"world {short}").first.wait_for()
    other = chromium.new_context()
    fresh = type(visit)(other.new_page(), address)
    fresh.open(visit.page.url.removeprefix(address))
    fresh.page.get_by_text(f"world {short}").first.wait_for()
    other.close()


@pytest.mark.parametrize("visit", [(1280, "light"), (1280, "dark")], indirect=True)
def test_a_page_prints_as_a_brief(visit):
    visit.open(f"/{PAGE}")
    visit.page.set_viewport_size({"width": 680, "height": 1000})  # A4 less its margins
    visit.page.emulate_media(media="print")
    for hidden in ("stSidebar", "stHeader", "stExpander", "stButton"):
        for one in visit.page.get_by_test_id(hidden).all():
            assert not one.is_visible(), hidden
    printed = visit.page.locator(".cl-print")
    assert "printed on" in printed.inner_text()
    assert "ContactPoint, 2009 held against No index" in printed.inner_text()
    charts = visit.page.locator('[data-testid="stVegaLiteChart"] svg').all()
    assert charts
    for chart in charts:
        box = chart.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 681
    paper = visit.page.pdf(format="A4")
    assert paper.startswith(b"%PDF")


def test_the_first_chart_is_above_the_fold(visit):
    visit.page.set_viewport_size({"width": 1280, "height": 800})
    visit.open("/")
    box = visit.page.locator('[data-testid="stVegaLiteChart"]').first.bounding_box()
    assert box["y"] < 600
