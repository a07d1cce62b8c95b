"""What the family of one synthetic child would see of its record: who opened it, what it says."""

from __future__ import annotations

import streamlit as st

from analysis import findings_family as told
from analysis.case_child import child_row
from analysis.oversight.family import KINDS, children_of, family_view
from pages.parts import audits, case_controls, engine, entry, session

entry.came_through_app()
st.title(told.TITLE)
bench, design = engine.bench(), session.design()
answer = st.empty()
st.markdown(told.WHAT_IT_IS)
if case_controls.confirmed(bench):
    controls = st.container(horizontal=True, vertical_alignment="bottom")
    kept = audits.drawn(bench, design, 1)
    if kept is not None:
        found = children_of(kept)
        with controls:
            kind = session.pick("whose", "Kind of child", KINDS, "often", width=320)
            place = case_controls.pick_place(len(found[kind]))
        if not found[kind]:
            answer.markdown(told.NOBODY)
        else:
            child = found[kind][place]
            tells = not bench.store.people.is_shielded[child_row(bench, child)]
            view = family_view(kept, child, design.levers, tells_places=tells)
            answer.markdown(told.answer(view, design))
            st.header("Who opened your child's record", anchor="looks")
            for one in view.looks:
                st.markdown(f"- {told.look_words(one, design.levers)}")
            st.header("What the record says", anchor="entry")
            st.markdown(told.entry_words(view, design.levers))
            for one in view.named:
                st.markdown(f"- {told.named_words(one)}")
            st.header("What a family can ask", anchor="ask")
            for sentence in told.QUESTIONS:
                st.markdown(sentence)
            if kept.is_synthetic:
                st.caption(f"Synthetic child number {view.child_id}; no such child exists.")
