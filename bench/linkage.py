"""How long a linkage study takes: a million children against the records of each of two agencies.

The two are those that hold most children, so nearly every child has two records to be placed.
A smaller world is measured whole, and its seconds are told for a million children.
"""

from __future__ import annotations

import time

from analysis.linkage.found import NAMES, counts, right
from analysis.linkage.study import Chosen, make_study
from data.world import open_world
from synthetic.recorded import recorded_identity

AGENCIES = ("primary_care", "hospital")
CHILDREN = 1_000_000
THREADS = 2


def linkage_of(world_folder: str) -> dict:
    """Seconds of one study, for a million children, and the share of records linked right."""
    chosen = Chosen(agencies=AGENCIES, n_children=CHILDREN)
    started = time.perf_counter()
    study = make_study(open_world(world_folder), chosen, recorded_identity, threads=THREADS)
    seconds = time.perf_counter() - started
    row = counts(study, NAMES, study.default_bits).row(0, named=True)
    return {
        "children": study.n_entries,
        "records": row["n_records"],
        "seconds": seconds,
        "seconds_per_million": seconds * CHILDREN / study.n_entries,
        "linked_right_share": right(row).value,
    }
