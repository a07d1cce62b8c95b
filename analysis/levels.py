"""How much existing practice shares: over its whole range, or held at one level.

The level is the assumption that moves every figure most, so a reader may hold it. Held,
every chance that practice meets a need stands at its low, central or high value, and the
intervals cover the sample of children alone.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.answer import Answer
from analysis.policy import LEVELS, PRACTICE, Assumptions

RANGE = "range"
PRACTICE_LEVELS: dict[str, str] = {
    RANGE: "Whole range",
    "low": "Low",
    "central": "Central",
    "high": "High",
}
PRACTICE_TYPICAL = f"{PRACTICE}.any.any"
OPEN_CASE = "open_case_uplift"


def at_level(assumptions: Assumptions, level: str) -> Assumptions:
    """``assumptions`` with all of practice held at ``level``, or as they are for RANGE."""
    if level not in LEVELS:
        return assumptions
    return assumptions.fixed(
        {entry.id: getattr(entry, level) for entry in assumptions if _is_practice(entry.id)}
    )


def noted(answer: Answer, level: str) -> Answer:
    """``answer`` whose record says at which level practice was held."""
    told = answer.provenance
    params = (*told.params, ("practice_level", level))
    if level not in LEVELS:
        return replace(answer, provenance=replace(told, params=params))
    intervals = f"Practice held at its {level} value. " + (
        "95 percent for the sample of children."
        if told.fraction is not None and told.fraction < 1
        else "No interval: every assumption that these figures rest on is held."
    )
    return replace(answer, provenance=replace(told, params=params, intervals=intervals))


def _is_practice(id: str) -> bool:
    return id == OPEN_CASE or id.startswith(f"{PRACTICE}.")
