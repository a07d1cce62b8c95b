"""How long an access log takes, per row of it and per contact of its world.

Two designs. `dense`: the system looks at every decision, so that the log has about one row for
seven contacts. `densest`: it looks at every occasion of the year, about two rows for three.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace

from analysis.access_log import write_access_log
from analysis.levers import levers_with
from analysis.policy import load_assumptions
from analysis.scenarios import read_scenario
from data.schema import AGENCIES
from data.world import open_world

OPEN = {
    "scope": "universal",
    "connected_agencies": AGENCIES,
    "authorised_agencies": AGENCIES,
    "authorised_users": 330_000,
    "lookup_rule": "automatic",
}
ASSUMED = {
    "dense": {"adoption_share": 1},
    "densest": {"adoption_share": 1, "routine_lookup_share.automatic": 1},
}


def access_log_of(world_folder: str, out: str, which: str = "dense") -> dict:
    """Rows of the log, seconds, and microseconds for each row and for each contact read."""
    world = open_world(world_folder)
    scenario = replace(read_scenario("status_quo"), id=which, levers=levers_with(OPEN))
    assumptions = load_assumptions().fixed(ASSUMED[which])
    started = time.perf_counter()
    written = write_access_log(world, scenario, out, assumptions=assumptions, replace=True)
    seconds = time.perf_counter() - started
    shutil.rmtree(out)
    contacts = world.rows("contact")
    return {
        "design": which,
        "rows": written.n_rows,
        "contacts": contacts,
        "seconds": seconds,
        "microseconds_per_row": seconds * 1e6 / max(written.n_rows, 1),
        "microseconds_per_contact": seconds * 1e6 / max(contacts, 1),
    }
