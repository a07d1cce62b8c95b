"""Every chance that a design meets, taken from the assumptions once.

Both engines read these: replay holds draws against them, expected multiplies them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from analysis.futures import Held, Values
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES
from analysis.policy import Assumptions, Level, practice_for
from data.schema import QUALITIES


@dataclass(frozen=True, slots=True)
class Chances:
    """Shares from 0 to 1. Agencies stand by name, as numbers in `luck.AGENCY_NAMES` do.

    From `chances_in` every field has one axis more, the first: the future.
    """

    practice: np.ndarray  # [open case, seeker, holder]: a need is met by existing sharing
    opens_index: float  # at a decision of an authorised agency: the rule's share x adoption
    finds_entry: float  # a search finds the child's entry
    links: np.ndarray  # [quality, has identifier]: a record is linked to the child's entry
    consents: float  # to show a sensitive holder
    opts_out: float  # a household with a concern
    acts_on_alert: float

    def in_future(self, number: int) -> Chances:
        """The chances of one future, of what `chances_in` gave."""
        return Chances(**{one.name: getattr(self, one.name)[number] for one in fields(self)})


def chances_of(levers: Levers, assumptions: Assumptions, level: Level = "central") -> Chances:
    """The chances of a design. Raises WorldError for an assumption that is missing."""
    return chances_in(levers, Held(assumptions, level), assumptions).in_future(0)


def chances_in(levers: Levers, value: Values, assumptions: Assumptions) -> Chances:
    """The chances of a design in every future that ``value`` tells of."""
    by_names = np.stack([value(f"link_share.{quality}") for quality in QUALITIES], axis=-1)
    with_identifier = by_names
    if levers.identifier == "single_identifier":
        with_identifier = np.broadcast_to(value("link_share.identifier")[:, None], by_names.shape)
    return Chances(
        practice=_practice(levers, value, assumptions),
        opens_index=value(f"lookup_share.{levers.lookup_rule}") * value("adoption_share"),
        finds_entry=value(f"search_success.{levers.identifier}"),
        links=np.stack([by_names, with_identifier], axis=-1),
        consents=value("consent_share"),
        opts_out=value("opt_out_share.with_concern"),
        acts_on_alert=value("alert_follow_up"),
    )


def staff_effect(
    gbp_per_year: float, *, max_share: np.ndarray | float, half_gbp: np.ndarray | float
) -> np.ndarray | float:
    """k: of needs that practice would miss, the share that more staff meets. Saturates.

    ``half_gbp``: the money that gives half of ``max_share``. No money, no effect.
    """
    return max_share * (gbp_per_year / (gbp_per_year + half_gbp)) if gbp_per_year else 0.0


def _practice(levers: Levers, value: Values, assumptions: Assumptions) -> np.ndarray:
    """b raised by an open case, then by more staff: each closes a share of what is left."""
    pairs = [
        [value(practice_for(assumptions, seeker, holder).id) for holder in AGENCY_NAMES]
        for seeker in AGENCY_NAMES
    ]
    b = np.moveaxis(np.array(pairs), -1, 0)  # [future, seeker, holder]
    k = staff_effect(
        levers.extra_staff_gbp_per_year,
        max_share=value("staff_effect.max_share"),
        half_gbp=value("staff_effect.half_gbp"),
    )
    uplift = value("open_case_uplift")[:, None, None]
    both = np.stack([b, b + (1 - b) * uplift], axis=1)
    return both + (1 - both) * np.reshape(k, (-1, 1, 1, 1))
