"""Look-ups for work: made at the occasions of a run, as the design has them made.

An occasion is a child, an agency and a day with a contact; the draws at a decision are those
of replay. A look-up that opens the child's entry is a row of the log.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis import luck
from analysis.access_log.design import ON_CONCERN, ROUTINE, Design, stated
from analysis.access_log.events import DAY_SECONDS, KIND, Events
from analysis.access_log.gate import Gate
from analysis.access_log.hours import hours
from analysis.access_log.places import Children
from analysis.access_log.runs import Run
from analysis.luck import happens
from data.draws import again

_WHEN, _REASON = 1, 2  # draws made from that of an occasion; others: unrecorded, mistakes
_LAG_BITS = 16


@dataclass(frozen=True, slots=True)
class Looks:
    """Occasions of a run at which somebody asks the index about the child, by row."""

    row: np.ndarray  # of the run: the first contact of the occasion
    is_decision: np.ndarray  # bool
    is_seen: np.ndarray  # bool: the child has an entry, which may be opened and is found
    words: np.ndarray  # uint64: one draw each, for how it stands in the log
    at: np.ndarray  # int32: seconds since the first midnight of the period

    def __len__(self) -> int:
        return len(self.row)


def looks_of(run: Run, gate: Gate, design: Design, children: Children) -> Looks:
    """Every look-up for work in ``run``, whether it finds an entry or not."""
    row, is_decision = _asking(run, design, children.child_id[run.first_child :])
    child, agency, day = run.child[row], run.agency[row], run.day[row]
    ids = children.child_id[run.first_child :][child]
    found = happens(luck.found(design.seed, ids, agency), luck.limit(design.found_share))
    words = luck.logged(design.seed, ids, agency, day)
    return Looks(
        row=row,
        is_decision=is_decision,
        is_seen=found & gate.is_open(child, day),
        words=words,
        at=_when(child, agency, day, is_decision, words, gate, design),
    )


def views_of(run: Run, looks: Looks, design: Design) -> Events:
    """The look-ups that opened the child's own entry, as made at the contact."""
    seen = np.flatnonzero(looks.is_seen)
    row = looks.row[seen]
    words = again(looks.words[seen], _REASON)
    on_concern = looks.is_decision[seen]
    reasons = (stated(design, which, words) for which in (ON_CONCERN, ROUTINE))
    return Events(
        at=looks.at[seen],
        practitioner=run.practitioner[row],
        agency=run.agency[row],
        area=run.area[row],
        child=run.child[row] + np.int32(run.first_child),
        reason=np.where(on_concern, *reasons),
        kind=np.full(len(row), KIND["work"], dtype=np.int8),
        pattern=np.zeros(len(row), dtype=np.int8),
    )


def _asking(run: Run, design: Design, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first rows of occasions at which somebody looks, and whether each is a decision."""
    begins = np.ones(len(run.key), dtype=bool)
    np.not_equal(run.key[1:], run.key[:-1], out=begins[1:])
    is_decision = run.is_concern.copy()
    later = np.flatnonzero(~begins & run.is_concern)  # a concern after the first contact
    if len(later):
        first = np.flatnonzero(begins)
        is_decision[first[np.searchsorted(first, later, side="right") - 1]] = True
    begins &= design.may_look[run.agency]
    begins &= (run.day >= design.first_day) & (run.day <= design.last_day)
    asks = np.zeros(len(begins), dtype=bool)
    for draw, chosen, share in (
        (luck.lookup, begins & is_decision, design.lookup_share),
        (luck.routine, begins & ~is_decision, design.routine_share),
    ):
        if share > 0:
            rows = np.flatnonzero(chosen)
            draws = draw(design.seed, ids[run.child[rows]], run.agency[rows], run.day[rows])
            asks[rows] = happens(draws, luck.limit(share))
    row = np.flatnonzero(asks)
    return row, is_decision[row]


def _when(child, agency, day, is_decision, words, gate: Gate, design: Design) -> np.ndarray:
    """Seconds since the first midnight of the period: on the day of the contact or soon after.

    More often soon than late, and never after the period. Where the entry would be closed
    by then, it is looked up on the day itself.
    """
    words = again(words, _WHEN)
    share = (words >> np.uint64(32)).astype(np.uint16) * (1.0 / (1 << _LAG_BITS))
    most = int(design.central("lookup_lag_days"))
    late = (share * share * (most + 1)).astype(np.int32)
    if design.looks_at_once:
        late[is_decision] = 0
    np.minimum(late, design.last_day - day, out=late)
    if design.levers.scope == "concern_triggered" or design.levers.opt_out:
        rows = np.flatnonzero(late)
        late[rows] *= gate.is_open(child[rows], day[rows] + late[rows])
    on = day + late
    return (on - design.first_day) * np.int32(DAY_SECONDS) + hours().second(agency, on, words)
