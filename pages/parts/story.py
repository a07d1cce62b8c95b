"""The walk: next, back and a sentence on top of real views, for somebody who presents them.

The screen is in the address. Whoever wanders off, or leaves, finds the way back to it.
"""

from __future__ import annotations

import streamlit as st

from analysis import reader_mode
from analysis.design_link import open_link
from analysis.levers import Levers
from analysis.scenarios import read_scenario
from analysis.story import Screen, load_story
from pages.parts import session

STORY = "story"
OURS = (STORY, "world")  # parameters that the screens of the walk leave alone
_GO, _LEFT = "story-go", "story-left"


def follow() -> None:
    """Go to the screen that a button asked for; before anything of a page is drawn."""
    if reader_mode.is_public():  # its screens are pages that readers don't get
        session.choose(STORY, "", "")
    number = st.session_state.pop(_GO, 0)
    if number:
        screen = load_story()[number - 1]
        _set(screen)
        session.choose(STORY, str(number), "")
        st.session_state[_LEFT] = number
        st.switch_page(f"pages/{screen.page}.py")


def bar(page: str) -> None:
    """Above a page, in the walk: where we are, a sentence, and the ways on."""
    number = _number()
    if not number:
        return
    screens = load_story()
    screen, here = screens[number - 1], _is_here(screens[number - 1], page)
    with st.container(key="story-bar"):
        st.markdown(f"**{number} of {len(screens)}** · {screen.sentence}")
        with st.container(horizontal=True):
            _button("Back", number - 1, disabled=number == 1)
            _button("Next", number + 1, disabled=number == len(screens), type="primary")
            if not here:
                _button(f"Return to screen {number}", number)
            st.button("Leave the walk", on_click=_leave, args=(number,), key="story-leave")


def panel() -> None:
    """At the foot of the side panel, outside the walk: the way into it."""
    if _number() or reader_mode.is_public():
        return
    left, screens = st.session_state.get(_LEFT, 0), len(load_story())
    with st.sidebar:
        words = f"Back to the walk, screen {left}" if left else f"A walk in {screens} screens"
        told = "A fixed row of views, for presenting to others."
        _button(words, left or 1, help=told, type="tertiary")


def _button(words: str, number: int, **more) -> None:
    key = f"story-to-{words.split()[0].lower()}"
    st.button(words, on_click=_ask, args=(number,), key=key, **more)


def _ask(number: int) -> None:
    st.session_state[_GO] = number


def _leave(number: int) -> None:
    session.choose(STORY, "", "")
    st.session_state[_LEFT] = number


def _number() -> int:
    """The screen that the address names; 0 outside the walk."""
    told = session.choice(STORY, "")
    if told.isascii() and told.isdigit() and 1 <= int(told[:3]) <= len(load_story()):
        return int(told)
    session.choose(STORY, "", "")
    return 0


def _set(screen: Screen) -> None:
    """Choose what the address of ``screen`` says, and what is usual for the rest."""
    levers, label, held = _wanted(screen)
    session.set_levers(levers, label)
    session.hold(held)
    for name, value in _choices(screen).items():
        session.choose(name, value, "")
        st.session_state.pop(f"pick-{name}", None)  # the control follows what is chosen


def _is_here(screen: Screen, page: str) -> bool:
    """Whether the reader looks at ``screen`` as it was set."""
    levers, _, held = _wanted(screen)
    return (
        page == screen.page
        and (session.design().levers, session.held()) == (levers, held)
        and all(session.choice(name, "") == value for name, value in _choices(screen).items())
    )


def _wanted(screen: Screen) -> tuple[Levers, str, dict[str, float]]:
    """The design of ``screen``, its label, and what is assumed otherwise."""
    mine = {name: text for name, text in screen.parameters if name not in session.CHOICES}
    if not mine:
        return read_scenario(session.START).levers, "", {}
    told = open_link(mine)
    return told.levers, told.label, dict(told.held)


def _choices(screen: Screen) -> dict[str, str]:
    """Every choice of a page, as ``screen`` has it; empty: as usual."""
    given = dict(screen.parameters)
    return {name: given.get(name, "") for name in session.CHOICES if name not in OURS}
