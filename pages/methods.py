"""How the figures are made: definitions, calibration, assumptions, data, words, limits."""

from __future__ import annotations

import streamlit as st

from analysis import dictionary, methods
from analysis.availability import NotAvailable
from analysis.current_world import current_world
from pages.parts import frame
from pages.parts.cache import assumptions, margins
from pages.parts.choices import pick_margins, pick_table, pick_term

world = current_world()
st.title("How are these figures made, and how far can they be trusted?")
try:
    held = margins(world.fingerprint, world)
    st.markdown(methods.answer(held, assumptions()))
except NotAvailable as absent:
    held = []
    st.markdown(methods.answer(held, assumptions()))
    st.info(str(absent))

if held:
    st.header("Does this world look like England?", anchor="calibration")
    which = pick_margins()
    st.dataframe(
        dictionary.margin_rows(methods.chosen_margins(held, which)),
        hide_index=True,
        key="margins",
        alt="Published margins beside those of this world",
        column_config={
            "Link": st.column_config.LinkColumn(display_text="open"),
            "Difference (%)": st.column_config.NumberColumn(format="%+.1f"),
            "Allowed (± %)": st.column_config.NumberColumn(format="%.1f"),
        },
    )
    st.caption(methods.MARGINS_NOTE)

st.header("What is counted", anchor="definitions")
st.table(dictionary.definitions(), border="horizontal")

st.header("What is assumed so far", anchor="assumptions")
st.dataframe(
    dictionary.assumption_rows(assumptions()),
    hide_index=True,
    key="assumptions",
    alt="Assumptions with range, evidence, effect and source",
)
st.caption(methods.ASSUMPTIONS_NOTE)

st.header("What is generated, and how", anchor="generated")
for sentence in methods.GENERATED:
    st.markdown(sentence)

st.header("Limits", anchor="limits")
for limit in (*frame.LIMITS, *methods.LIMITS):
    st.markdown(limit)

st.header("Tables of a world", anchor="tables")
table = pick_table(dictionary.table_names())
st.markdown(dictionary.table_description(table))
st.dataframe(
    dictionary.columns_of(table, world),
    hide_index=True,
    key="columns",
    alt=f"Columns of table {table}",
)

st.header("Words", anchor="words")
term = pick_term(dictionary.glossary())
for one in term:
    st.markdown(f"**{one.name}**: {one.definition}")
