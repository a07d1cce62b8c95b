"""The workbench behind the screens, and what it has worked out. Keys are small.

What is kept is shared by all visitors and only read.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from analysis.comparison import Comparison, compare
from analysis.current_world import World
from analysis.evaluation import Evaluation, evaluate
from analysis.families import FAMILIES, QUICK
from analysis.levers import Levers
from analysis.policy import Assumptions
from analysis.scenarios import Scenario
from analysis.workbench import Workbench, workbench
from pages.parts import session, worlds


def bench() -> Workbench:
    """The world that is shown, with the reader's beliefs; the first time takes some seconds."""
    world, beliefs = worlds.chosen(), session.beliefs()
    with st.spinner("Preparing the world. The first time takes some seconds."):
        return _bench(world.fingerprint, str(world.path), hash(beliefs), world, beliefs)


def evaluation(
    scenario: Scenario,
    families: Iterable[str] = QUICK,
    *,
    reference: Scenario | None = None,
) -> Evaluation:
    """The figures of ``scenario`` in ``families`` (see `analysis.families.FAMILIES`)."""
    made, against = bench(), (reference or session.reference()).levers
    return _evaluation(made.key, scenario, tuple(families), against, made)


def comparison(scenarios: Iterable[Scenario], families: Iterable[str] = QUICK) -> Comparison:
    """Several designs against the first of them."""
    made = bench()
    return _comparison(made.key, tuple(scenarios), tuple(families), made)


@st.cache_resource(max_entries=4, show_spinner=False)
def _bench(
    fingerprint: str, path: str, believed: int, _world: World, _beliefs: Assumptions
) -> Workbench:
    return workbench(_world, assumptions=_beliefs)


@st.cache_resource(max_entries=400, show_spinner=False)
def _evaluation(
    key: str, scenario: Scenario, families: tuple[str, ...], reference: Levers, _bench: Workbench
) -> Evaluation:
    return evaluate(_bench, scenario, reference=reference, families=families)


@st.cache_resource(max_entries=100, show_spinner=False)
def _comparison(
    key: str, scenarios: tuple[Scenario, ...], families: tuple[str, ...], _bench: Workbench
) -> Comparison:
    return compare(_bench, scenarios, families=families)


ALL_FAMILIES = tuple(FAMILIES)
