"""Occasions of a whole world, counted by kind within groups: once, whatever the design.

Each grouping is one table with a row per group and kind that occurs. Children that table child
lacks are left out, so that every grouping adds up to the same total.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import timedelta
from functools import partial

import numpy as np
import polars as pl

from analysis import sql
from analysis.child_ranges import child_ranges
from analysis.groups import DIMENSIONS
from analysis.occasion_kinds import N_KINDS, fields_of, kind_of
from analysis.occasion_states import N_AGENCIES, OccasionStates, states_of
from analysis.people import OLDEST, People
from analysis.situations import EPOCH
from analysis.tally import REPLICATES
from analysis.timeline import less_avoided, timeline_of
from data.schema import NEED_TIERS
from data.world import World

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOT_RECORDED = "not_recorded"
AGES = OLDEST + 1  # single years, 0 to 17
N_TIERS = len(NEED_TIERS) + 1  # the last: not recorded
REPLICATE, LIFE = "replicate", "life"  # a life: age, a concern in the period or none, need tier
OF_CHILDREN = (*(one.id for one in DIMENSIONS), REPLICATE, LIFE)
ALL, WEEKDAY, CONTACT_AREA, AREA_AND_WEEKDAY = "all", "weekday", "contact_area", "area_and_weekday"
BY_AREA = {CONTACT_AREA: 1, AREA_AND_WEEKDAY: len(WEEKDAYS)}  # groups to an area
GROUPINGS = (ALL, WEEKDAY, *BY_AREA, *OF_CHILDREN)
PAIRS = "pairs"
MOST_CONTACTS = 1_500_000  # of a run; about 0.3 GiB while it is worked on
WORKERS = 2  # runs worked on at once

Totals = dict[str, np.ndarray]  # per grouping occasions [group x N_KINDS + kind]; and pairs


def count_occasions(store) -> dict[str, np.ndarray]:
    """Every table, one below the other, and what else is counted on the way.

    ``group``, the columns of `FIELDS` and ``n`` hold the tables; that of GROUPINGS[i] begins at
    row ``begins[i]``. ``areas``: codes of the councils where contacts were, by their group; the
    last stands for what is not recorded. ``pairs`` are those of a child and an agency, counted
    by how many decisions and routine occasions they have: pairs.agency, .decisions, .routine
    and .n.
    """
    areas, totals = [NOT_RECORDED], {}
    runs = child_ranges(store.world, most_contacts=MOST_CONTACTS)
    con = sql.connect(store.world, memory_limit=store.memory_limit, threads=store.threads)
    with con, ThreadPoolExecutor(max_workers=WORKERS) as workers:
        for codes, counted in workers.map(partial(_count_run, store, store.people, con), runs):
            areas += [code for code in codes if code not in areas]
            places = [areas.index(code) for code in codes]
            for name, n in counted.items():
                if name in BY_AREA:
                    n = _moved(n, places, len(areas))
                n[: len(totals.get(name, ()))] += totals.get(name, 0)
                totals[name] = n
    order = [*sorted(areas[1:]), NOT_RECORDED]
    for name in BY_AREA:
        totals[name] = _moved(totals[name], [order.index(code) for code in areas], len(areas))
    places = [np.flatnonzero(totals[name]) for name in GROUPINGS]
    place = np.concatenate(places)
    return {
        "areas": np.array(order, "U"),
        "begins": np.cumsum([0, *map(len, places)]),
        "group": (place // N_KINDS).astype(np.int32),
        **fields_of(place % N_KINDS),
        "n": np.concatenate([totals[name][totals[name] > 0] for name in GROUPINGS]),
        **_pairs(totals[PAIRS], _n_days(store.world)),
    }


def n_groups(people: People, grouping: str) -> int:
    """How many groups ``grouping``, one of OF_CHILDREN, has; the last is of those not recorded."""
    if grouping == REPLICATE:
        return REPLICATES + 1
    if grouping == LIFE:
        return AGES * 2 * N_TIERS + 1
    return len(people.labels[grouping]) + 1


def groups_of(people: People, grouping: str, rows: np.ndarray) -> np.ndarray:
    """The group of each child in ``rows`` by ``grouping``, one of OF_CHILDREN: int64."""
    if grouping == LIFE:
        code = people.age[rows].astype(np.int64)
        tier = people.need_tier[rows]
        has_concern = people.n_agencies_year[rows] > 0
        group = (code * 2 + has_concern) * N_TIERS + np.where(tier < 0, N_TIERS - 1, tier)
    else:
        code = group = getattr(people, grouping)[rows].astype(np.int64)
    return np.where(code < 0, n_groups(people, grouping) - 1, group)


def _count_run(store, people: People, con, run: tuple[int, int]) -> tuple[list[str], Totals]:
    """The occasions of one run of children, and the codes of its areas, the last not recorded."""
    world = store.world
    rows = sql.run(
        con,
        "occasion_contacts",
        first_child=run[0],
        last_child=run[1],
        first_on=world.period_start - timedelta(days=store.window_days),
        period_start=world.period_start,
        last_on=world.period_end,
    )
    rows = less_avoided(rows, store.seed, store.avoidance)
    codes = rows["area_code"].unique().drop_nulls().sort().to_list()
    timeline = timeline_of(rows.with_columns(pl.col("area_code").cast(pl.Enum(codes))), {})
    first_day = (world.period_start - EPOCH).days
    states = states_of(timeline, period_start=first_day, window_days=store.window_days)
    person = _persons(people, timeline.child_ids)
    states = _of_people(states, person)
    # Children that table child lacks have no occasion left: whose row stands in is the same.
    person = np.maximum(person, 0) if len(people) else person[:0]
    kind = _kinds(states, people.is_shielded[person])
    totals = {
        grouping: _count(
            kind, groups_of(people, grouping, person)[states.child], n_groups(people, grouping)
        )
        for grouping in OF_CHILDREN
    }
    weekday = (states.day + EPOCH.weekday()) % len(WEEKDAYS)
    area = np.where(states.council < 0, len(codes), states.council).astype(np.int64)
    totals[ALL] = _count(kind, 0, 1)
    totals[WEEKDAY] = _count(kind, weekday, len(WEEKDAYS))
    totals[CONTACT_AREA] = _count(kind, area, len(codes) + 1)
    place = area * len(WEEKDAYS) + weekday
    totals[AREA_AND_WEEKDAY] = _count(kind, place, (len(codes) + 1) * len(WEEKDAYS))
    totals[PAIRS] = _count_pairs(states, len(person), _n_days(world))
    return [*codes, NOT_RECORDED], totals


def _persons(people: People, child_ids: np.ndarray) -> np.ndarray:
    """The row in ``people`` of each child (ascending ids); -1 where it has none."""
    if not len(child_ids):
        return np.zeros(0, dtype=np.int64)
    first, last = np.searchsorted(people.child_id, child_ids[[0, -1]])
    near = people.child_id[first : last + 1]
    if not len(near):
        return np.full(len(child_ids), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(near, child_ids), len(near) - 1)
    return np.where(near[place] == child_ids, place + first, -1)


def _of_people(states: OccasionStates, person: np.ndarray) -> OccasionStates:
    told = (person >= 0)[states.child]
    if told.all():
        return states
    return OccasionStates(**{one.name: getattr(states, one.name)[told] for one in fields(states)})


def _kinds(states: OccasionStates, is_shielded: np.ndarray) -> np.ndarray:
    return kind_of(
        agency=states.agency,
        is_concern=states.is_concern,
        is_known=states.is_known,
        n_agencies=states.n_agencies,
        is_shielded=is_shielded[states.child],
        sensitive=states.sensitive,
    )


def _count(kind: np.ndarray, group: np.ndarray | int, n_groups: int) -> np.ndarray:
    return np.bincount(group * np.int64(N_KINDS) + kind, minlength=n_groups * N_KINDS)


def _count_pairs(states: OccasionStates, n_children: int, n_days: int) -> np.ndarray:
    """Pairs of a child and an agency, by agency, decisions and routine occasions."""
    pair = states.child * np.int64(N_AGENCIES) + states.agency
    size = n_children * N_AGENCIES
    decisions = np.bincount(pair[states.is_concern], minlength=size)
    routine = np.bincount(pair[~states.is_concern], minlength=size)
    met = np.flatnonzero(decisions + routine)
    most = n_days + 1  # an agency has one occasion a day at most
    place = (met % N_AGENCIES * most + decisions[met]) * most + routine[met]
    return np.bincount(place, minlength=N_AGENCIES * most**2)


def _pairs(total: np.ndarray, n_days: int) -> dict[str, np.ndarray]:
    place = np.flatnonzero(total)
    rest, routine = np.divmod(place, n_days + 1)
    agency, decisions = np.divmod(rest, n_days + 1)
    return {
        f"{PAIRS}.agency": agency.astype(np.int8),
        f"{PAIRS}.decisions": decisions.astype(np.int32),
        f"{PAIRS}.routine": routine.astype(np.int32),
        f"{PAIRS}.n": total[place],
    }


def _moved(total: np.ndarray, places: list[int], n: int) -> np.ndarray:
    """``total`` with its areas put to ``places`` of ``n``."""
    held = total.reshape(len(places), -1)
    found = np.zeros((n, held.shape[1]), dtype=np.int64)
    found[places] = held
    return found.reshape(-1)


def _n_days(world: World) -> int:
    return (world.period_end - world.period_start).days + 1
