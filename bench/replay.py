"""How long replay of a world takes, as a multiple of one full scan of `contact`."""

from __future__ import annotations

import statistics
import time

from analysis.replay_file import write_replay
from analysis.scenarios import read_scenario
from bench.needs import seconds_of_scans
from data.world import open_world

# The design that asks most: opt-out, shielding, look-ups, links, consent.
SCENARIO = "contactpoint_2009"


def replay_against_scan(world_folder: str, out: str) -> dict:
    """Seconds for one scan of every column of `contact`, and for writing one replay."""
    world = open_world(world_folder)
    scan = statistics.median(seconds_of_scans(world))
    started = time.perf_counter()
    replayed = write_replay(world, read_scenario(SCENARIO), out)
    seconds = time.perf_counter() - started
    return {
        "scenario": SCENARIO,
        "needs": replayed.n_needs,
        "scan_seconds": scan,
        "replay_seconds": seconds,
        "replay_over_scan": seconds / scan,
    }
