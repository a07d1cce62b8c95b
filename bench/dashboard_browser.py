"""Milliseconds from a key or a click to the last change on the screen that follows from it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from bench.dashboard import APP, PATIENCE, serve

SCROLLED = 300  # ms
ANSWER, FLOOR_ANSWER = "sharing gaps a year", "Here it is"
QUIET = 500  # ms without a change, after which a screen has settled
NAMES = ("chromium", "chromium-browser", "google-chrome")
WATCH = """() => {
    window.told = {began: 0, ended: 0};
    const began = event => { if (event.isTrusted) { told.began = performance.now(); } };
    for (const kind of ['keydown', 'click']) document.addEventListener(kind, began, true);
    new MutationObserver(() => { told.ended = performance.now(); }).observe(
        document.querySelector('[data-testid="stMain"]'),
        {subtree: true, childList: true, characterData: true, attributes: true,
         attributeFilter: ['d', 'transform']});
}"""
SETTLED = """quiet => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app.dataset.testScriptState === 'notRunning' && told.ended > told.began
        && performance.now() - told.ended > quiet
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
}"""
SLIDERS = {
    "retention_years_after_18": ("Years an entry is kept after 18", 4),
    "update_delay_days": ("Days until a new involvement shows", 6),
    "alert_threshold": ("Agencies with a concern that set off an alert", 3),
    "audit_share": ("Share of look-ups that are reviewed", 6),
}
TOGGLES = {
    "opt_out": "Families may opt out",
    "shielding": "Shielded children are hidden",
    "reason_required": "A reason must be given",
    "two_factor": "Two-factor sign-in",
    "subject_view": "Families see who looked",
}
CHOICES = {
    "scope": ("Children in the index", ("Children known to social care", "Every child")),
    "visibility": ("How far a user can see", ("The own region", "All of England")),
    "content": ("What an entry says", ("Who is involved and that there is a concern",)),
    "sensitive_rule": ("Sensitive services", ("Always shown", "Never shown")),
    "identifier": ("How records are linked", ("One number for each child",)),
    "lookup_rule": ("When users look", ("Expected on every concern", "Left to the user")),
}
PILLS = {"connected_agencies": 0, "authorised_agencies": 1}
BOXES = {"authorised_users": ("People with access", 2), "extra_staff_gbp_per_year": ("Money", 2)}


@contextmanager
def opened(address: str) -> Iterator[Page]:
    """``address`` in a browser of our own."""
    with blank() as page:
        page.goto(address)
        yield page


@contextmanager
def blank() -> Iterator[Page]:
    """A browser of our own, with nothing opened yet."""
    named = os.environ.get("CONTACTLENS_CHROMIUM")
    path = named or next(found for name in NAMES if (found := shutil.which(name)))
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(1000 * PATIENCE)
        yield page
        browser.close()


def first_paint(script: str, world: str) -> dict[str, float]:
    """Seconds from the start of a server until it listens, its first visitor reads the answer,
    and sees the chart; the browser runs before, as a reader's does."""
    page_of, answer = ("/design", ANSWER) if script == APP else ("", FLOOR_ANSWER)
    with blank() as page, serve(script, world) as server:
        listens = time.perf_counter()
        page.goto(server.address + page_of, wait_until="commit")
        page.get_by_text(answer).first.wait_for()
        read = time.perf_counter()
        page.locator(".marks").first.wait_for()
        seen = time.perf_counter()
    times = {"until_it_listens": listens, "until_read": read, "until_seen": seen}
    return {name: at - server.started for name, at in times.items()}


def floor_moves(address: str, moves: int = 20) -> list[float]:
    """The slider of an empty page with one chart."""
    with opened(address) as page:
        page.locator(".marks").first.wait_for()
        page.wait_for_timeout(1_500)
        page.evaluate(WATCH)
        slider = page.get_by_role("slider").first
        return [_timed(page, lambda: _pressed(slider))["ms"] for _ in range(moves)]


def lever_moves(address: str) -> list[dict]:
    """Every lever of the dashboard, moved several times, one after another."""
    with opened(f"{address}/design") as page:
        page.get_by_text("Not a forecast, not advice").wait_for()
        page.locator(".st-key-live-chart .marks").first.wait_for()
        page.wait_for_timeout(2_000)
        page.evaluate(WATCH)
        return [{"lever": name, **_timed(page, act)} for name, act in _all_moves(page)]


def _timed(page: Page, act: Callable[[], None]) -> dict[str, float]:
    act()
    page.wait_for_function(SETTLED, arg=QUIET)
    told = page.evaluate("told")
    return {"ms": told["ended"] - told["began"]}


def _all_moves(page: Page) -> Iterator[tuple[str, Callable[[], None]]]:
    for name, (label, times) in SLIDERS.items():
        slider = page.get_by_role("slider", name=label)
        for _ in range(times):
            yield name, lambda slider=slider: _pressed(slider)
    for name, _label in TOGGLES.items():
        toggle = page.locator(f".st-key-lever-{name} label").first
        for _ in range(2):
            yield name, lambda toggle=toggle: toggle.click()
    for name, (_, options) in CHOICES.items():
        for option in options:
            yield name, lambda name=name, option=option: _chosen(page, name, option)
    for name in PILLS:
        for agency in ("Police", "Hospital", "Police"):
            pill = page.locator(f".st-key-lever-{name} button", has_text=agency).first
            yield name, lambda pill=pill: pill.click()
    for name, (_, times) in BOXES.items():
        more = page.locator(f".st-key-lever-{name} button").last
        for _ in range(times):
            yield name, lambda more=more: more.click()


def _pressed(slider) -> None:
    slider.focus()
    slider.page.keyboard.press("ArrowRight")


def _chosen(page: Page, name: str, option: str) -> None:
    box = page.locator(f".st-key-lever-{name} input")
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(SCROLLED)  # a list closes when the page scrolls
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
