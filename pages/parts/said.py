"""What was published and what was said in public, answered once and kept. Keys are small."""

from __future__ import annotations

import streamlit as st

from analysis.answer import Answer
from analysis.claim_answer import Answered
from analysis.claims import Claim, answer_claim, as_answer
from analysis.history_answer import held_against_history
from analysis.workbench import Workbench


@st.cache_resource(max_entries=8, show_spinner="Holding the model against history.")
def history_of(key: str, _bench: Workbench) -> Answer:
    """Every published figure beside the model's; ``key`` is that of the workbench."""
    return held_against_history(_bench)


def claim_of(claim: Claim, bench: Workbench) -> tuple[Answered, Answer]:
    """The answer to a claim, and its figures; NoFigure where the world lacks what it asks for."""
    return _claim(bench.key, claim.id, claim, bench)


@st.cache_resource(max_entries=80, show_spinner="Working the answer out; some take seconds, once.")
def _claim(key: str, id: str, _claim: Claim, _bench: Workbench) -> tuple[Answered, Answer]:
    answered = answer_claim(_bench, _claim)
    return answered, as_answer(_bench, _claim, answered)
