"""Where practitioners live and what they are called, for a log: the surname and the postcode.

A practitioner lives at the postcode of some child of the council of work, and has the surname of
another such child. Both belong to the practitioner, whatever the design, so that coincidence
is as frequent as in life: people meet namesakes and neighbours at work, too.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import luck, sql
from analysis.access_log.places import Children, Groups, Staff, groups_of
from data.draws import again, below
from data.schema import LOG_TABLES
from data.world import part_entry

TABLE = "practitioner_identity"
_NAMESAKE = 17  # a draw made from that of a series of misuse


def child_of(by_area: Groups, area: np.ndarray, words: np.ndarray) -> np.ndarray:
    """A child of each council, or any child where nobody lives there."""
    found = by_area.pick(area.astype(np.int64) + 1, words)
    anyone = by_area.rows[below(words, len(by_area.rows))]
    return np.where(found >= 0, found, anyone)


def home_of(seed: int, practitioner: np.ndarray, area: np.ndarray, by_area: Groups) -> np.ndarray:
    """The child whose postcode is that of each practitioner's home: row of Children."""
    return child_of(by_area, area, luck.staff(seed, "home", practitioner))


def named_after(
    seed: int, practitioner: np.ndarray, area: np.ndarray, by_area: Groups
) -> np.ndarray:
    """The child whose surname is that of each practitioner: row of Children."""
    return child_of(by_area, area, luck.staff(seed, "surname", practitioner))


def namesake_of(
    con: duckdb.DuckDBPyConnection,
    seed: int,
    practitioner: np.ndarray,
    own: np.ndarray,
    area: np.ndarray,
    words: np.ndarray,
    children: Children,
    by_area: Groups,
) -> np.ndarray:
    """A child of council ``area`` with the surname of each practitioner; -1 where there is none.

    ``own``: the council where each practitioner works; ``words``: one draw each.
    """
    none = np.full(len(practitioner), -1, dtype=np.int64)
    if not len(practitioner):
        return none
    after = children.child_id[named_after(seed, practitioner, own, by_area)]
    models, who = np.unique(after, return_inverse=True)
    found = sql.run(con, "access_namesakes", children=models.tolist())
    if found.is_empty():
        return none
    rows = np.searchsorted(children.child_id, found["child_id"].to_numpy())
    n_areas = int(max(children.area.max(initial=0), area.max(initial=0))) + 2
    of = np.searchsorted(models, found["home_id"].to_numpy()) * n_areas + children.area[rows] + 1
    groups = groups_of(of, len(models) * n_areas)
    picked = groups.pick(who * n_areas + area + 1, again(words, _NAMESAKE))
    return np.where(picked >= 0, rows[picked], -1)


def write_staff(
    con: duckdb.DuckDBPyConnection,
    root: Path,
    seed: int,
    staff: Staff,
    may_look: np.ndarray,
    children: Children,
    n_areas: int,
) -> list[dict]:
    """Write practitioner_identity below ``root``: whoever may look; returns its parts.

    Nothing is written where the world knows no surnames.
    """
    by_area = groups_of(children.area + np.int16(1), n_areas + 1)
    rows = np.flatnonzero(may_look[staff.agency])
    rows = rows[np.argsort(staff.practitioner_id[rows], kind="stable")]
    if not len(rows) or not len(children.child_id):
        return []
    who, area = staff.practitioner_id[rows], staff.area[rows]
    after = children.child_id[named_after(seed, who, area, by_area)]
    like = children.child_id[home_of(seed, who, area, by_area)]
    wanted = np.unique(np.concatenate([after, like]))
    known = sql.run(con, "access_identities", children=wanted.tolist())
    if known["surname"].null_count() == len(known):
        return []
    told = (
        pl.DataFrame({"practitioner_id": who, "after": after, "like": like})
        .join(known.select(after="child_id", surname="surname"), on="after", how="left")
        .join(known.select(like="child_id", postcode="postcode"), on="like", how="left")
        .sort("practitioner_id")
        .select(LOG_TABLES[TABLE].arrow.names)
    )
    (root / TABLE).mkdir()
    file = root / TABLE / "part-00000.parquet"
    rows = told.to_arrow().cast(_plain(LOG_TABLES[TABLE].arrow)).cast(LOG_TABLES[TABLE].arrow)
    pq.write_table(rows, file, compression="zstd")
    return [part_entry(root, file)]


def _plain(schema: pa.Schema) -> pa.Schema:
    """The schema with words as text, which can be cast to words."""
    return pa.schema(
        [
            pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type)
            for f in schema
        ]
    )
