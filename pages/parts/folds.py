"""Parts of a page that are made only when somebody opens them; which are open is in the address."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.parts import session

OPEN = "open"


def fold(label: str, id: str, show: Callable[[], None]) -> None:
    """A folded part called ``label``; ``show`` fills it, once it is open."""
    opened = {one for one in session.choice(OPEN, "").split(",") if one}
    box = st.expander(label, expanded=id in opened, key=f"fold-{id}", on_change="rerun")
    opened = opened | {id} if box.open else opened - {id}
    session.choose(OPEN, ",".join(sorted(opened)), "")
    if box.open:
        with box:
            show()


def typed(name: str, label: str, most: int = 60) -> str:
    """What a reader looks for: words, kept in the address under ``name``."""
    key = f"typed-{name}"
    if key not in st.session_state:
        st.session_state[key] = session.choice(name, "")[:most]
    text = st.text_input(label, key=key, max_chars=most).strip()
    session.choose(name, text, "")
    return text
