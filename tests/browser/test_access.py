"""Can a reader draw a log on Access, and is what it holds accessible, wide and narrow?"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

HELD = "that opened an entry"
PLACES = {(1280, "light"): "contactpoint_2009", (390, "dark"): "open_to_families"}


def violations(visit) -> dict[str, list[str]]:
    """What axe finds wrong with the page: elements by rule."""
    found = Axe().run(visit.page).response["violations"]
    return {rule["id"]: [node["html"][:200] for node in rule["nodes"]] for rule in found}


@pytest.mark.parametrize("visit", PLACES, indirect=True, ids=lambda v: f"{v[0]}-{v[1]}")
def test_a_log_is_drawn_when_it_is_asked_for_and_what_it_holds_is_accessible(visit):
    width = visit.page.viewport_size["width"]
    visit.page.set_viewport_size({"width": width, "height": 9500})
    design = next(preset for (wide, _), preset in PLACES.items() if wide == width)
    visit.open(f"/access?like={design}")
    visit.page.get_by_role("button", name="Draw a log of this design").click()
    visit.page.get_by_text(HELD).first.wait_for()
    visit.settle()
    assert violations(visit) == {}
    visit.page.reload()
    visit.page.get_by_text(HELD).first.wait_for()  # it is kept, so nobody waits again
    assert not visit.page.get_by_role("button", name="Draw a log of this design").count()
