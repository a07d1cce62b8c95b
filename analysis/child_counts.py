"""From flags per child to tallies: counted on everyone, spread as the panel is.

The central value is that of everyone. In another future it moves in the ratio in which the
panel moves. A world that is no larger than the panel is the panel, and nothing is
approximated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.child_panel import Replayed
from analysis.tally import REPLICATES, Tally

Flag = Callable[..., np.ndarray]
"""Takes the results of one design or more and gives a flag or a number per child."""


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """A flag or a number per child: of everyone [child], and of the panel [F, child]."""

    everyone: np.ndarray
    panel: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Which group each child of people is in, by number; -1: in none of ``size``."""

    code: np.ndarray
    size: int


def both(flag: Flag, *designs: Replayed) -> Both:
    """``flag`` of every child, and of the panel in its futures."""
    return Both(
        everyone=flag(*(design.everyone for design in designs)),
        panel=flag(*(design.panel for design in designs)),
    )


def count(outcome: str, told: Both, design: Replayed, people) -> Tally:
    """The tally of what ``told`` adds up to."""
    parts = by_replicate(design, told, people, everybody(people))[0]
    return Tally(outcome, carried(design, told, everybody(people))[:, 0], parts=parts)


def everybody(people) -> Groups:
    """All children as one group."""
    return Groups(np.zeros(len(people), dtype=np.int8), 1)


def carried(design: Replayed, told: Both, groups: Groups) -> np.ndarray:
    """What ``told`` adds up to in each group and future of the panel [F, groups].

    Children with a need and those without are carried apart, for the panel holds the two in
    other shares than the world does.
    """
    size = 2 * groups.size
    ours, theirs = (_cells(one, groups) for one in (design.everyone, design.panel))
    whole = _sums(ours, told.everyone, size)
    panel = np.stack([_sums(theirs, row, size) for row in told.panel])
    n_ours, n_theirs = (
        _sums(cell, None, size).reshape(-1, 2).sum(axis=0) for cell in (ours, theirs)
    )
    weight = np.tile(n_ours / np.maximum(n_theirs, 1), groups.size)
    return in_proportion(whole, panel, weight).reshape(len(panel), -1, 2).sum(axis=2)


def by_replicate(design: Replayed, told: Both, people, groups: Groups) -> np.ndarray:
    """The parts of tallies of counts: sums over everyone [groups, REPLICATES, 2]."""
    person = design.everyone.person
    code = groups.code[person].astype(np.int64)
    cell = np.where(code < 0, groups.size, code) * REPLICATES + people.replicate[person]
    sums = _sums(cell, told.everyone, (groups.size + 1) * REPLICATES)
    sums = sums.reshape(-1, REPLICATES)[: groups.size]
    return np.stack([sums, np.zeros_like(sums)], axis=-1)


def in_proportion(
    whole: np.ndarray | float, panel: np.ndarray, weight: np.ndarray | float
) -> np.ndarray:
    """``whole`` x panel / panel in the central future (the first row).

    Where the panel holds none there, what it holds in others counts ``weight`` times each.
    """
    central = panel[0]
    # Whole numbers are multiplied first: where panel and whole are one, the result is exact.
    return np.divide(whole * panel, central, out=whole + panel * weight, where=central != 0)


def add_up(parts: list[np.ndarray]) -> list[np.ndarray]:
    """``parts`` of one whole [F, ...] each, set in proportion so that in every future they add
    up to what they do in the central one."""
    total = np.sum(parts, axis=0)
    whole = np.divide(total[0], total, out=np.ones(total.shape), where=total != 0)
    return [part * whole for part in parts]


def _cells(results, groups: Groups) -> np.ndarray:
    """Per child of ``results`` 2 x its group, + 1 with a need; past the last in no group."""
    code = groups.code[results.person].astype(np.int64)
    return 2 * np.where(code < 0, groups.size, code) + results.has_need


def _sums(cell: np.ndarray, values: np.ndarray | None, size: int) -> np.ndarray:
    """What ``values`` add up to in each cell, those past the last left out."""
    return np.bincount(cell, values, minlength=size)[:size].astype(np.float64)
