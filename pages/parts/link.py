"""A link to what is on the screen, and the name of the design in it."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from analysis.design_link import design_id, query_of
from pages.parts import entry, session


def panel(page: str) -> None:
    """At the foot of the side panel: the link, to be copied. After the address was written."""
    with st.sidebar, st.popover("Copy link", type="tertiary", on_change="rerun", key="link") as at:
        if not at.open:
            return
        st.code(address(), language=None, wrap_lines=True)
        st.caption("Whoever opens it sees this view, also on another machine with this world.")
        if page not in entry.OF_NO_DESIGN:
            told = session.design()
            st.caption(f"{told.label}: design {design_id(told.levers, session.beliefs())}")


def address() -> str:
    """The address of this view, whole."""
    parts = urlsplit(st.context.url or "")
    query = query_of({name: st.query_params[name] for name in st.query_params})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
