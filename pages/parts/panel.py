"""The side panel: which design, against which, and what is assumed otherwise."""

from __future__ import annotations

import streamlit as st

from analysis.policy import load_assumptions
from pages.parts import entry, session

WINDOW, WINDOW_KEY = "window_days", "pick-window"
STOPS = (30, 60, 90, 120, 180, 270, 365, 540, 730)  # of the window, in days


def side_panel(page: str) -> None:
    """The controls that pages share; none where a page has its own."""
    if page in entry.WITHOUT_DESIGN:
        return
    with st.sidebar:
        session.pick_design()
        if session.conflicts():
            st.caption(
                "The levers as you left them contradict each other, so this page shows the last "
                "design that made sense."
            )
            st.page_link("pages/design.py", label="See why, under Design an index")
        references = {one.id: one.label for one in session.designs()}
        session.pick(session.AGAINST, "Held against", references, "status_quo")
        window()
        held_values()


def window() -> None:
    """For how long a concern stays relevant: what every figure of gaps rests on, so it is here
    and not on one page alone. It is held as any other assumption is."""
    told = load_assumptions().get(WINDOW)
    now = int(session.held().get(WINDOW, told.central))
    session.show(WINDOW_KEY, now)

    def taken() -> None:
        value, others = st.session_state[WINDOW_KEY], session.held()
        others.pop(WINDOW, None)
        session.hold(others | ({} if value == told.central else {WINDOW: float(value)}))

    st.select_slider(
        "A concern stays relevant for (days)",
        sorted({*STOPS, now}),
        key=WINDOW_KEY,
        on_change=taken,
        help=f"{told.note} A new window takes some seconds, once.",
    )


def held_values() -> None:
    """What the reader assumes otherwise, with a way back."""
    held = session.held()
    if not held:
        return
    known = load_assumptions()
    st.caption("Assumed otherwise than shipped:")
    for id, value in held.items():
        st.caption(f"{known.get(id).label}: **{value:g}**")
    st.button("Back to the shipped assumptions", on_click=session.hold, args=({},))
