"""Who leads by kind of threat: one control each, kept in the address as one short word."""

from __future__ import annotations

import streamlit as st

from analysis.lead_link import agencies, kinds, lead_text, read_leads
from pages.parts import session

NAME = "lead"
COLUMNS = 4


def pick_leads() -> dict[str, str]:
    """The agency that leads for each kind of threat, as the reader sets it."""
    lead_of, notes = read_leads(session.choice(NAME, ""))
    for note in notes:
        st.info(note)
    labels, chosen = agencies(), {}
    with st.expander("Who leads on which kind of threat", expanded=bool(lead_text(lead_of))):
        st.caption("A choice, not a rule of law: change it, and every figure below follows.")
        places = [place for _ in range(0, len(lead_of), COLUMNS) for place in st.columns(COLUMNS)]
        for place, (kind, words) in zip(places, kinds().items(), strict=False):
            key = f"lead-{kind}"
            st.session_state.setdefault(key, lead_of[kind])
            with place:
                chosen[kind] = st.selectbox(words, list(labels), format_func=labels.get, key=key)
        st.button("Back to the usual leads", on_click=_back, disabled=not lead_text(chosen))
    session.choose(NAME, lead_text(chosen), "")
    return chosen


def _back() -> None:
    for kind, agency in read_leads("")[0].items():
        st.session_state[f"lead-{kind}"] = agency
