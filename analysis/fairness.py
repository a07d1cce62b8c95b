"""Who bears the errors of an index: missed links, wrong and needless views, and open gaps.

A group can be harmed twice: seen too much and helped too little. So the four stand together,
by group, and are never added.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from analysis.access import volumes
from analysis.chances import Chances, chances_in
from analysis.child_groups import FAIR_DIMENSIONS, group_labels
from analysis.entries import counted_children
from analysis.futures import Values
from analysis.levers import Levers
from analysis.luck import NUMBER
from analysis.occasions import occasions_by
from analysis.record_kinds import link_chances, records_by
from analysis.tally import REPLICATES, Tally

FIGURES = (
    "missed_link_share",
    "wrong_child_views_per_1000",
    "needless_views_per_1000",
    "gap_share",
)
_PER = 1_000


def fair_dimensions(store) -> tuple[str, ...]:
    """Of `FAIR_DIMENSIONS` those by which this world's children can be told apart."""
    told = (one for one in FAIR_DIMENSIONS if store.world.has("child", one))
    return tuple(one for one in told if group_labels(store, one))


def missed_links(store, levers: Levers, chances: Chances, dimension: str) -> list[Tally]:
    """Records of connected agencies that don't link, of all of theirs, by group.

    Not defined without an index: what is not linked is missed by nobody.
    """
    connected = [NUMBER[agency] for agency in levers.connected_agencies]
    if levers.scope == "none":
        connected = []
    n = records_by(store, dimension)[:, :, connected].sum(axis=2)
    missed = 1 - link_chances(chances)
    return [
        Tally(
            "missed_link_share",
            missed @ n[:, group].sum(axis=0),
            np.full(len(missed), n[:, group].sum()),
            dimension,
            id,
            parts=np.stack([n[:, group] @ missed[0], n[:, group].sum(axis=-1)], axis=-1),
        )
        for group, id in enumerate(group_labels(store, dimension))
    ]


def views_per_1000(
    store, outcome: str, views: np.ndarray, dimension: str, parts: np.ndarray | None = None
) -> list[Tally]:
    """Views per 1,000 children of each group.

    ``views`` a year [F, groups]; ``parts``: those of each random group at central assumptions
    [REPLICATES, groups], if known.
    """
    labels = group_labels(store, dimension)
    both = counted_children(store, "replicate", dimension)
    told = both.codes[dimension] >= 0
    at = both.codes["replicate"][told] * len(labels) + both.codes[dimension][told]
    n = np.bincount(at, both.n[told], REPLICATES * len(labels)).reshape(REPLICATES, len(labels))
    return [
        Tally(
            outcome,
            views[:, group] * _PER,
            np.full(len(views), n[:, group].sum()),
            dimension,
            id,
            parts=None
            if parts is None
            else np.stack([parts[:, group] * _PER, n[:, group]], axis=-1),
        )
        for group, id in enumerate(labels)
    ]


def fairness(store, levers: Levers, value: Values, gaps: Iterable[Tally] = ()) -> list[Tally]:
    """The figures of `FIGURES` for every group of `fair_dimensions`.

    ``gaps``: tallies of gap_share by group; those of other groupings are left out. Groupings
    that screens don't offer have missed links alone.
    """
    chances = chances_in(levers, value, value.assumptions)
    found: list[Tally] = []
    for dimension in fair_dimensions(store):
        found += missed_links(store, levers, chances, dimension)
        if dimension in store.people.labels:
            seen = volumes(occasions_by(store, dimension), levers, value)
            for outcome, views in (
                ("wrong_child_views_per_1000", seen.wrong),
                ("needless_views_per_1000", seen.needless),
            ):
                found += views_per_1000(store, outcome, views[:, :-1], dimension)
        found += [one for one in gaps if one.dimension == dimension]
    return found


def together(tallies: list[Tally], *, future: int = 0) -> pl.DataFrame:
    """Tallies of `FIGURES` by group side by side: one row per dimension and group.

    A figure that can't be divided, or that was not handed in, is empty.
    """
    rows: dict[tuple[str, str], dict] = {}
    for tally in tallies:
        row = rows.setdefault((tally.dimension, tally.group), dict.fromkeys(FIGURES))
        if tally.outcome not in row:
            raise ValueError(f"one of {FIGURES} was expected, got {tally.outcome!r}")
        below = 1.0 if tally.denominator is None else tally.denominator[future]
        row[tally.outcome] = float(tally.numerator[future] / below) if below else None
    found = [{"dimension": of, "group": id} | row for (of, id), row in rows.items()]
    schema = {"dimension": pl.String, "group": pl.String} | dict.fromkeys(FIGURES, pl.Float64)
    return pl.DataFrame(found, schema=schema)
