"""One look-up of the queue at a time: its evidence, two buttons, and what was decided."""

from __future__ import annotations

import time

import streamlit as st

from analysis import findings_review as told
from analysis.current_world import WorldError
from analysis.oversight.decisions import ACCEPT, REFER, DecisionBook
from analysis.oversight.evidence import Evidence, evidence_of
from analysis.oversight.shelf import Kept
from analysis.oversight.training import running, truth_of, what_it_was
from pages.parts import session
from pages.parts.text_table import text_table

EVENT, NOTE, WAS, SHOWN = "look", "review-note", "review-was", "review-shown"
AT_LEAST = 0.5  # seconds that a look-up is on screen before a click can be meant for it


def desk(kept: Kept, book: DecisionBook, *, training: bool) -> None:
    """The look-up that the address names, else the first that is not decided."""
    queue = kept.queue["event_id"].to_list()
    held = book.held()
    event = _asked(queue) or next((one for one in queue if one not in held), None)
    for key, show in ((NOTE, st.warning), (WAS, st.info)):
        if sentence := st.session_state.pop(key, ""):
            show(sentence)
    if event is None:
        st.success(told.ALL_DONE)
        return
    place = queue.index(event)
    detectors = kept.queue["detectors"][place].to_list()
    found = evidence_of(kept.doors, event, detectors, explained_days=kept.explained_days)
    if found is None:
        st.info(told.DIVERGED)
        return
    st.header(told.heading(place + 1, len(queue)), anchor="look-up")
    _shown(found, kept)
    if st.session_state.get(SHOWN, (None, 0.0))[0] != event:
        st.session_state[SHOWN] = (event, time.monotonic())
    if event in held:
        st.caption(told.held_words(held[event]))
    seen = held[event].decision_id if event in held else None
    with st.container(horizontal=True):
        for verdict, label in ((ACCEPT, told.ACCEPT_LABEL), (REFER, told.REFER_LABEL)):
            st.button(
                label,
                key=f"{verdict}-{event}",
                on_click=_decide,
                args=(kept, book, event, verdict, seen, training),
            )
        for label, step in (("Previous", -1), ("Next", 1)):
            to = place + step
            st.button(
                label,
                key=f"look{step}",
                disabled=not 0 <= to < len(queue),
                on_click=_go,
                args=(queue[to] if 0 <= to < len(queue) else None,),
                type="tertiary",
            )


def score(kept: Kept, book: DecisionBook) -> None:
    """The running score of a drawn log."""
    st.markdown(told.score_words(running(book.held(), _truth(kept.log, kept))))


def export(kept: Kept, book: DecisionBook) -> None:
    """The decisions as a file."""
    st.download_button(
        told.EXPORT,
        lambda: book.to_csv(is_synthetic=kept.is_synthetic),
        file_name=f"decisions-{kept.log[:8]}.csv",
        mime="text/csv",
        key="export-decisions",
        on_click="ignore",
    )


def _shown(found: Evidence, kept: Kept) -> None:
    st.markdown(told.what_happened(found))
    st.markdown(told.says(found))
    st.markdown("\n".join(f"- {fact}" for fact in found.facts))
    if len(found.contacts):
        text_table(
            told.contacts_table(found, kept.explained_days),
            caption="Contacts with this child on record",
            key="contacts",
        )


def _decide(
    kept: Kept, book: DecisionBook, event: int, verdict: str, seen: int | None, training: bool
) -> None:
    shown, at = st.session_state.get(SHOWN, (None, 0.0))
    if shown == event and time.monotonic() - at < AT_LEAST:  # the second of two clicks
        st.session_state[NOTE] = told.TOO_SOON
        return
    try:
        outcome = book.decide(event_id=event, verdict=verdict, seen=seen, is_training=training)
    except WorldError as error:
        st.session_state[NOTE] = str(error)
        return
    if not outcome.is_kept:
        st.session_state[NOTE] = outcome.note
        _go(event)
        return
    if training:
        st.session_state[WAS] = what_it_was(_truth(kept.log, kept)[event])
    _go(None)


def _go(event: int | None) -> None:
    session.choose(EVENT, "" if event is None else str(event), "")


def _asked(queue: list[int]) -> int | None:
    """The look-up of the address, if it is one of the queue."""
    asked = session.choice(EVENT, "")
    if not asked:
        return None
    known = {str(event): event for event in queue}
    if asked in known:
        return known[asked]
    st.info("The address asks for a look-up that is not in this queue; showing the usual.")
    _go(None)
    return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _truth(log: str, _kept: Kept) -> dict[int, str]:
    return truth_of(_kept.experiment)
