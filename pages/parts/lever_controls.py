"""A control for every lever, grouped, each with its help and source; idle ones are greyed.

The levers live in the session, not in the controls: a control is told what to show, and tells
the session when it is moved. Most moves leave the controls as they are, so that only what
follows from them is drawn again.
"""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from analysis.idle import AGENCY_LABELS, idle_levers
from analysis.lever_words import from_control, in_control, lever_help, steps
from analysis.levers import Lever, load_levers
from pages.parts import session

OUTCOMES = "outcomes"  # the key of the fragment that shows what follows


def lever_controls() -> None:
    """All levers by group."""
    idle = idle_levers(session.draft())
    for group, levers in groupby(load_levers(), key=lambda one: one.group):
        st.header(group, anchor=False)
        for one in levers:
            _control(one, idle.get(one.id, ""))


def moved(id: str) -> None:
    """Take over what the control of lever ``id`` shows, and draw again what hangs on it."""
    before = _shape()
    one = next(one for one in load_levers() if one.id == id)
    try:
        session.set_lever(id, from_control(one, st.session_state[_key(one)]))
    except ValueError as error:
        session.say(f"{one.label}: it {error}")
    if _shape() == before:
        st.rerun(OUTCOMES)


def _shape() -> tuple:
    """What the controls look like, but for what they are set to."""
    return session.design().id, session.conflicts(), tuple(idle_levers(session.draft()))


def _control(one: Lever, idle: str) -> None:
    value = getattr(session.draft(), one.id)
    key, waits = _key(one), bool(idle) and value == one.baseline
    session.show(key, in_control(one, value))
    more = {
        "key": key,
        "help": lever_help(one, idle),
        "on_change": moved,
        "args": (one.id,),
        "disabled": waits,
    }
    if one.kind == "choice":
        words = dict(one.choices)
        st.selectbox(one.label, list(words), format_func=words.get, **more)
    elif one.kind == "agencies":
        st.pills(
            one.label,
            list(AGENCY_LABELS),
            format_func=AGENCY_LABELS.get,
            selection_mode="multi",
            **more,
        )
    elif one.kind == "flag":
        st.toggle(one.label, **more)
    else:
        _number(one, more)
    if idle:
        st.caption(idle if waits else f"{idle} It changes nothing now.")


def _number(one: Lever, more: dict) -> None:
    """A slider where the bounds are near, else a box to type in."""
    told = steps(one)
    if told.is_slider:
        st.slider(told.label, told.least, told.most, step=told.step, format=told.format, **more)
    else:
        st.number_input(
            told.label, told.least, told.most, step=told.step, format=told.format, **more
        )


def _key(one: Lever) -> str:
    return f"lever-{one.id}"
