"""Expected: exact expectations of what becomes of needs under a design, in many futures.

No draw is made. Counts are of the world as it is, not scaled to England. Figures of children
(who has a gap) come from replay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.chances import Chances
from analysis.design import Design, State, group_counts, prepare_design
from analysis.evaluate_types import (
    N_AGENCIES,
    Practice,
    channel_chances,
    channel_sums,
    in_futures,
    practice_of,
)
from analysis.need_groups import groups_of
from analysis.replay import MET_BY, UNMET
from analysis.threads import in_two_threads

__all__ = [
    "Design",
    "Expected",
    "ExpectedBy",
    "ExpectedPairs",
    "expect",
    "expect_by",
    "expect_groups",
    "expect_pairs",
    "practice_done",
    "prepare_design",
]

_AT_ONCE = 1 << 15  # types x futures: what stays in a core's cache
_ALL, _GAPS = slice(len(MET_BY)), slice(UNMET, UNMET + 1)  # channels


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Needs by what meets them, one row per future; the first future is central."""

    n_needs: int
    met: np.ndarray  # (futures, channels): in the order of replay.MET_BY, unmet included

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

    row: np.ndarray  # of the types
    n: np.ndarray  # float64
    column: np.ndarray  # ascending
    n_columns: int

    def sums(self, chance: np.ndarray) -> np.ndarray:
        """Expected needs per column, of the chances of types, which stand on the last axis."""
        starts = np.flatnonzero(np.diff(self.column, prepend=-1))
        sums = np.zeros((*chance.shape[:-1], self.n_columns))
        each = np.take(chance, self.row, axis=-1)
        sums[..., self.column[starts]] = np.add.reduceat(each * self.n, starts, axis=-1)
        return sums


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedPairs:
    """Needs and gaps by seeker and holder, agencies as numbers by name."""

    n_needs: np.ndarray  # int64 (seekers, holders)
    gaps: np.ndarray  # (futures, seekers, holders)


def expect(design: Design, chances: Chances, practice: Practice | None = None) -> Expected:
    """What is expected of ``design`` in every future of ``chances``, as `chances_in` gives them.

    ``practice``: what `practice_done` gave for the same world and chances of practice, where
    it is at hand: no lever on an index changes it.
    """
    done = practice_done(design, chances) if practice is None else practice

    def met_in(state: State) -> np.ndarray:
        found = channel_sums(state.plan, design.levers, chances, done, asks=design.asks_consent)
        return found * _weight(state, chances.consents)

    met = sum(met_in(state) for state in design.states)
    return Expected(n_needs=design.n_needs, met=np.ascontiguousarray(met.T))


def practice_done(design: Design, chances: Chances) -> Practice:
    """What practice alone does, in the states that needs of this world are met in."""
    return practice_of(design.states[0].plan.practice, chances)


def expect_groups(design: Design, chances: Chances) -> np.ndarray:
    """Needs by channel and random group, (futures, channels, groups + 1): see `need_counts`.

    For a design that was prepared with ``sampled``.
    """

    met: dict[int, tuple[np.ndarray, np.ndarray]] = {}  # by the needs in groups: chance, needs
    for state in design.states:
        found = channel_chances(state.plan, design.levers, chances, asks=design.asks_consent)
        each = state.types.in_groups
        found = found[..., each.type_of] * _weight(state, chances.consents)[:, None]
        # States of consent that were counted together differ in the types of the same kinds.
        so_far = met.get(id(each.n), (0.0, each.n))[0]
        met[id(each.n)] = so_far + found, each.n
    sums = sum(found @ n.astype(np.float64) for found, n in met.values())
    return np.swapaxes(sums, 0, 1)


def expect_pairs(design: Design, chances: Chances) -> ExpectedPairs:
    """The gaps of every seeker and holder."""
    cells = [
        _Cells(np.arange(len(state.types)), state.plan.n, state.plan.pair, N_AGENCIES**2)
        for state in design.states
    ]
    gaps = _met(design, chances, cells, _GAPS)[:, 0]
    square = (N_AGENCIES, N_AGENCIES)
    return ExpectedPairs(_needs(cells[0]).reshape(square), gaps.reshape(-1, *square))


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
    kept = group_counts(design, state, dimension)
    group, row = np.divmod(kept[f"{dimension}.key"], max(len(state.types), 1))
    return _Cells(row, kept[f"{dimension}.n"].astype(np.float64), group, n_groups)


def _needs(cells: _Cells) -> np.ndarray:
    return np.bincount(cells.column, weights=cells.n, minlength=cells.n_columns).astype(np.int64)


def _met(design: Design, chances: Chances, cells: list[_Cells], channels: slice) -> np.ndarray:
    """Needs by channel and column, shape (futures, channels, columns); ``cells`` by state."""

    def of(state: State, some: _Cells, now: Chances, *, asks: bool) -> np.ndarray:
        return some.sums(channel_chances(state.plan, design.levers, now, asks=asks)[channels])

    adds = [partial(of, *both) for both in zip(design.states, cells, strict=True)]
    largest = max(len(some.n) for some in cells)
    return _over_futures(design, chances, adds, max(_AT_ONCE // max(largest, 1), 1))


def _over_futures(design: Design, chances: Chances, adds: list, at_once: int) -> np.ndarray:
    """What ``adds`` give of each state of consents, times its chance: (futures, channels, ...).

    ``at_once``: futures that one thread works on together.
    """
    consents, asks = chances.consents, design.asks_consent
    starts, met = range(0, len(consents), at_once), []
    for state, add in zip(design.states, adds, strict=True):

        def some(start: int, add=add) -> np.ndarray:
            return add(in_futures(chances, slice(start, start + at_once)), asks=asks)

        found = np.concatenate(in_two_threads(some, starts), axis=1)
        met.append(found.swapaxes(0, 1) * _weight(state, consents)[:, None, None])
    return np.sum(met, axis=0)


def _weight(state: State, consents: np.ndarray) -> np.ndarray:
    """The chance of ``state`` in each future."""
    return consents**state.n_consenting * (1 - consents) ** state.n_withheld
