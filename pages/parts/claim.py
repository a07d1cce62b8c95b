"""One claim on screen: who made it, what figures say of it, and what they can't."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import claims
from analysis.answer import Answer
from analysis.availability import NotAvailable
from analysis.charts.claimed import claimed
from analysis.claim_answer import Answered
from analysis.claim_figures import NoFigure
from analysis.claims import Claim
from analysis.workbench import Workbench
from pages.parts.figure import chart, evidence
from pages.parts.said import claim_of


def show(claim: Claim, bench: Workbench) -> Answered | None:
    """The claim with its answer; None where the world lacks what it takes, which is said."""
    st.header(claim.title, anchor=claim.id)
    st.markdown(claims.said(claim))
    try:
        answered, figures = claim_of(claim, bench)
    except (NoFigure, NotAvailable) as absent:
        if str(absent) != claims.NOT_ENGLAND:  # which is said once, above them all
            st.info(str(absent))
        st.markdown(claims.limits(claim))
        return None
    words, picture = st.columns([5, 4], gap="large")
    with words:
        st.markdown(claims.answer_words(answered))
        st.markdown(claims.limits(claim))
    with picture:
        _picture(claim, answered, figures)
    evidence(figures, key=claim.id)
    return answered


def _picture(claim: Claim, answered: Answered, figures: Answer) -> None:
    drawn = answered.drawn
    st.markdown(f"**{drawn.title}**")
    words = claims.chart_words(answered)
    chart(figures, partial(claimed, drawn), key=claim.id, title=drawn.title, summary=words)
    st.caption(claims.chart_summary(answered))
