"""The dashboard's entry: `contactlens run`, or `streamlit run app.py`.

Which pages there are, and what stands on each: the world is opened once per run, so a
world that was replaced is noticed, and one that is missing gets a plain sentence.
"""

from __future__ import annotations

import atexit
import gc

import streamlit as st

from analysis.current_world import WorldError, current_world
from pages.parts import choices, entry, frame, panel, session

st.set_page_config(page_title="Contact Lens", page_icon="🔎", layout="wide")


@st.cache_resource(show_spinner=False)
def settled() -> bool:
    """Take what was imported out of the garbage collector's rounds, which follow every run."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or DuckDB complains, at the end, of objects left behind
    return True


page = entry.navigation()
try:
    world = current_world()
    frame.banner(world)
    session.read_address()
    for sentence in session.notes():
        st.warning(sentence)
    if page.url_path != "methods":
        choices.pick_assumptions(world)
    panel.side_panel(page.url_path)
    with entry.through_app():
        page.run()
    session.write_address()
    frame.footer(world)
    settled()
except WorldError as error:
    frame.no_world(str(error))
