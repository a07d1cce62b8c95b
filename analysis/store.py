"""A prepared world: what every design asks of it, worked out once and kept on disk.

Kept are the situations, run by run, the people, and whatever else is derived from them. The
folder is named by a digest of all that they depend on (`store_key`). Where nothing can be
written, all is kept in memory. See docs/methods-prepared.md.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from analysis.child_ranges import child_ranges
from analysis.kept import Arrays, Shelf, sealed
from analysis.people import People, people_arrays, people_from, read_people
from analysis.policy import Assumptions, load_assumptions
from analysis.policy import window_days as checked_window
from analysis.situations import Decisions, Needs, Situations, read_situations, seed_of
from analysis.store_key import cache_folder, is_still, store_key
from data.world import World

SITUATIONS, PEOPLE = "situations", "people"
MOST_OPEN = 64  # sets that stay mapped: opening a file takes longer than most work on it
MOST_UNDER_WAY = 4  # sets that wait to be written, or are being
OnProgress = Callable[[float], None]  # is told the share of the work that is done, 0 to 1


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """A world under its structural assumptions. Threads may share it; arrays are read-only."""

    world: World
    window_days: int
    open_case_days: int
    avoidance: float  # share of contacts that do not happen because families keep away
    key: str
    shelf: Shelf
    memory_limit: str
    threads: int | None
    writes: bool = True  # what is made goes to disk
    _loaded: dict = field(default_factory=dict, repr=False)
    _open: OrderedDict[str, Arrays] = field(default_factory=OrderedDict, repr=False)
    _lock: Any = field(default_factory=threading.Lock, repr=False)

    @property
    def seed(self) -> int:
        """The seed of the world's luck; 0 where it was imported."""
        return seed_of(self.world)

    def holds_for(self, assumptions: Assumptions) -> bool:
        """Whether ``assumptions`` leave the needs as they are in this store."""
        told = structural_of(assumptions)
        return told == {name: getattr(self, name) for name in told}

    @property
    def people(self) -> People:
        """One row per child of table child, by child_id; memory-mapped."""
        if PEOPLE not in self._loaded:
            self._loaded[PEOPLE] = people_from(self.keep(PEOPLE, self._people))
        return self._loaded[PEOPLE]

    def situations(self) -> list[Situations]:
        """Every run of children, ascending, with all that replay needs; memory-mapped."""
        if SITUATIONS not in self._loaded:
            self.make_ready()
            self._loaded[SITUATIONS] = tuple(self.runs())
        return list(self._loaded[SITUATIONS])

    def runs(self) -> Iterator[Situations]:
        """The same one run at a time, each worked out and kept the first time it is asked for."""
        index = self.shelf.get(SITUATIONS)
        if index is None:
            yield from self._made()
            return
        for number, children in enumerate(index["children"].tolist()):
            arrays = self.shelf.get(_name(number))
            if arrays is None:  # it went to make room for another world
                yield from islice(self._made(), number, None)
                return
            yield _situations(arrays, self.seed, tuple(children))

    def keep(self, name: str, make: Callable[[], Arrays], *, soon: bool = False) -> Arrays:
        """The arrays called ``name`` (a-z0-9-): as they are kept, else made and kept from now on.

        They are read-only. Threads wait for one another; of two processes that make the same
        at once both get the same. ``soon``: don't wait until they are on disk, nor put them there
        while several others are on their way.
        """
        if not re.fullmatch("[a-z0-9-]+", name):
            raise ValueError(f"A name of a-z, 0-9 and - was expected, got {name!r}.")
        held = self._held(name)
        if held is not None:
            return held
        with _alone(self.key, name):
            found = self.shelf.get(name)
            if found is None:
                put = self._put_soon if soon and self.writes else self._put
                found = put(name, make())
            with self._lock:
                self._open[name] = found
                while len(self._open) > MOST_OPEN:
                    self._open.popitem(last=False)
            return found

    def _held(self, name: str) -> Arrays | None:
        with self._lock:
            if name in self._open:
                self._open.move_to_end(name)
            return self._open.get(name)

    def make_ready(self, on_progress: OnProgress | None = None) -> None:
        """Work out the situations unless they are there."""
        with _alone(self.key, SITUATIONS):
            if self.shelf.get(SITUATIONS) is None:
                for _ in self._telling(self._made(), on_progress, 0):
                    pass

    def make_people(self, on_progress: OnProgress | None = None) -> None:
        """Work out the people unless they are there."""
        self.keep(PEOPLE, partial(self._people, on_progress))

    def _put(self, name: str, arrays: Arrays) -> Arrays:
        if not self.writes:
            return {key: sealed(array) for key, array in arrays.items()}
        # A world that was replaced meanwhile has given rows of another, or of two.
        shelf = self.shelf if is_still(self.world) else Shelf(None, in_memory=self.shelf.in_memory)
        return shelf.put(name, arrays)

    def _put_soon(self, name: str, arrays: Arrays) -> Arrays:
        held = {key: sealed(array) for key, array in arrays.items()}
        if _UNDER_WAY.acquire(blocking=False):
            _HAND.submit(self._written, name, held)
        return held

    def _written(self, name: str, held: Arrays) -> None:
        try:
            kept = self._put(name, held)
            with self._lock:
                if self._open.get(name) is held:
                    self._open[name] = kept  # mapped: it takes no memory of its own
        finally:
            _UNDER_WAY.release()

    def _made(self) -> Iterator[Situations]:
        """The situations as the world is read; one run is written while the next is read."""
        made = read_situations(
            self.world,
            window_days=self.window_days,
            open_case_days=self.open_case_days,
            avoidance=self.avoidance,
            memory_limit=self.memory_limit,
            threads=self.threads,
        )
        children, written = [], None
        with ThreadPoolExecutor(max_workers=1) as hand:
            for number, part in enumerate(made):
                if written:
                    written.result()
                written = hand.submit(self._put, _name(number), _arrays(part))
                children.append(part.children)
                yield part
            if written:
                written.result()
        self._put(SITUATIONS, {"children": np.array(children, dtype=np.int64)})

    def _people(self, on_progress: OnProgress | None = None) -> Arrays:
        people = read_people(
            self.world,
            self._telling(self.runs(), on_progress, 1),
            window_days=self.window_days,
            avoidance=self.avoidance,
            memory_limit=self.memory_limit,
            threads=self.threads,
        )
        return people_arrays(people)

    def _telling(self, parts: Iterable[Situations], on_progress, half: int) -> Iterator[Situations]:
        """``parts``, with word of how far half the work has come: the first (0) or second (1)."""
        n_runs = len(child_ranges(self.world)) if on_progress else 0
        for number, part in enumerate(parts, start=1):
            yield part
            if on_progress:
                on_progress((half + number / n_runs) / 2)


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

    The window (30 to 730 days) unless told, open_case_days and avoidance_share are the central
    values of ``assumptions``. Raises WorldError for a window out of bounds.
    """
    store = closed_store(
        world,
        window_days=window_days,
        assumptions=assumptions,
        memory_limit=memory_limit,
        threads=threads,
    )
    store.make_ready(on_progress)
    store.make_people(on_progress)
    return store


def closed_store(
    world: World,
    *,
    window_days: int | None = None,
    assumptions: Assumptions | None = None,
    memory_limit: str = "2GB",
    threads: int | None = None,
) -> Store:
    """The same store, in which nothing is made before it is asked for."""
    assumptions = assumptions or load_assumptions()
    structural = structural_of(assumptions, window_days)
    key = store_key(world, **structural)
    return Store(
        world=world,
        key=key,
        shelf=Shelf(cache_folder(world) / key, spared=(SITUATIONS, PEOPLE)),
        memory_limit=memory_limit,
        threads=threads,
        **structural,
    )


def structural_of(assumptions: Assumptions, window_days: int | None = None) -> dict[str, float]:
    """What of ``assumptions`` changes the needs themselves, as a store is told it."""
    return {
        "window_days": window_of(assumptions, window_days),
        "open_case_days": int(assumptions.get("open_case_days").central),
        "avoidance": assumptions.get("avoidance_share").central,
    }


def window_of(assumptions: Assumptions, told: int | None = None) -> int:
    """The window in days: ``told``, else what is assumed; WorldError unless it is 30 to 730."""
    held = int(assumptions.get("window_days").central)
    return checked_window(load_assumptions(), held if told is None else told)


_HAND = ThreadPoolExecutor(max_workers=1, thread_name_prefix="to disk")  # ends its work at exit
_UNDER_WAY = threading.BoundedSemaphore(MOST_UNDER_WAY)
_LOCKS: dict[tuple[str, str], threading.RLock] = {}


def _alone(key: str, name: str) -> threading.RLock:
    """A lock, so that sessions of one process don't work out the same thing side by side."""
    return _LOCKS.setdefault((key, name), threading.RLock())


def _name(number: int) -> str:
    return f"{SITUATIONS}-{number:05d}"


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
