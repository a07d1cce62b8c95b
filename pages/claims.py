"""Public claims about such databases: who made them, and what figures say of each."""

from __future__ import annotations

import streamlit as st

from analysis import claims
from pages.parts import engine, entry
from pages.parts.claim import show

entry.came_through_app()
st.title("Do the figures agree with what was said in public about such databases?")
answer = st.container()
bench = engine.bench()
found = [show(claim, bench) for claim in claims.claims()]
with answer:
    st.markdown(claims.summary(found))
    if any(found):
        st.caption(claims.HOW_TO_READ)
        st.table(claims.contents(found), border="horizontal", hide_index=True)
    else:
        st.info(claims.NOT_ENGLAND)
