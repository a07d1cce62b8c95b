"""Concerns and social care contacts of a run of children, as columns sorted by child and day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis import luck
from analysis.luck import LINE

DAY_BITS = 20  # a day in a sort key: days since the first of the run, below 2**20


@dataclass(frozen=True, slots=True)
class Timeline:
    """One row per contact, by child and day; those of an agency on a day stand together."""

    child_ids: np.ndarray  # int64, ascending: the children there are
    first_day: int  # of the run, days since 1970-01-01
    at: np.ndarray  # int64: position in child_ids, then days since first_day in DAY_BITS
    agency: np.ndarray  # int8, by name
    council: np.ndarray  # int16, -1 unknown; good for comparing within one timeline
    region: np.ndarray  # int16, the same
    is_concern: np.ndarray  # bool

    def place_of(self, child_ids: np.ndarray) -> np.ndarray:
        """Where each id stands in ``child_ids``; -1 for a child without a row here."""
        if not len(self.child_ids):
            return np.full(len(child_ids), -1, dtype=np.int32)
        first, last = int(self.child_ids[0]), int(self.child_ids[-1])
        if last - first < 16 * len(self.child_ids):  # ids lie close: a table answers at once
            table = np.full(last - first + 2, -1, dtype=np.int32)
            table[self.child_ids - first] = np.arange(len(self.child_ids), dtype=np.int32)
            # One place past the end stands for every id outside, below as well as above.
            return table[np.minimum((child_ids - first).view(np.uint64), last - first + 1)]
        place = np.searchsorted(self.child_ids, child_ids)
        place[place == len(self.child_ids)] = 0
        return np.where(self.child_ids[place] == child_ids, place, -1)


def child_of(at: np.ndarray) -> np.ndarray:
    """Position of the child in a key of child and day."""
    return at >> DAY_BITS


def less_avoided(rows: pl.DataFrame, seed: int, share: float) -> pl.DataFrame:
    """``rows`` (child_id, agency, day and more) less the contacts that families avoid.

    ``share`` of the agencies' days with each child; what an agency did on one day falls
    together.
    """
    if not share:
        return rows
    child, agency, day = (rows[name].to_numpy() for name in ("child_id", "agency", "day"))
    return rows.filter(~luck.happens(luck.avoids(seed, child, agency, day), luck.limit(share)))


def timeline_of(rows: pl.DataFrame, region_of: dict[str, str]) -> Timeline:
    """The rows of query timeline as columns; ``region_of`` each area_code."""
    child_id = rows["child_id"].to_numpy()
    day = rows["day"].to_numpy()
    agency = rows["agency"].to_numpy()
    council, region = _places(rows["area_code"], region_of)
    is_concern = rows["is_concern"].to_numpy()
    first_day = int(day.min()) if len(day) else 0
    begins = np.ones(len(child_id), dtype=bool)
    np.not_equal(child_id[1:], child_id[:-1], out=begins[1:])
    at = (np.cumsum(begins) - 1 << DAY_BITS) + (day - first_day)
    if (child_id[1:] < child_id[:-1]).any() or not _is_grouped(at, agency):
        order = np.lexsort((agency, day, child_id))
        return timeline_of(rows[order], region_of)
    return Timeline(child_id[begins], first_day, at, agency, council, region, is_concern)


def _is_grouped(at: np.ndarray, agency: np.ndarray) -> bool:
    """Whether rows ascend by child and day, and agencies within a day by name or by line.

    Generated files keep the lines of agency.csv, imported ones the names: either way the rows
    of an agency on a day stand together, which is all that is asked.
    """
    if (at[1:] < at[:-1]).any():
        return False
    same_day = at[1:] == at[:-1]
    lines = LINE[agency]
    return any(not (same_day & (a[1:] < a[:-1])).any() for a in (agency, lines))


def _places(area_code: pl.Series, region_of: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Council and region as numbers, -1 where unknown."""
    codes = area_code.unique().drop_nulls().sort().to_list()
    regions = sorted(set(region_of.values()))
    region = [regions.index(region_of[code]) if code in region_of else -1 for code in codes]
    number = area_code.cast(pl.Enum(codes)).to_physical().cast(pl.Int16).fill_null(-1)
    council = number.to_numpy()
    return council, np.array([*region, -1], dtype=np.int16)[council]
