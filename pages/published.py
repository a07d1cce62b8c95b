"""Published editions: read one as an article, check it, and open its designs in the explorer."""

from __future__ import annotations

import streamlit as st

from analysis.editions import reading, shelf
from analysis.editions.changes import changes
from pages.parts import entry, session
from pages.parts.edition_check import self_check
from pages.parts.edition_parts import follow, open_in_explorer, part
from pages.parts.text_table import text_table

EDITION = "edition"

entry.came_through_app()
follow()
st.title("What has been published, and does it still hold?")
known = shelf.shelved()
if not known:
    st.info(
        "No edition is here yet. Publish one with `contactlens publish`, and give its folder with "
        "`contactlens run --editions DIR`."
    )
    st.stop()
labels = {one.edition.id: one.label for one in known}
id = session.pick(EDITION, "Edition", labels, known[0].edition.id)
shelved = next(one for one in known if one.edition.id == id)
edition = shelved.edition

st.header(reading.said(edition.title), anchor="article")
st.markdown(reading.said(edition.findings[0]))
st.caption(f"**{reading.said(edition.origin)}** {reading.about(edition)}")
self_check(shelved)
st.download_button(
    "The article as one file (HTML)",
    lambda: shelf.page(shelved),
    file_name=f"contact-lens-edition-{edition.id}.html",
    mime="text/html",
    key="edition-page",
    on_click="ignore",
)
for sentence in edition.findings[1:2]:
    st.markdown(reading.said(sentence))
for one in reading.parts(edition):
    part(shelved, one)

st.header("The figures of each design", anchor="figures")
text_table(reading.headlines(edition), caption="Main figures of the edition", key="edition")
for sentence in (*edition.withheld, *edition.notes):
    st.caption(reading.said(sentence))

st.header("Its designs", anchor="designs")
for scenario in reading.designs(edition):
    st.markdown(reading.said(f"**{scenario.label}**. {scenario.summary}"))
    st.button(
        "Open this design in the explorer",
        key=f"open-{scenario.id}",
        on_click=open_in_explorer,
        args=(scenario, reading.held(edition)),
    )

older = shelf.before(shelved, known)
if older:
    told = changes(older.edition, edition)
    st.header("What changed since the one before", anchor="changes")
    st.markdown(reading.said(f"Since {older.label}: {told.sentence}"))
    if told.changes:
        text_table(reading.changed(told), caption="The first changes", key="changes")
