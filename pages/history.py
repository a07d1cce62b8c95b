"""Designs that existed, held against what was published of them: misses as plainly as hits."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings_history as findings
from analysis.charts.published import published
from analysis.current_world import WorldError
from analysis.history_answer import as_evidence
from pages.parts import engine, entry
from pages.parts.figure import chart, evidence
from pages.parts.said import history_of

entry.came_through_app()
st.title("Does the model agree with what was published of designs that existed?")
bench = engine.bench()
try:
    told = history_of(bench.key, bench)
except WorldError as absent:
    st.info(str(absent))
else:
    st.markdown(findings.history_answer(told))
    st.markdown(" ".join(findings.what_that_means(told)))

    title, summary = findings.chart_title(told), findings.chart_summary(told)
    st.header(title, anchor="published")
    chart(told, partial(published, told.frame), key="published", title=title, summary=summary)
    st.caption(summary)
    evidence(as_evidence(told), key="published")

    for anchor, heading, rows in findings.groups(told):
        st.header(heading, anchor=anchor)
        for row in rows:
            st.markdown(findings.row_words(row))
