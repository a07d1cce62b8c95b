"""Who could look at whom, who would, and with what cause: the parts, never added into one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import access_answers, boundaries
from analysis import findings_intrusion as findings
from analysis.answer import Answer
from analysis.answers import answer_of, provenance
from analysis.charts.beside import beside
from analysis.charts.parts import parts, steps
from analysis.charts.thousand import thousand_children
from analysis.findings_misuse import COLUMNS, MISUSE, misuse_rows, misuse_summary, misuse_title
from analysis.outcomes import outcome
from pages.parts import engine, entry, session
from pages.parts.double_fairness import double_fairness
from pages.parts.figure import chart, evidence, figure

FAMILIES = ("access", "intrusion", "against")

entry.came_through_app()
st.title("Who could look at a child, who would, and with what cause?")
bench = engine.bench()
found = engine.evaluation(session.design(), FAMILIES)
other = engine.evaluation(session.reference(), FAMILIES)
both = access_answers.both(found, other)
names = access_answers.names(both)
st.markdown(findings.intrusion_answer(found))
st.markdown(findings.gap_sentence(found, other, bench.sample))

every = answer_of(
    bench, both, (*findings.HELD, *findings.LOOKED), title="The parts of intrusiveness"
)
title = findings.parts_title(found, other, bench.sample)
st.header(title, anchor="parts")
for place, ids in zip(st.columns(2, gap="large"), (findings.HELD, findings.LOOKED), strict=True):
    with place:
        draw = partial(parts, every.frame, ids, names)
        chart(every, draw, key=f"parts-{ids[0]}", title=title, summary=findings.JUDGEMENT)
st.caption(findings.JUDGEMENT)
evidence(every, key="parts")

able = boundaries.by_visibility(bench, both)
figure(
    able,
    partial(beside, able.frame, outcome(boundaries.ABLE), {"": boundaries.words(found)}, names),
    key="able",
    title=findings.able_title(able.frame, found),
    summary=findings.able_summary(found),
)

quiet = answer_of(bench, both, findings.QUIET, title="Children without any concern")
figure(
    quiet,
    partial(thousand_children, findings.thousand(found)),
    key="quiet",
    title=findings.quiet_title(found),
    summary=findings.quiet_summary(found),
)

rows = misuse_rows(found)
misuse = Answer(rows, provenance(bench, [found], MISUSE, "Improper look-ups by kind"))
title, summary = misuse_title(found), misuse_summary(found)
st.header(title, anchor="misuse")
for place, kinds in zip(st.columns(2, gap="large"), COLUMNS, strict=True):
    with place:
        draw = partial(steps, rows, kinds)
        chart(misuse, draw, key=f"misuse-{len(kinds)}", title=title, summary=summary)
st.caption(summary)
evidence(misuse, key="misuse")

st.header("When it goes wrong by mistake", anchor="mistakes")
for sentence in findings.mistakes(found):
    st.markdown(sentence)

st.header("Who is seen too much, and who is helped too little?", anchor="fair")
double_fairness(bench, both)
