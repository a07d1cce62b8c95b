"""What follows from the levers, beside them: drawn again while they move, and nothing else is."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings_design as told
from analysis.answers import answer_of
from analysis.availability import NotAvailable
from analysis.charts import live as charts
from analysis.charts.style import compiled
from analysis.current_world import WorldError
from analysis.findings import alt_text, mark
from analysis.idle import left_out
from analysis.live import LIVE, Live
from analysis.pictures import Picture
from pages.parts import engine, evidence_tabs, session
from pages.parts.design_card import design_card
from pages.parts.design_files import link_and_id
from pages.parts.design_table import design_table
from pages.parts.figure import EVIDENCE
from pages.parts.lever_controls import OUTCOMES


@st.fragment(key=OUTCOMES)
def live_figures(sentence, figures, card, link) -> None:
    """Fills the four containers: the answer, the figures, what changes, and the link."""
    with sentence:
        for note in session.notes():
            st.warning(note)
        wrong = session.conflicts()
        if wrong:
            _contradictions(wrong)
    if not wrong:
        try:
            found = engine.live(session.design(), session.reference())
            with sentence:
                st.markdown(told.answer(found))
            with figures:
                _figures(found)
        except (NotAvailable, WorldError) as absent:
            with sentence:
                st.info(str(absent))
    with card:
        design_card(None if wrong else session.design(), session.draft())
    with link:
        link_and_id()
    session.write_address()


def _contradictions(wrong: tuple[str, ...]) -> None:
    """Why there are no figures, and a way out; what was set stays as it is."""
    st.markdown("**These levers contradict each other, so there is nothing to count.**")
    for sentence in wrong:
        st.warning(sentence)
    rest = left_out(session.draft())
    if rest != session.draft():
        st.button(
            "Leave out what changes nothing",
            on_click=session.set_levers,
            args=(rest, session.name()),
            key="leave-out",
        )


def _figures(found: Live) -> None:
    title, summary = told.title(found), told.summary(found)
    st.header(title, anchor="figures")
    frame, mode = told.frame(found), st.context.theme.type
    spec = charts.with_rows(_template(mode, engine.bench().world.fingerprint, found), frame, mode)
    st.vega_lite_chart(
        spec=spec, theme=None, width="stretch", key="chart-live", alt=f"{title}. {summary}"
    )
    st.caption(summary)
    design_table(told.table(found))
    _evidence(found, frame, title, summary)


@st.cache_resource(max_entries=8, show_spinner=False)
def _template(mode: str | None, fingerprint: str, _found: Live) -> dict:
    """The chart for any rows: making it takes longer than all the rest of a run."""
    small_print = mark(_answer(_found, ""))
    spec = compiled(charts.live(told.frame(_found), mode=mode, alt_text="", mark=small_print))
    return {name: part for name, part in spec.items() if name != "description"}  # told as alt


def _evidence(found: Live, frame, title: str, summary: str) -> None:
    with st.expander(EVIDENCE, key="evidence-live", on_change="rerun") as folded:
        if folded.open:
            answer = _answer(found, title)
            words = alt_text(title, answer, summary)
            picture = Picture(answer, partial(charts.live, frame), title, words)
            evidence_tabs.tabs(answer, (picture,), key="live")


def _answer(found: Live, title: str):
    both = (found.design, found.reference)
    several = both if found.design.scenario.id != found.reference.scenario.id else both[:1]
    return answer_of(engine.bench(), several, LIVE, title=title)
