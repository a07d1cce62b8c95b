"""Who bears the errors of an index and who its gaps: four figures by group, side by side."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import fair_groups, findings_fair
from analysis.charts.two_designs import two_designs
from analysis.fair_figures import NOT_DEFINED, TONES, drawn_designs, figures_of, one_figure
from analysis.outcomes import outcome
from pages.parts import engine, session
from pages.parts.figure import chart, evidence
from pages.parts.gap_answers import both, fairness


def draw() -> None:
    """How equal gaps are, and for one grouping all errors beside the gaps."""
    bench, scenarios = engine.bench(), both()
    held, *others = (engine.evaluation(one, ("fair", "equal")) for one in scenarios)
    st.markdown(findings_fair.ratio_answer(held, others[0] if others else held))
    ways = fair_groups.ways_of_grouping(bench)
    if not ways:
        return
    by = session.pick(
        "fair_by", "Compare", ways, next(iter(ways)), st.segmented_control, required=True
    )
    found, words = fairness(by), fair_groups.group_words(bench, by)
    title = findings_fair.fair_title(held, bench.sample, words, by)
    summary = findings_fair.fair_summary(found, words)
    st.subheader(title)
    ids, names = [one.id for one in scenarios], tuple(one.label for one in scenarios)
    places = [place for _ in range(2) for place in st.columns(2, gap="medium")]
    for place, id in zip(places, figures_of(found), strict=False):
        rows = one_figure(found, id, ids, words)
        look = {"tone": TONES[id], "missing": NOT_DEFINED}
        with place:
            told = drawn_designs(rows, names)
            drawn = partial(two_designs, rows, "figure", outcome(id), told, **look)
            chart(found, drawn, key=f"fair-{id}", title=title, summary=summary)
    st.caption(summary)
    if found.provenance.disclosure:
        st.caption(found.provenance.disclosure)
    evidence(found, key="fair")
