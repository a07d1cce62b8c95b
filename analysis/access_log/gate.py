"""Whether a child of a run has an entry on a day that a user may open.

As at a decision (docs/methods-replay.md), and on any day: in scope, not opted out, not
shielded. The draw of a household is the one that replay holds against the share of those with
a concern; while no agency holds one, it is held against the share of those without.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis import luck
from analysis.access_log.design import Design
from analysis.access_log.places import Children
from analysis.access_log.runs import AGENCY_BITS, Run
from analysis.timeline import DAY_BITS

_NEVER = np.iinfo(np.int32).max
OPT_OUTS = ("opt_out_share.without_concern", "opt_out_share.with_concern")


@dataclass(frozen=True, slots=True)
class Gate:
    """What decides for the children of one run. Children are numbered as in the run."""

    scope: str
    trigger_agencies: int
    opt_out: bool
    window_days: int
    hidden: np.ndarray  # bool per child: shielded
    known_from: np.ndarray  # int32 per child: day of the first social care contact
    out: np.ndarray  # bool [child, any concern]: opted out; no columns where nobody may
    concern_at: np.ndarray  # int64, ascending: child and day of each concern
    concern_bit: np.ndarray  # uint16: its agency, as a bit
    first_day: int

    def is_open(self, child: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Whether each child has an open entry on its day (since 1970-01-01)."""
        found = ~self.hidden[child]
        if self.scope == "known_to_social_care":
            found &= self.known_from[child] <= day
        asked = np.flatnonzero(found)
        if self.scope == "none":
            found[:] = False
        elif self.scope == "concern_triggered" or self.opt_out:
            held = np.bitwise_count(self._holding(child[asked], day[asked]))
            stays = np.ones(len(asked), dtype=bool)
            if self.scope == "concern_triggered":
                stays = held >= self.trigger_agencies
            if self.opt_out:
                stays &= ~self.out[child[asked], (held > 0).view(np.int8)]
            found[asked] = stays
        return found

    def _holding(self, child: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Mask of the agencies with a concern in the window before each day, or on it.

        Looks one concern further back at a time, for all that are asked at once.
        """
        at = (child.astype(np.int64) << DAY_BITS) + (day - self.first_day)
        place = np.searchsorted(self.concern_at, at, side="right") - 1
        mask = np.zeros(len(at), dtype=np.uint16)
        rows = np.flatnonzero(place >= 0)
        while len(rows):
            # Also false for another child, whose key lies far off.
            rows = rows[at[rows] - self.concern_at[place[rows]] <= self.window_days]
            mask[rows] |= self.concern_bit[place[rows]]
            place[rows] -= 1
            rows = rows[place[rows] >= 0]
        return mask


def gate_of(run: Run, children: Children, design: Design) -> Gate:
    """The gate of ``run`` under a design."""
    levers = design.levers
    own = slice(run.first_child, run.first_child + run.n_children)
    known_from = np.full(run.n_children, _NEVER, dtype=np.int32)
    if levers.scope == "known_to_social_care":
        care = np.flatnonzero(run.agency == luck.NUMBER["social_care"])[::-1]
        known_from[run.child[care]] = run.day[care]  # the earliest is written last
    concern = np.zeros(0, dtype=np.int64)
    if levers.scope == "concern_triggered" or levers.opt_out:
        concern = np.flatnonzero(run.is_concern)
    out = np.zeros((run.n_children, 0), dtype=bool)
    if levers.opt_out:
        draws = luck.opt_out(design.seed, children.household[own])
        shares = [design.central(id) for id in OPT_OUTS]
        out = np.stack([luck.happens(draws, luck.limit(share)) for share in shares], axis=-1)
    shielded = children.is_shielded[own]
    return Gate(
        scope=levers.scope,
        trigger_agencies=levers.trigger_agencies,
        opt_out=levers.opt_out,
        window_days=design.window_days,
        hidden=shielded if levers.shielding else np.zeros_like(shielded),
        known_from=known_from,
        out=out,
        concern_at=run.key[concern] >> AGENCY_BITS,
        concern_bit=np.left_shift(np.uint16(1), run.agency[concern].astype(np.uint16)),
        first_day=run.first_day,
    )
