"""Double fairness: groups of children in a table and in dots, seen too much, helped too little."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import fair_groups
from analysis.answer import Answer
from analysis.charts.beside import beside
from analysis.evaluation import Evaluation
from analysis.findings_double import DOUBLE, ends_of, fair_summary, fair_title
from analysis.outcomes import outcome
from analysis.workbench import Workbench
from pages.parts import session
from pages.parts.figure import chart, evidence
from pages.parts.text_table import text_table

SIDES = (
    ("Seen too much", "intrusiveness", fair_groups.SEEN_TOO_MUCH),
    ("Helped too little", "gap", fair_groups.HELPED_TOO_LITTLE),
)


def double_fairness(bench: Workbench, evaluations: list[Evaluation]) -> None:
    """The four figures of the first of ``evaluations``, the second beside it."""
    st.markdown(DOUBLE)
    ways = fair_groups.ways_of_grouping(bench)
    if not ways:
        st.info("This world tells of no groups among whom errors could be compared.")
        return
    first = next(iter(ways))
    by = session.pick("fair_by", "Children by", ways, first, widget=st.segmented_control)
    with st.spinner("Counting needs by group. The first time takes some seconds."):
        fair = fair_groups.by_group(bench, evaluations, by)
    words = fair_groups.group_words(bench, by)
    found = evaluations[0]
    text_table(
        fair_groups.side_by_side(fair, found.scenario.id, words),
        caption=f"{fair_groups.WORDS[by].label}, under {found.scenario.label}",
        key="fair",
    )
    for place, (side, tone, figures) in zip(st.columns(2, gap="large"), SIDES, strict=True):
        with place:
            st.subheader(side)
            for id in figures:
                _dots(bench, evaluations, fair, by, id, tone)
    evidence(fair, key="fair")


def _dots(
    bench: Workbench, evaluations: list[Evaluation], fair: Answer, by: str, figure: str, tone: str
) -> None:
    found, words = evaluations[0], fair_groups.group_words(bench, by)
    rows = fair_groups.of_figure(fair, figure)
    if rows.is_empty():
        st.caption(f"{outcome(figure).label}: not counted by this grouping.")
        return
    ends = ends_of(fair.frame, figure, found)
    is_apart = bool(ends) and fair_groups.told_apart(
        bench, found, by, figure, ends[1]["group"], ends[0]["group"]
    )
    title, summary = (
        fair_title(figure, ends, words, is_apart=is_apart),
        fair_summary(figure, found),
    )
    names = {one.scenario.id: one.scenario.label for one in evaluations}
    st.markdown(f"**{title}**")
    draw = partial(beside, rows, outcome(figure), {"": words}, names, tone=tone)
    chart(fair, draw, key=figure, title=title, summary=summary)
    st.caption(summary)
