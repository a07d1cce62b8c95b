"""Who gains and who loses, in a part of the page that comes when it is ready.

Replaying every child takes seconds the first time that a design is asked for.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings_gains as told
from analysis import who_gains
from analysis.answer import Answer
from analysis.availability import NotAvailable
from analysis.charts.compared import compared
from analysis.comparison import Comparison
from analysis.tally import ALL
from analysis.withheld import withheld
from analysis.workbench import Workbench
from pages.parts import engine
from pages.parts.figure import chart, evidence

WAIT = "Following every child under these designs. The first time takes some seconds."


@st.fragment(parallel=True)
def gains(found: Comparison, dimension: str) -> None:
    """Everybody first; below, the groups of ``dimension``, a chart per design."""
    reference = found.reference.scenario.label
    names = {one.scenario.id: one.scenario.label for one in found.evaluations[1:]}
    with st.spinner(WAIT):
        bench = engine.bench()
        designs = tuple(one.scenario for one in found.evaluations)
        everyone = _answer(bench.key, designs, ALL, bench, found)
        try:
            groups = _answer(bench.key, designs, dimension, bench, found)
        except NotAvailable as absent:
            groups = None
            st.info(str(absent))
    rows = who_gains.gain_rows(everyone, who_gains.EVERYONE, names)
    sentences = [told.sentence(everyone, id, name) for id, name in names.items()]
    _chart(everyone, rows, reference, "gains", told.title(everyone, names), " ".join(sentences))
    evidence(everyone, key="gains")
    if dimension == ALL or groups is None:
        return
    for id, name in names.items():
        title = told.title_by_group(groups, id, name, dimension)
        rows = who_gains.gain_rows(groups, who_gains.BY_GROUP, {id: name})
        _chart(groups, rows, reference, f"gains-{id}", title, told.summary_by_group(groups, id))
    evidence(groups, key="gains-groups")


def _chart(answer: Answer, rows, reference: str, key: str, title: str, summary: str) -> None:
    st.subheader(title)
    if not rows.is_empty():
        chart(answer, partial(compared, rows, reference), key=key, title=title, summary=summary)
    st.caption(summary)


@st.cache_resource(max_entries=100, show_spinner=False)
def _answer(
    key: str, scenarios: tuple, dimension: str, _bench: Workbench, _found: Comparison
) -> Answer:
    return withheld(who_gains.gains_answer(_bench, _found, _found.evaluations[1:], dimension))
