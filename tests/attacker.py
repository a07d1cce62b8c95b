"""Somebody who reads a table and subtracts: how tightly can a withheld count be bounded?

Linear programming over every table that fits what is shown, by the simplex method with Bland's
rule. For tables whose rows form a tree the bounds are whole numbers that a table attains.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

Equation = tuple[Hashable, Sequence[Hashable]]  # a total and its parts
TINY = 1e-9


def bounds(
    shown: Mapping[Hashable, int], floors: Mapping[Hashable, int], equations: Sequence[Equation]
) -> dict[Hashable, tuple[float, float]]:
    """The least and the most that each cell of ``floors`` can be; inf where nothing bounds it.

    ``shown``: the counts that are known. ``floors``: the others, with the least that is said.
    """
    names = list(floors)
    at = {name: i for i, name in enumerate(names)}
    rows = np.zeros((len(equations), len(names) + 1))
    for row, (total, parts) in zip(rows, equations, strict=True):
        for name, sign in [(total, -1), *((part, 1) for part in parts)]:
            row[-1] -= sign * (shown[name] if name in shown else floors[name])
            if name in at:
                row[at[name]] += sign
    table, basis = _feasible(rows, len(names))
    found = {}
    for name, i in at.items():
        ends = []
        for sign in (1, -1):
            cost = np.zeros(table.shape[1])
            cost[i] = sign
            ends.append(sign * _least(table.copy(), list(basis), cost))
        found[name] = (floors[name] + ends[0], floors[name] + ends[1])
    return found


def _feasible(rows: np.ndarray, n: int) -> tuple[np.ndarray, list[int]]:
    """A tableau over the ``n`` unknowns with a basis, and without equations that follow."""
    rows = np.where(rows[:, -1:] < 0, -rows, rows)
    table = np.hstack([rows[:, :n], np.eye(len(rows)), rows[:, n:]])
    basis = [n + i for i in range(len(rows))]
    cost = np.r_[np.zeros(n), np.ones(len(rows)), 0.0]
    assert _least(table, basis, cost) < TINY, "no table fits what is shown"
    for i, column in enumerate(basis):
        usable = np.flatnonzero(np.abs(table[i, :n]) > TINY)
        if column >= n and len(usable):
            _pivot(table, basis, i, usable[0])
    kept = [i for i, column in enumerate(basis) if column < n]
    return np.delete(table[kept], np.s_[n : n + len(rows)], axis=1), [basis[i] for i in kept]


def _least(table: np.ndarray, basis: list[int], cost: np.ndarray) -> float:
    """The least of ``cost`` times the unknowns; -inf if there is none. Changes its arguments."""
    while True:
        reduced = cost - cost[basis] @ table
        entering = np.flatnonzero(reduced[:-1] < -TINY)
        if not len(entering):
            return -reduced[-1]
        column = table[:, entering[0]]
        able = np.flatnonzero(column > TINY)
        if not len(able):
            return -np.inf
        ratios = table[able, -1] / column[able]
        tied = able[ratios < ratios.min() + TINY]
        _pivot(table, basis, min(tied, key=lambda row: basis[row]), entering[0])


def _pivot(table: np.ndarray, basis: list[int], row: int, column: int) -> None:
    table[row] /= table[row, column]
    others = np.arange(len(table)) != row
    table[others] -= np.outer(table[others, column], table[row])
    basis[row] = column
