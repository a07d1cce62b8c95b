"""From threshold to harm: what the chosen design closes and reveals as links get surer."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import findings_linkage as findings
from analysis.answer import Answer
from analysis.charts.threshold import by_threshold
from analysis.linkage import answers
from analysis.linkage.found import CERTAINTIES
from analysis.linkage.study import Study
from analysis.outcomes import outcome
from analysis.scenarios import Scenario
from analysis.workbench import Workbench
from pages.parts import engine, session
from pages.parts.figure import chart, evidence

TONES = {
    "gaps_closed_of_possible": "coverage",
    "wrong_child_views": "intrusiveness",
    "duplicate_entries": "intrusiveness",
    "shield_failures": "intrusiveness",
}


def harm(study: Study, chance: float) -> None:
    """Four charts of the design that is looked at, together."""
    scenario, bench = session.design(), engine.bench()
    if scenario.levers.scope == "none":
        st.header("From threshold to harm", anchor="harm")
        st.markdown(findings.NO_INDEX)
        return
    told = _harms(bench.key, study.key, scenario, bench, study)
    title = findings.harm_title(told, chance)
    st.header(title, anchor="harm")
    st.markdown(findings.harm_sentence(told, chance, scenario))
    order = tuple(CERTAINTIES.values())
    for pair in (list(TONES)[:2], list(TONES)[2:]):
        for place, id in zip(st.columns(2, gap="large"), pair, strict=True):
            with place:
                st.markdown(f"**{outcome(id).axis_title}**")
                draw = partial(
                    by_threshold, told.frame, outcome(id), CERTAINTIES[chance], order, TONES[id]
                )
                chart(told, draw, key=id, title=title, summary=findings.HARM_SUMMARY)
    st.caption(findings.HARM_SUMMARY)
    evidence(told, key="harm")


@st.cache_resource(max_entries=20, show_spinner="Scoring the design at each threshold.")
def _harms(key: str, study: str, scenario: Scenario, _bench: Workbench, _study: Study) -> Answer:
    return answers.harms(_bench, _study, scenario)
