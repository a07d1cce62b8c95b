"""Expected: exact expectations of what becomes of needs under a design, in many futures.

No draw is made. Counts are of the world as it is, not scaled to England. Figures of children
(who has a gap) come from replay.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from analysis.chances import Chances
from analysis.design import Design, State, group_counts, prepare_design
from analysis.evaluate_types import N_AGENCIES, channel_chances, in_futures
from analysis.need_groups import groups_of
from analysis.need_types import WORKERS
from analysis.replay import MET_BY, UNMET

__all__ = ["Design", "Expected", "ExpectedBy", "expect", "expect_by", "prepare_design"]

_AT_ONCE = 1 << 15  # types x futures: what stays in a core's cache
_ALL, _GAPS = slice(len(MET_BY)), slice(UNMET, UNMET + 1)  # channels


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Needs by what meets them, one row per future; the first future is central."""

    n_needs: int
    met: np.ndarray  # (futures, channels): in the order of replay.MET_BY, unmet included
    n_needs_by_pair: np.ndarray  # int64 (seekers, holders): agencies as numbers by name
    gaps_by_pair: np.ndarray  # (futures, seekers, holders)

    @property
    def gaps(self) -> np.ndarray:
        """Needs that stay unmet, one per future."""
        return self.met[:, UNMET]


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedBy:
    """The same by group of children, in the order of ``groups``; the last is not recorded."""

    dimension: str
    groups: tuple[str, ...]  # ids; one fewer than the columns there are
    n_needs: np.ndarray  # int64 (groups + 1,)
    gaps: np.ndarray  # (futures, groups + 1)
    met: np.ndarray | None  # (futures, channels, groups + 1); None where only gaps were asked for


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """How many needs of which type go to which column of the answer."""

    row: np.ndarray | None  # of the types; None: all of them, in their order
    n: np.ndarray  # float64
    column: np.ndarray  # ascending
    n_columns: int

    def sums(self, chance: np.ndarray) -> np.ndarray:
        """Expected needs per column, of the chances of types, which stand on the last axis."""
        starts = np.flatnonzero(np.diff(self.column, prepend=-1))
        sums = np.zeros((*chance.shape[:-1], self.n_columns))
        each = chance if self.row is None else np.take(chance, self.row, axis=-1)
        sums[..., self.column[starts]] = np.add.reduceat(each * self.n, starts, axis=-1)
        return sums


def expect(design: Design, chances: Chances) -> Expected:
    """What is expected of ``design`` in every future of ``chances``, as `chances_in` gives them."""
    cells = [
        _Cells(None, state.plan.n, state.plan.pair, N_AGENCIES * N_AGENCIES)
        for state in design.states
    ]
    met = _met(design, chances, cells, _ALL)
    square = (N_AGENCIES, N_AGENCIES)
    return Expected(
        n_needs=design.n_needs,
        met=met.sum(axis=-1),
        n_needs_by_pair=_needs(cells[0]).reshape(square),
        gaps_by_pair=met[:, UNMET].reshape(-1, *square),
    )


def expect_by(
    design: Design, chances: Chances, dimension: str, *, gaps_only: bool = False
) -> ExpectedBy:
    """The same by group of children: a dimension of `groups.DIMENSIONS`, or "replicate".

    ``gaps_only`` takes less than half the time. The first time that a design is asked for
    groups it goes through the needs once more.
    """
    groups = groups_of(design.store.people, dimension)
    cells = [_of_groups(design, state, dimension, len(groups) + 1) for state in design.states]
    met = _met(design, chances, cells, _GAPS if gaps_only else _ALL)
    return ExpectedBy(
        dimension=dimension,
        groups=groups,
        n_needs=_needs(cells[0]),
        gaps=met[:, -1],
        met=None if gaps_only else met,
    )


def _of_groups(design: Design, state: State, dimension: str, n_groups: int) -> _Cells:
    kept = group_counts(design, state)
    group, row = np.divmod(kept[f"{dimension}.key"], max(len(state.types), 1))
    return _Cells(row, kept[f"{dimension}.n"].astype(np.float64), group, n_groups)


def _needs(cells: _Cells) -> np.ndarray:
    return np.bincount(cells.column, weights=cells.n, minlength=cells.n_columns).astype(np.int64)


def _met(design: Design, chances: Chances, cells: list[_Cells], channels: slice) -> np.ndarray:
    """Needs by channel and column, shape (futures, channels, columns); ``cells`` by state."""
    consents, asks = chances.consents, design.asks_consent
    met = []
    for state, of_state in zip(design.states, cells, strict=True):
        size = max(_AT_ONCE // max(len(of_state.n), 1), 1)

        def some(start: int, state=state, of_state=of_state, size=size) -> np.ndarray:
            now = in_futures(chances, slice(start, start + size))
            return of_state.sums(
                channel_chances(state.plan, design.levers, now, asks=asks)[channels]
            )

        with ThreadPoolExecutor(WORKERS) as pool:
            found = np.concatenate(list(pool.map(some, range(0, len(consents), size))), axis=1)
        weight = consents**state.n_consenting * (1 - consents) ** state.n_withheld
        met.append(found.swapaxes(0, 1) * weight[:, None, None])
    return np.sum(met, axis=0)
