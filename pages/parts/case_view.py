"""What is shown of one child: a line for each design, one day, every day, and the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from analysis import case_drawing
from analysis import findings_case as told
from analysis.answer import Answer
from analysis.case import Case
from analysis.case_answer import case_answer, contacts_table
from analysis.case_days import day_by_day
from analysis.charts.case_line import case_line
from analysis.findings_case_day import on_the_day
from analysis.workbench import Workbench
from pages.parts import case_controls
from pages.parts.figure import chart, evidence
from pages.parts.text_table import text_table

COLUMNS = 2


def whole(bench: Workbench, cases: Sequence[Case], seeker: str | None) -> None:
    """Everything about one child under one design or two; ``seeker``: whose threads are drawn."""
    shown = case_answer(bench, cases)
    lines = st.container()
    st.header("What could each agency have known on a day?", anchor="day")
    day = case_controls.pick_day(cases[0])
    _on_the_day(cases, day or cases[0].period[1])
    with lines:
        for number, one in enumerate(cases, start=1):
            _line(shown, one, seeker, day, key=f"line-{number}")
    st.header("Day by day", anchor="days")
    with st.expander("Every day in words", key="days"):
        for when, sentences in day_by_day(cases):
            st.markdown(f"**{when}.** {' '.join(sentences)}")
    with st.expander("Every contact, and who opened the entry", key="contacts"):
        text_table(contacts_table(cases), caption="Contacts", key="contacts")
    if bench.world.is_synthetic:  # records that may be real are not handed out
        evidence(shown, key="case")


def _line(shown: Answer, case: Case, seeker: str | None, day: date | None, *, key: str) -> None:
    drawing = case_drawing.drawing_of(case, seeker)
    title, summary = told.title(case), told.summary(case, drawing, seeker)
    st.header(title, anchor=key)
    draw = partial(
        case_line,
        *drawing.frames(),
        ends=drawing.ends,
        starts=drawing.starts,
        today=case_drawing.NO_DAY if day is None else case_drawing.day_number(day),
    )
    chart(shown, draw, key=key, title=title, summary=summary)
    st.caption(summary)
    for note in told.notes(case):
        st.markdown(note)


def _on_the_day(cases: Sequence[Case], day: date) -> None:
    """Paragraphs in two columns, one below the other where it is narrow."""
    told_by_agency = on_the_day(cases, day)
    half = -(-len(told_by_agency) // COLUMNS)
    for number, column in enumerate(st.columns(COLUMNS, gap="large")):
        for paragraph in told_by_agency[number * half : (number + 1) * half]:
            column.markdown(paragraph)
