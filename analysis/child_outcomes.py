"""Coverage seen from the child: gaps, never put together, days until others know, reach, equity.

Central values rest on replay of every child, intervals on the panel (`child_panel`). What each
figure means, and what was chosen, is in docs/methods-children.md.
"""

from __future__ import annotations

import numpy as np

from analysis.child_counts import both, count
from analysis.child_panel import Replayed, replayed
from analysis.child_results import ChildResults
from analysis.days_to_knowledge import learned_in_time, median_days
from analysis.entries import counted, counted_children, entry_chance
from analysis.futures import Values
from analysis.levers import Levers
from analysis.policy import Assumptions
from analysis.tally import REPLICATES, Tally

EQUITY = ("ethnic_group", "deprivation_decile")
SEVERAL = 2  # agencies: as many as it takes for something to be put together


def child_tallies(
    store,
    levers: Levers,
    value: Values,
    assumptions: Assumptions,
    *,
    design: Replayed | None = None,
) -> list[Tally]:
    """Children with a gap and never put together, days to knowledge and reach of one design.

    As many futures as the panel has (`child_panel.FUTURES` + 1), for reach as many as
    ``value``. ``design``: its replays, where they are at hand.
    """
    design = design or replayed(store, levers, value, assumptions)
    people = store.people
    days = round(float(value("knowledge_days")[0]))
    return [
        count("children_with_gap", both(has_gap, design), design, people),
        count("children_never_put_together", both(never_put_together, design), design, people),
        median_days(design, people),
        learned_in_time(design, people, days),
        reach(store, levers, value),
    ]


def has_gap(results: ChildResults) -> np.ndarray:
    """Per child: is at least one need unmet?"""
    return results.n_gaps > 0


def never_put_together(results: ChildResults) -> np.ndarray:
    """Per child: has it a need, and was none met all year?"""
    return results.has_need & (results.n_gaps == results.n_needs)


def reach(store, levers: Levers, value: Values) -> Tally:
    """Of children with concerns at several agencies in the period, those who have an entry."""
    both = counted_children(store, "replicate", "n_agencies_year")
    n = both.by("replicate", REPLICATES, both.codes["n_agencies_year"] >= SEVERAL)
    chance = entry_chance(levers, value)
    return counted("reach_share", chance, n, np.ones_like(chance))


def equity(needs: np.ndarray, gaps: np.ndarray, dimension: str) -> Tally:
    """The gap share of the worst group against that of the best, future by future.

    ``needs`` [groups] or [F, groups] and ``gaps`` [F, groups]: those of the recorded groups of
    one of EQUITY. A group without a need is neither worst nor best; nan where none has one.
    """
    needs = np.broadcast_to(np.asarray(needs, dtype=np.float64), gaps.shape)
    told = needs > 0
    share = np.divide(gaps, needs, out=np.zeros(gaps.shape), where=told)
    worst = share.max(axis=-1, where=told, initial=0.0)
    best = share.min(axis=-1, where=told, initial=1.0)
    some = told.any(axis=-1)
    ends = (np.where(some, end, np.nan) for end in (worst, best))
    return Tally("gap_share_ratio", *ends, dimension)
