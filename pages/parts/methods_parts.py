"""The heavy parts of Methods, each made when it is opened."""

from __future__ import annotations

import streamlit as st

from analysis import dictionary, methods
from analysis.assumption_register import Family
from analysis.assumption_register import words as words_of
from analysis.availability import NotAvailable
from analysis.calibration import MarginResult, calibrate
from analysis.current_world import World
from analysis.outcome import Outcome
from pages.parts import session, worlds
from pages.parts.text_table import text_table


def assumptions(family: Family) -> None:
    """One family of the register."""
    for one in family.entries:
        st.markdown(words_of(one))


def definitions(outcomes: tuple[Outcome, ...]) -> None:
    """What each outcome is."""
    for one in outcomes:
        st.markdown(methods.definition(one))


def calibration() -> None:
    """Every published margin beside what this world holds; all, or the missed alone."""
    world = worlds.chosen()
    try:
        held = _margins(world.fingerprint, world)
    except NotAvailable as absent:
        st.info(str(absent))
        return
    st.markdown(dictionary.margins_answer(held))
    labels = {methods.ALL_MARGINS: "All", methods.MISSED: "Missed"}
    which = session.pick(
        "shown", "Margins", labels, methods.ALL_MARGINS, st.segmented_control, required=True
    )
    st.dataframe(
        dictionary.margin_rows(methods.chosen_margins(held, which)),
        hide_index=True,
        key="margins",
        alt="Published margins beside those of this world",
        column_config={
            "Margin": st.column_config.TextColumn(width=310),
            "Published": st.column_config.TextColumn(alignment="right"),
            "This world": st.column_config.TextColumn(alignment="right"),
            "Why it is missed": st.column_config.TextColumn(width="medium"),
            "Source": st.column_config.TextColumn(width="medium"),
            "Link": st.column_config.LinkColumn(display_text="open"),
            "Difference (%)": st.column_config.NumberColumn(format="%+.1f"),
            "Allowed (± %)": st.column_config.NumberColumn(format="%.1f"),
        },
    )
    st.caption(methods.MARGINS_NOTE)


def beliefs() -> None:
    """What the generator takes that no margin fixes."""
    st.dataframe(
        dictionary.belief_rows(),
        hide_index=True,
        key="beliefs",
        alt="What the generator believes, with units, ranges and sources",
        column_config={
            "Number": st.column_config.TextColumn(width="medium"),
            "Value": st.column_config.TextColumn(width="large"),
            "Off by": st.column_config.NumberColumn(format="× %.2f"),
        },
    )
    st.caption(methods.BELIEFS_NOTE)


def tables() -> None:
    """The data dictionary, one table at a time."""
    names = {name: name for name in dictionary.table_names()}
    name = session.pick("table", "Table", names, next(iter(names)))
    st.markdown(dictionary.table_description(name))
    columns = dictionary.columns_of(name, worlds.chosen())
    text_table(columns, caption=f"Columns of table {name}", key="columns")


def words(wanted: str = "") -> None:
    """The glossary, or the terms that tell of ``wanted``."""
    found = dictionary.words(wanted)
    for one in found:
        st.markdown(f"**{one.name}**: {one.definition}")
    if not found:
        st.info(f"No word tells of “{wanted}”.")


@st.cache_resource(max_entries=4, show_spinner="Holding the world against published figures.")
def _margins(fingerprint: str, _world: World) -> list[MarginResult]:
    return calibrate(_world)
