"""Make a world: shards of parts, each a pure function of (seed, parameters, part).

A *part* is 65,536 children and one Parquet file per table. A *shard* is a run of parts that
one task makes. Shards only spread the work: files, and so the world, are the same for any
number of workers, any number of shards and any `concurrent.futures` executor.
"""

from __future__ import annotations

import math
import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from data.schema import TABLES
from data.world import (
    World,
    WorldError,
    building,
    manifest_of,
    open_world,
    part_entry,
    write_manifest,
)
from synthetic.calendar import Calendar
from synthetic.child_tables import child_table, episode_table, registration_table
from synthetic.columns import write_table
from synthetic.contact_table import all_practitioners, contact_table
from synthetic.contacts import make_contacts
from synthetic.events import make_episodes
from synthetic.home_tables import home_tables
from synthetic.lives import gather
from synthetic.parameters import load_inputs
from synthetic.pathways import make_pathways
from synthetic.people import make_homes, make_people
from synthetic.placement import place
from synthetic.records import make_registrations

GENERATOR = "1"  # raise when the same seed would give other tables
PART = 1 << 16
PERIOD_START, PERIOD_END = date(2023, 4, 1), date(2024, 3, 31)
PER_CHILD = tuple(name for name in TABLES if name != "practitioner")
WINDOW_LIMITS = (30, 730)

OnProgress = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What one shard needs to know: small, and the same on any machine."""

    seed: int
    n_children: int
    calendar: Calendar
    root: str
    parts: tuple[int, ...]


def make_part(seed: int, n_children: int, calendar: Calendar, part: int) -> dict:
    """The tables of one part, by name; a pure function of its arguments."""
    inputs = load_inputs()
    placed = place(seed, part * PART, min((part + 1) * PART, n_children))
    homes = make_homes(seed, inputs, placed)
    people = make_people(seed, inputs, placed)
    paths = make_pathways(seed, inputs, placed, homes, people)
    episodes = make_episodes(seed, inputs, calendar, placed, people, paths)
    lives = gather(seed, inputs, calendar, placed, homes, people, paths, episodes)
    contacts = make_contacts(lives)
    household, identity = home_tables(lives)
    return {
        "child": child_table(lives),
        "identity": identity,
        "household": household,
        "registration": registration_table(lives, make_registrations(lives, contacts)),
        "episode": episode_table(lives, episodes),
        "contact": contact_table(lives, contacts),
    }


def run_shard(job: Job) -> list[tuple[str, dict]]:
    """Make and write the parts of one shard; returns (table, manifest entry) for each file."""
    root = Path(job.root)
    written = []
    for part in job.parts:
        for name, table in make_part(job.seed, job.n_children, job.calendar, part).items():
            file = root / name / f"part-{part:05d}.parquet"
            write_table(table, name, file)
            written.append((name, part_entry(root, file, table.num_rows)))
    return written


def generate_world(
    out: str | Path,
    *,
    n_children: int | None = None,
    fraction: float | None = None,
    seed: int = 7,
    workers: int | None = None,
    shards: int | None = None,
    window_days: int = 180,
    replace: bool = False,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> World:
    """Make a synthetic England in ``out`` and open it.

    Size is ``n_children`` or a ``fraction`` of England (by default one child in ten).
    ``executor`` is any `concurrent.futures` executor that can see ``out``; without one,
    ``workers`` processes are used (by default one a core). ``on_progress`` is called with
    children done, children in all, rows written. Raises WorldError for what a person can
    put right, and then leaves ``out`` as it was.
    """
    n_children = _size(n_children, fraction)
    workers = workers or os.cpu_count() or 1
    if not WINDOW_LIMITS[0] <= window_days <= WINDOW_LIMITS[1]:
        raise WorldError(
            f"The window must be {WINDOW_LIMITS[0]} to {WINDOW_LIMITS[1]} days, got {window_days}."
        )
    calendar = Calendar(PERIOD_START, PERIOD_END, window_days)
    n_parts = math.ceil(n_children / PART)
    with building(out, replace=replace) as root:
        for name in TABLES:
            (root / name).mkdir()
        jobs = [
            Job(seed, n_children, calendar, str(root), parts)
            for parts in _runs(n_parts, shards or n_parts)
        ]
        parts = _collect(_run(jobs, workers, executor), n_children, on_progress)
        people = root / "practitioner" / "part-00000.parquet"
        write_table(all_practitioners(), "practitioner", people)
        parts["practitioner"] = [part_entry(root, people)]
        write_manifest(root, _manifest(parts, n_children, seed, calendar))
    return open_world(out)


def _size(n_children: int | None, fraction: float | None) -> int:
    england = load_inputs().england
    if n_children is not None and fraction is not None:
        raise WorldError("Give the size as children or as a fraction of England, not both.")
    if n_children is None:
        fraction = 0.1 if fraction is None else fraction
        if not 0 < fraction <= 1:
            raise WorldError(f"The fraction must be above 0 and at most 1, got {fraction}.")
        n_children = max(1, round(england * fraction))
    if not 1 <= n_children <= 10**9:
        raise WorldError(f"The number of children must be 1 to 1,000,000,000, got {n_children}.")
    return n_children


def _runs(n_parts: int, shards: int) -> list[tuple[int, ...]]:
    """Cut 0..n_parts-1 into at most ``shards`` runs of nearly equal length."""
    shards = max(1, min(shards, n_parts))
    edges = [n_parts * i // shards for i in range(shards + 1)]
    return [tuple(range(a, b)) for a, b in pairwise(edges)]


def _run(jobs: list[Job], workers: int, executor: Executor | None) -> Iterable[list]:
    if executor is not None:
        yield from _finished(executor, jobs)
    elif workers == 1 or len(jobs) == 1:
        yield from map(run_shard, jobs)
    else:
        # Fresh interpreters: the caller may have threads, which a fork would copy half-way.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=context) as pool:
            yield from _finished(pool, jobs)


def _finished(executor: Executor, jobs: list[Job]) -> Iterable[list]:
    futures = [executor.submit(run_shard, job) for job in jobs]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def _collect(results: Iterable[list], n_children: int, on_progress: OnProgress | None) -> dict:
    parts: dict[str, list[dict]] = {name: [] for name in PER_CHILD}
    children = rows = 0
    for result in results:
        for name, entry in result:
            parts[name].append(entry)
            rows += entry["rows"]
            children += entry["rows"] if name == "child" else 0
        if on_progress:
            on_progress(children, n_children, rows)
    return {name: sorted(entries, key=lambda e: e["file"]) for name, entries in parts.items()}


def _manifest(parts: dict, n_children: int, seed: int, calendar: Calendar) -> dict:
    inputs = load_inputs()
    return manifest_of(
        parts,
        {name: [c.name for c in TABLES[name].columns] for name in parts},
        origin="synthetic",
        generator=GENERATOR,
        seed=seed,
        n_children=n_children,
        fraction=n_children / inputs.england,
        period_start=calendar.period_start.isoformat(),
        period_end=calendar.period_end.isoformat(),
        window_days=calendar.window_days,
        parameters=inputs.digest,
    )
