"""The children of a world as columns of numbers: their groups, and what is held about them.

One row per child of table child, by id. The groups are those of `groups.DIMENSIONS`; the
tests hold them to query `person`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta

import numpy as np
import polars as pl

from analysis import luck, sql
from analysis.groups import DIMENSIONS
from analysis.situations import EPOCH, Situations, seed_of
from analysis.tally import REPLICATES
from analysis.timeline import less_avoided
from data.world import World

OLDEST = 17  # the age in years until which a person is a child
LABELS = "labels."


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One row per child, by child_id. A group is its place in ``labels``; -1 not recorded."""

    child_id: np.ndarray  # int64
    household: np.ndarray  # int64; the child's own id where no household is known
    age: np.ndarray  # int8: years on the first day of the period, 0 to 17; -1 not known or older
    area: np.ndarray  # int16
    region: np.ndarray  # int8
    age_band: np.ndarray  # int8
    sex: np.ndarray  # int8
    ethnic_group: np.ndarray  # int8
    deprivation_decile: np.ndarray  # int8: the decile less 1
    need_tier: np.ndarray  # int8
    is_shielded: np.ndarray  # bool
    replicate: np.ndarray  # int8: random group of the household, from 0 below REPLICATES
    n_agencies_seen: np.ndarray  # int8: agencies with a concern in the period or window before it
    n_agencies_year: np.ndarray  # int8: agencies with a concern in the period
    agencies_year: np.ndarray  # uint16 mask of the same, bits as in luck.AGENCY_NAMES
    most_agencies: np.ndarray  # int8: the most with a concern in the window before a day, or on it
    is_known: np.ndarray  # bool: social care had a contact on the last day or before it
    concern_types: np.ndarray  # uint16 mask of concerns in the period, bits as in CONCERN_TYPES
    labels: dict[str, tuple[str, ...]]  # per dimension the id of each group

    def __len__(self) -> int:
        return len(self.child_id)


def read_people(
    world: World,
    situations: Iterable[Situations],
    *,
    window_days: int,
    avoidance: float = 0.0,
    memory_limit: str = "2GB",
    threads: int | None = None,
) -> People:
    """The children of ``world``; ``situations`` are those of the same world, window, avoidance.

    What the world does not hold is not recorded: -1, no concern, not known, not shielded.
    """
    con = sql.connect(world, memory_limit=memory_limit, threads=threads)
    given = sql.run(con, "people", period_start=world.period_start)
    areas = sql.run(con, "people_areas")
    child_id = given["child_id"].to_numpy()
    held = _Held(*(np.zeros(len(child_id), dtype=kind) for kind in _Held.kinds()))
    first_day = (world.period_start - EPOCH).days
    for part in situations:
        rows = sql.run(
            con,
            "concern_facts",
            first_child=part.children[0],
            last_child=part.children[1],
            first_on=world.period_start - timedelta(days=window_days),
            last_on=world.period_end,
        )
        _add_concerns(held, child_id, less_avoided(rows, part.seed, avoidance), first_day)
        _add_decisions(held, part)
    con.close()
    regions = sorted(set(areas["region"].drop_nulls()))
    region_of_area = [regions.index(one) if one else -1 for one in areas["region"]]
    household = given["household_id"].to_numpy()
    age = given["age"].to_numpy()
    return People(
        child_id=child_id,
        household=household,
        age=np.where(age <= OLDEST, age, -1).astype(np.int8),
        area=given["area"].to_numpy(),
        region=np.array([*region_of_area, -1], dtype=np.int8)[given["area"].to_numpy()],
        replicate=luck.replicate(seed_of(world), household, REPLICATES).astype(np.int8),
        n_agencies_seen=np.bitwise_count(held.agencies_seen).astype(np.int8),
        n_agencies_year=np.bitwise_count(held.agencies_year).astype(np.int8),
        agencies_year=held.agencies_year,
        most_agencies=held.most_agencies,
        is_known=held.is_known,
        concern_types=held.concern_types,
        labels=_labels() | {"area": tuple(areas["area_code"]), "region": tuple(regions)},
        **{name: given[name].to_numpy() for name in _AS_GIVEN},
    )


def people_arrays(people: People) -> dict[str, np.ndarray]:
    """``people`` as arrays by name, for a file."""
    columns = {one.name: getattr(people, one.name) for one in fields(people)}
    labels = columns.pop("labels")
    return columns | {f"{LABELS}{id}": np.array(words, "U") for id, words in labels.items()}


def people_from(arrays: dict[str, np.ndarray]) -> People:
    """What `people_arrays` made into arrays."""
    labels = {
        name.removeprefix(LABELS): tuple(words.tolist())
        for name, words in arrays.items()
        if name.startswith(LABELS)
    }
    columns = {name: array for name, array in arrays.items() if not name.startswith(LABELS)}
    return People(**columns, labels=labels)


_AS_GIVEN = (
    "age_band",
    "sex",
    "ethnic_group",
    "deprivation_decile",
    "need_tier",
    "is_shielded",
)


@dataclass(frozen=True, slots=True)
class _Held:
    """What agencies hold about each child, filled one run of children after another."""

    agencies_year: np.ndarray  # uint16
    agencies_seen: np.ndarray  # uint16
    concern_types: np.ndarray  # uint16
    most_agencies: np.ndarray  # int8
    is_known: np.ndarray  # bool

    @staticmethod
    def kinds() -> tuple[type, ...]:
        return np.uint16, np.uint16, np.uint16, np.int8, np.bool_


def _add_concerns(held: _Held, child_id: np.ndarray, rows: pl.DataFrame, first_day: int) -> None:
    """Mark what the contacts ``rows`` tell of the children ``child_id`` they belong to."""
    whose = rows["child_id"].to_numpy()
    if (whose[1:] < whose[:-1]).any():
        rows = rows.sort("child_id")
        whose = rows["child_id"].to_numpy()
    starts = np.flatnonzero(np.concatenate([[True], whose[1:] != whose[:-1]])[: len(whose)])
    if not len(starts) or not len(child_id):
        return
    place = np.minimum(np.searchsorted(child_id, whose[starts]), len(child_id) - 1)
    is_person = child_id[place] == whose[starts]
    place = place[is_person]

    def mark(column: np.ndarray, marks: np.ndarray) -> None:
        column[place] = np.bitwise_or.reduceat(marks, starts)[is_person]

    is_concern, day = rows["is_concern"].to_numpy(), rows["day"].to_numpy()
    agency, kind = rows["agency"].to_numpy(), rows["concern_type"].to_numpy()
    in_period = is_concern & (day >= first_day)
    by_agency = _bit(agency, is_concern)
    mark(held.agencies_seen, by_agency)
    mark(held.agencies_year, np.where(in_period, by_agency, np.uint16(0)))
    mark(held.concern_types, _bit(kind, in_period & (kind >= 0)))
    mark(held.is_known, agency == luck.NUMBER["social_care"])
    # From the first day on the number can rise on a day with a concern only; those are decisions.
    at_first = np.zeros_like(held.agencies_seen)
    mark(at_first, np.where(day <= first_day, by_agency, np.uint16(0)))
    held.most_agencies[place] = np.bitwise_count(at_first[place])


def _add_decisions(held: _Held, part: Situations) -> None:
    person = part.decisions.person
    n_agencies = np.bitwise_count(part.decisions.before | part.decisions.on_day).astype(np.int8)
    known = person >= 0
    np.maximum.at(held.most_agencies, person[known], n_agencies[known])


def _bit(number: np.ndarray, where: np.ndarray) -> np.ndarray:
    """A mask with bit ``number`` set ``where`` told, else empty."""
    shift = np.where(where, number, 0).astype(np.uint16)
    return np.left_shift(where.astype(np.uint16), shift)


def _labels() -> dict[str, tuple[str, ...]]:
    """The groups that do not come from the data, in the order of their codes."""
    return {one.id: tuple(id for id, _ in one.groups) for one in DIMENSIONS}
