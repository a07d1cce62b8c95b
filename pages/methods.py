"""How the figures are made: definitions, calibration, assumptions, data, words, limits."""

from __future__ import annotations

import streamlit as st

from analysis import dictionary, methods
from analysis.availability import NotAvailable
from analysis.current_world import current_world
from pages.parts import entry, frame
from pages.parts.cache import assumptions, margins
from pages.parts.choices import pick_margins, pick_table, pick_term

entry.came_through_app()
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

st.header("What is counted", anchor="definitions")
for one in dictionary.definitions():
    st.markdown(f"**{one.axis_title}**: {one.formula}. *{one.caveat}*")

st.header("What is assumed so far", anchor="assumptions")
st.table(dictionary.assumption_rows(assumptions()), border="horizontal", hide_index=True)
st.caption(methods.ASSUMPTIONS_NOTE)
with st.expander("Sources and notes of the assumptions", key="sources"):
    for belief in assumptions():
        st.markdown(f"**{belief.label}**: {dictionary.source_of(belief)}")

st.header("What is generated, and how", anchor="generated")
for sentence in methods.GENERATED:
    st.markdown(sentence)

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
