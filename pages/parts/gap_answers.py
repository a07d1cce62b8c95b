"""Where the chosen design leaves gaps, worked out once for each pair of designs and kept."""

from __future__ import annotations

import streamlit as st

from analysis import fair_groups
from analysis.answer import Answer
from analysis.design_delay import by_days_held
from analysis.design_gaps import by_group, by_pair
from analysis.scenarios import Scenario
from analysis.workbench import Workbench
from pages.parts import engine, session

MEASURES = {"pairs": by_pair, "groups": by_group, "days": by_days_held}
FIRST_TIME = "Counting every sharing need under both designs. The first time takes some seconds."


def gaps(measure: str, *more: str) -> Answer:
    """One of MEASURES for the design and what it is held against."""
    bench = engine.bench()
    with st.spinner(FIRST_TIME):
        return _made(bench.key, measure, session.design(), session.reference(), more, bench)


def fairness(by: str) -> Answer:
    """Errors and gaps by group under both designs."""
    found = [engine.evaluation(one, ("fair", "equal")) for one in both()]
    bench = engine.bench()
    return _fair(bench.key, by, tuple(both()), bench, found)


def both() -> list[Scenario]:
    """The design and what it is held against; one alone where they are the same."""
    return list({one.id: one for one in (session.design(), session.reference())}.values())


@st.cache_resource(max_entries=200, show_spinner=False)
def _made(
    key: str, measure: str, design: Scenario, reference: Scenario, more: tuple, _bench: Workbench
) -> Answer:
    return MEASURES[measure](_bench, design, reference, *more)


@st.cache_resource(max_entries=100, show_spinner=False)
def _fair(key: str, by: str, scenarios: tuple, _bench: Workbench, _found: list) -> Answer:
    return fair_groups.by_group(_bench, _found, by)
