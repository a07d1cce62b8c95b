"""A world, what is believed about it, and the futures that every design meets.

What one design needs is worked out once and kept while the workbench lives; what the world
needs is kept on disk (`store`). Threads may share a workbench.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.child_panel import Replayed, replayed
from analysis.design import Design, State, prepare_design
from analysis.futures import N_FUTURES, Futures
from analysis.levers import Levers
from analysis.needs import window_note
from analysis.policy import Assumptions, load_assumptions
from analysis.sampling import Sample
from analysis.store import OnProgress, Store, closed_store, open_store
from data.world import World

NOT_ENGLAND = (
    "Children, needs and look-ups are counted in this world; cost, users and misuse are those of "
    "an index for England, so pounds or misuse per child, gap or look-up don't fit together here."
)
ENGINES = ("expected", "replay")
MOST_KEPT = 1_500  # results of designs: small arrays, but for these
MOST_STATES = 128  # needs by type: about a megabyte each
MOST_REPLAYS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Workbench:
    """What `evaluate` and `compare` work on. ``engine`` counts needs: one of ENGINES."""

    world: World
    store: Store
    assumptions: Assumptions
    futures: Futures
    engine: str = "expected"
    is_fixed: bool = False  # every design meets the contacts of ``store``, without an index too
    _kept: OrderedDict = field(default_factory=OrderedDict, repr=False)
    _states: OrderedDict = field(default_factory=OrderedDict, repr=False)
    _replays: OrderedDict = field(default_factory=OrderedDict, repr=False)
    _making: dict = field(default_factory=dict, repr=False)
    _lock: Any = field(default_factory=threading.Lock, repr=False)

    @property
    def sample(self) -> Sample:
        """How much of England the world holds. Households were sampled, but they are not
        needed here: random groups of them tell the error."""
        return Sample(fraction=self.world.fraction, n_units=len(self.store.people))

    @property
    def key(self) -> str:
        """What its figures rest on, as a short word for keys of caches."""
        return f"{self.store.key}-{self.futures.fingerprint}-{self.engine}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of this world and window, one sentence each."""
        notes = [window_note(self.world, self.store.window_days)]
        if self.world.fraction is None:
            notes.append(NOT_ENGLAND)
        return tuple(filter(None, notes))

    def store_for(self, levers: Levers) -> Store:
        """The prepared world that ``levers`` meet: families keep away from an index alone."""
        if self.is_fixed or levers.scope != "none" or not self.store.avoidance:
            return self.store
        return self.kept("nobody keeps away", self._without_avoidance)

    def believing(self, assumptions: Assumptions) -> Workbench:
        """The same world under other ``assumptions``; what rests on the world alone is shared.

        ValueError where they change the needs themselves: that takes a workbench of its own.
        """
        if not self.store.holds_for(assumptions):
            raise ValueError("a world with other needs was asked for; make a workbench of it")
        return replace(
            self,
            assumptions=assumptions,
            futures=self.futures.believing(assumptions),
            _kept=OrderedDict(),
            _replays=OrderedDict(),
        )

    def without_writing(self) -> Workbench:
        """The same workbench, and what it keeps in memory, for work that may be for nothing."""
        return replace(self, store=replace(self.store, writes=False))

    def on_contacts_of(self, levers: Levers) -> Workbench:
        """The workbench on which every design meets the contacts that happen under ``levers``.

        A gap that goes because families keep away is not closed, so what a design closes is
        counted on the contacts that it leaves.
        """
        if self.is_fixed or not self.store.avoidance:
            return self
        store = self.store_for(levers)
        return self.kept(
            ("fixed", store.key),
            lambda: replace(
                self,
                store=store,
                is_fixed=True,
                _kept=OrderedDict(),
                _states=OrderedDict(),
                _replays=OrderedDict(),
                _making={},
                _lock=threading.Lock(),
            ),
        )

    def design(self, levers: Levers) -> Design:
        """The needs of the world by type under ``levers``."""
        store = self.store_for(levers)

        def remember(key: Hashable, make: Callable[[], State]) -> State:
            return self._remembered(self._states, MOST_STATES, (store.key, key), make)

        sampled = self.sample.is_sample
        return prepare_design(store, levers, sampled=sampled, remember=remember)

    def replayed(self, levers: Levers) -> Replayed:
        """Every child under ``levers``, and the panel in its futures."""

        def made() -> Replayed:
            return replayed(self.store_for(levers), levers, self.futures, self.assumptions)

        return self._remembered(self._replays, MOST_REPLAYS, levers, made)

    def kept(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made under ``key`` before, else made now. Made once, whoever else asks."""
        return self._remembered(self._kept, MOST_KEPT, key, make)

    def _remembered(self, shelf: OrderedDict, most: int, key: Hashable, make: Callable) -> Any:
        found = self._found(shelf, key)
        if found is not None:
            return found[0]
        with self._lock:
            alone = self._making.setdefault((id(shelf), key), threading.RLock())
        with alone:  # others who ask for the same wait; who asks for something else does not
            found = self._found(shelf, key)
            if found is not None:
                return found[0]
            try:
                made = make()
                with self._lock:
                    shelf[key] = made
                    while len(shelf) > most:
                        shelf.popitem(last=False)
                return made
            finally:
                self._making.pop((id(shelf), key), None)

    def _found(self, shelf: OrderedDict, key: Hashable) -> tuple[Any] | None:
        with self._lock:
            if key not in shelf:
                return None
            shelf.move_to_end(key)
            return (shelf[key],)

    def _without_avoidance(self) -> Store:
        nobody = self.assumptions.fixed({"avoidance_share": 0.0})
        return closed_store(self.world, window_days=self.store.window_days, assumptions=nobody)


def workbench(
    world: World,
    *,
    assumptions: Assumptions | None = None,
    window_days: int | None = None,
    n_futures: int = N_FUTURES,
    engine: str = "expected",
    memory_limit: str = "2GB",
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> Workbench:
    """A workbench on ``world``; the first one of a world prepares it, which takes seconds.

    ``n_futures`` besides the central one. Raises WorldError for a window out of bounds and
    ValueError for an unknown engine.
    """
    if engine not in ENGINES:
        raise ValueError(f"an engine of {', '.join(ENGINES)} was expected, got {engine!r}")
    assumptions = assumptions or load_assumptions()
    store = open_store(
        world,
        window_days=window_days,
        assumptions=assumptions,
        memory_limit=memory_limit,
        threads=threads,
        on_progress=on_progress,
    )
    return Workbench(world, store, assumptions, Futures(assumptions, n_futures), engine)
