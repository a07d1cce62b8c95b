"""All designs on cost, coverage and intrusiveness, and what sharing can't fix under any."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings, trade_off
from analysis import findings_designs as told
from analysis.answers import answer_of
from analysis.charts import trade_off as charts
from analysis.design_table import designs_by_outcome
from analysis.outcomes import outcome
from pages.parts import engine, entry, frame, session
from pages.parts.design_table import design_table
from pages.parts.figure import figure
from pages.parts.funnel import funnel
from pages.parts.several import comparable

entry.came_through_app()
st.title("What would an index of every child cost, close and reveal?")
with st.spinner("Scoring this design. The first time takes some seconds."):
    bench = engine.bench()
    designs, absent = comparable([session.reference(), *session.designs()])
    chosen = next((one for one in designs if one == session.design()), designs[0])
    held, reference = (engine.evaluation(one) for one in (chosen, designs[0]))
st.markdown(told.overview_answer(held, reference))
with st.spinner("Scoring the others beside it."):
    found = engine.comparison(designs)
for sentence in absent:
    st.info(sentence)

with st.container(horizontal=True):
    across = session.pick(
        "across", "Intrusiveness, across", trade_off.parts(found), trade_off.ACROSS, width=330
    )
    pounds = session.pick("pounds", "Cost, as size", trade_off.costs(), trade_off.POUNDS, width=330)
field = trade_off.field(bench, found, across=across, pounds=pounds)
shown = answer_of(
    bench,
    found.evaluations,
    (trade_off.CLOSED, trade_off.COVERAGE, across, pounds),
    title="Designs on cost, coverage and intrusiveness",
)
figure(
    shown,
    partial(
        charts.trade_off,
        field,
        outcome(across),
        outcome(trade_off.CLOSED),
        outcome(pounds),
        chosen=chosen.id,
    ),
    key="field",
    title=told.field_title(field),
    summary=told.field_summary(field, across, pounds),
)

st.header("The designs beside each other", anchor="designs")
st.markdown(told.without_index(found, findings.per_period(bench)))
st.markdown(told.who_closes_most(bench, found))
design_table(designs_by_outcome(found, chosen=chosen.id))
st.caption(told.dominated(found.dominance, found))
st.page_link("pages/compare.py", label="Compare two to four of them on the same children")

funnel(chosen)

st.header("What the model is not", anchor="limits")
for limit in frame.LIMITS:
    st.markdown(limit)
