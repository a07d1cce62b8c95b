"""Figures of designs as answers: a frame with the record of how it was made.

What screens show of a design goes through here, so that its definition, formula, table and
download come along.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import polars as pl

from analysis.answer import Answer, DesignTold, Provenance
from analysis.evaluation import Evaluation
from analysis.outcomes import outcome
from analysis.policy import load_assumptions
from analysis.scenario_file import PRESET_IDS
from analysis.tally import ALL
from analysis.workbench import Workbench

COMMAND = "the same from the command line"
"""The name of the parameter that holds it."""
MOST_ASSUMPTIONS = 30
"""Held values told with a figure; the rest is in the register."""


def answer_of(
    bench: Workbench,
    evaluations: Sequence[Evaluation],
    outcomes: Sequence[str],
    *,
    dimension: str = ALL,
    title: str,
) -> Answer:
    """The figures of ``outcomes`` by ``dimension``, of each of ``evaluations``.

    One row per design, outcome and group, in the order given; columns of `evaluation.SCHEMA`.
    Outcomes that a design has no figure for are left out.
    """
    designs = {one.scenario.id: number for number, one in enumerate(evaluations)}
    places = {id: number for number, id in enumerate(outcomes)}
    frame = pl.concat([one.frame() for one in evaluations]).filter(
        pl.col("dimension") == dimension, pl.col("outcome").is_in(list(outcomes))
    )
    order = [
        pl.col("scenario").replace_strict(designs, return_dtype=pl.Int64),
        pl.col("outcome").replace_strict(places, return_dtype=pl.Int64),
    ]
    frame = frame.sort(order, maintain_order=True)
    return Answer(frame, provenance(bench, evaluations, outcomes, title))


def provenance(
    bench: Workbench, evaluations: Sequence[Evaluation], outcomes: Sequence[str], title: str
) -> Provenance:
    """How figures of ``evaluations`` came about."""
    world, notes = bench.world, [note for one in evaluations for note in one.notes]
    scenarios = ", ".join(one.scenario.id for one in evaluations)
    return Provenance(
        title=title,
        outcomes=tuple(outcomes),
        sql="",
        params=(
            ("scenario", scenarios),
            ("window_days", str(bench.store.window_days)),
            ("futures", f"{bench.futures.n:,} ({bench.futures.fingerprint})"),
            (COMMAND, command(bench, evaluations)),
        ),
        world_fingerprint=world.fingerprint,
        is_synthetic=world.is_synthetic,
        fraction=world.fraction,
        scaling=_scaling(world.fraction),
        intervals=_intervals(bench),
        assumptions=held(bench),
        notes=tuple(dict.fromkeys(notes)),
        designs=tuple(designs_told(bench, evaluations)),
    )


def designs_told(bench: Workbench, evaluations: Sequence[Evaluation]) -> list[DesignTold]:
    """The designs of ``evaluations``, each once."""
    told = {one.scenario.id: DesignTold(one.scenario, bench.assumptions) for one in evaluations}
    return list(told.values())


def command(bench: Workbench, evaluations: Sequence[Evaluation]) -> str:
    """The command line that prints the same figures."""
    ids = [_argument(one.scenario.id) for one in evaluations]
    verb = "evaluate" if len(ids) == 1 else "compare"
    assumed = [
        word for id, _, central, _ in held(bench) for word in ("--assume", f"{id}={central:.12g}")
    ]
    words = ["contactlens", verb, *ids, "--world", "DIR", *assumed, "--format", "csv"]
    return shlex.join(words)


def held(bench: Workbench) -> tuple[tuple[str, float, float, float], ...]:
    """Assumptions that differ from those that ship: id, low, central, high."""
    shipped = {one.id: one for one in load_assumptions()}
    return tuple(
        (one.id, one.low, one.central, one.high)
        for one in bench.assumptions
        if one != shipped.get(one.id)
    )[:MOST_ASSUMPTIONS]


def formulas(outcomes: Sequence[str]) -> list[str]:
    """How each outcome is made, one sentence each."""
    return [f"{outcome(id).label}: {outcome(id).formula}." for id in outcomes]


def _argument(scenario: str) -> str:
    """A preset by its id; a design of one's own by the file that it is saved to."""
    return scenario if scenario in PRESET_IDS else f"{scenario}.toml"


def _scaling(fraction: float | None) -> str:
    if fraction is None:
        return "as counted in this world; pounds and users are England's"
    return "scaled to England" if fraction < 1 else "all of England"


def _intervals(bench: Workbench) -> str:
    told = f"The middle 95 percent of {bench.futures.n:,} futures"
    if bench.sample.is_sample:
        return f"{told}, and 95 percent for the sample of children."
    return f"{told}."
