"""Occasions on which an agency could look a child up, counted by what designs ask of them.

What an occasion and its state are stands in docs/methods-access.md. They are counted the first
time they are asked for and kept with the world, whatever the design.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from analysis import sql
from analysis.entries import counted_children
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.occasion_counts import (
    AGES,
    ALL,
    AREA_AND_WEEKDAY,
    CONTACT_AREA,
    GROUPINGS,
    LIFE,
    NOT_RECORDED,
    PAIRS,
    REPLICATE,
    WEEKDAY,
    WEEKDAYS,
    count_occasions,
)
from analysis.occasion_kinds import FIELDS
from analysis.policy import unknown
from analysis.tally import REPLICATES
from data.schema import NEED_TIERS, QUALITIES, SENSITIVE_AGENCIES

BY_AGENCY = "agency"
HAD_CONCERN = ("quiet", "concern")  # in the period, at any agency: part of a life


@dataclass(frozen=True, slots=True, eq=False)
class Occasions:
    """Occasions of the period by group and state: one row per combination that occurs."""

    what: str  # how they are grouped
    labels: tuple[str, ...]  # the id of each group
    group: np.ndarray  # int32: place in labels
    agency: np.ndarray  # int8: the agency that meets the child, by name
    is_concern: np.ndarray  # bool: a decision; else routine
    is_known: np.ndarray  # bool: social care had any contact on or before the day
    n_agencies: np.ndarray  # int8: agencies with a concern in the window before the day or on it
    is_shielded: np.ndarray  # bool
    sensitive: np.ndarray  # int8 mask, bit i for SENSITIVE_AGENCIES[i]: others than the agency
    # that meets the child with a concern in the window before the day
    n: np.ndarray  # int64: occasions
    children: np.ndarray  # float64: children of the world by cell of `entries`
    records: np.ndarray  # int64 [SENSITIVE_AGENCIES, QUALITIES, has identifier]: their records


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of a child and an agency that met in the period, by how often they did."""

    agency: np.ndarray  # int8, by name
    decisions: np.ndarray  # int32: occasions with a concern
    routine: np.ndarray  # int32: occasions without one
    n: np.ndarray  # int64: pairs


def occasions_by(store, what: str = ALL) -> Occasions:
    """The occasions of a world grouped by ``what``.

    Children are grouped by a dimension, by "replicate" or by "life": "AGE quiet TIER" without a
    concern in the period, "AGE concern TIER" with one. Occasions are grouped by "agency",
    "weekday", "contact_area" (the council where the contact was) or "area_and_weekday"; "all"
    is one group. Whichever it is, the rows add up to the same total. KeyError for another.
    """
    if what not in (*GROUPINGS, BY_AGENCY):
        raise KeyError(unknown("grouping of occasions", what, [*GROUPINGS, BY_AGENCY]))
    kept = store.keep("occasions", lambda: count_occasions(store))
    table = GROUPINGS.index(ALL if what == BY_AGENCY else what)
    rows = slice(*kept["begins"][table : table + 2])
    held = {name: kept[name][rows] for name in ("group", "n", *FIELDS)}
    if what == BY_AGENCY:
        held["group"] = held["agency"]
    return Occasions(
        what=what,
        labels=_labels(store, what, kept["areas"]),
        **held,
        children=counted_children(store, REPLICATE).by_cell(),
        records=_sensitive_records(store),
    )


def pairs_met(store) -> Pairs:
    """How often each agency met each child that it met at all, counted over such pairs."""
    kept = store.keep("occasions", lambda: count_occasions(store))
    return Pairs(**{one.name: kept[f"{PAIRS}.{one.name}"] for one in fields(Pairs)})


def _labels(store, what: str, areas: np.ndarray) -> tuple[str, ...]:
    if what == WEEKDAY:
        return WEEKDAYS
    if what == BY_AGENCY:
        return AGENCY_NAMES
    if what == ALL:
        return (ALL,)
    if what == CONTACT_AREA:
        return tuple(areas.tolist())
    if what == AREA_AND_WEEKDAY:
        return tuple(f"{area} {weekday}" for area in areas for weekday in WEEKDAYS)
    if what == REPLICATE:
        return (*(str(number) for number in range(REPLICATES)), NOT_RECORDED)
    if what == LIFE:
        tiers = (*NEED_TIERS, NOT_RECORDED)
        lives = (
            f"{age} {had} {tier}" for age in range(AGES) for had in HAD_CONCERN for tier in tiers
        )
        return (*lives, NOT_RECORDED)
    return (*store.people.labels[what], NOT_RECORDED)


def _sensitive_records(store) -> np.ndarray:
    return store.keep("sensitive-records", lambda: {"n": _count_records(store)})["n"]


def _count_records(store) -> np.ndarray:
    n = np.zeros((len(SENSITIVE_AGENCIES), len(QUALITIES), 2), dtype=np.int64)
    place = {NUMBER[agency]: row for row, agency in enumerate(SENSITIVE_AGENCIES)}
    with sql.connect(store.world, memory_limit=store.memory_limit, threads=store.threads) as con:
        for agency, *kind, n_records in sql.run(con, "record_kinds").iter_rows():
            if agency in place:
                n[place[agency], kind[0], int(kind[1])] = n_records
    return n
