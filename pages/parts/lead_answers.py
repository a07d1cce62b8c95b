"""Who would lead under the chosen design, worked out once for each pair of designs and kept."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analysis.answer import Answer
from analysis.design_leads import Whole, by_both_leads, by_lead, by_threat, whole
from analysis.scenarios import Scenario
from analysis.workbench import Workbench
from pages.parts import engine, session

FIRST_TIME = "Following every child under both designs. The first time takes some seconds."


def lead_answers(lead_of: Mapping[str, str]) -> tuple[Whole, Answer, Answer, Answer]:
    """All cases together, then by lead, by kind of threat, and by two leads at once.

    NotAvailable where the world does not tell kinds of concern.
    """
    bench = engine.bench()
    with st.spinner(FIRST_TIME):
        return _made(
            bench.key, session.design(), session.reference(), tuple(lead_of.items()), bench
        )


@st.cache_resource(max_entries=60, show_spinner=False)
def _made(
    key: str,
    design: Scenario,
    reference: Scenario,
    leads: tuple[tuple[str, str], ...],
    _bench: Workbench,
) -> tuple[Whole, Answer, Answer, Answer]:
    lead_of = dict(leads)
    told = whole(_bench, design.levers, reference.levers, lead_of)
    tables = (by_lead, by_threat, by_both_leads)
    return told, *(table(_bench, design, reference, lead_of) for table in tables)
