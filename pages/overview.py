"""The first question, its answer, and how far children in greatest need get."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings
from analysis.availability import NotAvailable
from analysis.charts.dot_field import dot_field
from analysis.levels import PRACTICE_TYPICAL
from analysis.outcomes import outcome
from pages.parts import assumption, cards, entry, frame
from pages.parts.cache import answer, assumptions, world_of
from pages.parts.choices import chosen
from pages.parts.figure import evidence, figure

FIGURES = ("sharing_needs", "sharing_gaps", "children_with_gap", "children_never_put_together")

entry.came_through_app()
choice = chosen()
st.title(
    "How often does an agency meet a child about whom another agency already holds a concern, "
    "and not know?"
)
prepared = world_of(choice)
headline = answer(choice, "headline")
st.markdown(findings.headline_answer(headline, findings.per_period(prepared)))
assumption.resting_on(choice, prepared)

try:
    funnel = answer(choice, "funnel")
    left, right = st.columns([5, 3], gap="large")
    with left:
        figure(
            funnel,
            partial(dot_field, funnel.frame, outcome("funnel")),
            key="funnel",
            title=findings.funnel_title(funnel),
            summary=findings.funnel_summary(funnel),
        )
    with right:
        st.header("What sharing can reach", anchor="sharing")
        for sentence in findings.what_sharing_can_do(funnel):
            st.markdown(sentence)
except NotAvailable as absent:
    st.info(str(absent))

st.header("All children", anchor="figures")
cards.main_figures(headline, FIGURES)
evidence(headline, key="headline")

left, right = st.columns(2, gap="large")
with left:
    st.header("What this rests on most", anchor="rests-on")
    assumption.card(assumptions().get(PRACTICE_TYPICAL))
    st.page_link("pages/methods.py", label="All assumptions, with ranges and sources")
with right:
    st.header("What the model is not", anchor="limits")
    for limit in frame.LIMITS:
        st.markdown(limit)
