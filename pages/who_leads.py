"""Who would lead for a child with concerns at several agencies, and would they know enough?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings, findings_leads
from analysis.availability import NotAvailable
from analysis.charts.leads import leads
from analysis.outcomes import outcome
from pages.parts import engine, entry, session
from pages.parts.figure import figure
from pages.parts.gap_answers import both
from pages.parts.lead_answers import lead_answers
from pages.parts.lead_controls import pick_leads

entry.came_through_app()
design, reference = session.design(), session.reference()
names = tuple(one.label for one in both())
st.title(
    "Who would lead for a child with concerns at several agencies, and would they know enough?"
)
answer = st.empty()
lead_of = pick_leads()
try:
    whole, *tables = lead_answers(lead_of)
except NotAvailable as absent:
    st.info(str(absent))
else:
    per = findings.per_period(engine.bench())
    answer.markdown(findings_leads.leads_answer(whole, design, reference, per))
    for key, found in zip(("lead", "threat", "both"), tables, strict=True):
        figure(
            found,
            partial(leads, found.frame, outcome("lead_cases"), outcome("lead_orphaned"), names),
            key=key,
            title=findings_leads.TITLES[key](found),
            summary=findings_leads.summary(found, names),
        )

st.header("What the words mean", anchor="words")
for sentence in findings_leads.WHAT_IT_MEANS:
    st.markdown(sentence)
