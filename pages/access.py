"""How often an index would be looked into, by whom, where and when, and over a whole childhood."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import access_answers, findings_access, findings_childhood
from analysis.answers import answer_of
from analysis.charts.beside import beside
from analysis.charts.childhood import childhood_lines
from analysis.charts.parts import parts
from analysis.childhood import PEOPLE, VIEWS, childhood, with_ages
from analysis.outcomes import outcome
from pages.parts import drawn_logs, engine, entry, places_and_hours, session
from pages.parts.figure import chart, evidence, figure

FAMILIES = ("access", "intrusion")
COLUMNS = (access_answers.OFTEN, access_answers.ELSE)
LOOKUPS = outcome("lookups")

entry.came_through_app()
st.title("How often would the index be looked into, by whom and when?")
bench = engine.bench()
found = engine.evaluation(session.design(), FAMILIES)
other = engine.evaluation(session.reference(), FAMILIES)
both = access_answers.both(found, other)
names = access_answers.names(both)
st.markdown(findings_access.access_answer(found, other, bench.sample))

volumes = answer_of(bench, both, (*COLUMNS[0], *COLUMNS[1]), title="Look-ups and views")
title, summary = findings_access.volumes_title(found), findings_access.volumes_summary(found)
st.header(title, anchor="volumes")
for place, ids in zip(st.columns(2, gap="large"), COLUMNS, strict=True):
    with place:
        draw = partial(parts, volumes.frame, ids, names)
        chart(volumes, draw, key=f"volumes-{ids[0]}", title=title, summary=summary)
st.caption(summary)
evidence(volumes, key="volumes")

agencies = access_answers.by_agency(bench, both)
groups = {"": access_answers.agencies(found)}
figure(
    agencies,
    partial(beside, agencies.frame, LOOKUPS, groups, names),
    key="agency",
    title=findings_access.who_title(found),
    summary=findings_access.ROLES,
)

occasions = access_answers.by_occasion(bench, both)
figure(
    occasions,
    partial(beside, occasions.frame, LOOKUPS, access_answers.OCCASIONS, names),
    key="occasion",
    title=findings_access.occasion_title(found),
    summary=findings_access.occasion_summary(found),
)

if findings_access.is_never(found):
    st.caption(findings_access.NOTHING_MORE)
else:
    places_and_hours.where(bench, both)
    places_and_hours.when(bench, both)

looks = childhood(bench, both)
ages = with_ages(looks)
st.header("A childhood of looks: from birth to eighteen", anchor="childhood")
for of in (PEOPLE, VIEWS):
    title = findings_childhood.title(ages, of, found)
    summary = findings_childhood.summary(ages, of, found)
    st.subheader(title)
    draw = partial(childhood_lines, ages, outcome(of), findings_childhood.SHORT, names)
    chart(looks, draw, key=of, title=title, summary=summary)
    st.caption(summary)
evidence(looks, key="childhood")

if not findings_access.is_never(found):
    st.header("How are look-ups spread over users and children?", anchor="log")
    log = drawn_logs.log_of(bench, found)
    if log is not None:
        drawn_logs.show_log(log, found)
