"""Where one agency does not know what another holds: by pair, by group, by time, by fairness."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings, findings_fair, findings_gap_groups, findings_gaps
from analysis.availability import NotAvailable
from analysis.charts.days_held import days_held
from analysis.charts.who_knows_what import who_knows_what
from analysis.design_delay import median_held
from analysis.gap_words import COUNTS
from analysis.outcomes import outcome
from pages.parts import engine, entry, gap_fairness, gap_groups, session
from pages.parts.figure import figure
from pages.parts.gap_answers import both, gaps

entry.came_through_app()
bench, design, reference = engine.bench(), session.design(), session.reference()
names = tuple(one.label for one in both())
pairs = gaps("pairs")

st.title("Where does one agency not know what another holds?")
held = engine.evaluation(design, ("needs", "against"))
closed = held.estimate("gaps_closed") if len(names) > 1 else None
per = findings.per_period(bench)
st.markdown(findings_gaps.gaps_answer(held, closed, reference, pairs, per))

view = "design"
if len(names) > 1:
    views = findings_gaps.VIEWS
    view = session.pick("view", "Show", views, view, st.segmented_control, required=True)
figure(
    pairs,
    partial(who_knows_what, pairs.frame, outcome("gap_share"), outcome(COUNTS[view]), view=view),
    key="pairs",
    title=findings_gaps.pairs_title(pairs, view, names[-1 if view == "reference" else 0]),
    summary=findings_gaps.pairs_summary(pairs, view),
)

st.header("Whose needs stay gaps?", anchor="groups")
by = gap_groups.pick_grouping()
try:
    gap_groups.draw(gaps("groups", by), by, view, names, pairs)
except NotAvailable as absent:
    st.info(str(absent))

st.header("Who bears the errors, and who the gaps?", anchor="fairness")
gap_fairness.draw()

days = gaps("days")
median, before = (median_held(bench, one.levers) for one in (design, reference))
other = reference.label if len(names) > 1 else ""
figure(
    days,
    partial(days_held, days.frame, outcome("needs_by_delay"), median=median.value, reference=other),
    key="delay",
    title=findings_gap_groups.days_title(median, before, design.label),
    summary=findings_gap_groups.days_summary(days, design.label, other),
)

st.header("How late does an agency learn of it?", anchor="late")
with st.spinner("Following every child under both designs. The first time takes some seconds."):
    late = [engine.evaluation(one, ("children",)) for one in (design, reference)]
in_time = bench.assumptions.get("knowledge_days").central
st.markdown(findings_fair.late_answer(*late, in_time))
st.caption(findings_fair.late_caveat())
