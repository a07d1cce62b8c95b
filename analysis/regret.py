"""Regret and acceptability: how designs do over the futures, one outcome at a time.

Regret is how far a design lies from the best design of the same future, in the outcome's own
unit. A design is acceptable in a future if every limit that the reader set holds there. No
outcome is weighed against another, and nothing is added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.estimates import Estimate, estimate
from analysis.outcomes import Better, outcome
from analysis.run_table import Figures
from analysis.sampling import Sample
from analysis.tally import Tally


@dataclass(frozen=True, slots=True)
class Limit:
    """What a reader accepts of one outcome: at most ``bound``, or at least where more is good."""

    outcome: str
    bound: float

    @property
    def is_most(self) -> bool:
        """Whether the bound is the most that is accepted, not the least."""
        return outcome(self.outcome).better is not Better.HIGHER

    def holds(self, values: np.ndarray) -> np.ndarray:
        """Per future, whether the limit holds; a figure that is not known breaks no limit."""
        within = values <= self.bound if self.is_most else values >= self.bound
        return within | np.isnan(values)


@dataclass(frozen=True, slots=True)
class Acceptable:
    """Of the futures, the share (0 to 1) in which a design is acceptable."""

    scenario: str
    share: float  # all limits hold
    each: tuple[float, ...]  # of the limits, by itself, in their order
    centrally: bool  # with every assumption central


def regret(told: Figures, outcome_id: str) -> dict[str, np.ndarray]:
    """Of each design, the distance from the best of its future, 0 or more; central first.

    ValueError for an outcome of which neither more nor less is good.
    """
    better = outcome(outcome_id).better
    if better is Better.NONE:
        raise ValueError(f"{outcome_id!r} has no good way, so no design is the best on it")
    values = np.array([columns[outcome_id] for columns in told.values()])
    sign = 1.0 if better is Better.LOWER else -1.0
    worst = np.where(np.isnan(values), np.inf, sign * values)
    with np.errstate(invalid="ignore"):  # endless less endless is not known
        found = sign * values - worst.min(axis=0)
    return dict(zip(told, found, strict=True))


def regret_estimates(told: Figures, outcome_id: str, sample: Sample) -> dict[str, Estimate]:
    """`regret` as figures with intervals, over the futures alone."""
    return {
        id: estimate(Tally(outcome_id, values, is_national=True), sample)
        for id, values in regret(told, outcome_id).items()
    }


def never_worse(told: Figures, outcome_id: str) -> dict[str, float]:
    """Of each design, the share of futures in which none is better on the outcome (0 to 1)."""
    return {id: float(np.mean(values[1:] <= 0)) for id, values in regret(told, outcome_id).items()}


def acceptable(told: Figures, limits: Sequence[Limit]) -> list[Acceptable]:
    """How often each design keeps to ``limits``, in the order of ``told``.

    Without a limit every design is acceptable everywhere.
    """
    return [_acceptable(id, columns, limits) for id, columns in told.items()]


def _acceptable(id: str, columns: Mapping[str, np.ndarray], limits: Sequence[Limit]) -> Acceptable:
    held = np.ones((len(limits) + 1, len(next(iter(columns.values())))), dtype=bool)
    for row, limit in enumerate(limits):
        held[row] = limit.holds(columns[limit.outcome])
    every = held.all(axis=0)
    return Acceptable(
        scenario=id,
        share=float(every[1:].mean()),
        each=tuple(float(row[1:].mean()) for row in held[: len(limits)]),
        centrally=bool(every[0]),
    )


def stops(told: Figures, outcome_id: str) -> tuple[float, ...]:
    """Round numbers over the range of an outcome, for a control: 1, 2 and 5 times tens."""
    values = np.concatenate([columns[outcome_id] for columns in told.values()])
    values = values[np.isfinite(values) & (values > 0)]
    if not len(values):
        return ()
    low, high = np.quantile(values, 0.01), values.max()
    tens = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    round_ones = [float(f"{step}e{ten}") for ten in tens for step in (1, 2, 5)]
    return tuple(one for one in round_ones if low / 2.5 <= one <= high * 1.0)
