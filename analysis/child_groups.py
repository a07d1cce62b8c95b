"""The groups that children are counted by: those of screens, and two that linking hangs on.

Where a family's names come from, and whether a child is looked after, decide how well records
link. Screens don't offer them as groupings, so they are read here, once per world.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis import sql

FAIR_DIMENSIONS = ("ethnic_group", "deprivation_decile", "name_origin", "is_looked_after")
"""The groups among whom errors of an index should not differ."""
LOOKED_AFTER = ("not_looked_after", "looked_after")
_ORIGINS = ("name_origin", "is_looked_after")


def group_codes(store, dimension: str) -> np.ndarray:
    """The group of each child of people: its place in `group_labels`, -1 not recorded."""
    people = store.people
    if dimension in _ORIGINS and dimension not in people.labels:
        return _origins(store)[dimension]
    return getattr(people, dimension)


def group_labels(store, dimension: str) -> tuple[str, ...]:
    """The ids of the groups of ``dimension``; none where the world doesn't tell."""
    labels = store.people.labels
    if dimension in _ORIGINS and dimension not in labels:
        return tuple(_origins(store)[f"labels-{dimension}"].tolist())
    return labels.get(dimension, ())


def _origins(store) -> dict[str, np.ndarray]:
    return store.keep("child-origins", lambda: _read(store))


def _read(store) -> dict[str, np.ndarray]:
    with sql.connect(store.world) as con:
        rows = sql.run(con, "child_origins")
    origins = rows["name_origin"].unique().drop_nulls().sort().to_list()
    is_told = rows["is_looked_after"].is_not_null().any()
    return {
        "name_origin": rows["name_origin"]
        .cast(pl.Enum(origins))
        .to_physical()
        .cast(pl.Int16)
        .fill_null(-1)
        .to_numpy(),
        "is_looked_after": rows["is_looked_after"].cast(pl.Int16).fill_null(-1).to_numpy(),
        "labels-name_origin": np.array(origins, "U"),
        "labels-is_looked_after": np.array(LOOKED_AFTER if is_told else (), "U"),
    }
