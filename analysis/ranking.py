"""Designs in order under weights that a reader chose; never a score of the tool.

In every future each weighed outcome is put between 0 (the worst of the compared designs) and 1
(the best), multiplied by its weight and added up. So ranks depend on which designs are compared.
See decision 0005: the figures themselves stand beside this, unweighted.

    found = rank(bench, comparison, {"sharing_gaps": 3, "present_value": 1})
    found.first            per design the share of futures in which it comes first
    flips(found, id)       which design comes first as the weight of one outcome goes from 0 to 1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from analysis.comparison import Comparison
from analysis.estimates import futures_of
from analysis.outcomes import Better, outcome
from analysis.workbench import Workbench

HEAVIEST = 10  # of a weight, which is a whole number from 0
ALMOST = 1e-9  # scores that differ by less are one


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Designs under weights. ``worth``: design x outcome x future, 0 (worst) to 1 (best)."""

    scenarios: tuple[str, ...]
    outcomes: tuple[str, ...]
    weights: np.ndarray  # per outcome, adding up to 1
    worth: np.ndarray

    @property
    def scores(self) -> np.ndarray:
        """Per design and future, the weighted worth."""
        return np.tensordot(self.weights, self.worth, axes=(0, 1))

    @property
    def first(self) -> dict[str, float]:
        """Per design the share of futures in which it comes first; those level share it."""
        scores = self.scores[:, 1:] if self.n_futures else self.scores
        leads = scores >= scores.max(axis=0) - ALMOST
        share = (leads / leads.sum(axis=0)).mean(axis=1)
        return dict(zip(self.scenarios, share.tolist(), strict=True))

    @property
    def ranks(self) -> dict[str, int]:
        """Per design its rank with every assumption central: 1 is first, and may be shared."""
        scores = self.scores[:, 0]
        ranks = [1 + int((scores > own + ALMOST).sum()) for own in scores]
        return dict(zip(self.scenarios, ranks, strict=True))

    @property
    def n_futures(self) -> int:
        """Besides the central one."""
        return self.worth.shape[2] - 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weights of one outcome, from ``start`` to ``end`` (0 to 1), with the same designs first."""

    start: float
    end: float
    first: tuple[str, ...]


def weighable(bench: Workbench, found: Comparison, outcomes: Sequence[str]) -> list[str]:
    """Those of ``outcomes`` that have a good way and are known for every design and future."""
    return [
        id
        for id in outcomes
        if outcome(id).better is not Better.NONE and np.isfinite(_figures(bench, found, id)).all()
    ]


def rank(bench: Workbench, found: Comparison, weights: Mapping[str, float]) -> Ranking | None:
    """The designs of ``found`` under ``weights`` (0 or more); None where nothing is weighed."""
    chosen = [id for id in weighable(bench, found, list(weights)) if weights[id] > 0]
    if not chosen:
        return None
    given = np.array([weights[id] for id in chosen], dtype=np.float64)
    told = [_worth(_figures(bench, found, id), id) for id in chosen]
    least = min(worth.shape[1] for worth in told)  # figures of children come in fewer futures
    worth = np.stack([one[:, :least] for one in told], axis=1)
    scenarios = tuple(one.scenario.id for one in found.evaluations)
    return Ranking(scenarios, tuple(chosen), given / given.sum(), worth)


def flips(found: Ranking, outcome_id: str) -> list[Stretch]:
    """Which designs come first, with central assumptions, as one weight goes from 0 to 1.

    The other weights keep their proportions. Empty where nothing else is weighed.
    """
    at = found.outcomes.index(outcome_id)
    rest = found.weights.copy()
    rest[at] = 0.0
    if not rest.sum():
        return []
    central = found.worth[:, :, 0]
    own, others = central[:, at], central @ (rest / rest.sum())
    cuts = sorted({0.0, 1.0, *_crossings(own, others)})
    stretches: list[Stretch] = []
    for start, end in pairwise(cuts):
        middle = (start + end) / 2
        scores = middle * own + (1 - middle) * others
        leads = np.flatnonzero(scores >= scores.max() - ALMOST)
        first = tuple(found.scenarios[number] for number in leads)
        if stretches and stretches[-1].first == first:
            start = stretches.pop().start
        stretches.append(Stretch(start, end, first))
    return stretches


def _crossings(own: np.ndarray, others: np.ndarray) -> list[float]:
    """The weights at which two designs are level."""
    found = []
    for one, other in combinations(range(len(own)), 2):
        slope = (own[one] - others[one]) - (own[other] - others[other])
        if abs(slope) > ALMOST:
            found.append(float((others[other] - others[one]) / slope))
    return [round(weight, 9) for weight in found if 0 < weight < 1]


def _figures(bench: Workbench, found: Comparison, outcome_id: str) -> np.ndarray:
    """One outcome per design and future; nan where a design has no such figure."""
    rows = []
    for held in found.evaluations:
        try:
            rows.append(futures_of(held.tally(outcome_id), bench.sample))
        except KeyError:
            return np.full((len(found.evaluations), 1), np.nan)
    return np.stack(rows)


def _worth(values: np.ndarray, outcome_id: str) -> np.ndarray:
    """0 for the worst design of each future, 1 for the best; 0 for all where none is better."""
    good = values if outcome(outcome_id).better is Better.HIGHER else -values
    worst, best = good.min(axis=0), good.max(axis=0)
    reach = np.where(best > worst, best - worst, 1.0)
    return (good - worst) / reach
