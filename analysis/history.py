"""Designs that existed, held against what was published of them (model section 10).

What was published stands in data/reference/history.csv, with the reason why the model differs.
A figure that the model was built from can't miss, and is called "built in". Misses are shown
as plainly as hits.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass

import numpy as np

from analysis.estimates import MIDDLE
from analysis.history_figures import figures
from analysis.scenarios import read_scenario
from analysis.units import Unit, show, show_interval
from analysis.workbench import Workbench
from data.schema import REFERENCE
from data.world import WorldError

HIT, MISS, BUILT_IN, NO_NUMBER = "hit", "MISS", "built in", "no number published"


@dataclass(frozen=True, slots=True)
class Checked:
    """One published figure beside the model's. ``low`` to ``high``: 95 percent of futures."""

    id: str
    scenario: str
    label: str
    unit: str
    year: str
    published: float | None
    published_text: str
    value: float
    low: float
    high: float
    text: str
    interval_text: str
    verdict: str
    explanation: str
    source: str
    link: str


def history(bench: Workbench) -> list[Checked]:
    """Every published figure, in the order of the table.

    Raises WorldError for an imported world: what was published is England's.
    """
    if bench.world.fraction is None:
        raise WorldError(
            "A world that stands for England was expected, for that is what was published of; "
            "this one was imported. Generate one: contactlens generate --fraction 0.1 --out DIR"
        )
    rows = published()
    facts = {row["id"]: float(row["published"]) for row in rows if row["kind"] == "fact"}
    known = figures()
    found = []
    for row in rows:
        if row["kind"] != "fact":
            levers = read_scenario(row["scenario"]).levers
            found.append(_checked(row, known[row["figure"]](bench, levers, facts)))
    return found


def published() -> list[dict[str, str]]:
    """The rows of data/reference/history.csv."""
    with (REFERENCE / "history.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _checked(row: dict[str, str], values: np.ndarray) -> Checked:
    value, (low, high) = float(values[0]), np.quantile(values[1:], MIDDLE)
    low, high = min(float(low), value), max(float(high), value)
    told = float(row["published"]) if row["published"] else None
    return Checked(
        id=row["id"],
        scenario=row["scenario"],
        label=row["label"],
        unit=row["unit"],
        year=row["year"],
        published=told,
        published_text="it happened" if told is None else f"{_words(told, row)} ({row['year']})",
        value=value,
        low=low,
        high=high,
        text=_words(value, row, low, high),
        interval_text=_interval(low, high, row),
        verdict=_verdict(row, told, low, high),
        explanation=row["explanation"],
        source=row["source"],
        link=row["link"],
    )


def _verdict(row: dict[str, str], told: float | None, low: float, high: float) -> str:
    if told is None:
        return NO_NUMBER
    if row["kind"] == "input":
        return BUILT_IN
    if row["kind"] == "floor":  # what was published is the least that it can be
        return HIT if high >= told else MISS
    inside = low <= told <= high
    return HIT if inside or math.isclose(told, low) or math.isclose(told, high) else MISS


def _unit(row: dict[str, str]) -> Unit:
    if row["unit"].startswith("pounds"):
        return Unit.GBP
    return Unit.SHARE if row["unit"] == "share" else Unit.CHILDREN


def _words(value: float, row: dict[str, str], low: float | None = None, high: float | None = None):
    return show(value, _unit(row), low=low, high=high)


def _interval(low: float, high: float, row: dict[str, str]) -> str:
    return show_interval(low, high, _unit(row))
