"""Which pages there are, each with its title and address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

THROUGH_APP = "through-app"
WITHOUT_CHOICE = ("methods",)  # pages whose words and tables hold whatever is chosen


def navigation():
    """The page that was asked for. A page that is not listed here does not exist.

    An address is the name of its file, for Streamlit falls back on file names until the
    first visitor of a server has met this list.
    """
    return st.navigation(
        [
            st.Page("pages/overview.py", title="Overview", default=True),
            st.Page("pages/sharing_gaps.py", title="Sharing gaps"),
            st.Page("pages/methods.py", title="Methods"),
        ]
    )


@contextmanager
def through_app() -> Iterator[None]:
    """Marks what runs inside as run by app.py."""
    st.session_state[THROUGH_APP] = True
    try:
        yield
    finally:
        st.session_state[THROUGH_APP] = False


def came_through_app() -> None:
    """Run again through app.py if Streamlit ran a page by its file name alone.

    It does so for the first visitor of a server who opens a page by its own address: the
    banner and the check for a world would be missing.
    """
    if not st.session_state.get(THROUGH_APP):
        navigation()
        st.rerun()
