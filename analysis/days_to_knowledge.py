"""How long after another agency's first concern does an agency learn of it?

Counted over pairs: a child, a seeker and a holder with at least one need. Those who never
learn are counted as longer than any other.
"""

from __future__ import annotations

import numpy as np

from analysis.child_counts import in_proportion
from analysis.child_panel import Replayed
from analysis.child_results import NEVER
from analysis.tally import REPLICATES, Tally

_HALF = 0.5  # what makes a median one


def median_days(design: Replayed, people) -> Tally:
    """The median over pairs of the days from the holder's first concern to knowledge.

    Infinite where more than half never learn; nan where there is no pair.
    """
    everyone = learned_by_day(design.everyone.pair_days)
    panel = learned_by_day(design.panel.pair_days)
    length = max(everyone.shape[-1], panel.shape[-1])
    everyone, panel = (_lengthened(one, length) for one in (everyone, panel))
    n_pairs, n_panel = len(design.everyone.pair_row), len(design.panel.pair_row)
    if not n_pairs:
        return Tally("median_days_to_knowledge", np.full(len(panel), np.nan), np.ones(len(panel)))
    is_half = in_proportion(everyone, panel, n_pairs / n_panel) >= _HALF * n_pairs
    days = np.where(is_half.any(axis=-1), is_half.argmax(axis=-1), np.inf)
    parts = _parts_of_median(design, people, float(days[0]))
    return Tally("median_days_to_knowledge", days, np.ones(len(days)), parts=parts)


def learned_in_time(design: Replayed, people, days: int) -> Tally:
    """Of all pairs those whose seeker knows within ``days`` of the holder's first concern."""
    n_pairs, n_panel = len(design.everyone.pair_row), len(design.panel.pair_row)
    in_time, panel = (
        (results.pair_days != NEVER) & (results.pair_days <= days)
        for results in (design.everyone, design.panel)
    )
    told = in_proportion(float(in_time.sum()), panel.sum(axis=-1), n_pairs / max(n_panel, 1))
    part = _replicate(design, people)
    parts = [np.bincount(part, weights, REPLICATES) for weights in (in_time, None)]
    return Tally(
        "learned_in_time_share",
        np.minimum(told, n_pairs),
        np.full(len(told), float(n_pairs)),
        parts=np.stack(parts, axis=-1),
    )


def learned_by_day(pair_days: np.ndarray) -> np.ndarray:
    """The number of pairs whose seeker knows after 0, 1, 2, ... days [..., day]."""
    flat = np.atleast_2d(pair_days)
    length = int(flat.max(initial=0)) + 1
    found = [np.bincount(row[row != NEVER], minlength=length).cumsum() for row in flat]
    return np.array(found, dtype=np.float64).reshape(*pair_days.shape[:-1], length)


def _parts_of_median(design: Replayed, people, median: float) -> np.ndarray | None:
    """Parts that tell how far the median moves when one random group is left out.

    They are made to add up to it, as those of other tallies do, so that one rule gives the
    sampling error of all. None where it can't be told.
    """
    part, pair_days = _replicate(design, people), design.everyone.pair_days
    length = int(pair_days.max()) + 1
    if length < 1:
        return None
    known = pair_days != NEVER
    cell = part[known].astype(np.int64) * length + pair_days[known]
    by_part = np.bincount(cell, minlength=REPLICATES * length).reshape(REPLICATES, length)
    without = by_part.sum(axis=0) - by_part
    left = len(part) - np.bincount(part, minlength=REPLICATES)
    learned = zip(without.cumsum(axis=1), left, strict=True)
    medians = np.array([_between_days(*one) for one in learned])
    if not np.isfinite([median, *medians]).all():
        return None
    moved = (medians.mean() - medians) * (REPLICATES - 1) / REPLICATES
    share = np.full(REPLICATES, 1 / REPLICATES)
    return np.stack([median * share + moved, share], axis=-1)


def _between_days(learned: np.ndarray, n: int) -> float:
    """The median of ``n`` pairs to a part of a day: whole days would hide small moves."""
    reached = np.flatnonzero(learned >= _HALF * n)
    if not n or not len(reached):
        return np.inf
    day = int(reached[0])
    before = learned[day - 1] if day else 0
    return day - 1 + (_HALF * n - before) / (learned[day] - before)


def _replicate(design: Replayed, people) -> np.ndarray:
    """The random group of each pair's child."""
    return people.replicate[design.everyone.person[design.everyone.pair_row]]


def _lengthened(learned: np.ndarray, length: int) -> np.ndarray:
    """``learned`` by day for ``length`` days: after the last one nobody learns."""
    missing = [(0, 0)] * (learned.ndim - 1) + [(0, length - learned.shape[-1])]
    return np.pad(learned, missing, mode="edge")
