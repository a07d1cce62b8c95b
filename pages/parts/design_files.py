"""Where a design begins, its name, and its way into a file or a link and back."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis import reader_mode
from analysis.current_world import WorldError
from analysis.design_link import design_id
from analysis.scenario_text import file_name, scenario_toml
from analysis.scenarios import read_uploaded
from pages.parts import session
from pages.parts.lever_controls import NAME, START
from pages.parts.link import address

LONGEST_NAME = 80
TAKEN = "design-file-taken"  # the file that was read last: a rerun does not read it again


@st.fragment(key=START)
def start_from() -> None:
    """Which design the levers begin as, and which one they are held against."""
    with st.container(horizontal=True):
        session.pick_design("Start from", key="start-from", width=330)
        others = {one.id: one.label for one in session.designs()}
        session.pick(
            session.AGAINST, "Held against", others, "status_quo", width=330, on_change=st.rerun
        )


@st.fragment(key=NAME)
def name_and_files() -> None:
    """A name, the file of the design, and a file to take up."""
    left, right = st.columns(2, gap="large")
    with left:
        session.show("design-name", session.name())
        st.text_input(
            "Name of your design",
            key="design-name",
            max_chars=LONGEST_NAME,
            placeholder=session.UNNAMED,
            on_change=_rename,
            help="It stands in charts, files and the link. Letters, digits and common marks.",
        )
        st.download_button(
            "Download the design (TOML)",
            _file,
            file_name=file_name(session.design()),
            mime="application/toml",
            key="design-file",
            on_click="ignore",
            disabled=bool(session.conflicts()),
        )
    if reader_mode.is_public():
        return
    with right:
        told = st.file_uploader("Open a design from a file (TOML)", type="toml", key="design-open")
        if told is not None and st.session_state.get(TAKEN) != told.file_id:
            st.session_state[TAKEN] = told.file_id
            _take_up(told.name, told.getvalue())


def link_and_id() -> None:
    """The address of this view, to be copied, and the short name of what decides its figures."""
    st.caption(
        f"Design id **{design_id(session.draft(), session.beliefs())}**: the same levers and "
        "assumptions have the same id anywhere. Whoever opens this link sees this view:"
    )
    # Not st.code, for which a browser reads in and colours every programming language first.
    st.html(f"<code class='cl-link'>{escape(address())}</code>")


def _rename() -> None:
    asked = st.session_state["design-name"]
    session.rename(asked)
    if asked.strip() and not session.name():
        session.say("A name needs a letter or a digit, so the design keeps none.")
    elif session.name() != asked.strip():
        session.say("The name was cut down to letters, digits and common marks.")
    st.rerun()


def _file() -> str:
    return scenario_toml(session.design(), session.held())


def _take_up(name: str, content: bytes) -> None:
    """Look at the design in a file, or say in a sentence why that can't be."""
    try:
        session.use(read_uploaded(name, content))
    except WorldError as error:
        st.error(str(error))
        return
    st.rerun()
