"""How long the detectors take over a year of look-ups, as a multiple of one scan.

    python -m bench.audit WORLD LOG

Two scans are measured in the same run, each of every column that is named: of the log alone, and
of all that an audit must read, the log and the contacts that it is held against. The second is
the floor of any audit that asks for contacts, however it is written; both ratios are told.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Sequence

from analysis import sql
from analysis.access_log import open_log, write_access_log
from analysis.oversight.detectors import DETECTORS, EXPLANATION, told
from analysis.oversight.door import Doors, open_doors
from analysis.policy import load_assumptions
from analysis.scenarios import read_scenario
from data.schema import LOG_TABLES
from data.world import open_world

SCANS = 5
RUNS = 3
EVENT = tuple(LOG_TABLES["access_event"].arrow.names)
CONTACT = ("child_id", "agency", "area_code", "contacted_on", "is_concern", "practitioner_id")
LIMIT = 10.0


def audit_of(world_folder: str, out: str) -> dict:
    """The same of ContactPoint's year, drawn into the folder ``out``."""
    world, design = open_world(world_folder), read_scenario("contactpoint_2009")
    write_access_log(world, design, out, assumptions=load_assumptions(), replace=True)
    return audit_against_scan(world_folder, out)


def audit_against_scan(world_folder: str, log_folder: str) -> dict:
    """Seconds of scans and of all detectors, each detector apart, and the two ratios."""
    world, log = open_world(world_folder), open_log(log_folder)
    with open_doors(world, log) as doors:
        of_log, of_contacts = _scan(doors, "access_event", EVENT), _scan(doors, "contact", CONTACT)
        runs = [_detectors(doors) for _ in range(RUNS)]
    best = min(runs, key=lambda one: sum(one.values()))
    seconds = sum(best.values())
    return {
        "lookups": log.n_rows,
        "contacts": world.rows("contact"),
        "log_scan_seconds": of_log,
        "contact_scan_seconds": of_contacts,
        "detectors_seconds": seconds,
        "each": best,
        "detectors_over_log_scan": seconds / of_log,
        "detectors_over_scan_of_log_and_contacts": seconds / (of_log + of_contacts),
    }


def _scan(doors: Doors, table: str, columns: Sequence[str]) -> float:
    """Seconds of one scan of ``columns``, as the other measures have it."""
    read = ", ".join(f"max({column})" for column in columns)
    taken = []
    for _ in range(SCANS):
        started = time.perf_counter()
        doors.log.execute(f"select count(*), {read} from {table}").fetchall()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _detectors(doors: Doors) -> dict[str, float]:
    assumptions = load_assumptions()
    days = int(assumptions.get("explained_days").central)
    doors.log.execute(f"drop table if exists {EXPLANATION}")
    taken = {}
    started = time.perf_counter()
    sql.materialise(doors.log, EXPLANATION, "audit_explanation", explained_days=days)
    taken[EXPLANATION] = time.perf_counter() - started
    for one in DETECTORS:
        if one.rests_on_names and not doors.has_names:
            continue
        started = time.perf_counter()
        told(doors, one, assumptions)
        taken[one.id] = time.perf_counter() - started
    return taken


if __name__ == "__main__":
    print(json.dumps(audit_against_scan(*sys.argv[1:3]), indent=1))
