"""The assumptions behind the shown figures, in words."""

from __future__ import annotations

import streamlit as st

from analysis.levels import RANGE
from analysis.policy import Assumption
from analysis.prepared import Prepared
from analysis.units import Unit, show
from pages.parts.choices import Choice


def resting_on(choice: Choice, prepared: Prepared) -> None:
    """One line that says what was chosen, where to change it, and what it lacks."""
    over = "over its whole range" if choice.level == RANGE else f"at its {choice.level} value"
    left = "" if choice.level == RANGE else " Intervals then leave out what is not known about it."
    st.caption(
        f"Without any index, existing practice {over}, a concern relevant for {choice.window} "
        f"days: change both in the side panel.{left}"
    )
    for note in prepared.notes:
        st.warning(note)


def card(entry: Assumption) -> None:
    """One assumption with its range, quality and source."""
    low, central, high = (
        show(value, Unit.SHARE) for value in (entry.low, entry.central, entry.high)
    )
    st.markdown(f"{entry.label}: **{central} ({low} to {high})**. Source: {entry.source}.")
    st.caption(entry.note)
