"""The three axes of every trade-off: their colours, and figures as axes write them."""

from __future__ import annotations

import math

from analysis.charts.palette import Palette
from analysis.outcomes import Better, Family, Outcome
from analysis.units import Unit

TICK = (
    "datum.value == 0 ? '0' : "
    "'{before}' + replace(replace(replace(datum.label, 'M', 'm'), 'G', 'bn'), '−', '-')"
)


def colour_of(measure: Outcome, colours: Palette) -> str:
    """The colour of the axis that ``measure`` lies on."""
    return getattr(colours, axis_of(measure), colours.baseline)


def text_colour_of(measure: Outcome, colours: Palette) -> str:
    """The same, as it can be read as text."""
    return getattr(colours, f"{axis_of(measure)}_text", colours.quiet)


def axis_of(measure: Outcome) -> str:
    """cost, coverage or intrusiveness; what lies between two designs by what it counts."""
    if measure.family is Family.BETWEEN:
        return "cost" if measure.unit is Unit.GBP else "coverage"
    names = {Family.COST: "cost", Family.COVERAGE: "coverage"}
    return names.get(measure.family, "intrusiveness")


def better_words(measure: Outcome) -> str:
    """Which way is good, in a word or two."""
    return {Better.LOWER: "less is better", Better.HIGHER: "more is better"}.get(
        measure.better, "neither way is better"
    )


def tick_words(measure: Outcome) -> str:
    """The Vega expression that writes a tick of ``measure``: "£40m", "1.5m", "20k"."""
    return TICK.format(before="£" if measure.unit is Unit.GBP else "")


def tick_format(measure: Outcome) -> str:
    """The d3 format that `tick_words` starts from."""
    return ".0%" if measure.unit.is_share else "~s"


def short(value: float, measure: Outcome) -> str:
    """A figure at the end of an axis: "£1.8bn", "350k", "12%"."""
    if measure.unit.is_share:
        return f"{100 * value:.3g}%"
    sign, size = ("-" if value < 0 else ""), abs(value)
    pound = "£" if measure.unit is Unit.GBP else ""
    for least, word in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if size >= 0.9995 * least:
            return f"{sign}{pound}{_three(size / least)}{word}"
    return f"{sign}{pound}{_three(size)}"


def _three(number: float) -> str:
    """At most three digits that matter, without an exponent."""
    if not number:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(number)))
    return (
        f"{number:,.{min(decimals, 2)}f}".rstrip("0").rstrip(".") if decimals else f"{number:,.0f}"
    )
