"""Gaps of a design in every future, by the groupings that screens offer, several at once.

The chance that a need stays a gap depends on its type alone, and working out the chances costs
more than adding them up. So a design's chances are worked out once for pairs of agencies, days
held and small groupings together, and once more for councils, of which there are many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.chances import Chances
from analysis.coverage import chances
from analysis.delay import SPANS
from analysis.design import Design, State, group_counts
from analysis.evaluate_types import N_AGENCIES, channel_chances, in_futures
from analysis.groups import DIMENSIONS
from analysis.levers import Levers
from analysis.need_types import added, counted_sorted, types_of
from analysis.people import People
from analysis.replay import UNMET
from analysis.situations import Situations
from analysis.threads import in_two_threads
from analysis.workbench import Workbench

PAIR, HELD = "pair", "held_days"
"""Groupings of needs, beside those of children: seeker x N_AGENCIES + holder; `held_ends`."""
MANY = ("area",)
FEW = (PAIR, HELD, *(one.id for one in DIMENSIONS if one.id not in MANY))
GROUPINGS = (*FEW, *MANY)
_STEP = 10  # days: fine enough for a median that is told in whole days
_AT_ONCE = 32  # futures that one thread works on together
_BLOCK = 64  # types multiplied at once: few enough that BLAS starts no threads beside ours


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Counts of this world, not scaled. Of children the last column: group not recorded."""

    needs: np.ndarray  # int64 [column]
    gaps: np.ndarray  # [future, column]


def gap_columns(bench: Workbench, levers: Levers, by: str) -> Columns:
    """Needs and gaps by one of GROUPINGS; the first of FEW that is asked for brings the others."""
    told = MANY if by in MANY else FEW
    return bench.kept(("gap columns", told, levers), lambda: _worked_out(bench, levers, told))[by]


def held_ends(window_days: int) -> list[int]:
    """The last day of each column of HELD: the spans that screens show, and steps between."""
    steps = range(_STEP, window_days, _STEP)
    return sorted({*steps, *(end for end in SPANS if end < window_days), window_days})


def width(design: Design, by: str) -> int:
    """How many columns the grouping ``by`` has."""
    if by == PAIR:
        return N_AGENCIES**2
    if by == HELD:
        return len(held_ends(design.store.window_days))
    return len(design.store.people.labels[by]) + 1


def column_of(design: Design, by: str, run: Situations, person: np.ndarray) -> np.ndarray:
    """Per need of ``run`` its column in the grouping ``by``; ``person`` has each one's child."""
    if by == PAIR:
        seeker = run.decisions.seeker[run.needs.decision].astype(np.int64)
        return seeker * N_AGENCIES + run.needs.holder
    if by == HELD:
        return np.searchsorted(held_ends(design.store.window_days), run.needs.held_days)
    people: People = design.store.people
    group = getattr(people, by)[person].astype(np.int64)
    return np.where(group < 0, len(people.labels[by]), group)


def _worked_out(bench: Workbench, levers: Levers, groupings: tuple) -> dict[str, Columns]:
    design, told = bench.design(levers), chances(bench, levers)
    widths = [width(design, by) for by in groupings]
    gaps, needs = 0.0, None
    for state in design.states:
        parts = [_matrix(design, state, by) for by in groupings if by != PAIR]
        matrix = np.concatenate(parts, axis=1)
        weight = told.consents**state.n_consenting * (1 - told.consents) ** state.n_withheld
        found = _in_futures(design, state, told, matrix, pairs=PAIR in groupings)
        gaps = gaps + found * weight[:, None]
        if needs is None:
            n_pairs = np.bincount(state.plan.pair, state.plan.n, N_AGENCIES**2)
            needs = np.concatenate(
                [n_pairs[: widths[0] if PAIR in groupings else 0], matrix.sum(0)]
            )
    ends = np.cumsum(widths)
    return {
        by: Columns(needs[first:last].astype(np.int64), np.ascontiguousarray(gaps[:, first:last]))
        for by, first, last in zip(groupings, ends - widths, ends, strict=True)
    }


def _in_futures(
    design: Design, state: State, told: Chances, matrix: np.ndarray, *, pairs: bool
) -> np.ndarray:
    """Expected gaps [future, column], were ``state`` certain; pairs first, if wanted."""
    plan = state.plan
    starts = np.flatnonzero(np.diff(plan.pair, prepend=-1))
    missing = -len(matrix) % _BLOCK
    blocks = np.pad(matrix, [(0, missing), (0, 0)]).reshape(-1, _BLOCK, matrix.shape[1])

    def some(start: int) -> np.ndarray:
        now = in_futures(told, slice(start, start + _AT_ONCE))
        chance = channel_chances(plan, design.levers, now, asks=design.asks_consent)[UNMET]
        of_pairs = np.zeros((len(chance), N_AGENCIES**2 if pairs else 0))
        if pairs and len(starts):  # types ascend by pair
            of_pairs[:, plan.pair[starts]] = np.add.reduceat(chance * plan.n, starts, axis=1)
        return np.concatenate([of_pairs, _product(chance, blocks)], axis=1)

    return np.concatenate(in_two_threads(some, range(0, len(told.consents), _AT_ONCE)))


def _product(chance: np.ndarray, blocks: np.ndarray) -> np.ndarray:
    """``chance`` [future, type] times the matrix whose rows stand in ``blocks``."""
    n_blocks, block, _ = blocks.shape
    padded = np.pad(chance, [(0, 0), (0, n_blocks * block - chance.shape[1])])
    cut = padded.reshape(len(chance), n_blocks, block).transpose(1, 0, 2)
    return np.matmul(np.ascontiguousarray(cut), blocks).sum(axis=0)


def _matrix(design: Design, state: State, by: str) -> np.ndarray:
    """Needs by type and column [type, column]."""
    n_types = len(state.types)
    kept = _held(design, state) if by == HELD else group_counts(design, state, by)
    column, row = np.divmod(kept[f"{by}.key"], max(n_types, 1))
    matrix = np.zeros((n_types, width(design, by)))
    matrix[row, column] = kept[f"{by}.n"]
    return matrix


def _held(design: Design, state: State) -> dict[str, np.ndarray]:
    """Needs by type and days held, as `need_groups.count_groups` gives those of groups."""

    def counted() -> dict[str, np.ndarray]:
        found = []
        for run in design.store.situations():
            is_in = run.decisions.person[run.needs.decision] >= 0
            row = np.searchsorted(state.types.type, types_of(run, state.levers))
            key = column_of(design, HELD, run, row) * len(state.types) + row
            found.append(counted_sorted(key[is_in]))
        key, n = added(*([one[column] for one in found] for column in (0, 1)))
        return {f"{HELD}.key": key, f"{HELD}.n": n}

    return design.store.keep(f"held-{state.digest}", counted)
