"""What the world might be: futures, each a value for every assumption.

All designs meet the same futures, so a difference between two designs is never a difference
of beliefs. A future's value of an assumption depends on the seed, the assumption's id and the
future's number alone: adding an assumption leaves the others as they were. Values are spread
by Latin hypercube: of n futures, one falls in each n-th part of the distribution.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from analysis.policy import Assumption, Assumptions, Level
from data.draws import permute, stream_key, uniform

N_FUTURES = 1_000
SEED = 1
MOVE_TOGETHER = (
    "practice_share",
    "link_share",
    "search_success",
    "lookup_share",
    "routine_lookup_share",
    "deflator",
)
"""Assumptions of one family take the same rank in a future. Whoever has misjudged one look-up
rule has misjudged the others alike; and a better link never becomes the worse by luck."""


class Values(Protocol):
    """Gives an assumption's value in every future at once: float64, one per future."""

    @property
    def assumptions(self) -> Assumptions:
        """Whose values they are, for what else an entry tells, such as its price year."""
        ...

    def __call__(self, id: str) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class Held:
    """One future: every assumption at its low, central or high value."""

    assumptions: Assumptions
    level: Level = "central"

    def __call__(self, id: str) -> np.ndarray:
        """The value of assumption ``id``, as an array of one."""
        return np.array([getattr(self.assumptions.get(id), self.level)], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Futures:
    """``n`` + 1 futures: number 0 holds every assumption at its central value.

    Constants and structural assumptions stay central in all of them. A triangular
    distribution has its mode at the central value.
    """

    assumptions: Assumptions
    n: int = N_FUTURES
    seed: int = SEED
    _known: dict[str, np.ndarray] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, id: str) -> np.ndarray:
        """The values of assumption ``id``: float64, ``n`` + 1 of them, central first."""
        if id not in self._known:
            entry = self.assumptions.get(id)
            self._known[id] = np.concatenate([[entry.central], self._drawn(entry)])
        return self._known[id]

    def believing(self, assumptions: Assumptions) -> Futures:
        """The same futures under other ``assumptions``: those that stay keep their values."""
        kept = {
            id: values
            for id, values in list(self._known.items())
            if assumptions.has(id) and assumptions.get(id) == self.assumptions.get(id)
        }
        return replace(self, assumptions=assumptions, _known=kept)

    @property
    def fingerprint(self) -> str:
        """A digest of what these futures are made of, for keys of caches."""
        told = [(e.id, e.low, e.central, e.high, e.distribution, e.kind) for e in self.assumptions]
        return hashlib.sha256(repr((told, self.n, self.seed)).encode()).hexdigest()[:16]

    def _drawn(self, entry: Assumption) -> np.ndarray:
        if entry.kind != "uncertainty" or entry.low == entry.high:
            return np.full(self.n, entry.central)
        return quantile(entry, self._ranks(entry.id))

    def _ranks(self, id: str) -> np.ndarray:
        family = id.split(".")[0]
        name = f"future.{family if family in MOVE_TOGETHER else id}"
        numbers = np.arange(self.n, dtype=np.int64)
        strata = permute(numbers, self.n, stream_key(self.seed, name))
        return (strata + uniform(self.seed, f"{name}.within", numbers)) / self.n


def quantile(entry: Assumption, share: np.ndarray) -> np.ndarray:
    """The values below which ``share`` (0 to 1) of the distribution of ``entry`` lies."""
    low, mode, high = entry.low, entry.central, entry.high
    if entry.distribution == "uniform":
        return low + share * (high - low)
    left = (mode - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.where(share < left, rising, falling)
