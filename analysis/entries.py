"""Which children have an entry: how many there are, what is held of them and for how long.

Children are counted once per world by all that decides on an entry (a cell, below), within
groups. A design is then a chance per cell, and every future one product of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.child_groups import group_codes
from analysis.futures import Values
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES
from analysis.tally import REPLICATES, Tally

MOST = len(AGENCY_NAMES) + 1  # values that a number of agencies can take
CELLS = 8 * MOST
_CELL = np.arange(CELLS)
IS_SHIELDED = (_CELL & 1).astype(bool)
HAS_CONCERN = (_CELL & 2).astype(bool)  # at any agency, on a day of the period
IS_KNOWN = (_CELL & 4).astype(bool)  # to social care by the last day
MOST_AGENCIES = _CELL >> 3  # with a concern in the window before one day, or on it
LAST_AGE = 17
_BIGGEST = 1 << 26  # cells of a dense count: half a GiB


@dataclass(frozen=True, slots=True)
class Counted:
    """Children of the same groups and cell, counted: one row each that occurs."""

    codes: dict[str, np.ndarray]  # by name of the grouping: codes as in people, -1 unknown
    cell: np.ndarray
    n: np.ndarray  # float64: children

    def by(self, name: str, size: int, weight: np.ndarray | None = None) -> np.ndarray:
        """Children of each group and cell [size, CELLS], those of no known group left out."""
        code, n = self.codes[name], self.n if weight is None else self.n * weight
        told = code >= 0
        at = code[told].astype(np.int64) * CELLS + self.cell[told]
        return np.bincount(at, n[told], minlength=size * CELLS).reshape(size, CELLS)

    def by_cell(self, weight: np.ndarray | None = None) -> np.ndarray:
        """Children of each cell [CELLS], each counted as ``weight`` of its row."""
        return np.bincount(self.cell, self.n if weight is None else self.n * weight, CELLS)


def cells(people) -> np.ndarray:
    """The cell of each child (int16)."""
    cell = people.most_agencies.astype(np.int16) << 1 | people.is_known
    return (cell << 1 | (people.n_agencies_year > 0)) << 1 | people.is_shielded


def counted_children(store, *by: str) -> Counted:
    """Children counted by columns of people or `child_groups`, and by cell. Kept with the world."""
    kept = store.keep("-".join(("children-by", *by)).replace("_", "-"), lambda: _count(store, by))
    return Counted({name: kept[f"by_{name}"] for name in by}, kept["cell"], kept["n"])


def in_scope_ever(levers: Levers) -> np.ndarray:
    """Whether a child of each cell is in scope on some day of the period [CELLS]."""
    if levers.scope == "universal":
        return np.ones(CELLS, dtype=bool)
    if levers.scope == "known_to_social_care":
        return IS_KNOWN
    if levers.scope == "concern_triggered":
        return levers.trigger_agencies <= MOST_AGENCIES
    return np.zeros(CELLS, dtype=bool)


def entry_chance(levers: Levers, value: Values) -> np.ndarray:
    """The chance that a child of each cell has an entry [F, CELLS]: in scope, not opted out."""
    stays = np.ones((len(value("adoption_share")), CELLS))
    if levers.opt_out:
        shares = [value(f"opt_out_share.{which}_concern") for which in ("without", "with")]
        stays -= np.stack(shares, axis=-1)[:, (MOST_AGENCIES > 0).astype(np.int8)]
    return stays * in_scope_ever(levers)


def share_with_entry(store, levers: Levers, value: Values) -> np.ndarray:
    """The share of all children who have an entry [F]; 0 in a world without children."""
    n = counted_children(store, "replicate").by_cell()
    return entry_chance(levers, value) @ n / max(n.sum(), 1.0)


def with_entry(store, levers: Levers, value: Values) -> Tally:
    """Children with an entry."""
    n = counted_children(store, "replicate").by("replicate", REPLICATES)
    return counted("children_with_entry", entry_chance(levers, value), n)


def entry_tallies(store, levers: Levers, value: Values) -> list[Tally]:
    """Children with an entry, their share, those without a concern, items and record-years."""
    n = counted_children(store, "replicate").by("replicate", REPLICATES)
    chance = entry_chance(levers, value)
    quiet = chance * ~HAS_CONCERN
    everyone = np.ones_like(chance)
    held = value(f"items_held.{levers.content}")
    return [
        with_entry(store, levers, value),
        counted("entry_share", chance, n, everyone),
        counted("entries_without_concern", quiet, n),
        counted("entries_without_concern_share", quiet, n, chance),
        counted("items_held", chance * held[:, None], n),
        _record_years(store, levers, chance),
    ]


def counted(outcome: str, chance: np.ndarray, n: np.ndarray, of: np.ndarray | None = None) -> Tally:
    """The tally of what ``chance`` [F, CELLS] gives for ``n`` [REPLICATES, CELLS] children.

    ``of``: the same for the denominator; None for a count.
    """
    parts = None if of is None else np.stack([n @ chance[0], n @ of[0]], axis=-1)
    if of is None:
        parts = np.stack([n @ chance[0], np.zeros(len(n))], axis=-1)
    total = n.sum(axis=0)
    return Tally(outcome, chance @ total, None if of is None else of @ total, parts=parts)


def _record_years(store, levers: Levers, chance: np.ndarray) -> Tally:
    """Entries of one year's leavers x the years that they are kept.

    A world that is counted in the middle of the year lacks those who turned eighteen before:
    a year's leavers are then as many as those aged 16, with the entries of those aged 17.
    """
    both = counted_children(store, "replicate", "age")
    aged = [
        both.by("replicate", REPLICATES, both.codes["age"] == age)
        for age in (LAST_AGE - 1, LAST_AGE)
    ]
    whole, last = (n.sum() for n in aged)
    larger = max(whole / last, 1.0) if last else 1.0
    return counted(
        "record_years_after_18", chance * larger * levers.retention_years_after_18, aged[1]
    )


def _count(store, by: tuple[str, ...]) -> dict[str, np.ndarray]:
    people = store.people
    key, size = cells(people).astype(np.int64), CELLS
    lengths = []
    for name in by:
        code = group_codes(store, name)
        lengths.append(int(code.max(initial=-1)) + 2)
        key += (code.astype(np.int64) + 1) * size
        size *= lengths[-1]
    if size <= _BIGGEST:
        n = np.bincount(key, minlength=size)
        key = np.flatnonzero(n)
        n = n[key]
    else:
        key, n = np.unique(key, return_counts=True)
    found, rest = {}, key // CELLS
    for name, length in zip(by, lengths, strict=True):
        found[f"by_{name}"] = (rest % length - 1).astype(np.int16)
        rest //= length
    return found | {"cell": (key % CELLS).astype(np.int16), "n": n.astype(np.float64)}
