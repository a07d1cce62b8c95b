"""The dashboard's entry: `contactlens run`, or `streamlit run app.py`.

Which pages there are, and what stands on each: the world is opened once per run, so a
world that was replaced is noticed, and one that is missing gets a plain sentence.
"""

from __future__ import annotations

import atexit
import gc

import streamlit as st

from analysis.availability import NotAvailable
from analysis.current_world import WorldError
from pages.parts import entry, figure, frame, link, panel, session, story, worlds

st.set_page_config(page_title="Contact Lens", page_icon="🔎", layout="wide")


@st.cache_resource(show_spinner=False)
def settled() -> bool:
    """Take what was imported out of the garbage collector's rounds, so that they stay short."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or DuckDB complains, at the end, of objects left behind
    return True


page = entry.navigation()
name = entry.name_of(page)
try:
    session.read_address()
    world, note = worlds.open_chosen()
    story.follow()
    figure.forget_charts()
    frame.banner(world)
    for sentence in (*session.notes(), *([note] if note else [])):
        st.warning(sentence)
    story.bar(name)
    panel.side_panel(name)
    story.panel()
    worlds.panel()
    with entry.through_app():
        try:
            page.run()
        except (NotAvailable, WorldError) as absent:  # what it can't answer, in a sentence
            st.info(str(absent))
    session.write_address()
    link.panel(name)
    frame.footer(world, name)
    settled()
except WorldError as error:
    frame.no_world(str(error))
