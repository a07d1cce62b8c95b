"""The audited log that pages show: of the design that is looked at, or one that was imported."""

from __future__ import annotations

import streamlit as st

from analysis import findings_oversight as told
from analysis.current_world import WorldError
from analysis.oversight.decisions import DecisionBook, reviews_folder
from analysis.oversight.known_logs import known_logs
from analysis.oversight.shelf import DENSITIES, USUAL, AuditShelf, Kept
from analysis.scenarios import Scenario
from analysis.workbench import Workbench
from pages.parts import session

DRAW = "Draw a log and audit it"
ASKED = "audit-asked"
OWN = "design"
HOURS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)


def pick_density() -> int:
    """How many times as often as assumed misuse is planted."""
    options = {str(n): "as assumed" if n == 1 else f"{n} times as often" for n in DENSITIES}
    return int(session.pick("planted", "Misuse is planted", options, str(USUAL), width=200))


def pick_hours(bench: Workbench) -> float:
    """Hours that reviewers have in a year, in England, for this world's share of it."""
    assumed = bench.assumptions.get("audit.reviewer_hours").central
    options = {f"{n:g}": f"{n:,.0f}" for n in sorted({*HOURS, assumed})}
    chosen = session.pick(
        "hours",
        "Reviewer-hours a year, England",
        options,
        f"{assumed:g}",
        widget=st.select_slider,
        width=300,
    )
    return float(chosen) * (bench.world.fraction or 1)


def pick_log(bench: Workbench) -> str:
    """Which log: of the design, or one of those imported for this world, by its short name."""
    logs = known_logs(bench.world)
    if not logs:
        return OWN
    options = {OWN: "A drawn log of the design"} | {one.short: one.label for one in logs}
    return session.pick("log", "Log", options, OWN, width=320)


def imported(bench: Workbench, short: str) -> Kept:
    """The audit of an imported log."""
    (log,) = [one for one in known_logs(bench.world) if one.short == short]
    with st.spinner("Reading the log."):
        return _shelf().imported(bench.world, log.path, bench.assumptions)


def drawn(bench: Workbench, scenario: Scenario, density: int) -> Kept | None:
    """The audit of a design's log: as it is kept, or made now if the button was pressed."""
    if scenario.levers.scope == "none" or not scenario.levers.authorised_agencies:
        st.info(told.NO_INDEX)
        return None
    kept = _shelf().held(bench, scenario, density)
    if kept is not None:
        return kept
    place = st.empty()
    if not st.session_state.pop(ASKED, False):
        place.button(DRAW, key="draw-audit", icon=":material/fact_check:", on_click=_ask)
        return None
    try:
        with place, st.spinner("Drawing one year of look-ups, and auditing it."):
            return _shelf().drawn(bench, scenario, density)
    except WorldError as error:
        st.warning(str(error))
        return None


def book_of(kept: Kept) -> DecisionBook:
    """The decisions on a log."""
    return DecisionBook(reviews_folder(), kept.log)


def _ask() -> None:
    st.session_state[ASKED] = True


@st.cache_resource(show_spinner=False)
def _shelf() -> AuditShelf:
    return AuditShelf()
