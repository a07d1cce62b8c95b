"""Designs by futures: every figure that is set side by side, before anything is summed up.

One run is one design in one future. All designs meet the same futures, so a run can be held
against the others of its future.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from analysis.dominance import Dominance, dominance
from analysis.estimates import Estimate, estimate, futures_of
from analysis.evaluation import Evaluation
from analysis.outcomes import Family, outcome
from analysis.sampling import Sample
from analysis.tally import ALL, Tally

MOST_ROWS = 540
"""Runs that a chart is given, so that brushing stays quick: futures are drawn in no order, so the
first are as good as any."""
Figures = Mapping[str, Mapping[str, np.ndarray]]
"""Design -> outcome -> the figure in every future, central first; nan: not known."""


def tally_of(found: Evaluation, outcome_id: str) -> Tally:
    """What one figure of the whole world was made of.

    A design held against itself closes, and takes, nothing more; where a design has no figure
    it is not known.
    """
    for one in found.tallies:
        if (one.outcome, one.dimension) == (outcome_id, ALL):
            return one
    is_itself = all(one.outcome != "gaps_closed" for one in found.tallies)
    told = outcome(outcome_id)
    nothing = told.family is Family.BETWEEN and "/" not in told.formula and is_itself
    return Tally(outcome_id, np.full(found.n_futures + 1, 0.0 if nothing else np.nan))


def estimate_of(found: Evaluation, outcome_id: str, sample: Sample) -> Estimate:
    """The figure of the whole world, as `tally_of` gives it."""
    return estimate(tally_of(found, outcome_id), sample)


def figures(evaluations: Sequence[Evaluation], outcomes: Sequence[str], sample: Sample) -> Figures:
    """``outcomes`` of each design in every future, scaled to England."""
    return {
        one.scenario.id: {id: futures_of(tally_of(one, id), sample) for id in outcomes}
        for one in evaluations
    }


def run_table(told: Figures, *, most_rows: int = MOST_ROWS) -> pl.DataFrame:
    """One row per design and future, the central future first, at most ``most_rows``.

    Columns: scenario, future (0: central), then one per outcome, null where not known.
    """
    futures = min(max(most_rows // max(len(told), 1), 1), n_futures(told) + 1)
    frames = [
        pl.DataFrame(
            {"scenario": [id] * futures, "future": range(futures)}
            | {name: values[:futures] for name, values in columns.items()}
        )
        for id, columns in told.items()
    ]
    return pl.concat(frames).with_columns(pl.selectors.float().fill_nan(None))


def n_futures(told: Figures) -> int:
    """Futures besides the central one."""
    return min(len(values) - 1 for columns in told.values() for values in columns.values())


def frontier(told: Figures, pair: tuple[str, str]) -> dict[str, Dominance]:
    """How each design stands on two outcomes alone: on the frontier where nothing beats it."""
    only = {id: {name: columns[name] for name in pair} for id, columns in told.items()}
    return {one.scenario: one for one in dominance(only)}
