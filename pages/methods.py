"""How the figures are made: assumptions, definitions, calibration, intervals, words, limits."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analysis import assumption_register, dictionary, methods, reader_mode
from pages.parts import entry, frame, methods_parts, session, worlds
from pages.parts.folds import fold, typed

entry.came_through_app()
world, beliefs = worlds.chosen(), session.beliefs()
st.title("How are these figures made, and how far can they be trusted?")
st.markdown(assumption_register.trust(beliefs))
st.markdown(methods.CONTENTS)
if not reader_mode.is_public():
    st.page_link("pages/history.py", label="Designs that existed, held against what was published")

st.header("What is assumed", anchor="assumptions")
st.caption(methods.ASSUMPTIONS_NOTE)
wanted = typed("find", "Find an assumption")
for family in assumption_register.register(beliefs, wanted):
    if wanted:
        st.subheader(family.title)
        methods_parts.assumptions(family)
    else:
        fold(family.title, family.id, partial(methods_parts.assumptions, family))

st.header("What is counted", anchor="outcomes")
for id, label, outcomes in methods.families():
    fold(label, id, partial(methods_parts.definitions, outcomes))

st.header("How figures get their intervals", anchor="intervals")
for sentence in methods.intervals(beliefs):
    st.markdown(sentence)

st.header("Does this world look like England?", anchor="calibration")
fold("Published totals beside those of this world", "calibration", methods_parts.calibration)

st.header("What is generated, and how", anchor="generated")
for sentence in methods.GENERATED:
    st.markdown(sentence)
fold("Every number that the generator believes", "beliefs", methods_parts.beliefs)

st.header("What is withheld", anchor="withheld")
st.markdown(methods.WITHHELD)
for rule in methods.disclosure():
    st.markdown(rule)

st.header("Limits", anchor="limits")
for limit in (*frame.LIMITS, *methods.LIMITS):
    st.markdown(limit)

st.header("Tables of a world", anchor="tables")
fold("Every table and column", "tables", methods_parts.tables)

st.header("Words", anchor="words")
word = typed("word", "Find a word")
if word:
    methods_parts.words(word)
else:
    fold(f"All {len(dictionary.glossary())} words", "glossary", methods_parts.words)
