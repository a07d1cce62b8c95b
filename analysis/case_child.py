"""One child of a world: what stands about it, what happened to it, and its part of the store.

A name is read here alone, and of a generated world alone: there names are invented.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, fields
from functools import partial

import numpy as np
import polars as pl

from analysis import sql
from analysis.levers import Levers
from analysis.luck import NUMBER
from analysis.situations import Decisions, Needs, Situations
from analysis.timeline import less_avoided
from analysis.workbench import Workbench
from data.world import WorldError


@dataclass(frozen=True, slots=True)
class CaseChild:
    """Who a case is about; what is not recorded is None, and so is a name that is not invented."""

    child_id: int
    name: str | None
    age: int | None  # years, on the first day of the period
    area_name: str | None
    need_tier: str | None
    is_shielded: bool
    is_looked_after: bool


def child_row(bench: Workbench, child_id: int) -> int:
    """The row of a child among `store.people`; WorldError in a sentence where there is none."""
    known = bench.store.people.child_id
    row = int(np.searchsorted(known, child_id))
    if row == len(known) or known[row] != child_id:
        raise WorldError(f"This world holds no child with the number {child_id}.")
    return row


def child_of(bench: Workbench, child_id: int) -> CaseChild:
    """What stands about a child. WorldError where the world has no such child."""
    child_row(bench, child_id)
    told = _asked(bench, "case_child", child_id, period_start=bench.world.period_start)
    row = told.row(0, named=True)
    return CaseChild(
        child_id=child_id,
        name=_name(bench, child_id) if bench.world.is_synthetic else None,
        age=row["age_years"],
        area_name=row["area_name"] if may_tell_places(bench, row["is_shielded"]) else None,
        need_tier=row["need_tier"],
        is_shielded=row["is_shielded"],
        is_looked_after=row["is_looked_after"],
    )


def may_tell_places(bench: Workbench, is_shielded: bool) -> bool:
    """Whether a case may say where the child was: not of a shielded one, not in an import."""
    return bench.world.is_synthetic and not is_shielded


def occasions_of(bench: Workbench, child_id: int, levers: Levers) -> pl.DataFrame:
    """The child's contacts by day and agency, less those that its family avoids.

    Columns of query case_occasions, and ``day`` (since 1970-01-01) and ``number`` of the agency.
    All there are, also those before the window.
    """
    rows = _asked(bench, "case_occasions", child_id).with_columns(
        day=pl.col("contacted_on").cast(pl.Int32),
        number=pl.col("agency").replace_strict(NUMBER, return_dtype=pl.Int8),
    )
    store = bench.store_for(levers)
    by_number = rows.rename({"agency": "word", "number": "agency"})
    kept = less_avoided(by_number, store.seed, store.avoidance)
    return kept.rename({"agency": "number", "word": "agency"})


def situations_of(bench: Workbench, child_id: int, levers: Levers) -> Situations:
    """What every design asks of the child's decisions and needs; none where it has none."""
    runs = bench.store_for(levers).situations()
    run = next(one for one in runs if one.children[0] <= child_id <= one.children[1])
    decisions, needs = run.decisions, run.needs
    first, last = np.searchsorted(decisions.child_id, [child_id, child_id + 1]).tolist()
    # Needs stand by child as decisions do, so those of a child are found by halving.
    rows = range(len(needs.decision))
    start, end = (bisect_left(rows, at, key=needs.decision.__getitem__) for at in (first, last))
    ours = {one.name: getattr(needs, one.name)[start:end] for one in fields(Needs)}
    ours["decision"] = ours["decision"] - np.int32(first)
    return Situations(
        seed=run.seed,
        children=(child_id, child_id),
        decisions=Decisions(
            **{one.name: getattr(decisions, one.name)[first:last] for one in fields(Decisions)}
        ),
        needs=Needs(**ours),
    )


def connection(bench: Workbench):
    """A connection to the world, opened once for a workbench; `sql.run` takes cursors of it."""
    return bench.kept("case connection", partial(sql.connect, bench.world, threads=2))


def _asked(bench: Workbench, query: str, child_id: int, **params) -> pl.DataFrame:
    one = {"first_child": child_id, "last_child": child_id}
    return sql.run(connection(bench), query, **one, **params)


def _name(bench: Workbench, child_id: int) -> str | None:
    rows = _asked(bench, "case_name", child_id)
    if rows.is_empty():
        return None
    told = [word for word in rows.row(0)[1:] if word]
    return " ".join(told) or None
