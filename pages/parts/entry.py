"""Which pages there are, each with its title and address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from analysis import reader_mode

THROUGH_APP = "through-app"
FOLDER = Path(__file__).parents[1]
PAGES = (
    ("overview", "Overview"),
    ("design", "Design an index"),
    ("compare", "Compare"),
    ("sharing_gaps", "Sharing gaps"),
    ("access", "Access"),
    ("intrusiveness", "Intrusiveness"),
    ("cost", "Cost"),
    ("trade_offs", "Trade-offs"),
    ("linkage", "Linkage"),
    ("case", "Case view"),
    ("who_leads", "Who leads"),
    ("oversight", "Oversight"),
    ("review", "Review queue"),
    ("family", "What a family sees"),
    ("history", "History"),
    ("claims", "Claims"),
    ("published", "Published"),
    ("methods", "Methods"),
)
"""Every page: the name of its file, which is its address, and its title in the menu."""
WITHOUT_DESIGN = ("design", "compare", "history", "claims", "published", "methods")
"""Pages that have no control for the design in the side panel, or one of their own."""

OF_NO_DESIGN = ("overview", "compare", "history", "claims", "published", "methods")
"""Pages that show several designs, each with its name, or none."""


def navigation():
    """The page that was asked for. A page that is not listed here does not exist.

    An address is the name of its file, for Streamlit falls back on file names until the
    first visitor of a server has met this list.
    """
    shown = pages()
    return st.navigation(
        [
            st.Page(f"pages/{name}.py", title=title, default=name == shown[0][0])
            for name, title in shown
            if (FOLDER / f"{name}.py").is_file()
        ],
        expanded=True,
    )


def pages() -> list[tuple[str, str]]:
    """The pages that there are: all of them, or in reader mode the few that readers get."""
    if not reader_mode.is_public():
        return list(PAGES)
    titles = dict(PAGES)
    return [(name, titles[name]) for name in reader_mode.PAGES]


def name_of(page) -> str:
    """The name of the file of ``page``; the first has no address of its own."""
    return page.url_path or pages()[0][0]


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
