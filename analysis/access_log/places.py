"""Councils as numbers, the children that live in each, and the practitioners who work there."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import duckdb
import numpy as np

from analysis import luck, sql
from analysis.access_log.columns import EMPTY, read_columns
from analysis.luck import AGENCY_NAMES
from data.draws import below
from data.world import World


@dataclass(frozen=True, slots=True)
class Councils:
    """Numbers for councils, given as they are met; several threads may ask at once."""

    numbers: dict[str, int] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, codes: list[str]) -> np.ndarray:
        """The number of each code, a new one where it was not met before: int16."""
        with self._one_at_a_time:
            given = [self.numbers.setdefault(code, len(self.numbers)) for code in codes]
        return np.array(given, dtype=np.int16)

    def in_order(self) -> tuple[tuple[str, ...], np.ndarray]:
        """All codes by name, and for each number its place among them (the last: -1, none)."""
        codes = tuple(sorted(self.numbers))
        place = np.empty(len(codes) + 1, dtype=np.int16)
        place[[self.numbers[code] for code in codes]] = np.arange(len(codes), dtype=np.int16)
        place[EMPTY] = EMPTY
        return codes, place


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows by group: those of group *g* are rows[start[g] : start[g] + size[g]]."""

    rows: np.ndarray
    start: np.ndarray
    size: np.ndarray

    def pick(self, group: np.ndarray, words: np.ndarray) -> np.ndarray:
        """A random row of each ``group`` by its word; -1 where the group has none."""
        size = self.size[group]
        place = self.start[group] + below(words, size)
        return np.where(size > 0, self._row(place), EMPTY)

    def pick_another(self, group: np.ndarray, row: np.ndarray, words: np.ndarray) -> np.ndarray:
        """A random row of each ``group`` that is not its member ``row``; -1 where none is."""
        place_of = np.empty(len(self.rows), dtype=np.int64)
        place_of[self.rows] = np.arange(len(self.rows))
        size = self.size[group]
        place = self.start[group] + below(words, np.maximum(size - 1, 0))
        place += place >= place_of[row]  # those behind it move one place up
        return np.where(size > 1, self._row(place), EMPTY)

    def _row(self, place: np.ndarray) -> np.ndarray:
        return np.append(self.rows, EMPTY)[np.minimum(place, len(self.rows))]


def groups_of(group: np.ndarray, n: int) -> Groups:
    """Rows by ``group``, numbers from 0 below ``n``; rows of a group stay in their order.

    Fastest for numbers of 16 bits.
    """
    size = np.bincount(group, minlength=n)
    return Groups(np.argsort(group, kind="stable"), np.cumsum(size) - size, size)


@dataclass(frozen=True, slots=True)
class Children:
    """The children of table child, by id."""

    child_id: np.ndarray  # int64, ascending
    household: np.ndarray  # int64; the child's own id where none is known
    area: np.ndarray  # int16, where it lives; -1 unknown
    is_shielded: np.ndarray  # bool


@dataclass(frozen=True, slots=True)
class Staff:
    """The practitioners of table practitioner."""

    practitioner_id: np.ndarray  # int64
    agency: np.ndarray  # int8, by name
    area: np.ndarray  # int16; -1 unknown
    by_place: Groups  # groups: agency x (number of areas + 1) + area + 1
    n_areas: int

    def place(self, agency: np.ndarray, area: np.ndarray) -> np.ndarray:
        """The group of an agency in an area."""
        return agency.astype(np.int64) * (self.n_areas + 1) + area + 1


def read_children(world: World, councils: Councils) -> Children:
    """Every child of ``world``."""
    read = read_columns(
        world,
        "child",
        {"child_id": None, "household_id": None, "area_code": councils, "is_shielded": None},
    )
    child, household = read["child_id"], read["household_id"]
    order = np.argsort(child, kind="stable") if (child[1:] < child[:-1]).any() else slice(None)
    return Children(
        child_id=child[order],
        household=np.where(household < 0, child, household)[order],
        area=read["area_code"].astype(np.int16)[order],
        is_shielded=(read["is_shielded"] > 0)[order],
    )


def read_staff(world: World, councils: Councils) -> Staff:
    """Every practitioner of ``world``; nobody where it lacks the table."""
    read = read_columns(
        world,
        "practitioner",
        {"practitioner_id": None, "agency": agency_numbers, "area_code": councils},
    )
    agency, area = read["agency"].astype(np.int8), read["area_code"].astype(np.int16)
    n_areas = len(councils.numbers)
    place = agency.astype(np.int64) * (n_areas + 1) + area + 1
    by_place = groups_of(place, len(AGENCY_NAMES) * (n_areas + 1))
    return Staff(read["practitioner_id"], agency, area, by_place, n_areas)


def agency_numbers(names: list[str]) -> np.ndarray:
    """The numbers of agencies by name."""
    return np.array([luck.NUMBER[name] for name in names], dtype=np.int16)


def known_councils(con: duckdb.DuckDBPyConnection) -> tuple[Councils, dict[str, str]]:
    """The councils of the reference table with their numbers, and the region of each code."""
    rows = sql.run(con, "areas")
    councils = Councils()
    councils(rows["area_code"].to_list())
    return councils, dict(rows.select("area_code", "region").iter_rows())
