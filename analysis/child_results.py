"""What replay says of each child: its needs, what met them, who knows what, and how late.

Worked out from the situations kept with a world, one run of children after another, and held
in memory only. What the columns mean in words is in docs/methods-children.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from analysis.chances import Chances
from analysis.child_frame import Frame, frame_of
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES
from analysis.replay import (
    ALREADY_KNOWN,
    MET_BY,
    PRACTICE,
    UNMET,
    has_open_entry,
    opens_entry,
    replay,
)
from analysis.situations import Situations
from analysis.threads import in_two_threads

NEVER = -1  # in ``pair_days``: the seeker doesn't learn of the holder
CHANNELS = MET_BY[PRACTICE:UNMET]  # what can tell a seeker first: practice, lookup, alert


@dataclass(frozen=True, slots=True, eq=False)
class ChildResults:
    """One row per child of table child with a decision, and one per pair.

    A pair is a child, a seeker and a holder with at least one need. ``...`` is nothing for
    one future, and an axis of futures for a panel.
    """

    person: np.ndarray  # int32 [child]: row in people, ascending
    n_needs: np.ndarray  # int16 [child]
    n_gaps: np.ndarray  # int16 [..., child]
    n_first: np.ndarray  # int16 [..., child, channel]: needs met by each of CHANNELS
    n_told: np.ndarray  # int16 [..., child, channel]: and those that it made known already
    knowing: np.ndarray  # uint16 mask [..., child]: seekers that learned of another agency
    n_views: np.ndarray  # int16 [..., child]: look-ups at decisions that opened the entry
    pair_row: np.ndarray  # int32 [pair]: row of its child, above
    pair_days: np.ndarray  # int16 [..., pair]: from first concern to knowledge, or NEVER

    @property
    def has_need(self) -> np.ndarray:
        """Per child: is there anything to share?"""
        return self.n_needs > 0

    @property
    def n_met(self) -> np.ndarray:
        """Needs met by each of `replay.MET_BY`, unmet last: int16 [..., child, 5]."""
        known = self.n_told.sum(axis=-1) - self.n_first.sum(axis=-1)
        parts = (known[..., None], self.n_first, self.n_gaps[..., None])
        return np.concatenate(parts, axis=-1).astype(np.int16)


def child_results(store, levers: Levers, chances: Chances) -> ChildResults:
    """Every child of the world in one future; ``chances`` are those of that future."""
    return results_of(store.situations(), levers, chances)


def results_of(parts: Sequence[Situations], levers: Levers, chances: Chances) -> ChildResults:
    """The children of several runs, ascending, as one."""
    found = in_two_threads(lambda part: in_future(frame_of(part), levers, chances), parts)
    shifts = np.cumsum([0, *(len(one.person) for one in found[:-1])], dtype=np.int32)
    columns = {
        one.name: [getattr(part, one.name) for part in found] for one in fields(ChildResults)
    }
    shifted = zip(columns["pair_row"], shifts, strict=True)
    columns["pair_row"] = [rows + shift for rows, shift in shifted]
    return ChildResults(**{name: np.concatenate(arrays) for name, arrays in columns.items()})


def in_future(frame: Frame, levers: Levers, chances: Chances) -> ChildResults:
    """The children of ``frame`` under one design in one future."""
    situations, n = frame.situations, len(frame.person)
    decisions, needs = situations.decisions, situations.needs
    met_by = replay(situations, levers, chances)
    first = np.flatnonzero((met_by != UNMET) & (met_by != ALREADY_KNOWN))  # one per pair at most
    pair, decision = frame.pair[first], needs.decision[first]
    cell = frame.decision_row[decision] * len(CHANNELS) + (met_by[first] - PRACTICE)
    shape = (n, len(CHANNELS))
    told = _counts(cell, n * len(CHANNELS), frame.left[first]).reshape(shape)
    days = np.full(len(frame.pair_row), NEVER, dtype=np.int16)
    days[pair] = decisions.day[decision] - frame.pair_since[pair]
    learned = np.zeros((n, len(AGENCY_NAMES)), dtype=bool)
    learned[frame.decision_row[decision], decisions.seeker[decision]] = True
    viewed = np.flatnonzero(is_viewed(situations, levers, chances))
    return ChildResults(
        person=frame.person,
        n_needs=frame.n_needs,
        n_gaps=frame.n_needs - told.sum(axis=1, dtype=np.int16),
        n_first=_counts(cell, n * len(CHANNELS)).reshape(shape),
        n_told=told,
        knowing=_masks(learned),
        n_views=_counts(frame.decision_row[viewed], n),
        pair_row=frame.pair_row,
        pair_days=days,
    )


def is_viewed(situations: Situations, levers: Levers, chances: Chances) -> np.ndarray:
    """Per decision: does its seeker look the child up and open its entry?"""
    viewed = np.zeros(len(situations.decisions.day), dtype=bool)
    if levers.scope != "none":
        rows = np.flatnonzero(has_open_entry(situations, levers, chances))
        viewed[rows] = opens_entry(situations, levers, chances, rows)
    return viewed


def _counts(cell: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
    return np.bincount(cell, weights, minlength=size).astype(np.int16)


def _masks(flags: np.ndarray) -> np.ndarray:
    mask = np.zeros(len(flags), dtype=np.uint16)
    for number in range(flags.shape[1]):
        mask |= flags[:, number].astype(np.uint16) << np.uint16(number)
    return mask
