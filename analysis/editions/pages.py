"""The templates of editions: HTML is escaped, Markdown has its table marks escaped by a filter."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from analysis.editions.prose import html
from analysis.inert_text import INERT


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("analysis.editions"),
        autoescape=lambda name: ".html" in (name or ""),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"prose": html, "cell": cell}
    return made


def template(name: str) -> Template:
    """A template by the name of the file that it makes, such as "index.html"."""
    return _environment().get_template(f"{name}.jinja")


def cell(text: object) -> str:
    """``text`` for a cell of a Markdown table, in which no HTML begins."""
    return " ".join(str(text).translate(INERT).replace("|", "\\|").split())
