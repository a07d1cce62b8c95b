"""Headings that cost nothing to keep on a page.

`st.header` is the dearest element to have beside a chart that moves: a browser lays out each one
again whenever anything on the page runs, which takes about a millisecond for every heading.
"""

from __future__ import annotations

from html import escape

import streamlit as st


def heading(words: str, *, id: str = "") -> None:
    """``words``, as they are, as a heading of the second level; ``id`` is its anchor."""
    place = f" id='{escape(id)}'" if id else ""
    st.html(f"<h2 class='cl-heading'{place}>{escape(words)}</h2>")
