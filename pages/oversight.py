"""What detectors find of misuse planted in a log, what review reaches, what safeguards change."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings_oversight as told
from analysis.charts.found_by_review import found_by_review
from analysis.charts.spread import spread
from analysis.oversight import answers, safeguards
from pages.parts import audits, engine, entry, session
from pages.parts.figure import chart, evidence, figure
from pages.parts.text_table import text_table

entry.came_through_app()
st.title(told.TITLE)
bench, design = engine.bench(), session.design()
answer = st.empty()
st.markdown(told.WHAT_IT_IS)
with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
    density, hours = audits.pick_density(), audits.pick_hours(bench)
kept = audits.drawn(bench, design, density)
if kept is not None and kept.experiment.n_lookups:
    found, evaluation = kept.experiment, engine.evaluation(design)
    answer.markdown(told.answer(found, design, hours))
    for note in found.notes:
        st.info(note)
    if found.n_planted:
        reviewed = answers.review(bench, evaluation, found)
        title, summary = told.review_title(found), told.review_summary(found)
        st.header(title, anchor="review")
        draw = partial(
            found_by_review,
            told.curve_frame(found),
            told.budget_share(found, hours),
            f"{hours:,.0f} reviewer-hours",
        )
        chart(reviewed, draw, key="review", title=title, summary=summary)
        st.caption(summary)
        text_table(answers.kinds_table(found), caption="Share of misuse reached", key="kinds")
        evidence(reviewed, key="review")
    by_detector = answers.detectors(bench, evaluation, found)
    title = told.false_alarms_title(found)
    st.header(title, anchor="detectors")
    draw = partial(spread, told.false_alarms(found), told.SPREAD_TITLE)
    chart(by_detector, draw, key="detectors", title=title, summary=told.FALSE_ALARMS)
    st.caption(told.FALSE_ALARMS)
    text_table(answers.detector_table(found), caption="Each detector", key="each-detector")
    if found.n_planted:
        text_table(
            answers.found_table(found), caption="Share found, by kind of misuse", key="found"
        )
    evidence(by_detector, key="detectors")
    explained = answers.explained(bench, evaluation, found)
    figure(
        explained,
        partial(spread, told.explained_bars(explained), told.EXPLAINED_TITLE),
        key="explained",
        title=told.explained_title(found),
        summary=told.explained_summary(found),
    )
elif kept is not None:
    answer.markdown("The log is empty: no look-up opened an entry.")
changes = safeguards.changes(bench, design.levers)
if changes:
    changed = answers.safeguards(bench, engine.evaluation(design), changes)
    figure(
        changed,
        partial(spread, told.safeguards_bars(changes), told.SAFEGUARDS),
        key="safeguards",
        title=told.safeguards_title(changes),
        summary=told.safeguards_summary(changes),
    )
st.header("How to read this", anchor="limits")
for sentence in told.LIMITS:
    st.markdown(sentence)
