"""The contacts of a world, one run of whole children after another, as columns of numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow.parquet as pq

from analysis import luck
from analysis.access_log.columns import read_columns
from analysis.access_log.places import Children, Councils, agency_numbers
from analysis.child_ranges import child_ranges
from analysis.situations import EPOCH, seed_of
from analysis.timeline import DAY_BITS
from data.world import World

AT_ONCE = 1 << 18  # contacts in a run: what is worked on stays in a processor's caches
AGENCY_BITS = 4
_LINE = luck.LINE.astype(np.int8)


@dataclass(frozen=True, slots=True)
class Run:
    """Contacts by child, day and agency, and the rows of table child they belong to.

    Children are numbered within the run: number *n* is row first_child + *n* of `Children`.
    """

    first_child: int
    n_children: int
    first_day: int  # no contact and no day of the period is before it; since 1970-01-01
    key: np.ndarray  # int64, ascending: child, days since first_day, line of the agency
    child: np.ndarray  # int32
    day: np.ndarray  # int32, since 1970-01-01
    agency: np.ndarray  # int8, by name
    area: np.ndarray  # int16, where the contact was; -1 unknown
    is_concern: np.ndarray  # bool
    practitioner: np.ndarray  # int64; -1 unknown

    def key_of(self, child: np.ndarray, day: np.ndarray | None = None) -> np.ndarray:
        """The least key of a child on a day (since 1970-01-01), or on any."""
        at = child.astype(np.int64) << DAY_BITS
        if day is not None:  # days before the first would be another child's
            at += np.maximum(day - self.first_day, 0)
        return at << AGENCY_BITS

    def any_between(
        self,
        first: np.ndarray,
        last: np.ndarray,
        fits: Callable[[np.ndarray, np.ndarray], np.ndarray],
    ) -> np.ndarray:
        """For each question, whether a contact with a key from ``first`` below ``last`` fits.

        ``fits`` is told contacts and the questions they are held against, one of each a row.
        Looks one contact further back at a time, for all that are asked at once.
        """
        place = np.searchsorted(self.key, last) - 1
        found = np.zeros(len(last), dtype=bool)
        asked = np.flatnonzero(place >= 0)
        while len(asked):
            asked = asked[self.key[place[asked]] >= first[asked]]
            found[asked] = fits(place[asked], asked)
            asked = asked[~found[asked]]
            place[asked] -= 1
            asked = asked[place[asked] >= 0]
        return found


@dataclass(frozen=True, slots=True)
class Files:
    """The contacts of the children with ids from ``first`` to ``last``, and where they stand."""

    first: int
    last: int
    files: tuple[str, ...]


def runs_of(world: World, *, most_contacts: int = AT_ONCE) -> list[Files]:
    """The runs of ``world``, ascending; every child is in one, whoever has contacts or not."""
    ranges = child_ranges(world, most_contacts=most_contacts)
    firsts = [first for first, _ in ranges]
    files: list[list[str]] = [[] for _ in ranges]
    for file in world.files("contact"):
        number = np.searchsorted(firsts, _least_child(file), side="right") - 1
        files[max(number, 0)].append(file)
    return [Files(*ends, tuple(held)) for ends, held in zip(ranges, files, strict=True)]


def read_run(
    world: World, part: Files, children: Children, councils: Councils, *, avoidance: float = 0.0
) -> Run:
    """The contacts of one run. Those of children that table child lacks are left out.

    ``avoidance``: the share of contacts that do not happen because families keep away.
    """
    wanted = {
        "child_id": None,
        "contacted_on": None,
        "agency": agency_numbers,
        "area_code": councils,
        "is_concern": None,
        "practitioner_id": None,
    }
    read = read_columns(world, "contact", wanted, part.files)
    low, high = np.searchsorted(children.child_id, [part.first, part.last])
    high += high < len(children.child_id) and children.child_id[high] == part.last
    child = _place_of(children.child_id[low:high], read["child_id"])
    day = read["contacted_on"].astype(np.int32)
    agency = read["agency"].astype(np.int8)
    rows = _kept(world, read["child_id"], child, agency, day, avoidance)
    start = (world.period_start - EPOCH).days
    first_day = min(int(day[rows].min(initial=start)), start)
    key = child[rows].astype(np.int64)
    key <<= DAY_BITS
    key += day[rows] - np.int32(first_day)
    key <<= AGENCY_BITS
    key |= _LINE[agency[rows]]
    if (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        key, rows = key[order], np.arange(len(child))[rows][order]
    return Run(
        first_child=int(low),
        n_children=int(high - low),
        first_day=first_day,
        key=key,
        child=child[rows],
        day=day[rows],
        agency=agency[rows],
        area=read["area_code"][rows].astype(np.int16, copy=False),
        is_concern=read["is_concern"][rows] > 0,
        practitioner=read["practitioner_id"][rows],
    )


def _kept(world: World, child_id, child, agency, day, avoidance: float) -> slice | np.ndarray:
    """The contacts that count: of a child in table child, and not avoided."""
    kept = child >= 0
    if avoidance:
        draws = luck.avoids(seed_of(world), child_id, agency, day)
        kept &= ~luck.happens(draws, luck.limit(avoidance))
    return slice(None) if kept.all() else np.flatnonzero(kept)


def _place_of(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each wanted id stands among the ``known`` ones, ascending; -1 for no place: int32."""
    if not len(known) or not len(wanted):
        return np.full(len(wanted), -1, dtype=np.int32)
    first, last = int(known[0]), int(known[-1])
    if last - first == len(known) - 1 and first <= wanted.min() and wanted.max() <= last:
        return (wanted - first).astype(np.int32)  # as in a generated world
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1).astype(np.int32)
    return np.where(known[place] == wanted, place, np.int32(-1))


def _least_child(file: str) -> int:
    about = pq.read_metadata(file)
    column = about.schema.names.index("child_id")
    parts = [about.row_group(number).column(column) for number in range(about.num_row_groups)]
    known = [part.statistics for part in parts if part.is_stats_set]
    return min((one.min for one in known if one.has_min_max), default=0)
