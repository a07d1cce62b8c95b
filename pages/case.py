"""One invented child's time line under two designs: what each agency could have known, and when."""

from __future__ import annotations

import streamlit as st

from analysis import findings_case as told
from pages.parts import case_controls, case_view, engine, entry, session

entry.came_through_app()
st.title(told.TITLE)
bench = engine.bench()
designs = tuple(dict.fromkeys((session.design(), session.reference())))
if case_controls.confirmed(bench):
    answer = st.container()
    controls = st.container(horizontal=True, vertical_alignment="bottom")
    with controls:
        pattern, found, child = case_controls.pick_child(bench, *designs)
    if child is None:
        answer.markdown(told.NOBODY)
    else:
        cases = [case_controls.case(bench, child, one) for one in designs]
        with answer:
            st.markdown(told.answer(cases))
            st.info(told.HINDSIGHT)
        with controls:
            seeker = case_controls.pick_seeker(cases[0])
        st.markdown(told.about(cases[0].child, told.whose_turn(pattern, found, child)))
        case_view.whole(bench, cases, seeker)
    st.header("How to read a case", anchor="limits")
    for sentence in told.LIMITS:
        st.markdown(sentence)
