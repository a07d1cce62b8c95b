"""One at a time: each assumption at its low and at its high end, all others central.

All ends are evaluated at once, as if each were a future. Assumptions that move together are
moved together. The horizon is moved as well, for it changes the cost account alone; other
structural assumptions need the world prepared anew and are listed as what-ifs.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

import numpy as np

from analysis.estimates import futures_of
from analysis.evaluation import Evaluation, evaluate
from analysis.families import QUICK
from analysis.futures import Held
from analysis.levers import Levers
from analysis.policy import Assumption, Assumptions
from analysis.scenarios import Scenario
from analysis.sensitivity import ROUNDING, Cause, causes
from analysis.tally import ALL, Tally
from analysis.workbench import Workbench

HORIZON = "horizon_years"


@dataclass(frozen=True, slots=True)
class Ends:
    """Future 0 is central; 1 + 2 i and 2 + 2 i hold cause i at its low and at its high end."""

    assumptions: Assumptions
    causes: tuple[Cause, ...]

    @property
    def n(self) -> int:
        """Futures besides the central one."""
        return 2 * len(self.causes)

    @property
    def fingerprint(self) -> str:
        """A digest of what is held where."""
        told = [(e.id, e.low, e.central, e.high) for e in self.assumptions]
        return hashlib.sha256(repr((told, self.causes)).encode()).hexdigest()[:16]

    def __call__(self, id: str) -> np.ndarray:
        """The values of assumption ``id``: float64, ``n`` + 1 of them, central first."""
        entry = self.assumptions.get(id)
        values = np.full(self.n + 1, entry.central, dtype=np.float64)
        for place, cause in enumerate(self.causes):
            if entry in cause.members:
                values[1 + 2 * place : 3 + 2 * place] = entry.low, entry.high
        return values


@dataclass(frozen=True, slots=True)
class Swing:
    """A figure with one cause at its low and at its high end; not a number: not known."""

    cause: Cause
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far apart the two lie; endless where one is."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """One design with each cause moved by itself."""

    bench: Workbench
    causes: tuple[Cause, ...]
    found: Evaluation
    horizon: tuple[Cause, Evaluation, Evaluation] | None  # at its low and at its high end

    def central(self, outcome: str) -> float:
        """The figure with every assumption central; nan where there is none."""
        return float(self._values(self.found, outcome)[0])

    def swings(self, outcome: str) -> list[Swing]:
        """Every cause that moves the figure, the furthest first."""
        values = self._values(self.found, outcome)
        found = [
            Swing(cause, float(values[1 + 2 * place]), float(values[2 + 2 * place]))
            for place, cause in enumerate(self.causes)
        ]
        if self.horizon:
            cause, low, high = self.horizon
            ends = (float(self._values(one, outcome)[0]) for one in (low, high))
            found.append(Swing(cause, *ends))
        least = ROUNDING * abs(values[0])
        moved = [one for one in found if one.width > least]
        return sorted(moved, key=lambda one: -one.width)

    def _values(self, found: Evaluation, outcome: str) -> np.ndarray:
        tally = _told(found, outcome)
        if tally is None:
            return np.full(self.found.n_futures + 1, np.nan)
        return futures_of(tally, self.bench.sample)


def one_at_a_time(bench: Workbench, scenario: Scenario, reference: Levers) -> Moved:
    """``scenario`` against ``reference`` in every family of `families.QUICK`, moved by itself."""
    moved = causes(bench.assumptions)
    found = _evaluated(bench, Ends(bench.assumptions, moved), scenario, reference)
    entry, horizon = bench.assumptions.get(HORIZON), None
    if entry.low < entry.high:
        ends = (
            _evaluated(bench, Held(bench.assumptions.fixed({HORIZON: end})), scenario, reference)
            for end in (entry.low, entry.high)
        )
        horizon = (Cause(HORIZON, entry.label, (entry,)), *ends)
    return Moved(bench, moved, found, horizon)


def what_ifs(assumptions: Assumptions) -> list[Assumption]:
    """Structural assumptions that change the needs themselves: a world prepared anew for each."""
    return [one for one in assumptions if one.kind == "structural" and one.id != HORIZON]


def _evaluated(bench: Workbench, futures, scenario: Scenario, reference: Levers) -> Evaluation:
    """``scenario`` as if ``futures`` were those of the workbench; what is prepared is shared."""
    if isinstance(futures, Held):
        futures = _OneFuture(futures)
    twin = replace(
        bench,
        futures=futures,
        _kept=OrderedDict(),
        _replays=OrderedDict(),
        _lock=threading.RLock(),
    )
    for levers in (scenario.levers, reference):
        if bench.store_for(levers) is bench.store:
            twin.kept(("design", levers), lambda levers=levers: bench.design(levers))
    return evaluate(twin, scenario, reference=reference, families=QUICK)


@dataclass(frozen=True, slots=True)
class _OneFuture:
    """`futures.Held` as the futures of a workbench: the central one alone."""

    held: Held
    n: int = 0

    @property
    def assumptions(self) -> Assumptions:
        return self.held.assumptions

    @property
    def fingerprint(self) -> str:
        return "central"

    def __call__(self, id: str) -> np.ndarray:
        return self.held(id)


def _told(found: Evaluation, outcome: str) -> Tally | None:
    """What the figure of the whole world was made of, if there is one."""
    for one in found.tallies:
        if (one.outcome, one.dimension) == (outcome, ALL):
            return one
    return None
