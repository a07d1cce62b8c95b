"""How long exact expectations take: to make a design ready, and to evaluate it."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

from analysis.chances import chances_in
from analysis.design import prepare_design
from analysis.expected import expect
from analysis.futures import Futures, Held
from analysis.levers import Levers
from analysis.policy import load_assumptions
from analysis.scenarios import load_scenarios, read_scenario
from analysis.store import Store, open_store
from bench.needs import seconds_of_scans
from data.world import open_world

SCENARIO = "contactpoint_2009"  # of the presets the one with most types
CHANGES = (0.1, 0.2, 0.3, 0.4, 0.5)  # of adoption, one after another, as a slider is moved


def expected_against_scan(world_folder: str) -> dict:
    """Seconds to make a new design ready, milliseconds of one change of a chance, seconds of all
    presets in all futures. The world is prepared before the clock starts.
    """
    world = open_world(world_folder)
    store = open_store(world)
    scan = statistics.median(seconds_of_scans(world))
    levers = read_scenario(SCENARIO).levers
    prepare_design(_Forgetful(store), levers)  # so that all is in memory, as for the scans
    started = time.perf_counter()
    design = prepare_design(_Forgetful(store), levers)
    prepared = time.perf_counter() - started
    return {
        "scenario": SCENARIO,
        "needs": design.n_needs,
        "types": sum(len(state.types) for state in design.states),
        "scan_seconds": scan,
        "prepare_seconds": prepared,
        "prepare_over_scan": prepared / scan,
        "change_milliseconds": 1_000 * min(_seconds_of_changes(store, levers)),
        "presets": len(load_scenarios()),
        **_all_futures(store),
    }


@dataclass(frozen=True, slots=True)
class _Forgetful:
    """A store that keeps nothing of a design, so that each is new to it."""

    store: Store

    @property
    def people(self):
        return self.store.people

    def situations(self):
        return self.store.situations()

    def keep(self, name: str, make, *, soon: bool = False):
        return make()


def _seconds_of_changes(store: Store, levers: Levers) -> list[float]:
    """Seconds from a changed chance to its figures, the design being known to the store."""
    prepare_design(store, levers)
    seconds = []
    for adoption in CHANGES:
        told = load_assumptions().fixed({"adoption_share": adoption})
        started = time.perf_counter()
        expect(prepare_design(store, levers), chances_in(levers, Held(told), told))
        seconds.append(time.perf_counter() - started)
    return seconds


def _all_futures(store: Store) -> dict:
    """All presets in all futures; designs and futures are there before."""
    assumptions = load_assumptions()
    futures = Futures(assumptions)
    ready = [
        (prepare_design(store, one.levers), chances_in(one.levers, futures, assumptions))
        for one in load_scenarios()
    ]
    started = time.perf_counter()
    for design, chances in ready:
        n_futures = len(expect(design, chances).gaps)
    return {"futures": n_futures, "futures_seconds": time.perf_counter() - started}
