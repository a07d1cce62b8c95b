"""The walk: a fixed row of views for somebody who presents the tool to others.

Each screen is a link to a view, as a reader would share it, and a sentence to say. The walk
stands in `data/reference/story.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl

from data.schema import REFERENCE


@dataclass(frozen=True, slots=True)
class Screen:
    """One view of the walk. ``parameters`` as in its address; what is left out is as usual."""

    page: str  # the name of its file, which is its address
    parameters: tuple[tuple[str, str], ...]
    sentence: str


@cache
def load_story() -> tuple[Screen, ...]:
    """The screens of the walk, in order."""
    told = tomllib.loads((REFERENCE / "story.toml").read_text(encoding="utf-8"))
    return tuple(_screen(**one) for one in told["screen"])


def _screen(view: str, sentence: str) -> Screen:
    page, _, query = view.partition("?")
    return Screen(page, tuple(parse_qsl(query)), sentence)
