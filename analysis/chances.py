"""Every chance that a design meets, taken from the assumptions once.

Both engines read these: replay holds draws against them, expected multiplies them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES
from analysis.policy import Assumptions, Level, practice_for
from data.schema import QUALITIES


@dataclass(frozen=True, slots=True)
class Chances:
    """Shares from 0 to 1. Agencies stand by name, as numbers in `luck.AGENCY_NAMES` do."""

    practice: np.ndarray  # [open case, seeker, holder]: a need is met by existing sharing
    opens_index: float  # at a decision of an authorised agency: the rule's share x adoption
    finds_entry: float  # a search finds the child's entry
    links: np.ndarray  # [quality, has identifier]: a record is linked to the child's entry
    consents: float  # to show a sensitive holder
    opts_out: float  # a household with a concern
    acts_on_alert: float


def chances_of(levers: Levers, assumptions: Assumptions, level: Level = "central") -> Chances:
    """The chances of a design. Raises WorldError for an assumption that is missing."""

    def value(id: str) -> float:
        return float(getattr(assumptions.get(id), level))

    by_names = [value(f"link_share.{quality}") for quality in QUALITIES]
    single = levers.identifier == "single_identifier"
    with_identifier = [value("link_share.identifier")] * len(QUALITIES) if single else by_names
    return Chances(
        practice=_practice(levers, assumptions, value, level),
        opens_index=value(f"lookup_share.{levers.lookup_rule}") * value("adoption_share"),
        finds_entry=value(f"search_success.{levers.identifier}"),
        links=np.column_stack([by_names, with_identifier]),
        consents=value("consent_share"),
        opts_out=value("opt_out_share.with_concern"),
        acts_on_alert=value("alert_follow_up"),
    )


def staff_effect(gbp_per_year: float, *, max_share: float, half_gbp: float) -> float:
    """k: of needs that practice would miss, the share that more staff meets. Saturates.

    ``half_gbp``: the money that gives half of ``max_share``. No money, no effect.
    """
    return max_share * (gbp_per_year / (gbp_per_year + half_gbp)) if gbp_per_year else 0.0


def _practice(levers: Levers, assumptions: Assumptions, value, level: Level) -> np.ndarray:
    """b raised by an open case, then by more staff: each closes a share of what is left."""
    b = np.array(
        [
            [getattr(practice_for(assumptions, seeker, holder), level) for holder in AGENCY_NAMES]
            for seeker in AGENCY_NAMES
        ]
    )
    k = staff_effect(
        levers.extra_staff_gbp_per_year,
        max_share=value("staff_effect.max_share"),
        half_gbp=value("staff_effect.half_gbp"),
    )
    both = np.stack([b, b + (1 - b) * value("open_case_uplift")])
    return both + (1 - both) * k
