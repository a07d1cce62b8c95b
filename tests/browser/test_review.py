"""A reviewer in a real browser: two quick clicks, a reload and a second tab lose nothing."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser

DRAW = "Draw a log and audit it"
SIZES = {(1280, "light"): "oversight", (390, "dark"): "review"}
MEANT = 1_000  # ms: a look-up is on screen for a while before a click is meant for it
ADDRESS = "/review?planted=100&like=open_to_families"


def drawn(visit, path: str) -> None:
    """Open ``path`` and have its log drawn, if it is not kept yet."""
    visit.open(path)
    button = visit.page.get_by_role("button", name=DRAW)
    if button.count():
        button.click()
        button.wait_for(state="detached")
    visit.settle()


def n_decided(page) -> int:
    """How many look-ups the page says are decided."""
    told = re.search(r"(\d[\d,]*) are decided", page.get_by_test_id("stMain").inner_text())
    return int(told[1].replace(",", "")) if told else 0


@pytest.mark.parametrize("visit", SIZES, indirect=True, ids=lambda v: f"{v[0]}-{v[1]}")
@pytest.mark.parametrize("page", ["oversight", "review", "family"])
def test_the_screens_of_oversight_are_accessible(visit, page):
    drawn(visit, f"/{page}?planted=100&like=open_to_families")
    visit.unfold()
    assert visit.violations() == {}
    assert visit.complaints() == []


def test_two_quick_clicks_count_once_and_a_reload_loses_nothing(visit):
    drawn(visit, ADDRESS)
    visit.page.wait_for_timeout(MEANT)
    before = n_decided(visit.page)
    visit.page.get_by_role("button", name="Refer: ask about it").dblclick()
    visit.page.get_by_text(f"{before + 1} are decided").first.wait_for()
    visit.settle()
    decided = n_decided(visit.page)
    assert decided == before + 1
    visit.page.reload()
    visit.settle()
    assert n_decided(visit.page) == decided
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Decisions as CSV").click()
    rows = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + decided
    assert all(row.startswith("synthetic,") for row in rows[1:])


def test_a_second_tab_is_told_of_what_the_first_decided(visit, window, address):
    drawn(visit, ADDRESS)
    other = window.new_page()
    try:
        other.goto(visit.page.url)
        other.get_by_role("button", name="Accept: the record explains it").wait_for()
        other.wait_for_timeout(MEANT)
        visit.page.get_by_role("button", name="Refer: ask about it").click()
        visit.page.wait_for_timeout(MEANT)
        other.get_by_role("button", name="Accept: the record explains it").click()
        other.get_by_text("already referred elsewhere").wait_for()
    finally:
        other.close()
