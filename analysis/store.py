"""A prepared world: what every design asks of it, worked out once and kept on disk.

Kept are the situations, run by run, the people, and whatever else is derived from them. The
folder is named by a digest of the world, of the assumptions that change the needs themselves
and of the form of what is kept, so nothing that is out of date can be read. Where nothing can
be written, all is kept in memory. See docs/methods-prepared.md.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path

import numpy as np

from analysis.child_ranges import MOST_CONTACTS
from analysis.groups import DIMENSIONS
from analysis.kept import Arrays, Shelf
from analysis.luck import AGENCY_NAMES
from analysis.people import People, people_arrays, people_from, read_people
from analysis.policy import Assumptions, load_assumptions
from analysis.policy import window_days as checked_window
from analysis.situations import Decisions, Needs, Situations, read_situations, seed_of
from analysis.tally import REPLICATES
from data.schema import AGENCY_ROWS, CONCERN_TYPES, QUALITIES, REFERENCE
from data.world import World, WorldError, open_world

FORMAT = 1  # of what is kept: raise it whenever the same world would give something else
CACHE = "CONTACTLENS_CACHE"  # environment: the folder to keep prepared worlds in
FOLDER = ".prepared"  # else this one, in the world's own folder
RUNS, PEOPLE = "situations", "people"
OnProgress = Callable[[float], None]  # is told the share of the work that is done, 0 to 1


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """A world under its structural assumptions. Safe to share between threads, read only."""

    world: World
    window_days: int
    open_case_days: int
    avoidance: float  # share of contacts that do not happen because families keep away
    key: str
    shelf: Shelf
    memory_limit: str
    threads: int | None

    @property
    def seed(self) -> int:
        """The seed of the world's luck; 0 where it was imported."""
        return seed_of(self.world)

    @property
    def people(self) -> People:
        """One row per child of table child, by child_id."""
        return people_from(self.keep(PEOPLE, self._people))

    def situations(self) -> list[Situations]:
        """Every run of children, ascending, with all that replay needs; memory-mapped."""
        self._make_ready()
        return list(self.runs())

    def runs(self) -> Iterator[Situations]:
        """The same one run at a time, each worked out and kept the first time it is asked for."""
        index = self.shelf.get(RUNS)
        for number, children in enumerate(index["children"].tolist() if index else ()):
            arrays = self.shelf.get(_run(number))
            if arrays is None:  # it went to make room
                yield from islice(self._made(), number, None)
                return
            yield _situations(arrays, self.seed, tuple(children))
        if index is None:
            yield from self._made()

    def keep(self, name: str, make: Callable[[], Arrays]) -> Arrays:
        """The arrays called ``name`` (a-z0-9-): as they are kept, else made and kept from now on.

        They are read-only. Two processes may make the same at once; both then read one of them.
        """
        if not name.replace("-", "").isalnum() or name != name.lower():
            raise ValueError(f"A name of a-z, 0-9 and - was expected, got {name!r}.")
        found = self.shelf.get(name)
        return self._put(name, make()) if found is None else found

    def _put(self, name: str, arrays: Arrays) -> Arrays:
        # A world that was replaced meanwhile has given rows of two worlds, or of the other.
        shelf = self.shelf if _is_still(self.world) else Shelf(None, in_memory=self.shelf.in_memory)
        return shelf.put(name, arrays)

    def _make_ready(self, on_progress: OnProgress | None = None) -> None:
        if self.shelf.get(RUNS) is None:
            for _ in self._made(on_progress):
                pass

    def _made(self, on_progress: OnProgress | None = None) -> Iterator[Situations]:
        """The situations, read from the world; one run is written while the next is read."""
        made = read_situations(
            self.world,
            window_days=self.window_days,
            open_case_days=self.open_case_days,
            avoidance=self.avoidance,
            memory_limit=self.memory_limit,
            threads=self.threads,
        )
        children = []
        last_child = max(self.world.manifest.get("n_children") or 0, 1)
        with ThreadPoolExecutor(max_workers=1) as hand:
            written = None
            for number, part in enumerate(made):
                children.append(part.children)
                if written:
                    written.result()
                written = hand.submit(self._put, _run(number), _arrays(part))
                if on_progress:
                    on_progress(min(part.children[1] / last_child, 1.0))
                yield part
            if written:
                written.result()
        self._put(RUNS, {"children": np.array(children, dtype=np.int64)})

    def _people(self) -> Arrays:
        people = read_people(
            self.world,
            self.runs(),
            window_days=self.window_days,
            avoidance=self.avoidance,
            memory_limit=self.memory_limit,
            threads=self.threads,
        )
        return people_arrays(people)


def open_store(
    world: World,
    *,
    window_days: int | None = None,
    assumptions: Assumptions | None = None,
    memory_limit: str = "2GB",
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> Store:
    """The prepared world: read from disk, or made and kept if it is not there yet.

    ``window_days`` (30 to 730), open_case_days and avoidance_share are taken from
    ``assumptions`` where they are not told. Raises WorldError for a window out of bounds.
    """
    store = closed_store(
        world,
        window_days=window_days,
        assumptions=assumptions,
        memory_limit=memory_limit,
        threads=threads,
    )
    store._make_ready(on_progress)
    _ = store.people
    return store


def closed_store(
    world: World,
    *,
    window_days: int | None = None,
    assumptions: Assumptions | None = None,
    memory_limit: str = "2GB",
    threads: int | None = None,
) -> Store:
    """The same store, but nothing is made before it is asked for."""
    assumptions = assumptions or load_assumptions()
    held = int(assumptions.get("window_days").central)
    window = checked_window(load_assumptions(), held if window_days is None else window_days)
    open_case = int(assumptions.get("open_case_days").central)
    avoidance = assumptions.get("avoidance_share").central
    key = _key(world, window, open_case, avoidance)
    return Store(
        world=world,
        window_days=window,
        open_case_days=open_case,
        avoidance=avoidance,
        key=key,
        shelf=Shelf(cache_folder(world) / key, spared=(RUNS, PEOPLE)),
        memory_limit=memory_limit,
        threads=threads,
    )


def cache_folder(world: World) -> Path:
    """Where what is prepared of ``world`` is kept, if it can be written."""
    told = os.environ.get(CACHE)
    return Path(told) if told else world.path / FOLDER


def _key(world: World, *structural: float) -> str:
    """A digest of all that what is kept depends on."""
    told = (
        FORMAT,
        world.fingerprint,
        structural,
        MOST_CONTACTS,
        AGENCY_NAMES,
        AGENCY_ROWS,
        CONCERN_TYPES,
        QUALITIES,
        REPLICATES,
        [(one.id, one.groups) for one in DIMENSIONS],
        (REFERENCE / "council.csv").read_bytes(),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _is_still(world: World) -> bool:
    """Whether the folder holds the world that was opened."""
    try:
        return open_world(world.path).fingerprint == world.fingerprint
    except WorldError:
        return False


def _run(number: int) -> str:
    return f"{RUNS}-{number:05d}"


def _arrays(part: Situations) -> Arrays:
    return {
        f"{table}.{one.name}": getattr(rows, one.name)
        for table, rows in (("decisions", part.decisions), ("needs", part.needs))
        for one in fields(rows)
    }


def _situations(arrays: Arrays, seed: int, children: tuple[int, int]) -> Situations:
    decisions, needs = (
        kind(**{one.name: arrays[f"{table}.{one.name}"] for one in fields(kind)})
        for table, kind in (("decisions", Decisions), ("needs", Needs))
    )
    return Situations(seed=seed, children=children, decisions=decisions, needs=needs)
