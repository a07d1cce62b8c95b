"""What an outcome is: one measured thing, defined once and read from there.

The outcomes themselves stand in `outcomes_coverage`, `outcomes_access`,
`outcomes_intrusiveness`, `outcomes_cost`, `outcomes_between` and `outcomes_linkage`;
`outcomes` has them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from analysis.units import Unit


class Better(Enum):
    """Which way is good, if any."""

    LOWER = "lower"
    HIGHER = "higher"
    NONE = "none"


class Family(Enum):
    """What an outcome speaks of. The three families are never added into one score."""

    COVERAGE = "coverage"
    ACCESS = "access volumes"
    INTRUSIVENESS = "intrusiveness"
    COST = "cost"
    BETWEEN = "between scenarios"
    LEAD = "who leads"
    LINKAGE = "linkage"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measured thing: what it answers, how it is made, and what to beware of."""

    id: str
    label: str
    question: str
    unit: Unit
    better: Better
    numerator: str  # column of the query, or what is counted in words
    denominator: str  # column of the query, or words; empty for a count
    formula: str
    caveat: str
    source: str
    query: str = ""  # the SQL file that answers for England without an index
    family: Family = Family.COVERAGE

    @property
    def axis_title(self) -> str:
        """Label with its unit, for charts and table headings."""
        same = self.label.casefold() == self.unit.value.casefold()
        return self.label if same else f"{self.label} ({self.unit.value})"
