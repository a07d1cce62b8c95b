"""Sentences with emphasis as HTML and as plain text; nothing else in them is taken for markup."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup


@cache
def _reader() -> MarkdownIt:
    """Emphasis and links that are written out; HTML and pictures stay text."""
    return MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "newline", "escape"])


def html(sentence: str) -> Markup:
    """``sentence`` with its **strong** words and [links](https://...) as HTML."""
    return Markup(_reader().renderInline(sentence))


def bare(sentence: str) -> str:
    """``sentence`` without marks of emphasis, for files and for those who hear the page."""
    return re.sub(r"\*\*?|(?<=\w)  \n", "", sentence)
