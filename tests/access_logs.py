"""Access logs for tests: designs that are open to all, and logs with their truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from analysis.access_log import write_access_log
from analysis.access_log.parts import OF_LOOKUPS
from analysis.levers import levers_with
from analysis.policy import load_assumptions
from analysis.scenarios import Scenario, read_scenario
from data.schema import AGENCIES
from data.world import World

TOLD = load_assumptions()
OPEN = {
    "scope": "universal",
    "connected_agencies": AGENCIES,
    "authorised_agencies": AGENCIES,
    "authorised_users": 330_000,
}


def design(**sets) -> Scenario:
    """A design that is open to all, but for what is set."""
    levers = levers_with(OPEN | sets)
    return replace(read_scenario("status_quo"), levers=levers)


def log_of(world: World, scenario: Scenario, folder: Path, told=None, **how) -> pl.DataFrame:
    """The log and its truth, one row per look-up."""
    write_access_log(world, scenario, folder, assumptions=TOLD.fixed(told or {}), **how)
    return read_log(folder)


def read_log(folder: Path) -> pl.DataFrame:
    """The log in ``folder`` with its truth, one row per look-up."""
    events, truth = (pl.read_parquet(folder / table / "*.parquet") for table in OF_LOOKUPS)
    assert events["event_id"].equals(truth["event_id"])
    return events.with_columns(truth.drop("event_id")).cast({pl.Categorical: pl.String})
