"""The access log of a world under one design: who looked at which child, when, and why.

    write_access_log(open_world("data/worlds/default"), read_scenario("contactpoint_2009"), "log")

See docs/methods-access-log.md.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis import sql
from analysis.access_log.design import Design, design_of
from analysis.access_log.events import Events, in_order, joined, none
from analysis.access_log.folder import STAFF, building_log, manifest_of, write_manifest
from analysis.access_log.gate import gate_of
from analysis.access_log.mistakes import wrong_views
from analysis.access_log.offenders import plan_uses
from analysis.access_log.parts import Names, write_parts
from analysis.access_log.places import (
    Children,
    Councils,
    Staff,
    known_councils,
    read_children,
    read_staff,
)
from analysis.access_log.planted import planted_events
from analysis.access_log.runs import Files, read_run, runs_of
from analysis.access_log.staff_homes import write_staff
from analysis.access_log.targets import Planned, plan_lookups
from analysis.access_log.unrecorded import move_some
from analysis.access_log.work import looks_of, views_of
from analysis.luck import AGENCY_NAMES
from analysis.needs import window_note
from analysis.policy import Assumptions, load_assumptions
from analysis.policy import window_days as checked_window
from analysis.scenarios import Scenario
from data.schema import ACCESS_KINDS
from data.world import World

OnProgress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much


@dataclass(frozen=True, slots=True)
class AccessLog:
    """What was written: look-ups by agency and kind, and what a reader must know."""

    folder: Path
    counts: tuple[tuple[str, str, int], ...]  # agency, kind, look-ups; those that occur
    notes: tuple[str, ...]

    @property
    def n_rows(self) -> int:
        """Look-ups in the log."""
        return sum(n for *_, n in self.counts)


@dataclass(frozen=True, slots=True)
class _World:
    """What is the same for every run of children."""

    world: World
    design: Design
    avoidance: float
    councils: Councils
    children: Children
    staff: Staff
    planned: Planned | None


def write_access_log(
    world: World,
    scenario: Scenario,
    out: str | Path,
    *,
    assumptions: Assumptions | None = None,
    window: int | None = None,
    replace: bool = False,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> AccessLog:
    """Write the look-ups of ``world`` under ``scenario``, and the truth about them, to ``out``.

    The folder appears whole or not at all. ``window`` in days (30 to 730, else the assumption).
    Raises WorldError for a bad window, or for a place that is taken or can't be written.
    """
    assumptions = assumptions or load_assumptions()
    held = int(assumptions.get("window_days").central)
    days = checked_window(load_assumptions(), held if window is None else window)
    threads = threads or os.cpu_count() or 1
    design = design_of(world, scenario.levers, assumptions, days)
    with building_log(out, replace=replace) as root:
        told = _prepared(world, design, threads)
        runs = [none(), *_made(told, threads, on_progress)]
        codes, place = told.councils.in_order()
        names = Names(told.children.child_id, codes, place, world.period_start)
        if on_progress:
            on_progress("writing look-ups", 0, 1)
        parts = write_parts(root, runs, names, design.n_days, threads)
        if staff := _staff_parts(world, told, root, threads):
            parts |= {STAFF: staff}
        write_manifest(root, manifest_of(world, scenario, assumptions, days, parts))
    return AccessLog(Path(out), _counts(runs), _notes(world, design))


def _prepared(world: World, design: Design, threads: int) -> _World:
    """What every run needs: the children, the practitioners, and the misuse that is planned."""
    planned = None
    with sql.connect(world, threads=threads) as con:
        councils, region_of = known_councils(con)
        children, staff = read_children(world, councils), read_staff(world, councils)
        if len(children.child_id) and design.may_look[staff.agency].any():
            uses, regions = plan_uses(design, staff), _regions(councils, region_of)
            planned = plan_lookups(con, uses, design, children, staff, regions)
    avoidance = design.central("avoidance_share")
    return _World(world, design, avoidance, councils, children, staff, planned)


def _staff_parts(world: World, told: _World, root: Path, threads: int) -> list[dict]:
    """The parts of practitioner_identity, written below ``root``."""
    if not world.has("identity", "surname") or not world.is_synthetic:
        return []  # real children's names are not handed to made-up staff
    n_areas = len(told.councils.numbers)
    with sql.connect(world, threads=threads) as con:
        return write_staff(
            con, root, told.design.seed, told.staff, told.design.may_look, told.children, n_areas
        )


def _regions(councils: Councils, region_of: dict[str, str]) -> np.ndarray:
    """The number of each council's region; -1 where it is not known."""
    number = {region: place for place, region in enumerate(sorted(set(region_of.values())))}
    return np.array([number.get(region_of.get(code), -1) for code in councils.numbers])


def _made(told: _World, threads: int, on_progress: OnProgress | None) -> Iterator[Events]:
    """The log of one run of children after another, ascending."""
    if not told.design.may_look.any():
        return
    done = 0
    with ThreadPoolExecutor(threads) as pool:
        for n_children, events in pool.map(lambda part: _run(told, part), runs_of(told.world)):
            done += n_children
            if on_progress:
                on_progress("looking children up", done, len(told.children.child_id))
            yield events


def _run(told: _World, part: Files) -> tuple[int, Events]:
    """Children of one run, and its log in order of time."""
    design, children, staff = told.design, told.children, told.staff
    run = read_run(told.world, part, children, told.councils, avoidance=told.avoidance)
    gate = gate_of(run, children, design)
    looks = looks_of(run, gate, design, children)
    views = views_of(run, looks, design)
    move_some(views, looks.words[looks.is_seen], run, gate, design, children, staff)
    events = [views, wrong_views(run, gate, looks, design, children)]
    if told.planned is not None:
        ends = [run.first_child, run.first_child + run.n_children]
        own = slice(*np.searchsorted(told.planned.child, ends))
        events.append(planted_events(run, gate, told.planned.rows(own), views, design, staff))
    found = in_order(joined(events))
    if found.practitioner.max(initial=0) < 2**31:  # kept until all runs are made
        found = dataclasses.replace(found, practitioner=found.practitioner.astype(np.int32))
    return run.n_children, found


def _counts(runs: list[Events]) -> tuple[tuple[str, str, int], ...]:
    n = np.zeros((len(AGENCY_NAMES), len(ACCESS_KINDS)), dtype=np.int64)
    for run in runs:
        both = run.agency.astype(np.int64) * len(ACCESS_KINDS) + run.kind
        n += np.bincount(both, minlength=n.size).reshape(n.shape)
    return tuple(
        (AGENCY_NAMES[agency], ACCESS_KINDS[kind], int(n[agency, kind]))
        for agency, kind in np.argwhere(n)
    )


def _notes(world: World, design: Design) -> tuple[str, ...]:
    """What a reader must know: what was taken for granted because the world lacks it."""
    levers = design.levers
    if not design.may_look.any():
        return ("Nobody may look anything up under this design, so the log is empty.",)
    asks_past = levers.scope == "concern_triggered" or levers.opt_out
    lacks = {
        "No misuse is planted, and each look-up for work has its contact": ("practitioner", None),
        "Look-ups for work name no practitioner": ("contact", "practitioner_id"),
        "Look-ups for work name no council": ("contact", "area_code"),
        "Neighbours are children of one council": ("identity", "postcode"),
        "Practitioners have no names, and relatives no surname in common": ("identity", "surname"),
        "Each child is a household of its own": ("child", "household_id"),
        "No child is taken to be shielded": ("child", "is_shielded") if levers.shielding else None,
    }
    return (
        *filter(None, [window_note(world, design.window_days) if asks_past else ""]),
        *(
            f"{what}: the world has no {_spoken(*where)}."
            for what, where in lacks.items()
            if where and not world.has(*where)
        ),
    )


def _spoken(table: str, column: str | None) -> str:
    return f"column {column} in table {table}" if column else f"table {table}"
