"""A reviewer's queue: look-ups that nothing on record explains, to accept or to refer."""

from __future__ import annotations

import streamlit as st

from analysis import findings_review as told
from analysis.oversight.decisions import REFER
from pages.parts import audits, case_controls, engine, entry, review_desk, session

entry.came_through_app()
st.title(told.TITLE)
bench = engine.bench()
answer = st.empty()
st.markdown(told.WHAT_IT_IS)
if case_controls.confirmed(bench):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = audits.pick_log(bench)
        density = audits.pick_density() if chosen == audits.OWN else 1
    if chosen == audits.OWN:
        kept = audits.drawn(bench, session.design(), density)
    else:
        kept = audits.imported(bench, chosen)
    if kept is not None:
        book = audits.book_of(kept)
        training = False
        if kept.experiment is not None:
            training = st.toggle(told.TRAINING, key="training", help=told.TRAINING_HELP)
        if training:
            review_desk.score(kept, book)
        held = book.held()
        answer.markdown(
            told.answer(
                len(kept.queue),
                kept.detected.n_lookups,
                len(held),
                sum(one.verdict == REFER for one in held.values()),
            )
        )
        for sentence in kept.detected.left_out:
            st.info(sentence)
        if len(kept.queue):
            review_desk.desk(kept, book, training=training)
        if held:
            review_desk.export(kept, book)
        st.caption(told.KEPT)
