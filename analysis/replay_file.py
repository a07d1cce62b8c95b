"""The needs of a whole world under one design, each with what met it, written to one file.

One row per need: the columns of `write_needs`, in the same order, and met_by: already_known,
practice, lookup, alert or unmet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.chances import chances_of
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES
from analysis.needs import window_note
from analysis.policy import Assumptions, load_assumptions
from analysis.replay import MET_BY, replay
from analysis.scenarios import Scenario
from analysis.situations import Situations
from analysis.store import closed_store, window_of
from analysis.whole_file import whole_file
from data.world import World, WorldError

WORD = pa.string()
COLUMNS = pa.schema(
    [
        ("child_id", pa.int64()),
        ("seeker", pa.dictionary(pa.int8(), WORD)),
        ("holder", pa.dictionary(pa.int8(), WORD)),
        ("decision_on", pa.date32()),
        ("held_days", pa.int32()),
        ("ordinal", pa.int32()),
        ("met_by", pa.dictionary(pa.int8(), WORD)),
    ]
)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found: needs by what met them, and what a reader must know."""

    met_by: tuple[tuple[str, int], ...]  # (word, needs) in the order of MET_BY
    notes: tuple[str, ...]  # sentences: a past cut short, what was assumed for want of columns

    @property
    def n_needs(self) -> int:
        return sum(n for _, n in self.met_by)


def replays(
    world: World,
    levers: Levers,
    *,
    assumptions: Assumptions | None = None,
    window: int | None = None,
    memory_limit: str = "2GB",
    threads: int | None = None,
) -> Iterator[tuple[Situations, np.ndarray]]:
    """Situations and what met each need, one run of whole children after another.

    ``window`` in days (30 to 730, else the assumption). The situations are kept for the next
    time (`store`). Raises WorldError when the design asks for what the world lacks.
    """
    assumptions = assumptions or load_assumptions()
    no_index = {"avoidance_share": 0.0} if levers.scope == "none" else {}
    store = closed_store(
        world,
        window_days=window,
        assumptions=assumptions.fixed(no_index),  # there is nothing to keep away from
        memory_limit=memory_limit,
        threads=threads,
    )
    _check(world, levers)
    chances = chances_of(levers, assumptions)
    for situations in store.runs():
        yield situations, replay(situations, levers, chances)


def write_replay(
    world: World,
    scenario: Scenario,
    out: str | Path,
    *,
    assumptions: Assumptions | None = None,
    window: int | None = None,
    memory_limit: str = "2GB",
    threads: int | None = None,
) -> Replayed:
    """Write every need of ``world`` under ``scenario`` with ``met_by`` to a Parquet file.

    The file appears whole or not at all; one that is there already is replaced. Raises
    WorldError for a bad window, a world that lacks what the design needs, or a place that
    can't be written.
    """
    assumptions = assumptions or load_assumptions()
    days = window_of(assumptions, window)
    counted: Counter[int] = Counter()
    runs = replays(
        world,
        scenario.levers,
        assumptions=assumptions,
        window=days,
        memory_limit=memory_limit,
        threads=threads,
    )
    with (
        whole_file(out, "The replay") as file,
        # Stored as plain text, for readers that know no dictionaries.
        pq.ParquetWriter(file, COLUMNS, compression="zstd", store_schema=False) as writer,
        ThreadPoolExecutor(max_workers=1) as hand,
    ):
        written = None  # one run is written while the next is worked out
        for situations, met_by in runs:
            counted.update(dict(enumerate(np.bincount(met_by, minlength=len(MET_BY)))))
            if written:
                written.result()
            written = hand.submit(writer.write_table, _table(situations, met_by))
        if written:
            written.result()
    return Replayed(
        met_by=tuple((word, int(counted[code])) for code, word in enumerate(MET_BY)),
        notes=(*filter(None, [window_note(world, days)]), *assumed(world, scenario.levers)),
    )


def assumed(world: World, levers: Levers) -> tuple[str, ...]:
    """What replay takes for granted because ``world`` lacks it, one sentence each.

    Empty where the design does not ask, and for a generated world.
    """
    if levers.scope == "none":
        return ()
    lacks = {
        "Every record is taken to describe its child exactly": ("registration", "quality"),
        "No record is taken to carry the single identifier": ("registration", "has_identifier")
        if levers.identifier == "single_identifier"
        else None,
        "Each child is taken to opt out, or not, by itself": ("child", "household_id")
        if levers.opt_out
        else None,
        "No child is taken to be shielded": ("child", "is_shielded") if levers.shielding else None,
    }
    return tuple(
        f"{what}: the world has no column {where[1]} in table {where[0]}."
        for what, where in lacks.items()
        if where and not world.has(*where)
    )


def _check(world: World, levers: Levers) -> None:
    bounded = levers.scope != "none" and levers.visibility != "national"
    if bounded and not world.has("contact", "area_code"):
        raise WorldError(
            f"The visibility '{levers.visibility}' asks where each contact happened, and this "
            "world has no column area_code in table contact. Import it with that column, or "
            "choose a design whose visibility is national."
        )


def _table(situations: Situations, met_by: np.ndarray) -> pa.Table:
    needs, decisions = situations.needs, situations.decisions
    columns = [
        decisions.child_id[needs.decision],
        _words(decisions.seeker[needs.decision], AGENCY_NAMES),
        _words(needs.holder, AGENCY_NAMES),
        pa.array(decisions.day[needs.decision], pa.int32()).cast(pa.date32()),
        needs.held_days.astype(np.int32),
        needs.ordinal.astype(np.int32),
        _words(met_by, MET_BY),
    ]
    return pa.Table.from_arrays([pa.array(column) for column in columns], schema=COLUMNS)


def _words(codes: np.ndarray, words: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(words, WORD))
