"""How large England is, where a figure is divided by it. Read from the published margins."""

from __future__ import annotations

import csv
from functools import cache

from data.schema import REFERENCE


@cache
def children_in_england() -> float:
    """Children aged 0-17 in England, mid-2023, as in data/reference/margin.csv."""
    with (REFERENCE / "margin.csv").open(encoding="utf-8", newline="") as file:
        return next(float(row["target"]) for row in csv.DictReader(file) if row["id"] == "children")
