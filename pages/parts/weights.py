"""Weights that a reader gives to outcomes, kept in the address. None until somebody sets one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.outcomes import outcome
from analysis.ranking import HEAVIEST
from pages.parts import session
from pages.parts.several import BETWEEN

NAME, IS = "weights", "-"
ROW = 4  # sliders beside each other


def pick_weights(outcomes: Sequence[str]) -> dict[str, int]:
    """A slider from 0 to HEAVIEST for each of ``outcomes``; all begin at 0."""
    given = _read(session.choice(NAME, ""), outcomes)
    chosen = {}
    for start in range(0, len(outcomes), ROW):
        row = outcomes[start : start + ROW]
        for column, id in zip(st.columns(ROW), row, strict=False):
            st.session_state.setdefault(_key(id), given.get(id, 0))
            with column:
                chosen[id] = st.slider(outcome(id).label, 0, HEAVIEST, key=_key(id))
    with st.container(horizontal=True):
        st.button("Weigh all alike", on_click=_set, args=(outcomes, 1))
        st.button("Weigh nothing", on_click=_set, args=(outcomes, 0))
    told = BETWEEN.join(f"{id}{IS}{weight}" for id, weight in chosen.items() if weight)
    session.choose(NAME, told, "")
    return chosen


def _read(told: str, outcomes: Sequence[str]) -> dict[str, int]:
    """Weights as the address has them; what can't be used is left out with a note."""
    found, parts = {}, [part for part in told.split(BETWEEN) if part]
    for part in parts:
        id, _, weight = part.rpartition(IS)
        if id in outcomes and weight.isdecimal() and int(weight) <= HEAVIEST:
            found[id] = int(weight)
    if len(found) < len(parts):
        st.info("The address has weights that can't be used here; they are left out.")
    return found


def _set(outcomes: Sequence[str], weight: int) -> None:
    for id in outcomes:
        st.session_state[_key(id)] = weight


def _key(outcome_id: str) -> str:
    return f"weight-{outcome_id}"
