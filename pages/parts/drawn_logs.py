"""The access log of the design that is looked at, drawn when a reader asks for it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings_log
from analysis.charts.spread import spread
from analysis.current_world import WorldError
from analysis.drawn_log import DrawnLog, LogShelf
from analysis.evaluation import Evaluation
from analysis.workbench import Workbench
from pages.parts.figure import figure

DRAW = "Draw a log of this design"
ASKED = "log-asked"


def log_of(bench: Workbench, found: Evaluation) -> DrawnLog | None:
    """The log of a design: as it is kept, or drawn now if the button was pressed."""
    shelf = _shelf()
    st.markdown(findings_log.WHAT_IT_IS)
    kept = shelf.kept(bench, found)
    if kept is not None:
        return kept
    place = st.empty()
    if not st.session_state.pop(ASKED, False):
        place.button(DRAW, key="draw-log", icon=":material/edit_note:", on_click=_ask)
        return None
    try:
        with place, st.spinner("Drawing one year of look-ups, and reading it."):
            return shelf.drawn(bench, found)
    except WorldError as error:
        st.warning(str(error))
        return None


def _ask() -> None:
    st.session_state[ASKED] = True


def show_log(log: DrawnLog, found: Evaluation) -> None:
    """What a log holds: three figures, each with its evidence."""
    st.markdown(findings_log.log_answer(log))
    for note in log.notes:
        st.info(note)
    if not log.n_rows:
        return
    mean = found.estimate("lookups_per_user")
    unexplained = found.estimate("unexplained_view_share")
    parts = (
        (
            "log-children",
            log.per_child,
            findings_log.children_title(log),
            findings_log.children_summary(),
        ),
        (
            "log-users",
            log.per_user,
            findings_log.users_title(log),
            findings_log.users_summary(mean),
        ),
    )
    for column, (key, answer, title, summary) in zip(
        st.columns(2, gap="large"), parts, strict=True
    ):
        with column:
            _bars(key, answer, title, summary)
    _bars(
        "log-explained",
        log.explained,
        findings_log.explained_title(log),
        findings_log.explained_summary(unexplained),
    )


def _bars(key: str, answer, title: str, summary: str) -> None:
    draw = partial(spread, findings_log.bars(answer), findings_log.bars_title(answer))
    figure(answer, draw, key=key, title=title, summary=summary)


@st.cache_resource(show_spinner=False)
def _shelf() -> LogShelf:
    return LogShelf()
