"""Two to four designs side by side on the same children; ranks under weights of the reader's."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import compared, findings_ranking, ranking, who_gains
from analysis import findings_compared as told
from analysis.charts.compared import compared as drawn
from analysis.charts.ranked import first_places, turning_points
from analysis.design_table import outcomes_by_design
from pages.parts import engine, entry, session
from pages.parts.design_table import design_table
from pages.parts.figure import chart, figure
from pages.parts.gains import gains
from pages.parts.several import comparable, pick_several
from pages.parts.weights import pick_weights

USUAL = (session.START, "local_hub", "more_social_workers")

entry.came_through_app()
st.title("How do designs differ on the same children?")
place = st.container()
known, absent = comparable(session.designs())
labels = {one.id: one.label for one in known}
left, right = st.columns([1, 2])
with left:
    against = session.pick(session.AGAINST, "Held against", labels, "status_quo")
with right:
    others = {id: label for id, label in labels.items() if id != against}
    usual = (session.design().id, *USUAL)
    chosen = pick_several(
        "with", "Designs, one to three", others, usual, most=compared.MOST_DESIGNS - 1
    )
designs = [one for id in (against, *chosen) for one in known if one.id == id]
with st.spinner("Scoring these designs. The first time takes some seconds."):
    bench = engine.bench()
    quick = engine.comparison(designs)
outcomes = pick_several(
    "outcomes",
    "Outcomes, at most eight",
    compared.offered(quick),
    compared.USUAL,
    most=compared.MOST_OUTCOMES,
)
with st.spinner("Following every child under these designs."):
    found = engine.comparison(designs, compared.families_for(outcomes))
place.markdown(told.answer(found))
for sentence in absent:
    st.info(sentence)

reference = labels[against]
rows = compared.differences(found, outcomes)
shown = compared.compared_answer(bench, found, outcomes)
figure(
    shown,
    partial(drawn, rows, reference),
    key="differences",
    title=told.title(rows, reference),
    summary=told.summary(rows, reference),
)
design_table(outcomes_by_design(found, outcomes))

st.header("Which comes first under your own weights?", anchor="weights")
st.markdown(findings_ranking.YOURS)
weights = pick_weights(ranking.weighable(bench, found, outcomes))
ranked = ranking.rank(bench, found, weights)
if ranked is None:
    st.info(findings_ranking.NOT_WEIGHED)
else:
    firsts = findings_ranking.firsts(ranked, labels)
    turns = findings_ranking.stretches(ranked, labels)
    title, summary = (say(ranked, labels) for say in findings_ranking.FIRST)
    st.subheader(title)
    chart(shown, partial(first_places, firsts), key="first", title=title, summary=summary)
    st.caption(summary)
    design_table(findings_ranking.beside(ranked, found))
    if not turns.is_empty():
        title = findings_ranking.flips_title(turns)
        summary = findings_ranking.flips_summary(ranked, labels)
        st.subheader(title)
        chart(shown, partial(turning_points, turns), key="turns", title=title, summary=summary)
        st.caption(summary)

st.header("Who gains and who loses?", anchor="gains")
among = session.pick("among", "Children, by", who_gains.ways(), "all", width=330)
gains(found, among)
