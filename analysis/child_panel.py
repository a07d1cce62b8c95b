"""A fixed panel of children in many futures: how far figures about children may spread.

Replay of the whole world gives the central value. Replaying it in every future would take
minutes, so the same few children are replayed in each, and what they tell is carried over to
everyone (`child_counts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from analysis import luck
from analysis.chances import Chances, chances_in
from analysis.child_frame import frame_of, of_decisions
from analysis.child_results import ChildResults, child_results, in_future
from analysis.futures import Values
from analysis.levers import Levers
from analysis.policy import Assumptions
from analysis.situations import Decisions, Needs, Situations, joined
from analysis.threads import in_two_threads

PANEL = 20_000  # children with a need, and as many with a decision and no need
FUTURES = 200  # besides the central one: the first so many, the same for all designs
NAME = f"child-panel-{PANEL}"


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """One design: every child in the central future, and the panel in its futures."""

    everyone: ChildResults
    panel: ChildResults  # every column that may differ has a first axis of futures


def replayed(store, levers: Levers, value: Values, assumptions: Assumptions) -> Replayed:
    """Both replays of one design; as many futures as ``value`` has, at most FUTURES + 1."""
    chances = chances_in(levers, value, assumptions)
    return Replayed(
        everyone=child_results(store, levers, chances.in_future(0)),
        panel=panel_results(store, levers, chances),
    )


def panel_results(store, levers: Levers, chances: Chances) -> ChildResults:
    """The panel in the first futures of ``chances``, whose fields have that axis first."""
    frame = frame_of(panel_situations(store))
    numbers = range(min(len(chances.opens_index), FUTURES + 1))
    found = in_two_threads(lambda n: in_future(frame, levers, chances.in_future(n)), numbers)
    fixed = {"person", "n_needs", "pair_row"}
    columns = {
        one.name: [getattr(part, one.name) for part in found] for one in fields(ChildResults)
    }
    return ChildResults(
        **{name: all_[0] if name in fixed else np.stack(all_) for name, all_ in columns.items()}
    )


def panel_situations(store) -> Situations:
    """The situations of the panel, chosen by a draw of each child and kept with the world."""
    kept = store.keep(NAME, lambda: _as_arrays(_choose(store.situations())))
    tables = {
        kind: kind(**{one.name: kept[f"{_prefix(kind)}{one.name}"] for one in fields(kind)})
        for kind in (Decisions, Needs)
    }
    first, last = (int(end) for end in kept["children"])
    return Situations(store.seed, (first, last), tables[Decisions], tables[Needs])


def _choose(runs: Sequence[Situations]) -> Situations:
    """Of the children with a need those with the lowest draws, and of the others too."""
    chosen = {True: [], False: []}
    for run in runs:
        frame = frame_of(run)
        first = np.searchsorted(frame.decision_row, np.arange(len(frame.person)))
        child = frame.situations.decisions.child_id[first]
        draws = luck.panel(run.seed, child)
        for has_need, found in chosen.items():
            ours = (frame.n_needs > 0) == has_need
            found.append(np.stack([draws[ours], frame.person[ours].astype(np.uint64)]))
    person = np.concatenate([_lowest(np.concatenate(found, axis=1)) for found in chosen.values()])
    return joined([of_decisions(run, np.isin(run.decisions.person, person)) for run in runs])


def _lowest(found: np.ndarray) -> np.ndarray:
    """The persons (second row) with the PANEL lowest draws (first row)."""
    draws, person = found
    return person[np.lexsort((person, draws))[:PANEL]].astype(np.int32)


def _as_arrays(situations: Situations) -> dict[str, np.ndarray]:
    arrays = {"children": np.array(situations.children, dtype=np.int64)}
    for table in (situations.decisions, situations.needs):
        for one in fields(table):
            arrays[f"{_prefix(type(table))}{one.name}"] = getattr(table, one.name)
    return arrays


def _prefix(kind: type) -> str:
    return "decision_" if kind is Decisions else "need_"
