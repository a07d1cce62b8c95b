"""What a design does to each child, as far as it takes to pick cases: gaps closed, views in vain.

Arrays of whole numbers, one per child of `store.people`.
"""

from __future__ import annotations

import numpy as np

from analysis.access_log.design import design_of
from analysis.access_log.gate import gate_of
from analysis.access_log.places import Children, Councils
from analysis.access_log.runs import read_run, runs_of
from analysis.access_log.work import looks_of
from analysis.chances import chances_of
from analysis.child_frame import of_decisions
from analysis.levers import Levers
from analysis.replay import MET_BY, UNMET, replay
from analysis.workbench import Workbench

BY_INDEX = (MET_BY.index("lookup"), MET_BY.index("alert"))


def gaps_closed(bench: Workbench, levers: Levers, reference: Levers) -> np.ndarray:
    """Gaps per child that stay under ``reference`` and not under ``levers``, on the contacts
    that happen under the latter."""
    n = np.zeros(len(bench.store.people), dtype=np.int64)
    designs = [(one, chances_of(one, bench.assumptions)) for one in (levers, reference)]
    for part in bench.store_for(levers).situations():
        ours, theirs = (replay(part, *one) for one in designs)
        person = part.decisions.person[part.needs.decision]
        closed = (ours != UNMET) & (theirs == UNMET) & (person >= 0)
        n += np.bincount(person[closed], minlength=len(n))
    return n


def views_in_vain(bench: Workbench, levers: Levers, least: int) -> np.ndarray:
    """Openings of the entry of each child about whom the index told nobody, from ``least`` on.

    Of the children in the first files alone, so that not every contact is read; 0 for others.
    """
    people = bench.store.people
    n = np.zeros(len(people), dtype=np.int64)
    design = design_of(bench.world, levers, bench.assumptions, bench.store.window_days)
    if not design.may_look.any():
        return n
    first = runs_of(bench.world)[0]
    rows = slice(*np.searchsorted(people.child_id, [first.first, first.last]))
    children = Children(
        child_id=people.child_id[rows],
        household=people.household[rows],
        area=np.full(rows.stop - rows.start, -1, dtype=np.int16),  # asked by mistakes alone
        is_shielded=people.is_shielded[rows],
    )
    avoidance = design.central("avoidance_share")
    run = read_run(bench.world, first, children, Councils(), avoidance=avoidance)
    looks = looks_of(run, gate_of(run, children, design), design, children)
    opened = run.child[looks.row[looks.is_seen]]
    n[rows] = np.bincount(opened, minlength=rows.stop - rows.start)
    n[_told_by_index(bench, levers, rows)] = 0
    return np.where(n >= least, n, 0)


def _told_by_index(bench: Workbench, levers: Levers, rows: slice) -> np.ndarray:
    """The rows, of those of people, at which the index told an agency something."""
    chances, told = chances_of(levers, bench.assumptions), []
    for part in bench.store_for(levers).situations():
        person = part.decisions.person
        wanted = (person >= rows.start) & (person < rows.stop)
        if wanted.any():
            ours = of_decisions(part, wanted)
            by_index = np.isin(replay(ours, levers, chances), BY_INDEX)
            told.append(ours.decisions.person[ours.needs.decision[by_index]])
    return np.concatenate([np.zeros(0, dtype=np.int64), *told])
