"""The facts of decisions and needs that every design of an index asks for.

Worked out once per world and window; no lever and no chance is in them. What a decision, a
holder and a need are stands in `macros/sharing_need.sql`; the tests hold both to the same
plain loop.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from analysis import sql
from analysis.child_ranges import child_ranges
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.timeline import DAY_BITS, Timeline, child_of, less_avoided, timeline_of
from data.world import World

EPOCH = date(1970, 1, 1)
ELSEWHERE, SAME_REGION, SAME_COUNCIL = range(3)  # nearness of a holder to a decision
N_AGENCIES = len(AGENCY_NAMES)
_AGENCY_BITS = 5
_NEVER = -(1 << 62)


@dataclass(frozen=True, slots=True)
class Decisions:
    """One row per decision, by child_id, seeker and day. Agencies are numbers by name.

    A mask has bit *n* set for agency number *n*.
    """

    child_id: np.ndarray  # int64
    seeker: np.ndarray  # int8
    day: np.ndarray  # int32, days since 1970-01-01
    before: np.ndarray  # uint16 mask: agencies with a concern in the window before the day
    on_day: np.ndarray  # uint16 mask: agencies with a concern on the day, the seeker included
    is_known: np.ndarray  # bool: social care had any contact on or before the day
    is_open_case: np.ndarray  # bool: social care had one in the open_case_days before the day
    household_id: np.ndarray  # int64; the child's own id where no household is known
    is_shielded: np.ndarray  # bool
    person: np.ndarray  # int32: row among the children of table child by id; -1 not in it


@dataclass(frozen=True, slots=True)
class Needs:
    """One row per need, by child_id, seeker, holder and day: the order of `write_needs`."""

    decision: np.ndarray  # int32: row in Decisions
    holder: np.ndarray  # int8
    held_days: np.ndarray  # int16
    ordinal: np.ndarray  # int16; 1 begins a new (child, seeker, holder)
    nearness: np.ndarray  # int8: nearest of the holder's concerns in the window; see above
    quality: np.ndarray  # int8: how the holder's record describes the child, as in QUALITIES
    has_identifier: np.ndarray  # bool: that record carries the single identifier


@dataclass(frozen=True, slots=True)
class Situations:
    """Decisions and needs of the children in ``children``, both ends inclusive."""

    seed: int  # of the world's luck; 0 where it was imported
    children: tuple[int, int]
    decisions: Decisions
    needs: Needs


def read_situations(
    world: World,
    *,
    window_days: int,
    open_case_days: int,
    avoidance: float = 0.0,
    memory_limit: str = "2GB",
    threads: int | None = None,
    most_contacts: int | None = None,
) -> Iterator[Situations]:
    """The situations of ``world``, one run of whole children after another, ascending.

    Joined together they are those of the world, in the order of its needs. Children that
    table child lacks are in them: their household is unknown and they are not shielded.
    ``avoidance``: the share of contacts that do not happen because families keep away.
    """
    con = sql.connect(world, memory_limit=memory_limit, threads=threads)
    runs = child_ranges(world, most_contacts=most_contacts)
    region_of = dict(sql.run(con, "areas").select("area_code", "region").iter_rows())
    first_on = world.period_start - timedelta(days=window_days)
    days = Days(
        period_start=(world.period_start - EPOCH).days,
        window=window_days,
        open_case=open_case_days,
    )
    seed = seed_of(world)
    n_persons = 0
    with ThreadPoolExecutor(max_workers=1) as reader:  # reads the next run during this one
        read = [reader.submit(_read, con, run, first_on, world.period_end) for run in runs[:1]]
        for number, run in enumerate(runs):
            facts = read.pop().result()
            if number + 1 < len(runs):
                following = runs[number + 1]
                read.append(reader.submit(_read, con, following, first_on, world.period_end))
            happened = less_avoided(facts.timeline, seed, avoidance)
            timeline = timeline_of(happened, region_of)
            decisions, needs = _worked_out(timeline, facts, days, n_persons)
            n_persons += facts.child_facts.height
            yield Situations(seed=seed, children=run, decisions=decisions, needs=needs)
    con.close()


def seed_of(world: World) -> int:
    """The seed of the world's luck; 0 where it was imported."""
    return world.manifest.get("seed") or 0


def joined(parts: list[Situations]) -> Situations:
    """Several runs as one, the rows of needs pointing at the joined decisions."""
    shifts = np.cumsum([0, *(len(part.decisions.day) for part in parts[:-1])])
    tables = {}
    for kind in (Decisions, Needs):
        held = [part.decisions if kind is Decisions else part.needs for part in parts]
        columns = {f.name: [getattr(one, f.name) for one in held] for f in fields(kind)}
        if kind is Needs:
            columns["decision"] = [
                (rows + shift).astype(np.int32)
                for rows, shift in zip(columns["decision"], shifts, strict=True)
            ]
        tables[kind] = kind(**{name: np.concatenate(arrays) for name, arrays in columns.items()})
    return Situations(
        seed=parts[0].seed,
        children=(parts[0].children[0], parts[-1].children[1]),
        decisions=tables[Decisions],
        needs=tables[Needs],
    )


@dataclass(frozen=True, slots=True)
class Days:
    """When a decision counts (days since 1970-01-01), and how far back it looks (days)."""

    period_start: int
    window: int
    open_case: int


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the world says of a run of children: answers of the queries of these names."""

    timeline: pl.DataFrame
    child_facts: pl.DataFrame
    record_facts: pl.DataFrame


def _read(con, children: tuple[int, int], first_on: date, last_on: date) -> _Facts:
    run = {"first_child": children[0], "last_child": children[1]}
    return _Facts(
        timeline=sql.run(con, "timeline", **run, first_on=first_on, last_on=last_on),
        child_facts=sql.run(con, "child_facts", **run),
        record_facts=sql.run(con, "record_facts", **run),
    )


def _worked_out(
    timeline: Timeline, facts: _Facts, days: Days, first_person: int
) -> tuple[Decisions, Needs]:
    known, open_case = _social_care(timeline, days.open_case)
    concern = _distinct_concerns(timeline)
    at, agency = timeline.at[concern], timeline.agency[concern]
    in_period = (at & (1 << DAY_BITS) - 1) >= days.period_start - timeline.first_day
    begins = in_period & _changes(at, agency)
    row = np.cumsum(begins) - 1  # the decision that each concern of the period belongs to
    held, nearness = _past(timeline, concern, np.flatnonzero(in_period), row, days.window)
    made = np.flatnonzero(begins)
    # They stand by child and day: by child, seeker and place they stand by seeker and day.
    order = _sorted_places(child_of(at[made]) << _AGENCY_BITS | agency[made])
    made, held, nearness = made[order], held[order], nearness[order]
    rows = concern[made]
    child = child_of(timeline.at[rows])
    household, shielded, person = _of_children(timeline, facts.child_facts, first_person)
    decisions = Decisions(
        child_id=timeline.child_ids[child],
        seeker=agency[made],
        day=((at[made] & (1 << DAY_BITS) - 1) + timeline.first_day).astype(np.int32),
        before=_mask(held > 0),
        on_day=_on_day(at, agency)[made],
        is_known=known[rows],
        is_open_case=open_case[rows],
        household_id=household[child],
        is_shielded=shielded[child],
        person=person[child],
    )
    needs = _needs(decisions, at[made], held, nearness)
    records = _of_records(timeline, facts.record_facts)
    record = records[child[needs.decision], needs.holder]
    described = replace(needs, quality=record >> 1, has_identifier=(record & 1).astype(bool))
    return decisions, described


def _changes(*columns: np.ndarray) -> np.ndarray:
    """Per row: does any of the columns differ from the row before?"""
    begins = np.ones(len(columns[0]), dtype=bool)
    begins[1:] = columns[0][1:] != columns[0][:-1]
    for column in columns[1:]:
        begins[1:] |= column[1:] != column[:-1]
    return begins


def _social_care(timeline: Timeline, open_case_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Per row: social care is known to the child by that day, and has an open case."""
    at = timeline.at
    if not len(at):
        return np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
    latest = np.where(timeline.agency == NUMBER["social_care"], at, _NEVER)
    np.maximum.accumulate(latest, out=latest)
    starts = np.flatnonzero(_changes(at))
    sizes = np.diff(np.append(starts, len(at)))
    by_day_end = latest[starts + sizes - 1]
    known = child_of(by_day_end) == child_of(at[starts])
    before = np.concatenate([[_NEVER], by_day_end[:-1]])
    open_case = at[starts] - before <= open_case_days
    return np.repeat(known, sizes), np.repeat(open_case, sizes)


def _distinct_concerns(timeline: Timeline) -> np.ndarray:
    """Rows of concerns, less those that repeat the row before."""
    rows = np.flatnonzero(timeline.is_concern)
    return rows[_changes(timeline.at[rows], timeline.agency[rows], timeline.council[rows])]


def _past(timeline, concern, looking, row, window_days) -> tuple[np.ndarray, np.ndarray]:
    """For each decision and agency: days since its first concern in the window, and nearness.

    Looks one concern further back at a time, for all concerns ``looking`` at once; an older
    concern of the same agency then overwrites a younger one. 0 days: none in the window.
    ``row`` is the decision of each concern.
    """
    at, agency = timeline.at[concern], timeline.agency[concern].astype(np.int64)
    council, region = timeline.council[concern], timeline.region[concern]
    n_decisions = int(row[-1]) + 1 if len(row) else 0
    held = np.zeros((n_decisions, N_AGENCIES), dtype=np.int16)
    nearness = np.zeros((n_decisions, N_AGENCIES), dtype=np.int8)
    flat_held, flat_nearness = held.reshape(-1), nearness.reshape(-1)
    first_cell = row * N_AGENCIES
    step = 0
    while len(looking):
        step += 1
        looking = looking[looking >= step] if looking[0] < step else looking
        days = at[looking] - at[looking - step]
        inside = days <= window_days  # also false for another child, whose key lies far off
        looking, days = looking[inside], days[inside]
        earlier = days > 0
        now, days = (looking, days) if earlier.all() else (looking[earlier], days[earlier])
        then = now - step
        cell = first_cell[now] + agency[then]
        flat_held[cell] = days
        here, there = region[now], region[then]
        near = cell[(here == there) & (here >= 0)]
        flat_nearness[near] = np.maximum(flat_nearness[near], SAME_REGION)
        here, there = council[now], council[then]
        flat_nearness[cell[(here == there) & (here >= 0)]] = SAME_COUNCIL
    return held, nearness


def _on_day(at: np.ndarray, agency: np.ndarray) -> np.ndarray:
    """Per concern: the mask of agencies with a concern about the child on that day."""
    if not len(at):
        return np.zeros(0, dtype=np.uint16)
    starts = np.flatnonzero(np.concatenate([[True], at[1:] != at[:-1]]))
    bit = np.left_shift(np.uint16(1), agency.astype(np.uint16))
    masks = np.bitwise_or.reduceat(bit, starts)
    return np.repeat(masks, np.diff(np.append(starts, len(at))))


def _mask(flags: np.ndarray) -> np.ndarray:
    mask = np.zeros(len(flags), dtype=np.uint16)
    for number in range(N_AGENCIES):
        mask |= flags[:, number].astype(np.uint16) << np.uint16(number)
    return mask


def _needs(decisions: Decisions, at: np.ndarray, held: np.ndarray, nearness: np.ndarray) -> Needs:
    held[np.arange(len(held)), decisions.seeker] = 0  # an agency is no holder to itself
    cell = np.flatnonzero(held)
    decision, holder = np.divmod(cell.astype(np.int32), np.int32(N_AGENCIES))
    group = np.cumsum(_changes(child_of(at), decisions.seeker))[decision]
    group = group << _AGENCY_BITS | holder
    order = _sorted_places(group)
    cell, group = cell[order], group[order]
    begins = np.flatnonzero(_changes(group))
    sizes = np.diff(np.append(begins, len(cell)))
    return Needs(
        decision=decision[order],
        holder=holder[order].astype(np.int8),
        held_days=held.reshape(-1)[cell],
        ordinal=(np.arange(1, len(cell) + 1) - np.repeat(begins, sizes)).astype(np.int16),
        nearness=nearness.reshape(-1)[cell],
        quality=np.zeros(len(cell), dtype=np.int8),
        has_identifier=np.zeros(len(cell), dtype=bool),
    )


def _sorted_places(key: np.ndarray) -> np.ndarray:
    """The places of ``key`` in ascending order, equal ones as they stand.

    Sorting key and place as one number is several times as fast as sorting places by key.
    """
    bits = max(len(key).bit_length(), 1)
    packed = key << bits | np.arange(len(key))
    packed.sort()
    return packed & (1 << bits) - 1


def _of_children(
    timeline: Timeline, given: pl.DataFrame, first_person: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Household, shielding and row in table child, by id, per child of the timeline."""
    household = timeline.child_ids.copy()  # a child without a household decides for itself
    shielded = np.zeros(len(household), dtype=bool)
    person = np.full(len(household), -1, dtype=np.int32)
    child_id = given["child_id"].to_numpy()
    rows = np.arange(first_person, first_person + len(child_id), dtype=np.int32)
    if (child_id[1:] < child_id[:-1]).any():
        rows[np.argsort(child_id, kind="stable")] = rows.copy()
    place = timeline.place_of(child_id)
    told = np.flatnonzero(place >= 0)
    household[place[told]] = given["household_id"].to_numpy()[told]
    shielded[place[told]] = given["is_shielded"].to_numpy()[told]
    person[place[told]] = rows[told]
    return household, shielded, person


def _of_records(timeline: Timeline, given: pl.DataFrame) -> np.ndarray:
    """Per child and agency 2 x quality + has_identifier; 0, so exact, where no row tells."""
    records = np.zeros((len(timeline.child_ids), N_AGENCIES), dtype=np.int8)
    place = timeline.place_of(given["child_id"].to_numpy())
    told = np.flatnonzero(place >= 0)
    code = 2 * given["quality"].to_numpy()[told] + given["has_identifier"].to_numpy()[told]
    records[place[told], given["agency"].to_numpy()[told]] = code
    return records
