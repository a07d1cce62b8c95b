"""The registry of outcomes: every figure that is shown is defined here, once.

Screens, exports and docs read label, unit, formula and caveat from here.
"""

from __future__ import annotations

from analysis.outcome import Better, Family, Outcome
from analysis.outcomes_access import ACCESS
from analysis.outcomes_between import BETWEEN
from analysis.outcomes_cost import COST
from analysis.outcomes_coverage import COVERAGE
from analysis.outcomes_intrusiveness import INTRUSIVENESS
from analysis.outcomes_linkage import LINKAGE
from analysis.outcomes_staff import MONEY
from analysis.policy import unknown

__all__ = ["OUTCOMES", "Better", "Family", "Outcome", "outcome"]

OUTCOMES: tuple[Outcome, ...] = (
    *COVERAGE,
    *ACCESS,
    *INTRUSIVENESS,
    *COST,
    *BETWEEN,
    *MONEY,
    *LINKAGE,
)


def outcome(id: str) -> Outcome:
    """The outcome called ``id``; KeyError with the nearest name when there is none."""
    for one in OUTCOMES:
        if one.id == id:
            return one
    raise KeyError(unknown("outcome", id, [one.id for one in OUTCOMES]))
