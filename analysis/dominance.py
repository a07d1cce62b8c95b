"""Which designs are dominated: another is no worse on every axis, and better on one.

Cost, coverage and each part of intrusiveness are axes of their own and are never added. A
design is worse only by an outcome whose registry entry says which way is good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.outcomes import Better, outcome


@dataclass(frozen=True, slots=True)
class Dominance:
    """How a design stands among others.

    ``dominated_by``: designs that are no worse on every axis at central assumptions.
    ``share``: of the futures, those in which some design dominates it (0 to 1; None with
    central assumptions alone).
    """

    scenario: str
    dominated_by: tuple[str, ...]
    share: float | None


def dominance(figures: Mapping[str, Mapping[str, np.ndarray]]) -> list[Dominance]:
    """The standing of each design, in the order of ``figures``.

    ``figures``: design -> outcome id -> value in every future, the first central. All have
    the same outcomes and as many futures. A figure that is not known (nan) decides nothing.
    """
    worth = {id: _worth(told) for id, told in figures.items()}
    found = []
    for id, own in worth.items():
        over = {other: _dominates(theirs, own) for other, theirs in worth.items() if other != id}
        somebody = np.zeros(own.shape[1], dtype=bool)
        for dominated in over.values():
            somebody |= dominated
        found.append(
            Dominance(
                scenario=id,
                dominated_by=tuple(other for other, where in over.items() if where[0]),
                share=float(somebody[1:].mean()) if len(somebody) > 1 else None,
            )
        )
    return found


def _worth(told: Mapping[str, np.ndarray]) -> np.ndarray:
    """Per axis and future, the higher the better; axes without a good way are left out."""
    axes = [_axis(id, values) for id, values in told.items()]
    held: Sequence[np.ndarray] = [axis for axis in axes if axis is not None]
    if not held:
        raise ValueError("at least one outcome with a good way was expected")
    return np.array(held, dtype=np.float64)


def _axis(id: str, values: np.ndarray) -> np.ndarray | None:
    better = outcome(id).better
    if better is Better.NONE:
        return None
    return values if better is Better.HIGHER else -values


def _dominates(theirs: np.ndarray, own: np.ndarray) -> np.ndarray:
    known = np.isfinite(theirs) & np.isfinite(own)
    no_worse = np.all((theirs >= own) | ~known, axis=0)
    better = np.any((theirs > own) & known, axis=0)
    return no_worse & better
