"""What money buys otherwise, worked out once per design, sum and reference. Keys are small."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.break_even import BreakEven, break_even
from analysis.cost_answers import CostAnswers, cost_answers
from analysis.estimates import Estimate
from analysis.evaluation import Evaluation
from analysis.outcomes import outcome
from analysis.scenarios import Scenario
from analysis.staff_figures import Spent, own_sum, spent_on_staff
from analysis.staff_instead import told_sum
from analysis.workbench import Workbench
from pages.parts import session

TOLD, OWN = "told", "own"
SUMS = {
    TOLD: "£225 million, as newspapers said of ContactPoint",
    OWN: "What this design costs more than its reference",
}
SPOKEN = {TOLD: "£225 million", OWN: "The design's own money"}
YEARS = {"1": "1 year", "5": "5 years", "10": "10 years", "20": "20 years"}


def pick_sum(bench: Workbench, design: Scenario, reference: Scenario) -> Spent:
    """The sum that the reader chose, spread over years of staff."""
    with st.container(horizontal=True):
        sum_id = session.pick("sum", "The sum", SUMS, TOLD, width=400)
        years = session.pick("years", "Spent evenly over", YEARS, "10", width=160)
    return _spent(bench.key, sum_id, int(years), design, reference, bench)


@st.cache_resource(max_entries=100, show_spinner=False)
def _spent(
    key: str,
    sum_id: str,
    years: int,
    design: Scenario,
    reference: Scenario,
    _bench: Workbench,
) -> Spent:
    own = own_sum(_bench, design.levers, reference.levers)
    gbp = told_sum(_bench) if sum_id == TOLD else own
    return spent_on_staff(_bench, reference.levers, SPOKEN[sum_id], gbp, years)


def answers(bench: Workbench, shown: Sequence[Evaluation]) -> CostAnswers:
    """The ledger and what it comes to, of the design and of what it is held against."""
    return _answers(bench.key, tuple(one.scenario for one in shown), tuple(shown), bench)


@st.cache_resource(max_entries=100, show_spinner=False)
def _answers(
    key: str,
    designs: tuple[Scenario, ...],
    _shown: tuple[Evaluation, ...],
    _bench: Workbench,
) -> CostAnswers:
    return cost_answers(_bench, _shown)


def even(bench: Workbench, found: Evaluation, reference: Scenario) -> BreakEven | None:
    """The design against its own money as staff."""
    return _even(bench.key, found.scenario, reference, found, bench)


@st.cache_resource(max_entries=100, show_spinner=False)
def _even(
    key: str, design: Scenario, reference: Scenario, _found: Evaluation, _bench: Workbench
) -> BreakEven | None:
    return break_even(_bench, _found, reference.levers)


def in_a_row(told: Sequence[Estimate]) -> None:
    """Figures side by side, each with its interval; below each other where it is narrow."""
    for place, one in zip(st.columns(len(told)), told, strict=True):
        place.metric(
            outcome(one.outcome_id).label,
            one.text,
            one.interval_text,
            delta_color="off",
            delta_arrow="off",
        )
