"""Levers as a screen shows them: what a control holds, in which steps, and what its help says.

A share is shown in percent and money in millions of pounds. What a control gives back is the
lever's own value again, to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.amounts import MILLION
from analysis.levers import Lever, Value

PERCENT = 100
PLACES = 12  # decimals that survive the way into a control and back
FARTHEST = 400  # of a slider: beyond it a number is typed


@dataclass(frozen=True, slots=True)
class Steps:
    """A control for a number, in the unit that it shows."""

    label: str
    least: float
    most: float | None
    step: float
    format: str
    is_slider: bool


def steps(one: Lever) -> Steps:
    """How a lever that is a number is moved."""
    if one.kind == "share":
        return Steps(f"{one.label} (%)", 0.0, float(PERCENT), 1.0, "%g", True)
    if one.unit == "gbp":
        most = one.maximum / MILLION
        return Steps(f"{one.label} (£ million a year)", 0.0, most, 10.0, "%g", False)
    least, most = int(one.minimum), None if one.maximum is None else int(one.maximum)
    if most is None or most - least > FARTHEST:
        return Steps(one.label, least, most, 1_000, "%d", False)
    named = one.label if one.unit in one.label.lower() else f"{one.label} ({one.unit})"
    return Steps(named, least, most, 1, "%d", True)


def in_control(one: Lever, value: Value) -> object:
    """``value`` as a control holds it."""
    if one.kind == "agencies":
        return list(value)
    if one.kind == "share":
        return round(value * PERCENT, PLACES)
    if one.unit == "gbp":
        return round(value / MILLION, PLACES)
    return value


def from_control(one: Lever, shown: object) -> object:
    """What a control holds as a value of ``one``; an empty box is the least there is."""
    if one.kind in ("whole", "share") and shown is None:
        shown = 0
    if one.kind == "share":
        return round(shown / PERCENT, PLACES)
    if one.unit == "gbp":
        return round(shown * MILLION)
    if one.kind == "whole":
        return int(shown)
    return shown


def lever_help(one: Lever, idle: str = "") -> str:
    """Help and source of a lever, and why it is idle, for the words beside its control."""
    source = f"[{one.source}]({one.link})" if one.link else one.source
    told = f"{one.help}\n\nSource: {source}"
    return f"{idle} It changes nothing now.\n\n{told}" if idle else told
