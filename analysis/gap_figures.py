"""Needs and gaps of two designs by group or by pair, as columns with intervals.

One row per group, and for each design and for the difference: value, low and high. An interval
holds the futures and, where the world is a sample, what the sample adds; ``_sample_low`` and
``_sample_high`` are the ends that the sample alone gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis.estimates import Estimate, difference, estimate, sampling_error
from analysis.evaluate_types import N_AGENCIES
from analysis.gap_columns import PAIR, gap_columns
from analysis.gap_parts import gap_parts
from analysis.levers import Levers
from analysis.sampling import Sample
from analysis.tally import REPLICATES, Tally
from analysis.workbench import Workbench

SEEKER, HOLDER, EITHER = "seeker", "holder", "either"
_PAIRS = np.arange(N_AGENCIES**2)
MARGINS = {SEEKER: _PAIRS // N_AGENCIES, HOLDER: _PAIRS % N_AGENCIES, EITHER: _PAIRS * 0}
"""Where each pair of agencies goes when pairs are added up."""
MORE, LESS, ALIKE = "more", "less", "alike"
"""A group's gap share against that of all children: apart only if the whole interval is."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One design by the columns of a grouping: counts of this world, not scaled."""

    by: str
    needs: np.ndarray  # int64 [column]
    gaps: np.ndarray  # [future, column]
    parts: np.ndarray | None  # gaps and needs of each random group [REPLICATES, column, 2]

    def share(self, column: int) -> Tally:
        """The gap share of one column."""
        needs = np.full(len(self.gaps), float(self.needs[column]))
        parts = None if self.parts is None else self.parts[:, column]
        return Tally("gap_share", self.gaps[:, column], needs, self.by, str(column), parts)

    def count(self, column: int) -> Tally:
        """The gaps of one column."""
        share = self.share(column)
        parts = None if share.parts is None else share.parts * [1.0, 0.0]
        return replace(share, outcome="sharing_gaps", denominator=None, parts=parts)

    def told(self, column: int, dimension: str, group: str) -> list[Tally]:
        """Needs, gaps and gap share of one column, under a name of its own."""
        share, count = self.share(column), self.count(column)
        parts = None if self.parts is None else self.parts[:, column, ::-1] * [1.0, 0.0]
        needs = replace(count, outcome="sharing_needs", numerator=share.denominator, parts=parts)
        return [replace(one, dimension=dimension, group=group) for one in (needs, count, share)]

    def added(self, columns: np.ndarray, n: int) -> Side:
        """The same with its columns added up: each goes to one of ``columns``, below ``n``."""
        at = np.equal.outer(columns, np.arange(n)).astype(np.float64)
        parts = None if self.parts is None else np.einsum("rcx,cn->rnx", self.parts, at)
        needs = (self.needs @ at).astype(np.int64)
        return Side(self.by, needs, self.gaps @ at, parts)


def side(bench: Workbench, levers: Levers, by: str) -> Side:
    """``levers`` by one of `gap_columns.GROUPINGS`, or by the SEEKER or HOLDER of pairs,
    or EITHER: all of them together."""
    told = gap_parts(bench, levers)
    name = PAIR if by in MARGINS else by
    parts = None if told is None else np.stack([told.gaps[name], told.needs[name]], axis=-1)
    found = gap_columns(bench, levers, name)
    one = Side(by, found.needs, found.gaps, parts)
    return one.added(MARGINS[by], int(MARGINS[by].max()) + 1) if by in MARGINS else one


def figures(
    bench: Workbench, design: Levers, reference: Levers, by: str, columns: Iterable[int]
) -> pl.DataFrame:
    """One row for each of ``columns`` of the grouping ``by``.

    n_needs; gap_share and n_gaps of the design, reference_gap_share and reference_n_gaps, each
    with its ends; gap_share_change (design less reference) and n_closed (reference less design)
    on the contacts that happen under the design; against_all, one of MORE, LESS and ALIKE.
    """
    columns, sample, common = list(columns), bench.sample, bench.on_contacts_of(design)
    ours, theirs = side(bench, design, by), side(bench, reference, by)
    before = theirs if common is bench else side(common, reference, by)
    after = ours if common is bench else side(common, design, by)
    told = {"n_needs": [ours.needs[column] * sample.scale for column in columns]}
    for name, one in (("", ours), ("reference_", theirs)):
        told |= _ends(f"{name}gap_share", [one.share(column) for column in columns], sample)
        told |= _ends(f"{name}n_gaps", [one.count(column) for column in columns], sample)
    change = [difference(after.share(c), before.share(c), sample) for c in columns]
    closed = [difference(before.count(c), after.count(c), sample) for c in columns]
    told |= _columns("gap_share_change", change) | _columns("n_closed", closed)
    everybody = ours.added(np.zeros(len(ours.needs)), 1).share(0)
    against = [_against_all(ours, column, everybody, sample) for column in columns]
    return pl.DataFrame(told, schema_overrides=dict.fromkeys(told, pl.Float64)).with_columns(
        against_all=pl.Series(against, dtype=pl.String)
    )


def _ends(name: str, tallies: list[Tally], sample: Sample) -> dict[str, list[float | None]]:
    """Columns of ``tallies``, with the ends that the sample alone gives where it is one."""
    found = [estimate(tally, sample) for tally in tallies]
    columns = _columns(name, found)
    if not sample.is_sample:
        return columns
    errors = [sampling_error(tally, sample) for tally in tallies]
    pairs = list(zip(found, errors, strict=True))
    for end, sign in (("low", -1), ("high", 1)):
        columns[f"{name}_sample_{end}"] = [
            None if one.value is None else min(max(one.value + sign * error, one.low), one.high)
            for one, error in pairs
        ]
    return columns


def _columns(name: str, found: list[Estimate]) -> dict[str, list[float | None]]:
    return {
        name: [one.value for one in found],
        f"{name}_low": [one.low for one in found],
        f"{name}_high": [one.high for one in found],
    }


def _against_all(one: Side, column: int, everybody: Tally, sample: Sample) -> str | None:
    """Whether needs of this column stay gaps more or less often than those of all together.

    Not told apart where children are so few that half of the random groups have none.
    """
    if not one.needs[column]:
        return None
    if one.parts is not None and np.count_nonzero(one.parts[:, column, 1]) < REPLICATES / 2:
        return ALIKE
    share = one.share(column)
    told = difference(share, replace(everybody, group=share.group), sample)
    if told.low is None or told.high is None:
        return None
    return MORE if told.low > 0 else LESS if told.high < 0 else ALIKE
