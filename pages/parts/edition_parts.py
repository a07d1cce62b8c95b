"""One part of an edition on screen: its finding, its picture, and what is said of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape

import streamlit as st

from analysis.editions.reading import Part, said
from analysis.editions.shelf import Shelved, still
from analysis.scenarios import Scenario
from pages.parts import session

_EXPLORE = "edition-explore"


def open_in_explorer(scenario: Scenario, held: Mapping[str, float]) -> None:
    """Look at a design of an edition, under the beliefs that it was published with."""
    session.use(scenario)
    session.hold(held)
    st.session_state[_EXPLORE] = True


def follow() -> None:
    """Go to the explorer if a button asked for it; before anything of the page is drawn."""
    if st.session_state.pop(_EXPLORE, False):
        st.switch_page("pages/design.py")


def part(shelved: Shelved, one: Part) -> None:
    """The part as it was published, picture and all."""
    claim = one.claim
    st.header(said(claim.title if claim else one.title), anchor=one.id)
    if claim:
        st.markdown(
            said(f"Claimed: {claim.claim} {claim.speaker}, {claim.role}, {claim.date}. ")
            + f"Source: [{said(claim.source)}]({claim.link})."
        )
        st.markdown(said(f"*{claim.verdict}.* {claim.answer}"))
    picture = still(shelved, one.id)
    if picture:
        told = b64encode(picture.encode()).decode()
        words = escape(f"{one.title}. {one.words}", quote=True)
        st.html(
            f'<img src="data:image/svg+xml;base64,{told}" alt="{words}" '
            'style="max-width: 100%; height: auto">'
        )
    for sentence in claim.reasons if claim else (one.words,):
        st.markdown(said(sentence))
    if claim:
        st.caption(said(f"Not answered: {claim.limits}"))
