"""Can the tool be presented: seven screens forth and back, off the path and back on it?"""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from analysis.design_link import open_link
from analysis.story import Screen, load_story
from pages.parts import session
from pages.parts.entry import FOLDER, PAGES

SCREENS = load_story()


def parameters_of(screen: Screen) -> dict[str, str]:
    return dict(screen.parameters)


def button(app: AppTest, key: str):
    return next(one for one in app.button if one.key == key)


def has(app: AppTest, key: str) -> bool:
    return any(one.key == key for one in app.button)


def words(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


def test_the_walk_has_about_seven_screens_of_real_pages():
    assert 6 <= len(SCREENS) <= 8
    assert {one.page for one in SCREENS} <= {name for name, _ in PAGES}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda one: one.page)
def test_each_screen_is_a_view_that_an_address_can_tell(screen):
    mine = {k: v for k, v in parameters_of(screen).items() if k not in session.CHOICES}
    assert open_link(mine).notes == ()
    assert screen.sentence.endswith(".")
    assert not any(letter.isdigit() for letter in screen.sentence)  # figures change with the world


def test_no_screen_says_what_is_usual_anyway():
    for screen in SCREENS:
        told = parameters_of(screen)
        assert told.get(session.AGAINST) != "status_quo"
        assert told.get("like") != session.START or len(told) > 1


@pytest.mark.parametrize("number", range(1, len(SCREENS) + 1))
def test_a_screen_opens_from_the_side_panel_and_is_where_it_says(open_page, small_world, number):
    if not (FOLDER / f"{SCREENS[number - 1].page}.py").is_file():
        pytest.skip("This page is not there yet.")
    app = open_page(small_world, "methods")
    app.session_state["story-go"] = number
    app.run()
    assert not app.exception
    assert f"**{number} of {len(SCREENS)}** · {SCREENS[number - 1].sentence}" in words(app)
    assert not has(app, "story-to-return")
    assert button(app, "story-to-back").disabled == (number == 1)
    assert button(app, "story-to-next").disabled == (number == len(SCREENS))


def test_the_walk_goes_on_back_and_ends_where_it_began(open_page, small_world):
    app = open_page(small_world, "methods")
    button(app, "story-to-a").click().run()
    assert SCREENS[0].sentence in words(app)
    button(app, "story-to-next").click().run()
    assert SCREENS[1].sentence in words(app)
    assert app.session_state["s-chosen"]["story"] == "2"
    button(app, "story-to-back").click().run()
    assert SCREENS[0].sentence in words(app)
    button(app, "story-leave").click().run()
    assert "story" not in app.session_state["s-chosen"]
    assert SCREENS[0].sentence not in words(app)
    button(app, "story-to-back").click().run()  # "Back to the walk, screen 1"
    assert SCREENS[0].sentence in words(app)


def test_whoever_wanders_off_is_led_back_to_the_screen(open_page, small_world):
    app = open_page(small_world, "methods", story="2")
    assert SCREENS[1].sentence in words(app)
    button(app, "story-to-return").click().run()
    assert not has(app, "story-to-return")
    assert app.session_state["s-design"].id == "status_quo"


@pytest.mark.parametrize("told", ["0", "99", "-1", "x", "²", "1e9"])
def test_a_screen_that_there_is_not_is_passed_over(open_page, small_world, told):
    app = open_page(small_world, "methods", story=told)
    assert not app.exception
    assert not has(app, "story-leave")
