"""Councils by name, and how many children of this world agencies met in each."""

from __future__ import annotations

import numpy as np

from analysis import sql
from analysis.levers import Levers
from analysis.luck import AGENCY_NAMES, NUMBER
from analysis.openers import users_with_access
from analysis.workbench import Workbench


def names_of_councils(bench: Workbench) -> dict[str, tuple[str, str]]:
    """Name and region of each council, by its code."""

    def made() -> dict[str, tuple[str, str]]:
        with sql.connect(bench.world) as con:
            rows = sql.run(con, "areas")
        return {code: (name, region) for code, name, region in rows.iter_rows()}

    return bench.kept("names of councils", made)


def children_met(bench: Workbench, levers: Levers) -> dict[str, int]:
    """Children of this world met in each council by agencies that may look: at least so many.

    They are those of the agency that met most, for a child may be met by several.
    """
    if not users_with_access(levers):
        return {}
    looking = [NUMBER[one] for one in levers.authorised_agencies]
    return {area: int(n[looking].max()) for area, n in _met_by_agency(bench).items()}


def _met_by_agency(bench: Workbench) -> dict[str, np.ndarray]:
    def made() -> dict[str, np.ndarray]:
        world, store = bench.world, bench.store
        period = {"period_start": world.period_start, "period_end": world.period_end}
        with sql.connect(world, memory_limit=store.memory_limit, threads=store.threads) as con:
            rows = sql.run(con, "children_met_by_area", **period)
        found: dict[str, np.ndarray] = {}
        for area, agency, n in rows.iter_rows():
            found.setdefault(area, np.zeros(len(AGENCY_NAMES), dtype=np.int64))[NUMBER[agency]] = n
        return found

    return bench.kept("children met in each council", made)
