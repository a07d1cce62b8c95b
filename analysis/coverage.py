"""Coverage of a design: its needs, what meets them, and its gaps, in every future.

Counted by the engine of the workbench: "expected" adds up chances, "replay" counts what the
common draws gave.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from analysis.chances import Chances, chances_in
from analysis.child_counts import both, by_replicate, carried, everybody
from analysis.child_outcomes import EQUITY, equity
from analysis.expected import (
    Expected,
    ExpectedBy,
    ExpectedPairs,
    expect,
    expect_by,
    expect_groups,
    expect_pairs,
    practice_done,
)
from analysis.levers import Levers
from analysis.replay import MET_BY, UNMET
from analysis.rests_on import CHANCES, only
from analysis.tally import REPLICATES, Tally
from analysis.workbench import Workbench

MET_BY_DIMENSION = "met_by"


def chances(bench: Workbench, levers: Levers) -> Chances:
    """The chances of ``levers`` in every future of the workbench."""
    told = only(levers, CHANCES)
    return bench.kept(("chances", told), lambda: chances_in(told, bench.futures, bench.assumptions))


def expected(bench: Workbench, levers: Levers) -> Expected:
    """Needs of everybody under ``levers`` by what meets them."""

    def made() -> Expected:
        design, told = bench.design(levers), chances(bench, levers)
        # Of all levers, money for staff alone moves practice.
        key = ("practice", design.store.key, levers.extra_staff_gbp_per_year)
        return expect(design, told, bench.kept(key, lambda: practice_done(design, told)))

    return bench.kept(("expected", levers), made)


def expected_by(bench: Workbench, levers: Levers, dimension: str) -> ExpectedBy:
    """Needs and gaps by group of children: a dimension of `groups.DIMENSIONS`."""

    def made() -> ExpectedBy:
        told = chances(bench, levers)
        return expect_by(bench.design(levers), told, dimension, gaps_only=True)

    return bench.kept(("expected by", dimension, levers), made)


def expected_pairs(bench: Workbench, levers: Levers) -> ExpectedPairs:
    """Needs and gaps of everybody by seeker and holder."""
    return bench.kept(
        ("expected pairs", levers),
        lambda: expect_pairs(bench.design(levers), chances(bench, levers)),
    )


def need_tallies(bench: Workbench, levers: Levers) -> list[Tally]:
    """Needs, gaps, gap share and needs by what meets them [future]."""
    met, parts = (_counted if bench.engine == "expected" else _replayed)(bench, levers)
    needs = np.full(len(met), float(round(met[0].sum())))  # the same whatever is believed
    needs_parts, gaps_parts = parts.sum(axis=0), parts[UNMET]
    nothing = np.zeros(REPLICATES)
    return [
        Tally("sharing_needs", needs, parts=np.column_stack([needs_parts, nothing])),
        Tally("sharing_gaps", met[:, UNMET], parts=np.column_stack([gaps_parts, nothing])),
        Tally("gap_share", met[:, UNMET], needs, parts=np.column_stack([gaps_parts, needs_parts])),
        *(
            Tally(
                "needs_met",
                met[:, code],
                dimension=MET_BY_DIMENSION,
                group=word,
                parts=np.column_stack([parts[code], nothing]),
            )
            for code, word in enumerate(MET_BY)
            if code != UNMET
        ),
    ]


def equity_tallies(bench: Workbench, levers: Levers) -> list[Tally]:
    """Gap share of the worst group over that of the best, by each dimension of EQUITY."""
    told = (expected_by(bench, levers, dimension) for dimension in EQUITY)
    return [equity(_known(one.n_needs[None]), _known(one.gaps), one.dimension) for one in told]


def gaps(bench: Workbench, levers: Levers) -> np.ndarray:
    """Sharing gaps [future], of this world, by the expected engine."""
    return expected(bench, levers).gaps


def _known(columns: np.ndarray) -> np.ndarray:
    """``columns`` less the last: children whose group is not recorded."""
    return columns[..., :-1]


def _counted(bench: Workbench, levers: Levers) -> tuple[np.ndarray, np.ndarray]:
    """Needs by channel [future, channel], and centrally by random group [channel, group]."""
    met = expected(bench, levers).met
    if not bench.sample.is_sample:
        return met, np.zeros((len(MET_BY), REPLICATES))
    told = chances(bench, levers)
    central = Chances(**{one.name: getattr(told, one.name)[:1] for one in fields(Chances)})
    return met, expect_groups(bench.design(levers), central)[0, :, :REPLICATES]


def _replayed(bench: Workbench, levers: Levers) -> tuple[np.ndarray, np.ndarray]:
    design, people = bench.replayed(levers), bench.store_for(levers).people
    met, parts = [], []
    for code in range(len(MET_BY)):
        told = both(lambda results, code=code: results.n_met[..., code], design)
        met.append(carried(design, told, everybody(people))[:, 0])
        parts.append(by_replicate(design, told, people, everybody(people))[0, :, 0])
    return np.stack(met, axis=1), np.array(parts)
