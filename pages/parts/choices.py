"""What a reader may choose; every choice lives in the address of the page."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analysis.current_world import World
from analysis.groups import dimension
from analysis.levels import PRACTICE_LEVELS
from analysis.methods import ALL_MARGINS, MISSED

CHOSEN = "chosen"
WINDOWS = (30, 60, 90, 120, 180, 270, 365, 540, 730)  # stops of the slider, in days
WINDOW = 180
SHORT = {  # labels that fit a row of buttons
    "age_band": "Age",
    "deprivation_decile": "Deprivation",
    "area": "Council",
}
GROUPINGS = (
    "age_band",
    "ethnic_group",
    "deprivation_decile",
    "need_tier",
    "sex",
    "region",
    "area",
)
EVERYWHERE = "All of England"
ENDS = 8  # councils shown at each end of the whole list


@dataclass(frozen=True, slots=True)
class Choice:
    """What the shown figures rest on: a world, a window in days and a level of practice."""

    world: World
    window: int
    level: str


def pick_assumptions(world: World) -> None:
    """The controls of the side panel; `chosen` gives what they are set to.

    Called by app.py, not by a page: a control that belongs to a page forgets, on the way
    to another page, what its address had set it to.
    """
    with st.sidebar:
        st.subheader("Assumptions")
        level = st.radio(
            "How much practice shares today",
            list(PRACTICE_LEVELS),
            format_func=PRACTICE_LEVELS.get,
            key="practice",
            bind="query-params",
            persist_state="session",
            help="How often telephone, referral and meetings tell one agency what another holds. "
            "No published figure was found, so the whole range is shown unless you choose.",
        )
        window = st.select_slider(
            "A concern stays relevant for (days)",
            WINDOWS,
            value=WINDOW,
            key="window",
            bind="query-params",
            persist_state="session",
            help="Another agency counts as a holder if it recorded a concern in so many days "
            "before the contact. A new window takes some seconds, once.",
        )
    st.session_state[CHOSEN] = Choice(world, window, level)


def chosen() -> Choice:
    """What the controls of the side panel are set to."""
    return st.session_state[CHOSEN]


def pick_grouping() -> str:
    """By what children are grouped: the id of a dimension."""
    labels = {id: SHORT.get(id, dimension(id).label) for id in GROUPINGS}
    return st.segmented_control(
        "Group children by",
        list(labels),
        default="age_band",
        required=True,
        format_func=labels.get,
        key="by",
        bind="query-params",
        persist_state="session",
    )


def pick_region(regions: list[str]) -> str:
    """A region, or EVERYWHERE."""
    return st.selectbox(
        "Region",
        [EVERYWHERE, *regions],
        key="region",
        bind="query-params",
        persist_state="session",
    )


def pick_margins() -> str:
    """All margins or the missed alone."""
    labels = {ALL_MARGINS: "All", MISSED: "Missed"}
    return st.segmented_control(
        "Margins",
        list(labels),
        default=ALL_MARGINS,
        required=True,
        format_func=labels.get,
        key="margins-shown",
        bind="query-params",
    )


def pick_table(names: tuple[str, ...]) -> str:
    """A table of the world."""
    return st.segmented_control(
        "Table", names, default=names[0], required=True, key="table", bind="query-params"
    )


def pick_term(terms: tuple) -> tuple:
    """The terms that hold the letters typed in, or all."""
    typed = st.text_input("Find a word", key="word", bind="query-params").casefold()
    return tuple(
        one for one in terms if typed in one.name.casefold() or typed in one.definition.casefold()
    )
