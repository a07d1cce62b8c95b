"""Designing an index by hand: a lever moves, figures follow, and the link shows them to others."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MARK = "element => { element.kept = true; }"
KEPT = "element => element.kept === true"


def answer(visit) -> str:
    """The sentence below the title."""
    return visit.page.get_by_text("sharing gaps a year").first.inner_text()


def table(visit) -> str:
    """Every figure of the design and of what it is held against."""
    return visit.page.locator(".cl-designs").first.inner_text()


def press(visit, slider: str, key: str = "ArrowRight") -> None:
    """Move a slider by one step and wait for what follows."""
    before = visit.page.locator(".cl-link").inner_text()
    visit.page.get_by_role("slider", name=slider).focus()
    visit.page.keyboard.press(key)
    expect(visit.page.locator(".cl-link")).not_to_have_text(before)
    visit.settle()


def test_a_lever_moves_the_figures_and_its_link_shows_them_in_another_browser(
    visit, chromium, address
):
    visit.open("/design")
    before = answer(visit), table(visit)
    for _ in range(3):
        press(visit, "Agencies with a concern that set off an alert")
    press(visit, "Years an entry is kept after 18")
    after = answer(visit), table(visit)
    assert after[0] != before[0]
    assert after[1] != before[1]
    link = visit.page.locator(".cl-link").inner_text()
    assert link.startswith(address)
    other = chromium.new_context()
    fresh = type(visit)(other.new_page(), address)
    fresh.open(link.removeprefix(address))
    assert (answer(fresh), table(fresh)) == after
    assert fresh.page.locator(".cl-link").inner_text() == link
    other.close()


def test_a_move_draws_again_only_what_looks_otherwise_now(visit):
    visit.open("/design")
    page = visit.page
    start, name = page.locator(".st-key-start-from input"), page.locator(".st-key-design-name")
    waiting = page.locator(".st-key-lever-trigger_agencies input")
    expect(start).to_have_value("ContactPoint, 2009")
    expect(waiting).to_be_disabled()
    expect(page.get_by_text("Counts only where the index holds")).to_be_visible()
    others = page.locator(".st-key-lever-two_factor label").first
    others.evaluate(MARK)
    press(visit, "Days until a new involvement shows")
    expect(start).to_have_value("Your design")
    assert others.evaluate(KEPT)
    page.locator(".st-key-lever-scope input").click()
    page.get_by_role("option", name="Children with concerns").click()
    expect(waiting).to_be_enabled()
    expect(page.get_by_text("Counts only where the index holds")).to_have_count(0)
    assert others.evaluate(KEPT)
    name.locator("input").fill("Regional hubs")
    name.locator("input").press("Enter")
    expect(start).to_have_value("Regional hubs")
    visit.settle()
    expect(page.get_by_role("heading", name="What Regional hubs changes")).to_be_visible()


def test_what_a_design_is_held_against_is_chosen_for_the_whole_page(visit):
    visit.open("/design")
    visit.page.locator(".st-key-pick-vs input").click()
    visit.page.get_by_role("option", name="Local hubs").click()
    expect(visit.page.get_by_text("that stay open under No index")).to_have_count(0)
    visit.page.wait_for_url("**vs=*")
    visit.settle()
    assert visit.page.get_by_role("heading", name="No index").count() == 0
