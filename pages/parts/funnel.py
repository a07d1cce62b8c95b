"""The funnel of a thousand in a part of the page that comes when it is ready.

Replaying every child takes seconds the first time that a design is asked for, so the rest of
the page does not wait for it.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import design_funnel, findings
from analysis import findings_funnel as told
from analysis.charts.dot_field import dot_field
from analysis.outcomes import outcome
from analysis.scenarios import Scenario
from pages.parts import engine
from pages.parts.figure import figure

WAIT = "Following every child under this design. The first time takes some seconds."


@st.fragment(parallel=True)
def funnel(scenario: Scenario) -> None:
    """Dots, and beside them what sharing mends, what it can't, and what is acted on."""
    with st.spinner(WAIT):
        bench = engine.bench()
        held = engine.evaluation(scenario, (design_funnel.FAMILY,))
    if not held.tallies:
        st.info(held.notes[-1])  # what the world lacks
        return
    answer = design_funnel.funnel_answer(bench, held)
    left, right = st.columns([5, 3], gap="large")
    with left:
        figure(
            answer,
            partial(dot_field, answer.frame, outcome("funnel")),
            key="funnel",
            title=told.funnel_title(answer, held),
            summary=findings.funnel_summary(answer),
        )
    with right:
        st.header("What sharing can and can't fix", anchor="sharing")
        st.markdown(told.reach(answer))
        st.markdown(told.out_of_reach(answer))
        acted, met = design_funnel.acted_on(held), design_funnel.met(bench, held)
        st.markdown(told.acting(acted, met, design_funnel.chances_to_act(bench, held)))
