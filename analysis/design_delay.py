"""For how long the other agency had held its concern, of the gaps that a design leaves.

by_days_held(bench, design, reference)   one row per span of days, none left out
median_held(bench, levers)               half of all gaps were held as long or longer
"""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.answer import Answer
from analysis.delay import SPANS
from analysis.design_gaps import told_of, with_call
from analysis.estimates import Estimate, estimate
from analysis.gap_columns import HELD, held_ends
from analysis.gap_figures import Side, side
from analysis.levers import Levers
from analysis.scenarios import Scenario
from analysis.tally import REPLICATES, Tally
from analysis.workbench import Workbench

OUTCOMES = ("needs_by_delay", "median_held_days")
_HALF = 0.5  # what makes a median one


def by_days_held(bench: Workbench, design: Scenario, reference: Scenario) -> Answer:
    """from_days, to_days (inclusive), label, n_needs, needs_share, n_gaps, then gaps_share and
    reference_gaps_share, each with its ends: the share of a design's gaps in the span."""
    window, sample = bench.store.window_days, bench.sample
    ends = [*(end for end in SPANS if end < window), window]
    starts = [1, *(end + 1 for end in ends[:-1])]
    at = np.searchsorted(ends, held_ends(window))
    ours, theirs = (
        side(bench, one.levers, HELD).added(at, len(ends)) for one in (design, reference)
    )
    columns = {
        "from_days": starts,
        "to_days": ends,
        "label": [f"{first} to {last} days" for first, last in zip(starts, ends, strict=True)],
        "n_needs": ours.needs * sample.scale,
        "needs_share": ours.needs / max(ours.needs.sum(), 1),
        "n_gaps": ours.gaps[0] * sample.scale,
    }
    for name, one in (("gaps_share", ours), ("reference_gaps_share", theirs)):
        found = [estimate(_share(one, span), sample) for span in range(len(ends))]
        columns |= {
            name: [told.value for told in found],
            f"{name}_low": [told.low for told in found],
            f"{name}_high": [told.high for told in found],
        }
    told = told_of(bench, (design, reference), OUTCOMES, "Sharing gaps by days held")
    frame = pl.DataFrame(columns, schema_overrides=dict.fromkeys(_shares(columns), pl.Float64))
    return Answer(frame, with_call(told, "design_delay", "by_days_held", (design, reference)))


def median_held(bench: Workbench, levers: Levers) -> Estimate:
    """The median over gaps of the days that the holder had held its concern."""
    held, ends = side(bench, levers, HELD), held_ends(bench.store.window_days)
    days = _median(held.gaps, ends)
    parts = None
    if held.parts is not None and np.isfinite(days[0]):
        # What it moves by when one random group is left out, made to add up to it, as the parts
        # of other tallies do, so that one rule gives the sampling error of all.
        without = _median(held.gaps[0] - held.parts[:, :, 0], ends)
        moved = (without.mean() - without) * (REPLICATES - 1) / REPLICATES
        share = np.full(REPLICATES, 1 / REPLICATES)
        parts = np.stack([days[0] * share + moved, share], axis=-1)
    return estimate(Tally("median_held_days", days, np.ones(len(days)), parts=parts), bench.sample)


def _share(one: Side, span: int) -> Tally:
    """Of all gaps those in one span."""
    all_gaps, parts = one.gaps.sum(axis=1), None
    if one.parts is not None:
        parts = np.stack([one.parts[:, span, 0], one.parts[:, :, 0].sum(axis=1)], axis=-1)
    return Tally("needs_by_delay", one.gaps[:, span], all_gaps, parts=parts)


def _median(gaps: np.ndarray, ends: list[int]) -> np.ndarray:
    """The day by which half of ``gaps`` [..., column] were held; nan where there are none.

    Inside a column gaps are taken to lie evenly.
    """
    reached = np.cumsum(gaps, axis=-1)
    half = reached[..., -1:] * _HALF
    column = (reached >= half).argmax(axis=-1)[..., None]
    before = np.take_along_axis(np.concatenate([np.zeros_like(half), reached], -1), column, -1)
    inside = np.take_along_axis(gaps, column, -1)
    first = np.array([0, *ends[:-1]])[column]
    width = np.diff([0, *ends])[column]
    share = np.divide(half - before, inside, out=np.full(half.shape, np.nan), where=inside > 0)
    return (first + share * width)[..., 0]


def _shares(columns: dict) -> list[str]:
    return [name for name in columns if name.startswith(("gaps_share", "reference_gaps_share"))]
