"""What is worked out once and kept: prepared worlds, answers, calibrations.

Every key is small: a fingerprint, a window, a level. Frames are never part of a key.
What is kept is shared by all visitors and only read.
"""

from __future__ import annotations

import streamlit as st

from analysis import compare, delay, funnel, gaps
from analysis.answer import Answer
from analysis.calibration import MarginResult, calibrate
from analysis.current_world import World
from analysis.levels import at_level, noted
from analysis.policy import Assumptions, load_assumptions
from analysis.prepared import Prepared, prepare
from pages.parts.choices import Choice

MEASURES = {
    "headline": gaps.headline,
    "pairs": gaps.by_pair,
    "funnel": funnel.funnel,
    "delay": delay.delay,
}


def world_of(choice: Choice) -> Prepared:
    """The world made ready for the chosen window; the first time takes some seconds."""
    with st.spinner(
        f"Finding every sharing need in a window of {choice.window} days. "
        "The first time takes some seconds."
    ):
        return _prepared(choice.world.fingerprint, choice.window, choice.world)


def answer(choice: Choice, measure: str) -> Answer:
    """One of MEASURES for the chosen window and level."""
    return _answer(choice.world.fingerprint, choice.window, choice.level, measure, world_of(choice))


def groups(choice: Choice, dimension_id: str) -> Answer:
    """Groups of children beside each other; NotAvailable when the world lacks the column."""
    prepared = world_of(choice)
    return _groups(choice.world.fingerprint, choice.window, choice.level, dimension_id, prepared)


@st.cache_resource(max_entries=4, show_spinner="Holding the world against published figures.")
def margins(fingerprint: str, _world: World) -> list[MarginResult]:
    """The calibration of a world; NotAvailable when it lacks what published figures count."""
    return calibrate(_world)


@st.cache_resource(show_spinner=False)
def assumptions() -> Assumptions:
    """The assumptions that ship with the project."""
    return load_assumptions()


@st.cache_resource(max_entries=3, show_spinner=False)
def _prepared(fingerprint: str, window: int, _world: World) -> Prepared:
    return prepare(_world, window)


@st.cache_resource(max_entries=200, show_spinner=False)
def _answer(fingerprint: str, window: int, level: str, measure: str, _prepared: Prepared) -> Answer:
    return noted(MEASURES[measure](_prepared, at_level(assumptions(), level)), level)


@st.cache_resource(max_entries=200, show_spinner=False)
def _groups(
    fingerprint: str, window: int, level: str, dimension_id: str, _prepared: Prepared
) -> Answer:
    found = compare.compare_groups(_prepared, dimension_id, at_level(assumptions(), level))
    return noted(found, level)
