"""A control for every lever, grouped, each with its help and source; idle ones are greyed.

The levers live in the session, not in the controls: a control is told what to show, and tells
the session when it is moved. A move draws again what follows from it, and of the rest of the
page only what looks otherwise now: a group with a lever that it made idle, the design's name.
"""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from analysis.idle import AGENCY_LABELS, idle_levers
from analysis.lever_words import from_control, in_control, lever_help, steps
from analysis.levers import Lever, load_levers
from pages.parts import session
from pages.parts.heading import heading

OUTCOMES = "outcomes"  # the keys of fragments: what follows from the levers,
START = "start"  # what the design began as,
NAME = "name"  # and its name and file


def lever_controls() -> None:
    """All levers, a fragment for each group."""
    for group, levers in _groups().items():
        st.fragment(_group, key=_key(group))(group, levers)


def moved(id: str) -> None:
    """Take over what the control of lever ``id`` shows, and draw again what hangs on it."""
    before = _looks()
    one = next(one for one in load_levers() if one.id == id)
    try:
        session.set_lever(id, from_control(one, st.session_state[_key(one.id)]))
    except ValueError as error:
        session.say(f"{one.label}: it {error}")
    after = _looks()
    st.rerun([OUTCOMES, *(part for part in after if after[part] != before[part])])


def _groups() -> dict[str, tuple[Lever, ...]]:
    return {name: tuple(levers) for name, levers in groupby(load_levers(), lambda one: one.group)}


def _looks() -> dict[str, object]:
    """What hangs on more than one lever in each fragment but `OUTCOMES`, by its key."""
    idle = idle_levers(session.draft())
    groups = {
        _key(name): tuple(idle.get(one.id) for one in levers) for name, levers in _groups().items()
    }
    called = session.design().id, session.name()
    return groups | {START: called, NAME: (*called, bool(session.conflicts()))}


def _group(name: str, levers: tuple[Lever, ...]) -> None:
    """The levers of one group below its heading."""
    idle = idle_levers(session.draft())
    heading(name)
    for one in levers:
        _control(one, idle.get(one.id, ""))


def _control(one: Lever, idle: str) -> None:
    value = getattr(session.draft(), one.id)
    key, waits = _key(one.id), bool(idle) and value == one.baseline
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


def _key(name: str) -> str:
    return f"lever-{name}"
