"""What matters most: which assumptions the spread of a figure over the futures comes from.

Works on the futures that are there already; nothing is evaluated anew. An assumption's share
is the part of the variance that a smooth curve in it explains, all curves fitted together;
see docs/methods-sensitivity.md for what that can't see.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre

from analysis.futures import MOVE_TOGETHER, Values
from analysis.policy import Assumption, Assumptions

NORMAL_95 = 1.96  # standard errors each way that hold 95 percent
DEGREE = 3  # of the curve in each assumption
ROUNDS = 6  # of finding assumptions that still explain something
NO_CHANCE = 16.3  # a curve of chance alone explains more once in a thousand (chi square, 3)
LEFT_OUT = 20  # parts of the futures, left out in turn to tell how exact a share is
ROUNDING = 1e-9  # a figure that varies by less of its size does not vary
TOGETHER = {
    "practice_share": "How often existing practice meets a need",
    "link_share": "How often records link",
    "search_success": "How often a search finds the entry",
    "lookup_share": "How often users look on a concern",
    "routine_lookup_share": "How often users look at routine contacts",
    "deflator": "How far prices have risen",
}
"""Assumptions that move together are one cause, called so."""
_QUALITIES = ("green", "amber", "red")


@dataclass(frozen=True, slots=True)
class Cause:
    """One assumption, or several that move together, with a range."""

    id: str
    label: str
    members: tuple[Assumption, ...]

    @property
    def quality(self) -> str:
        """Of the evidence, the worst among its members: green, amber or red."""
        return max((one.quality for one in self.members), key=_QUALITIES.index)


@dataclass(frozen=True, slots=True)
class Share:
    """Of the variance, what ``cause`` explains (0 to 1); ``low`` and ``high`` 95 percent."""

    cause: Cause
    share: float
    low: float
    high: float
    direction: int  # 1: more of it gives more, -1: less, 0: neither all the way


@dataclass(frozen=True, slots=True)
class Explained:
    """The shares, largest first, and what no assumption explains by itself."""

    shares: tuple[Share, ...]
    left: float  # of the variance: what several do only together, or what is no smooth curve
    n_known: int  # futures in which there is a figure
    is_ranked: bool  # of the ranks of the figure, for in some futures it has no end


def causes(assumptions: Assumptions) -> tuple[Cause, ...]:
    """Every assumption that is drawn in each future, those that move together as one."""
    found: dict[str, list[Assumption]] = {}
    for one in assumptions:
        family = one.id.split(".")[0]
        if one.kind == "uncertainty" and one.low < one.high:
            found.setdefault(family if family in MOVE_TOGETHER else one.id, []).append(one)
    return tuple(
        Cause(id, TOGETHER.get(id, members[0].label), tuple(members))
        for id, members in found.items()
    )


def explained(values: np.ndarray, futures: Values, among: tuple[Cause, ...]) -> Explained:
    """What ``values``, a figure in every future with the central one first, rests on.

    The figure may be a difference between two designs. Futures without one are left out;
    where it is endless in some, its ranks are explained instead.
    """
    known = ~np.isnan(values[1:])
    drawn = values[1:][known]
    is_ranked = bool(np.isinf(drawn).any())
    drawn = ranks(drawn) if is_ranked else drawn
    if len(drawn) < 2 * LEFT_OUT or np.ptp(drawn) <= ROUNDING * np.abs(drawn).max():
        return Explained((), 0.0, len(drawn), is_ranked)
    told = (drawn - drawn.mean()) / drawn.std()
    curves = {one.id: _curves(futures(one.members[0].id)[1:][known]) for one in among}
    kept = _kept(told, curves)
    if not kept:
        return Explained((), 1.0, len(drawn), is_ranked)
    matrix = np.concatenate([curves[id] for id in kept], axis=1)
    whole = _shares(told, matrix)
    parts = np.arange(len(told)) % LEFT_OUT
    without = [_shares(told[parts != n], matrix[parts != n]) for n in range(LEFT_OUT)]
    spread = np.std(without, axis=0) * np.sqrt(LEFT_OUT - 1)  # the jackknife's standard error
    slope = _fit(told, matrix).reshape(len(kept), DEGREE)
    by_id = {one.id: one for one in among}
    shares = [
        Share(
            cause=by_id[id],
            share=float(share),
            low=max(float(share - NORMAL_95 * error), 0.0),
            high=min(float(share + NORMAL_95 * error), 1.0),
            direction=int(np.sign(own[0])) if own[0] ** 2 >= 0.5 * (own**2).sum() else 0,
        )
        for id, share, error, own in zip(kept, whole, spread, slope, strict=True)
    ]
    shares.sort(key=lambda one: -one.share)
    return Explained(tuple(shares), max(1.0 - float(whole.sum()), 0.0), len(drawn), is_ranked)


def ranks(values: np.ndarray) -> np.ndarray:
    """Each value's place among all, equals sharing theirs; endless ones are the last."""
    _, place, n = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(n) - (n - 1) / 2)[place]


def _curves(column: np.ndarray) -> np.ndarray:
    """Curves in the rank of ``column`` that are even among themselves: (futures, DEGREE)."""
    place = 2 * (ranks(column) - 0.5) / len(column) - 1
    found = legendre.legvander(place, DEGREE)[:, 1:]
    return found * np.sqrt(2 * np.arange(1, DEGREE + 1) + 1)


def _kept(told: np.ndarray, curves: dict[str, np.ndarray]) -> list[str]:
    """Causes that explain more of what the others leave than chance does."""
    kept: list[str] = []
    left, n = told, len(told)
    most = n // (4 * DEGREE)  # or the fit would explain chance
    for _ in range(ROUNDS):
        spread = left.var()
        if spread < ROUNDING:
            break
        found = {
            id: n * ((own.T @ left / n) ** 2).sum() / spread
            for id, own in curves.items()
            if id not in kept
        }
        more = sorted((id for id in found if found[id] > NO_CHANCE), key=lambda id: -found[id])
        if not more[: most - len(kept)]:
            break
        kept += more[: most - len(kept)]
        matrix = np.concatenate([curves[id] for id in kept], axis=1)
        left = told - matrix @ _fit(told, matrix)
    return kept


def _shares(told: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Of the variance of ``told``, what each cause's curve explains when all are fitted."""
    fitted = _fit(told, matrix) * matrix
    return fitted.reshape(len(told), -1, DEGREE).sum(axis=2).var(axis=0) / told.var()


def _fit(told: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Least squares. The curves are even, so their products can be solved as they are."""
    return np.linalg.solve(matrix.T @ matrix, matrix.T @ told)
