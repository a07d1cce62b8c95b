"""Holding an assumption at a value: what it may be, and how a control shows it.

A unit says what can be meant; some assumptions are bounded further, because days of a window
and years of a horizon are whole. What a link holds out of bounds is left out with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.amounts import MILLION, amount, amount_range
from analysis.dictionary import IMPACT, RATING
from analysis.lever_words import PERCENT, PLACES
from analysis.policy import BOUNDS, DIVISORS, Assumption, load_assumptions

NARROWER = {"window_days": (30, 730), "horizon_years": (1, 100)}
"""Bounds of assumptions where their unit allows more than can be worked out."""
WHOLE = (*NARROWER, "open_case_days")
STEPS_ACROSS = 20  # of a control, over the range from low to high


@dataclass(frozen=True, slots=True)
class Box:
    """A control for an assumption, in the unit that it shows."""

    label: str
    least: float
    most: float
    step: float
    shipped: str


def bounds(one: Assumption) -> tuple[float, float]:
    """The least and the most at which ``one`` may be held, in its unit."""
    least, most = NARROWER.get(one.id, BOUNDS[one.unit])
    return (1 if one.id in DIVISORS else least), most


def sensible(values: Mapping[str, float]) -> tuple[dict[str, float], list[str]]:
    """``values`` that can be worked with, and a sentence on each of the others."""
    known, kept, notes = load_assumptions(), {}, []
    for id, value in values.items():
        one = known.get(id)
        least, most = bounds(one)
        whole = id not in WHOLE or float(value).is_integer()
        if least <= value <= most and whole:
            kept[id] = value
            continue
        what = "a whole number" if id in WHOLE else "a number"
        notes.append(
            f"{one.label} can be held at {what} from {amount(least, one.unit)} to "
            f"{amount(most, one.unit)}, so it was left as it ships: {amount_range(one)}."
        )
    return kept, notes


def box(one: Assumption) -> Box:
    """The control of ``one``, as it ships."""
    least, most = bounds(one)
    reach = (one.high - one.low) or one.central or 1
    step = 10.0 ** (len(str(int(reach / STEPS_ACROSS))) - 1) if reach >= STEPS_ACROSS else None
    if one.unit == "gbp" and one.central >= MILLION:
        told = f"{one.label} (£ million)"
        return Box(told, least / MILLION, most / MILLION, 1.0, amount_range(one))
    if one.unit == "share":
        return Box(f"{one.label} (%)", 0.0, float(PERCENT), 1.0, amount_range(one))
    unit = {"gbp": "£", "ratio": ""}.get(one.unit, one.unit)
    label = f"{one.label} ({unit})" if unit else one.label
    return Box(label, float(least), float(most), step or 0.1, amount_range(one))


def in_box(one: Assumption, value: float) -> float:
    """``value`` as the control of ``one`` holds it."""
    return round(value * _scale(one), PLACES)


def from_box(one: Assumption, shown: float) -> float:
    """What the control of ``one`` holds, in its unit."""
    return round(shown / _scale(one), PLACES)


def told(one: Assumption) -> str:
    """Range, evidence and effect of ``one``, as it ships, in one line."""
    return f"{amount_range(one)} · evidence {RATING[one.quality]} · effect {IMPACT[one.impact]}"


def _scale(one: Assumption) -> float:
    if one.unit == "share":
        return PERCENT
    return 1 / MILLION if one.unit == "gbp" and one.central >= MILLION else 1
