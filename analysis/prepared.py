"""A world made ready for the screens: its needs worked out once for one window.

`prepare` keeps two tables in memory: `need`, one row per sharing need with what practice
depends on, and `person`, one row per child with the groups it belongs to. Every measure
of the screens is one query over these two.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl

from analysis import sql
from analysis.answer import Answer, Provenance
from analysis.needs import window_note
from analysis.policy import (
    LEVELS,
    PRACTICE,
    Assumptions,
    load_assumptions,
    practice_pairs,
    window_days,
)
from analysis.sampling import Sample
from data.world import World

PRACTICE_PARAMS = ("practice", "open_case")
RESTS_ON = (PRACTICE, "open_case_uplift", "open_case_days", "window_days")
"""The assumptions behind needs, gaps and practice, each an id or the first part of one."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A world whose needs are worked out; safe to share between threads, read only."""

    world: World
    window_days: int
    open_case_days: int
    sample: Sample
    n_children: int  # in this world, not scaled
    n_needs: int  # in this world, not scaled; before children are looked up
    notes: tuple[str, ...]
    con: duckdb.DuckDBPyConnection


def prepare(
    world: World,
    window: int | None = None,
    *,
    assumptions: Assumptions | None = None,
    memory_limit: str = "4GB",
    threads: int | None = None,
) -> Prepared:
    """Work out the needs of ``world`` for a window of ``window`` days (30 to 730; else 180).

    Takes a few seconds per million children; every measure afterwards takes well under one.
    ``assumptions`` give the window and how recent a social care contact opens a case.
    """
    assumptions = assumptions or load_assumptions()
    window = window_days(assumptions, window)
    open_case_days = int(assumptions.get("open_case_days").central)
    con = sql.connect(world, memory_limit=memory_limit, threads=threads)
    period = {"period_start": world.period_start, "period_end": world.period_end}
    sql.materialise(
        con, "need", "need", **period, window_days=window, open_case_days=open_case_days
    )
    sql.materialise(con, "person", "person", **period, window_days=window)
    sql.add_macros(con, sql.MACROS_ON_PREPARED)
    size = sql.run(con, "world_size").row(0, named=True)
    notes = (window_note(world, window), _lost_note(size))
    return Prepared(
        world=world,
        window_days=window,
        open_case_days=open_case_days,
        sample=Sample(fraction=world.fraction, n_units=size["n_units"]),
        n_children=size["n_children"],
        n_needs=size["n_needs"],
        notes=tuple(note for note in notes if note),
        con=con,
    )


def practice_params(assumptions: Assumptions) -> dict:
    """The parameters $practice and $open_case of every query about gaps."""
    uplift = assumptions.get("open_case_uplift")
    chances = {level: getattr(uplift, level) for level in LEVELS}
    return dict(zip(PRACTICE_PARAMS, (practice_pairs(assumptions), chances), strict=True))


def answered(
    prepared: Prepared,
    frame: pl.DataFrame,
    *,
    title: str,
    queries: tuple[str, ...],
    outcomes: tuple[str, ...],
    params: dict,
    assumptions: Assumptions,
) -> Answer:
    """``frame`` with the record of how ``queries`` made it.

    ``params`` are those of the queries; those of practice are told as ``assumptions``.
    """
    world = prepared.world
    told = {name: value for name, value in params.items() if name not in PRACTICE_PARAMS}
    told |= {"period_start": world.period_start, "period_end": world.period_end}
    told |= {"window_days": prepared.window_days, "open_case_days": prepared.open_case_days}
    provenance = Provenance(
        title=title,
        outcomes=outcomes,
        sql=sql.text("person", "need", *queries),
        params=tuple((name, str(value)) for name, value in told.items()),
        world_fingerprint=world.fingerprint,
        is_synthetic=world.is_synthetic,
        fraction=world.fraction,
        scaling=scaling(prepared),
        intervals=intervals(prepared),
        assumptions=tuple(
            (one.id, one.low, one.central, one.high)
            for one in assumptions
            if one.id.split(".")[0] in RESTS_ON
        ),
        notes=prepared.notes,
    )
    return Answer(frame, provenance)


def scaling(prepared: Prepared) -> str:
    """Whether counts are those of this world or stand for all of England."""
    if prepared.sample.fraction is None:
        return "as counted in this world"
    return "scaled to England" if prepared.sample.is_sample else "all of England"


def intervals(prepared: Prepared) -> str:
    """What the low and high ends cover, in one sentence."""
    ends = "From every assumption at the end with fewest gaps to every one at the end with most"
    if prepared.sample.is_sample:
        return f"{ends}, and 95 percent for the sample of children."
    return f"{ends}."


def _lost_note(size: dict) -> str:
    if not size["n_lost"]:
        return ""
    return (
        f"{size['n_lost']:,} of {size['n_needs']:,} sharing needs belong to children that table "
        "child does not hold; they are left out of every figure."
    )
