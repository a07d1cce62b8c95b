"""One experiment: a design's log with misuse planted in it, detected, ranked and scored.

    found = experiment(world, scenario, folder, density=100)

``density``: how many times as often as assumed misuse is planted, so that rare kinds occur in
numbers that can be scored; scoring takes it back. 0 plants none: what is told of then is
all false alarm.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.access_log import AccessLog, Log, open_log, write_access_log
from analysis.oversight.budget import Review, curve_shares, reviews
from analysis.oversight.detectors import Detected, detect
from analysis.oversight.door import Doors, open_doors
from analysis.oversight.ranked import ranked
from analysis.oversight.scoring import Score, scores
from analysis.oversight.truth import read_truth
from analysis.policy import Assumptions, load_assumptions
from analysis.scenarios import Scenario
from data.world import World

RATE = "misuse_rate"


@dataclass(frozen=True, slots=True)
class Experiment:
    """What came of one log. Misuse is counted at its assumed rate unless it says planted."""

    folder: Path
    density: float
    n_lookups: int  # rows of the log, planted misuse among them
    n_planted: int
    detected: Detected
    queue: pl.DataFrame
    scores: tuple[Score, ...]
    at_shares: tuple[Review, ...]
    curve: tuple[Review, ...]
    review_minutes: float
    notes: tuple[str, ...]

    @property
    def n_at_rate(self) -> float:
        """Look-ups that there would be with misuse at its assumed rate."""
        weight = 1 / self.density if self.density else 1.0
        return self.n_lookups - self.n_planted * (1 - weight)


def experiment(
    world: World,
    scenario: Scenario,
    folder: Path,
    *,
    density: float = 1,
    assumptions: Assumptions | None = None,
    window: int | None = None,
    threads: int | None = None,
) -> Experiment:
    """Draw a log into ``folder``, run every detector, and score what it tells of."""
    assumptions = assumptions or load_assumptions()
    written = plant(
        world, scenario, folder, density=density, assumptions=assumptions, window=window
    )
    return scored(
        world,
        folder,
        density=density,
        assumptions=assumptions,
        notes=written.notes,
        threads=threads,
    )


def plant(
    world: World,
    scenario: Scenario,
    folder: Path,
    *,
    density: float,
    assumptions: Assumptions,
    window: int | None = None,
) -> AccessLog:
    """Draw a log with misuse ``density`` times as often as assumed."""
    told = assumptions.fixed({RATE: assumptions.get(RATE).central * density})
    return write_access_log(world, scenario, folder, assumptions=told, window=window)


def density_of(log: Log, assumptions: Assumptions) -> float:
    """How many times as often as assumed misuse was planted in a drawn log."""
    assumed = assumptions.get(RATE).central
    return log.manifest.get(RATE, assumed) / assumed if assumed else 1.0


def scored(
    world: World,
    folder: Path,
    *,
    density: float | None = None,
    assumptions: Assumptions | None = None,
    notes: tuple[str, ...] = (),
    threads: int | None = None,
    doors: Doors | None = None,
) -> Experiment:
    """The drawn log in ``folder``, detected, ranked and scored against its truth.

    ``density``: as in `experiment`; by default as the log was drawn. ``doors``: of that log, where
    they are open already.
    """
    assumptions = assumptions or load_assumptions()
    log = open_log(folder)
    density = density_of(log, assumptions) if density is None else density
    with contextlib.nullcontext(doors) if doors else open_doors(world, log, threads=threads) as at:
        detected = detect(at, assumptions)
    queue, truth = ranked(detected), read_truth(log)
    weight = 1 / density if density else 1.0
    minutes = assumptions.get("minutes.review").central
    how = {"weight": weight, "review_minutes": minutes}
    return Experiment(
        folder=folder,
        density=density,
        n_lookups=detected.n_lookups,
        n_planted=int(truth["is_improper"].sum()),
        detected=detected,
        queue=queue,
        scores=tuple(scores(detected, truth, **how)),
        at_shares=tuple(reviews(queue, truth, **how)),
        curve=tuple(reviews(queue, truth, curve_shares(), **how)),
        review_minutes=minutes,
        notes=(*notes, *detected.left_out),
    )
