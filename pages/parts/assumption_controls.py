"""Assumptions, apart from levers: what is believed, how sure that is, and what if it were not so.

Sorted by how far they move the answer and folded by family; held ones stand at the top, each
with a way back.
"""

from __future__ import annotations

import streamlit as st

from analysis.amounts import amount
from analysis.assumption_register import register
from analysis.dictionary import source_of
from analysis.holding import box, from_box, in_box, told
from analysis.policy import Assumption, load_assumptions
from pages.parts import session
from pages.parts.folds import fold, typed


def assumption_controls() -> None:
    """What is held, a search box, and every family of assumptions."""
    _held()
    find = typed("find", "Find an assumption")
    families = register(load_assumptions(), find)
    if not families:
        st.caption("No assumption tells of that.")
    for family in families:
        if find:
            st.markdown(f"**{family.label}**")
            _controls(family.entries)
        else:
            fold(family.title, family.id, lambda family=family: _controls(family.entries))


def _held() -> None:
    """What the reader believes otherwise, and the way back."""
    known = load_assumptions()
    held = session.held()
    if not held:
        st.caption("All as shipped: every figure spans the ranges below.")
        return
    st.markdown("**Held by you**")
    for id, value in held.items():
        one = known.get(id)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{one.label}: **{amount(value, one.unit)}**")
            st.button("Back to the shipped value", key=f"back-{id}", on_click=_back, args=(id,))
    if len(held) > 1:
        st.button(
            "All back to their shipped values", key="back-all", on_click=session.hold, args=({},)
        )


def _controls(entries: tuple[Assumption, ...]) -> None:
    held = session.held()
    for one in entries:
        told_box, key = box(one), f"hold-{one.id}"
        session.show(key, in_box(one, held[one.id]) if one.id in held else None)
        st.number_input(
            told_box.label,
            told_box.least,
            told_box.most,
            value=None,
            step=told_box.step,
            format="%g",
            placeholder="as shipped",
            key=key,
            help=source_of(one),
            on_change=_hold,
            args=(one,),
        )
        st.caption(told(one))


def _hold(one: Assumption) -> None:
    """Hold ``one`` at what its control shows; an empty box gives it back its range."""
    shown = st.session_state[f"hold-{one.id}"]
    others = {id: value for id, value in session.held().items() if id != one.id}
    session.hold(others if shown is None else others | {one.id: from_box(one, shown)})


def _back(id: str) -> None:
    session.hold({other: value for other, value in session.held().items() if other != id})
