"""When money is spent, and what a pound of a later year counts today.

The horizon has years 0, 1, 2 and so on; year 0 is the year of the decision and is not
discounted. Set-up is spread evenly over the years of building, the first of which is year 0;
users are trained in the last of them, and the index is in use in every year after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """What falls in each year of the horizon. Arrays (futures, years), year 0 first."""

    setup: np.ndarray  # share of the set-up cost; less than one in all if building takes longer
    training: np.ndarray  # 1 in the year in which the first users are trained, else 0
    in_use: np.ndarray  # 1 in a year of full use, else 0
    discount: np.ndarray  # what a pound of the year counts today, 0 to 1

    @property
    def years_in_use(self) -> np.ndarray:
        """Years of full use inside the horizon, one per future."""
        return self.in_use.sum(axis=1)

    @property
    def counted_years_in_use(self) -> np.ndarray:
        """The same, each year counting what a pound of it counts today."""
        return self.present_value(self.in_use)

    def present_value(self, spent: np.ndarray) -> np.ndarray:
        """What ``spent``, pounds (futures, years), is worth today: one number per future."""
        return (spent * self.discount).sum(axis=1)


def schedule(build_years: np.ndarray, *, horizon_years: int, rate: np.ndarray) -> Schedule:
    """The schedule of a design that takes ``build_years`` to build, one number per future.

    They are rounded to whole years, halves up. With 0 the index is in use from year 0, where
    set-up and training fall as well. ``rate``: real discount rate a year, one per future.
    """
    built = np.floor(np.asarray(build_years) + 1 / 2)[:, None]
    spread = np.maximum(built, 1)
    year = np.arange(horizon_years)[None, :]
    return Schedule(
        setup=(year < spread) / spread,
        training=(year == spread - 1).astype(np.float64),
        in_use=(year >= built).astype(np.float64),
        discount=(1 + np.asarray(rate)[:, None]) ** -year.astype(np.float64),
    )
