"""Which child is looked at, and on which day; all of it in the address. What is kept of cases."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analysis import findings_case as told
from analysis.case import Case, case_of
from analysis.case_knowledge import days_of
from analysis.case_patterns import PATTERN_OF, PATTERNS, Pattern, children_of
from analysis.case_words import dated, label_of
from analysis.current_world import WorldError
from analysis.levers import Levers
from analysis.scenarios import Scenario
from analysis.workbench import Workbench
from pages.parts import session

CONFIRMED = "case-confirmed"
ALL = "all"


def confirmed(bench: Workbench) -> bool:
    """Whether a case may be shown: of a synthetic world always, else once the reader says so."""
    if bench.world.is_synthetic:
        return True
    st.warning(told.REAL)
    return st.checkbox(told.ASK, key=CONFIRMED, persist_state="session")


def pick_child(
    bench: Workbench, design: Scenario, reference: Scenario | None = None
) -> tuple[Pattern, tuple[int, ...], int | None]:
    """Pattern, the children of it, and the child to show; None where there is none."""
    before = session.choice("pattern", PATTERNS[0].id)
    options = {one.id: one.label for one in PATTERNS}
    pattern = session.pick(
        "pattern", "Kind of child", options, PATTERNS[0].id, width=300, help=told.meanings()
    )
    if pattern != before:
        _forget()
    found = _children(bench.key, pattern, design.levers, (reference or design).levers, bench)
    child = _asked(bench, found)
    for label, step in (("Previous child", -1), ("Next child", 1)):
        to = _beside(found, child, step)
        st.button(label, on_click=_go, args=(to,), disabled=to is None, key=f"case{step}")
    return PATTERN_OF[pattern], found, child


def pick_place(n: int) -> int:
    """Which of ``n`` children, by buttons that go around the ends; kept in the address."""
    known = {str(number): number for number in range(n)}
    place = known.get(session.choice("nth", "0"), 0)
    for label, step in (("Previous child", -1), ("Next child", 1)):
        to = (place + step) % n if n else 0
        st.button(
            label,
            on_click=session.choose,
            args=("nth", str(to), "0"),
            disabled=n < 2,
            key=f"nth{step}",
        )
    return place


def pick_seeker(case: Case) -> str | None:
    """Whose threads are drawn; None for everybody's."""
    seekers = [one for one in case.agencies if one in set(case.needs["seeker"])]
    if len(seekers) < 2:
        return None
    options = {ALL: "all agencies"} | {one: label_of(one) for one in seekers}
    chosen = session.pick("seeker", "Threads that lead to", options, ALL, width=180)
    return None if chosen == ALL else chosen


def pick_day(case: Case) -> date | None:
    """The day whose end is looked at; None for the last, after which nothing follows."""
    days = days_of(case)
    if len(days) < 2:
        return None
    last = days[-1].isoformat()
    options = {day.isoformat(): dated(day) for day in days}
    chosen = session.pick("day", "By the end of which day?", options, last, widget=st.select_slider)
    return None if chosen == last else date.fromisoformat(chosen)


def case(bench: Workbench, child: int, scenario: Scenario) -> Case:
    """One child under one design, kept for all visitors."""
    return _case(bench.key, child, scenario, bench)


def _asked(bench: Workbench, found: tuple[int, ...]) -> int | None:
    """The child that the address asks for, else the first of the pattern."""
    asked = session.choice("child", "")
    first = found[0] if found else None
    if not asked:
        return first
    try:
        return told.known_child(bench, asked)
    except WorldError as wrong:
        st.info(str(wrong))
        session.choose("child", "", "")
        return first


def _beside(found: tuple[int, ...], child: int | None, step: int) -> int | None:
    """The child before or after, around the ends; the first for one that is not among them."""
    if not found or found == (child,):
        return None
    place = found.index(child) + step if child in found else 0
    return found[place % len(found)]


def _go(child: int) -> None:
    _forget()
    session.choose("child", str(child), "")


def _forget() -> None:
    """Leave what belongs to one child alone."""
    for name in ("child", "day", "seeker"):
        session.choose(name, "", "")
        st.session_state.pop(f"pick-{name}", None)


@st.cache_resource(max_entries=100, show_spinner="Looking for children of this kind.")
def _children(
    key: str, pattern: str, levers: Levers, reference: Levers, _bench: Workbench
) -> tuple[int, ...]:
    return children_of(_bench, pattern, levers, reference)


@st.cache_resource(max_entries=100, show_spinner=False)
def _case(key: str, child: int, scenario: Scenario, _bench: Workbench) -> Case:
    return case_of(_bench, child, scenario)
