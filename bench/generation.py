"""How fast a world is made, against two yardsticks taken in the same run.

The *floor* writes the same tables, which already lie in memory, with the same codec and
workers: no generator can be faster. *Faker* fills the same identity and household columns
row by row, as is often done.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import time
from pathlib import Path

from bench.measure import watched
from synthetic.calendar import Calendar
from synthetic.columns import write_table
from synthetic.generate import (
    PART,
    PERIOD_END,
    PERIOD_START,
    _runs,
    generate_world,
    make_part,
)
from synthetic.names import load_pools
from synthetic.parameters import load_inputs

SEED, WORKERS = 7, 2
FAKER_CHILDREN = 3_000
NAMES = ("identity", "household")


def _generate(out: str, n_children: int) -> int:
    return generate_world(out, n_children=n_children, seed=SEED, workers=WORKERS).rows("contact")


def generation(folder: Path, fractions: list[float]) -> list[dict]:
    """Seconds and peak memory of making worlds of several sizes, smallest first."""
    rows = []
    for fraction in fractions:
        n = round(load_inputs().england * fraction)
        os.sync()  # what earlier runs left to write back is not this one's
        run = watched(_generate, str(folder / f"world-{fraction:g}"), n)
        rows.append(
            {
                "fraction": fraction,
                "children": n,
                "contacts": run.answer,
                "seconds": run.seconds,
                "seconds_per_million_children": run.seconds / n * 1e6,
                "peak_mib": run.peak_mib,
            }
        )
    return rows


def floor(folder: Path, n_children: int) -> float:
    """Seconds that only writing the tables of a world takes, with the same workers.

    Each worker makes its parts, untimed, and writes them, timed, while the other workers do
    the same; the floor is the longest worker's sum. As in a world, every file stays on disk
    until the end, so that the system's own writing back weighs on both alike.
    """
    n_parts = -(-n_children // PART)
    context = multiprocessing.get_context("spawn")
    os.sync()
    jobs = [(str(folder), n_children, run) for run in _runs(n_parts, WORKERS)]
    with context.Pool(len(jobs)) as pool:
        return max(pool.starmap(_write_only, jobs))


def _write_only(folder: str, n_children: int, parts: tuple[int, ...]) -> float:
    calendar = Calendar(PERIOD_START, PERIOD_END, 180)
    out = Path(tempfile.mkdtemp(dir=folder, prefix="floor-"))
    seconds = 0.0
    for part in parts:
        tables = make_part(SEED, n_children, calendar, part)
        started = time.perf_counter()
        for name, table in tables.items():
            write_table(table, name, out / f"{name}-{part:05d}.parquet")
        seconds += time.perf_counter() - started
    shutil.rmtree(out)
    return seconds


def names_only() -> float:
    """Seconds per child to make and write the identity and household tables, one process."""
    from synthetic.events import make_episodes
    from synthetic.home_tables import home_tables
    from synthetic.lives import gather
    from synthetic.pathways import make_pathways
    from synthetic.people import make_homes, make_people
    from synthetic.placement import place

    inputs, calendar = load_inputs(), Calendar(PERIOD_START, PERIOD_END, 180)
    load_pools()
    taken = []
    for part in range(4):
        placed = place(SEED, part * PART, (part + 1) * PART)
        homes = make_homes(SEED, inputs, placed)
        people = make_people(SEED, inputs, placed)
        paths = make_pathways(SEED, inputs, placed, homes, people)
        episodes = make_episodes(SEED, inputs, calendar, placed, people, paths)
        lives = gather(SEED, inputs, calendar, placed, homes, people, paths, episodes)
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            for name, table in zip(reversed(NAMES), home_tables(lives), strict=True):
                write_table(table, name, Path(folder) / f"{name}.parquet")
            taken.append(time.perf_counter() - started)
    return sorted(taken)[1] / PART


def faker_rows() -> float:
    """Seconds per child that Faker needs for the same columns, row by row."""
    from faker import Faker

    faker = Faker("en_GB")
    faker.seed_instance(SEED)
    homes_per_child = sum(load_inputs().beliefs["households"]["of_size"]) / 64
    started = time.perf_counter()
    identity, household, owed = [], [], 0.0
    for child_id in range(FAKER_CHILDREN):
        owed += homes_per_child
        if owed >= 1:
            owed -= 1
            household.append(
                {
                    "household_id": len(household),
                    "area_code": faker.random_int(0, 152),
                    "address_line": faker.street_address(),
                    "postcode": faker.postcode(),
                    "carer_1_name": faker.name_female(),
                    "carer_2_name": faker.name_male(),
                }
            )
        identity.append(
            {
                "child_id": child_id,
                "forename": faker.first_name(),
                "surname": faker.last_name(),
                "address_line": faker.street_address(),
                "postcode": faker.postcode(),
                "school_id": faker.random_int(0, 24_452),
                "gp_practice_id": faker.random_int(0, 6_399),
                "single_identifier": faker.numerify("CL-#########-#"),
            }
        )
    return (time.perf_counter() - started) / FAKER_CHILDREN
