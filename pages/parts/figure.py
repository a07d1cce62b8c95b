"""A figure: its finding, the chart, one sentence, and all that is needed to check it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis.answer import Answer
from analysis.charts.style import compiled, copied, drawing_key
from analysis.findings import alt_text, mark
from analysis.pictures import Picture
from pages.parts import evidence_tabs
from pages.parts.evidence_tabs import downloads

__all__ = ["chart", "downloads", "evidence", "figure", "forget_charts"]

EVIDENCE = "Definition, table, downloads and citation"
_DRAWN = "f-drawn"  # the charts since the last evidence


def figure(answer: Answer, draw: partial, *, key: str, title: str, summary: str) -> None:
    """Heading, chart, summary and evidence of ``answer``.

    ``draw`` is a function of `analysis.charts` that lacks only mode, alt_text and mark.
    """
    st.header(title, anchor=key)
    chart(answer, draw, key=key, title=title, summary=summary)
    st.caption(summary)
    evidence(answer, key=key)


def chart(answer: Answer, draw: partial, *, key: str, title: str, summary: str) -> None:
    """The chart alone, for figures with two; the next `evidence` offers it as a picture."""
    words = alt_text(title, answer, summary)
    spec = _drawn(drawing_key(draw), st.context.theme.type, words, mark(answer), draw)
    st.vega_lite_chart(spec=copied(spec), theme=None, width="stretch", key=f"chart-{key}")
    st.session_state.setdefault(_DRAWN, []).append(Picture(answer, draw, title, words))


def forget_charts() -> None:
    """Begin a run: what an earlier one drew is not offered as a picture."""
    st.session_state[_DRAWN] = []


@st.cache_resource(max_entries=300, show_spinner=False)
def _drawn(key: str, mode: str | None, words: str, small_print: str, _draw: partial) -> dict:
    """The specification of a chart: making one costs more than all the rest of a run."""
    return compiled(_draw(mode=mode, alt_text=words, mark=small_print))


def evidence(answer: Answer, *, key: str) -> None:
    """Definition, table, formula, downloads and citation of ``answer``, folded away.

    The charts since the evidence before this one can be had as pictures.
    """
    pictures = st.session_state.get(_DRAWN, [])
    forget_charts()
    _evidence(answer, tuple(pictures), key)


@st.fragment
def _evidence(answer: Answer, pictures: tuple[Picture, ...], key: str) -> None:
    """A fragment, so that opening it redraws nothing else; made when it is open, not before."""
    with st.expander(EVIDENCE, key=f"evidence-{key}", on_change="rerun") as folded:
        if folded.open:
            evidence_tabs.tabs(answer, pictures, key=key)
