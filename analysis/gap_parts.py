"""Needs and gaps in each random group of households, by every way of grouping at once.

How much the random groups differ tells how far a figure of a sampled world may be off. One pass
over the needs of a design at central assumptions counts all groupings that screens offer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.coverage import chances
from analysis.evaluate_types import channel_chances, in_futures
from analysis.gap_columns import GROUPINGS, column_of, width
from analysis.levers import Levers
from analysis.need_types import types_of
from analysis.replay import UNMET
from analysis.situations import Situations
from analysis.tally import REPLICATES
from analysis.workbench import Workbench


@dataclass(frozen=True, slots=True, eq=False)
class GapParts:
    """Of this world, not scaled. The last column of a grouping of children: not recorded."""

    needs: dict[str, np.ndarray]  # by each of GROUPINGS: int64 [REPLICATES, columns]
    gaps: dict[str, np.ndarray]  # expected at central assumptions, the same shape


def gap_parts(bench: Workbench, levers: Levers) -> GapParts | None:
    """The parts of every group under ``levers``; None where the world is no sample."""
    if not bench.sample.is_sample:
        return None
    return bench.kept(("gap parts", levers), lambda: _counted(bench, levers))


def need_chances(bench: Workbench, levers: Levers) -> Iterator[tuple[Situations, np.ndarray]]:
    """Each run of the world's situations, with the chance of every need in it to stay a gap."""
    design, told = bench.design(levers), in_futures(chances(bench, levers), slice(1))
    consents = float(told.consents[0])
    for run in design.store.situations():
        unmet = np.zeros(len(run.needs.decision))
        for state in design.states:
            found = channel_chances(state.plan, design.levers, told, asks=design.asks_consent)
            row = np.searchsorted(state.types.type, types_of(run, state.levers))
            chance = consents**state.n_consenting * (1 - consents) ** state.n_withheld
            # A need of no child in the world has no row of its own; whoever asks leaves it out.
            unmet += chance * np.append(found[UNMET, 0], 0.0)[row]
        yield run, unmet


def _counted(bench: Workbench, levers: Levers) -> GapParts:
    design, people = bench.design(levers), bench.store_for(levers).people
    widths = {by: width(design, by) for by in GROUPINGS}
    sizes = {by: REPLICATES * n for by, n in widths.items()}
    needs = {by: np.zeros(size, dtype=np.int64) for by, size in sizes.items()}
    gaps = {by: np.zeros(size) for by, size in sizes.items()}
    for run, unmet in need_chances(bench, levers):
        person = run.decisions.person[run.needs.decision]
        is_in = person >= 0
        first = people.replicate[person].astype(np.int64)
        for by in GROUPINGS:
            cell = first * widths[by] + column_of(design, by, run, person)
            needs[by] += np.bincount(cell[is_in], minlength=sizes[by])
            gaps[by] += np.bincount(cell[is_in], unmet[is_in], minlength=sizes[by])
    return GapParts(
        needs={by: told.reshape(REPLICATES, -1) for by, told in needs.items()},
        gaps={by: told.reshape(REPLICATES, -1) for by, told in gaps.items()},
    )
