"""Put an index together: levers and assumptions on one side, what follows from them beside."""

from __future__ import annotations

import streamlit as st

from pages.parts import entry, session
from pages.parts.assumption_controls import assumption_controls
from pages.parts.design_files import name_and_files, start_from
from pages.parts.heading import heading
from pages.parts.lever_controls import lever_controls
from pages.parts.live_figures import Places, chart_in_sight, live_figures

PANELS = {"levers": "Levers", "assumptions": "Assumptions"}

entry.came_through_app()
st.title("What does the index that you design close, cost and reveal?")
answer = st.container()
start_from()
left, right = st.columns([3, 5], gap="large")
with right:
    chart = st.container(key="live-chart")
    chart_in_sight()
table, card, keep, link = (st.container() for _ in range(4))
live_figures(Places(answer, chart, table, card, link))  # first, for it is what a browser waits for

with left, st.container(key="design-controls"):
    panel = session.pick(
        "panel", "What to move", PANELS, "levers", st.segmented_control, required=True
    )
    if panel == "levers":
        lever_controls()
    else:
        assumption_controls()
with keep:
    heading("Name, keep and share it", id="keep")
    name_and_files()
