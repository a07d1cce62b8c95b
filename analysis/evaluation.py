"""One design scored: every outcome, with numerator, denominator and interval.

    bench = workbench(open_world("data/worlds/default"))
    found = evaluate(bench, read_scenario("local_hub"))
    found.headlines()     one row per outcome: the figure of the whole world
    found.frame()         every figure, groups too

Cost, coverage and intrusiveness stand beside each other and are never added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from analysis.availability import NotAvailable
from analysis.contradictions import require_columns
from analysis.estimates import Estimate, estimate
from analysis.families import FAMILIES
from analysis.levers import Levers, baseline
from analysis.outcomes import OUTCOMES, outcome
from analysis.replay_file import assumed
from analysis.scenarios import Scenario
from analysis.tally import ALL, Tally
from analysis.version import RESULTS_VERSION
from analysis.workbench import Workbench

SCHEMA = {
    "scenario": pl.String,
    "family": pl.String,
    "outcome": pl.String,
    "label": pl.String,
    "dimension": pl.String,
    "group": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "text": pl.String,
    "interval": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """One design on one world. ``notes`` are sentences on what could not be answered, or how."""

    scenario: Scenario
    tallies: tuple[Tally, ...]
    estimates: tuple[Estimate, ...]  # in the order of tallies
    notes: tuple[str, ...]
    world_fingerprint: str
    is_synthetic: bool
    fraction: float | None  # of England's children; None: imported
    futures: str  # fingerprint of what the intervals rest on
    n_futures: int  # besides the central one
    results_version: str = RESULTS_VERSION

    def frame(self) -> pl.DataFrame:
        """Every figure, one row each, in the order of the registry; columns as in SCHEMA."""
        return frame_of(self.scenario.id, self.estimates)

    def headlines(self) -> pl.DataFrame:
        """The figures of the whole world, one row per outcome."""
        return self.frame().filter(pl.col("dimension") == ALL)

    def estimate(self, outcome_id: str, dimension: str = ALL, group: str = ALL) -> Estimate:
        """One figure; KeyError where there is none."""
        for one in self.estimates:
            if (one.outcome_id, one.dimension, one.group) == (outcome_id, dimension, group):
                return one
        raise KeyError(f"no figure {outcome_id!r} for {dimension} {group!r}")

    def tally(self, outcome_id: str, dimension: str = ALL, group: str = ALL) -> Tally:
        """What one figure was made of, in every future; KeyError where there is none."""
        for one in self.tallies:
            if (one.outcome, one.dimension, one.group) == (outcome_id, dimension, group):
                return one
        raise KeyError(f"no figure {outcome_id!r} for {dimension} {group!r}")


def evaluate(
    bench: Workbench,
    scenario: Scenario,
    *,
    reference: Levers | None = None,
    families: Iterable[str] = tuple(FAMILIES),
) -> Evaluation:
    """Every outcome of ``scenario``; gaps closed and what they take against ``reference``.

    ``reference``: the baseline unless given. ``families``: names in `families.FAMILIES`, where
    not all are wanted. Raises NotAvailable where the world lacks what the
    design can't be judged without; a part that can't be answered otherwise becomes a note.
    """
    require_columns(scenario.levers, bench.world)
    reference = reference or baseline()
    tallies, notes = [], []
    for family in families:
        try:
            tallies += FAMILIES[family](bench, scenario.levers, reference)
        except NotAvailable as absent:
            notes.append(str(absent))
    order = {one.id: place for place, one in enumerate(OUTCOMES)}
    tallies.sort(key=lambda tally: order[tally.outcome])
    estimates = tuple(estimate(tally, bench.sample) for tally in tallies)
    return evaluation_of(bench, scenario, tuple(tallies), estimates, notes=notes)


def evaluation_of(
    bench: Workbench,
    scenario: Scenario,
    tallies: tuple[Tally, ...],
    estimates: tuple[Estimate, ...],
    *,
    notes: Iterable[str] = (),
) -> Evaluation:
    """``tallies`` and the estimates made of them, with what they rest on."""
    notes = (*bench.notes, *assumed(bench.world, scenario.levers), *notes)
    return Evaluation(
        scenario=scenario,
        tallies=tallies,
        estimates=estimates,
        notes=tuple(dict.fromkeys(notes)),
        world_fingerprint=bench.world.fingerprint,
        is_synthetic=bench.world.is_synthetic,
        fraction=bench.world.fraction,
        futures=bench.futures.fingerprint,
        n_futures=bench.futures.n,
    )


def frame_of(scenario_id: str, estimates: tuple[Estimate, ...]) -> pl.DataFrame:
    """``estimates`` as a frame with the columns of SCHEMA."""
    rows = []
    for one in estimates:
        told = outcome(one.outcome_id)
        figures = (one.value, one.low, one.high, one.numerator, one.denominator)
        named = (scenario_id, told.family.value, told.id, told.label, one.dimension, one.group)
        rows.append((*named, told.unit.value, *figures, one.text, one.interval_text))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
