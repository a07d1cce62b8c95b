"""One outcome of one design in every future, before it is divided and rounded.

Numerators and denominators travel together; `estimates` divides, once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ALL = "all"
REPLICATES = 40
"""Random groups of households: how much they differ tells how far a sample may be off."""


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts of this world, not scaled, unless ``is_national``.

    ``parts``: numerator and denominator in each random group at central assumptions, shape
    (REPLICATES, 2); the rows add up to the whole. None where nothing was sampled or the
    figure doesn't rest on the sampled children.
    """

    outcome: str  # id in the registry
    numerator: np.ndarray  # float64, one per future; the first is central
    denominator: np.ndarray | None = None  # the same; None for a count
    dimension: str = ALL  # id in groups.DIMENSIONS, or another that the outcome names
    group: str = ALL
    parts: np.ndarray | None = None
    is_national: bool = False  # already stands for England: pounds, users


ROUNDING = 2.0**-36
"""Of a sum: what adding up in another order may change (about one part in 70 billion)."""


def less(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """``one`` - ``other``, and exactly 0 where they differ by no more than rounding."""
    difference = one - other
    largest = np.maximum(np.abs(one), np.abs(other))
    is_rounding = np.isfinite(largest) & (np.abs(difference) <= ROUNDING * largest)
    return np.where(is_rounding, 0.0, difference)
