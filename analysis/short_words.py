"""Figures and their headings in few words, for charts and tables with little room."""

from __future__ import annotations

from analysis.units import Unit

NOT_DEFINED = "not defined"  # a figure that can't be divided
SHARED = (" million", " billion", "%")


def words_of(text: str, interval: str) -> str:
    """A figure with its interval, as short as can be: "1.2 million (1.1 to 1.3 million)"."""
    first, between, last = interval.partition(" to ")
    if not between or interval == text:
        return text
    for unit in SHARED:
        if first.endswith(unit) and last.endswith(unit):
            first = first.removesuffix(unit)
    return f"{text} ({first} to {last})"


def heading_of(title: str, unit: Unit) -> str:
    """What a figure is, with its unit where the words don't say it: "Items held"."""
    is_said = unit.value.casefold() in title.casefold() or unit is Unit.LOOKUPS_PER_SECOND
    return title if is_said else f"{title} ({unit.value})"
