"""The workbench behind the screens, and what it has worked out. Keys are small.

What is kept is shared by all visitors and only read.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from analysis.ahead import Ahead
from analysis.comparison import Comparison, compare
from analysis.current_world import World
from analysis.evaluation import Evaluation, evaluate
from analysis.families import FAMILIES, QUICK
from analysis.levers import Levers
from analysis.live import Live
from analysis.live import live as live_figures
from analysis.policy import Assumptions
from analysis.scenarios import Scenario
from analysis.store import structural_of
from analysis.workbench import Workbench, workbench
from pages.parts import session, worlds

Needs = tuple[tuple[str, float], ...]
_READY: set[tuple[str, str, Needs]] = set()
AHEAD = Ahead()


def bench() -> Workbench:
    """The world that is shown, with the reader's beliefs; the first time takes some seconds."""
    world, beliefs = worlds.chosen(), session.beliefs()
    if _key_of(world, beliefs) in _READY:  # or a spinner would come and go with every run
        return prepared(world, beliefs)
    with st.spinner("Preparing the world. The first time takes some seconds."):
        return prepared(world, beliefs)


def prepared(world: World, beliefs: Assumptions) -> Workbench:
    """The workbench of ``world`` for a reader with these beliefs."""
    key = _key_of(world, beliefs)
    made = _bench(*key, world, beliefs)
    _READY.add(key)
    if made.assumptions == beliefs:
        return made
    return _other(made.store.key, hash(beliefs), beliefs, made)


def live(scenario: Scenario, reference: Scenario) -> Live:
    """The figures beside the levers; those of the next move are worked out while they are read."""
    made = bench()
    with AHEAD.answering():
        found = live_figures(made, scenario, reference)
    if st.context.url:  # a browser is there to make another move
        AHEAD.of(made, scenario.levers)
    return found


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
    return _comparison(made.key, tuple(dict.fromkeys(scenarios)), tuple(families), made)


def _key_of(world: World, beliefs: Assumptions) -> tuple[str, str, Needs]:
    """Which world, and what of the beliefs changes the needs."""
    return world.fingerprint, str(world.path), tuple(structural_of(beliefs).items())


@st.cache_resource(max_entries=4, show_spinner=False)
def _bench(
    fingerprint: str, path: str, needs: Needs, _world: World, _beliefs: Assumptions
) -> Workbench:
    return workbench(_world, assumptions=_beliefs)


@st.cache_resource(max_entries=16, show_spinner=False)
def _other(key: str, believed: int, _beliefs: Assumptions, _made: Workbench) -> Workbench:
    return _made.believing(_beliefs)


@st.cache_resource(max_entries=60, show_spinner=False)
def _evaluation(
    key: str, scenario: Scenario, families: tuple[str, ...], reference: Levers, _bench: Workbench
) -> Evaluation:
    return evaluate(_bench, scenario, reference=reference, families=families)


@st.cache_resource(max_entries=20, show_spinner=False)
def _comparison(
    key: str, scenarios: tuple[Scenario, ...], families: tuple[str, ...], _bench: Workbench
) -> Comparison:
    return compare(_bench, scenarios, families=families)


ALL_FAMILIES = tuple(FAMILIES)
