"""What follows from the levers, beside them: drawn again while they move, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis import findings_design as told
from analysis.answers import answer_of, provenance
from analysis.availability import NotAvailable
from analysis.charts import live as charts
from analysis.charts.live_ready import ready
from analysis.current_world import WorldError
from analysis.findings import alt_text, small_print
from analysis.idle import left_out
from analysis.live import LIVE, Live
from analysis.pictures import Picture
from analysis.workbench import Workbench
from pages.parts import engine, evidence_tabs, session
from pages.parts.design_card import design_card
from pages.parts.design_files import link_and_id
from pages.parts.design_table import design_table
from pages.parts.figure import EVIDENCE
from pages.parts.heading import heading
from pages.parts.lever_controls import OUTCOMES

STYLE = """<style>
@media (min-width: 900px) {
  [data-testid="stLayoutWrapper"]:has(> .st-key-live-chart) { position: sticky; top: 3.5rem; }
}
</style>"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where on the page what follows is shown."""

    answer: DeltaGenerator
    chart: DeltaGenerator
    table: DeltaGenerator
    card: DeltaGenerator
    link: DeltaGenerator


def chart_in_sight() -> None:
    """Keep the chart in sight while somebody scrolls through the levers beside it."""
    st.html(STYLE)


@st.fragment(key=OUTCOMES)
def live_figures(at: Places) -> None:
    """What follows from the levers, everywhere on the page; moving one runs this alone."""
    with at.answer:
        for note in session.notes():
            st.warning(note)
        wrong = session.conflicts()
        if wrong:
            _contradictions(wrong)
    if not wrong:
        try:
            found = engine.live(session.design(), session.reference())
            with at.answer:
                st.markdown(told.answer(found))
            _figures(found, at)
        except (NotAvailable, WorldError) as absent:
            with at.answer:
                st.info(str(absent))
    with at.card:
        design_card(None if wrong else session.design(), session.draft())
    session.write_address()
    with at.link:
        link_and_id()


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


def _figures(found: Live, at: Places) -> None:
    title, summary = told.title(found), told.summary(found)
    frame, bench = told.frame(found), engine.bench()
    origin = small_print(provenance(bench, (found.design,), LIVE, title))
    spec = ready(frame, mode=st.context.theme.type, mark=origin)
    with at.chart:
        heading(title, id="figures")
        words = f"{title}. {summary}"
        st.vega_lite_chart(spec=spec, theme=None, width="stretch", key="chart-live", alt=words)
        st.caption(summary)
    with at.table:
        design_table(told.table(found))
        _evidence(found, frame, title, summary)


def _evidence(found: Live, frame, title: str, summary: str) -> None:
    with st.expander(EVIDENCE, key="evidence-live", on_change="rerun") as folded:
        if folded.open:
            answer = _answer(engine.bench(), found, title)
            words = alt_text(title, answer, summary)
            picture = Picture(answer, partial(charts.live, frame), title, words)
            evidence_tabs.tabs(answer, (picture,), key="live")


def _answer(bench: Workbench, found: Live, title: str):
    both = (found.design, found.reference)
    several = both if found.design.scenario.id != found.reference.scenario.id else both[:1]
    return answer_of(bench, several, LIVE, title=title)
