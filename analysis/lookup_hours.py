"""At what hours of the day look-ups are made: `data/reference/lookup_hour.csv`, a judgement."""

from __future__ import annotations

import csv
from functools import cache

import numpy as np

from analysis.luck import NUMBER
from data.schema import REFERENCE

HOURS = 24
DAY_TYPES = ("weekday", "weekend")
WEEK = (0, 0, 0, 0, 0, 1, 1)  # the type of each day of a week that begins on Monday


@cache
def hour_shares() -> np.ndarray:
    """The share of a day's look-ups in each hour: float64 [agency by name, DAY_TYPES, hour].

    The hours of a day add up to 1; one that the table leaves out has none.
    """
    shares = np.zeros((len(NUMBER), len(DAY_TYPES), HOURS))
    with (REFERENCE / "lookup_hour.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = NUMBER[row["agency"]], DAY_TYPES.index(row["day_type"]), int(row["hour"])
            shares[at] = float(row["share"])
    shares /= shares.sum(axis=-1, keepdims=True)  # written with three digits
    shares.setflags(write=False)
    return shares
