"""One design against a reference, on the same children: gaps closed, what is seen and paid more.

Sums of needs, views and pounds come from their own families; here they are set against each
other, future by future, because both designs meet the same futures.
"""

from __future__ import annotations

import numpy as np

from analysis.sampling import Sample
from analysis.tally import REPLICATES, Tally, less


def between_tallies(
    *,
    gaps: tuple[Tally, Tally],
    views: tuple[Tally, Tally],
    gbp: tuple[Tally, Tally],
    sample: Sample,
) -> list[Tally]:
    """Gaps closed, extra views, extra pounds, and the last two per gap closed.

    Each pair is (design, reference) of one count in as many futures: sharing gaps, views, and
    pounds a year, which are national. ``sample`` tells how a world's gaps stand for England.
    Extra may be below nothing. Per gap closed is left open where no gap is closed.
    """
    closed = minus(gaps[1], gaps[0], "gaps_closed")
    viewed = minus(*views, "extra_views")
    paid = minus(*gbp, "extra_gbp")
    return [
        closed,
        viewed,
        paid,
        _per_gap(viewed, closed, "extra_views_per_gap", gaps_count=1.0),
        _per_gap(paid, closed, "extra_gbp_per_gap", gaps_count=sample.scale),
    ]


def minus(one: Tally, other: Tally, outcome: str) -> Tally:
    """``one`` - ``other``, both counts, as the count ``outcome``."""
    if one.denominator is not None or other.denominator is not None:
        raise ValueError(f"two counts were expected, got {one.outcome} and {other.outcome}")
    if one.is_national != other.is_national:
        raise ValueError(f"{one.outcome} and {other.outcome} stand for different populations")
    parts = None
    if one.parts is not None and other.parts is not None:
        parts = less(one.parts, other.parts)
    numerator = less(one.numerator, other.numerator)
    return Tally(outcome, numerator, parts=parts, is_national=one.is_national)


def _per_gap(extra: Tally, closed: Tally, outcome: str, *, gaps_count: float) -> Tally:
    """``extra`` / gaps closed, of which each stands for ``gaps_count``; 0 below: left open."""
    gaps = np.maximum(closed.numerator, 0.0) * gaps_count
    parts = None
    if closed.parts is not None and gaps[0]:
        top = np.full(REPLICATES, extra.numerator[0] / REPLICATES)
        if extra.parts is not None:
            top = extra.parts[:, 0]
        parts = np.stack([top, closed.parts[:, 0] * gaps_count], axis=-1)
    return Tally(outcome, extra.numerator, gaps, parts=parts, is_national=extra.is_national)
