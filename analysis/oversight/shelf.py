"""Audits kept while the program runs: a design's laboratory log, or an imported one.

    shelf = AuditShelf()
    kept = shelf.drawn(bench, scenario, density=30)      seconds, the first time
    kept = shelf.imported(world, folder, assumptions)

The databases of a log stay open, so that a look-up can be asked about at once.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.access_log import open_log
from analysis.oversight.detectors import Detected, detect
from analysis.oversight.door import Doors, open_doors
from analysis.oversight.laboratory import Experiment, plant, scored
from analysis.oversight.ranked import ranked
from analysis.policy import Assumptions
from analysis.scenarios import Scenario
from analysis.workbench import Workbench
from data.world import World

MOST = 3
DENSITIES = (1, 10, 30, 100)
USUAL = 30
"""How many times as often as assumed a laboratory plants misuse, if nobody says otherwise."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Kept:
    """One audited log. ``experiment`` is None for an imported log, which has no truth."""

    log: str  # its fingerprint
    is_synthetic: bool  # log and world
    doors: Doors
    detected: Detected
    queue: pl.DataFrame
    experiment: Experiment | None
    explained_days: int


class AuditShelf:
    """Audited logs, the last few. Threads may share it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="contactlens-audits-"))
        self._kept: OrderedDict[tuple, Kept] = OrderedDict()
        self._lock = threading.Lock()
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)

    def held(self, bench: Workbench, scenario: Scenario, density: float) -> Kept | None:
        """The audit of a design's log, if it was made."""
        return self._kept.get(_key(bench, scenario, density))

    def drawn(self, bench: Workbench, scenario: Scenario, density: float) -> Kept:
        """The audit of a design's log, made now unless it is kept."""

        def make(stack: ExitStack) -> Kept:
            folder = Path(tempfile.mkdtemp(dir=self._folder)) / "log"
            stack.callback(shutil.rmtree, folder.parent, ignore_errors=True)
            written = plant(
                bench.world,
                scenario,
                folder,
                density=density,
                assumptions=bench.assumptions,
                window=bench.store.window_days,
            )
            log = open_log(folder)
            doors = stack.enter_context(open_doors(bench.world, log, threads=bench.store.threads))
            found = scored(
                bench.world,
                folder,
                density=density,
                assumptions=bench.assumptions,
                notes=written.notes,
                doors=doors,
            )
            days = int(bench.assumptions.get("explained_days").central)
            return Kept(
                log.fingerprint,
                bench.world.is_synthetic,
                doors,
                found.detected,
                found.queue,
                found,
                days,
            )

        return self._of(_key(bench, scenario, density), make)

    def imported(self, world: World, folder: Path, assumptions: Assumptions) -> Kept:
        """The audit of an imported log, made now unless it is kept."""
        log = open_log(folder)

        def make(stack: ExitStack) -> Kept:
            doors = stack.enter_context(open_doors(world, log))
            found = detect(doors, assumptions)
            days = int(assumptions.get("explained_days").central)
            return Kept(log.fingerprint, False, doors, found, ranked(found), None, days)

        return self._of((world.fingerprint, log.fingerprint, hash(assumptions)), make)

    def _of(self, key: tuple, make) -> Kept:
        with self._lock:
            if key not in self._kept:
                with ExitStack() as stack:
                    self._kept[key] = kept = make(stack)
                    # Closed once nobody looks at it any more, whoever that may be.
                    weakref.finalize(kept, stack.pop_all().close)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
            return self._kept[key]


def _key(bench: Workbench, scenario: Scenario, density: float) -> tuple:
    return (bench.key, scenario.levers, density)
