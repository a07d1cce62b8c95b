"""The same money spent on staff: what it closes, and what staff would have to achieve.

Staff raise existing practice as `chances` says: of the needs that practice would miss they
meet a share k, which grows with the money and saturates. Formulas stand in
docs/methods-cost.md. Arrays have one number per future, the first central.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial import chebyshev

from analysis.chances import Chances, staff_effect
from analysis.coverage import chances
from analysis.england import children_in_england
from analysis.evaluate_types import in_futures
from analysis.expected import expect, expect_by
from analysis.levers import Levers
from analysis.need_groups import REPLICATE
from analysis.present_value import schedule
from analysis.replay import UNMET
from analysis.tally import REPLICATES, Tally
from analysis.workbench import Workbench

NODES = 9  # values of k at which gaps are counted; between them, to one part in a million
HALVINGS = 50  # of the range of k in which the share that would be needed is looked for
TOLD_GBP = 225_000_000
"""What newspapers say that ContactPoint cost; a parliamentary answer of April 2008 said 224
million to set it up. In pounds of 2008-09."""
TOLD_PRICES = "2008-09"


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """Gaps of this world under the reference, for any share k of missed needs that staff meet."""

    coefficients: np.ndarray  # (NODES, futures), of Chebyshev polynomials over k from 0 to 1

    def gaps(self, k: np.ndarray) -> np.ndarray:
        """Gaps in each future at ``k``: (futures,)."""
        return chebyshev.chebval(2 * k - 1, self.coefficients, tensor=False)

    def share_that_leaves(self, gaps: np.ndarray) -> np.ndarray:
        """The least k at which no more than ``gaps`` are left; nan where even all would not do."""
        low, high = np.zeros_like(gaps), np.ones_like(gaps)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            enough = self.gaps(middle) <= gaps
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return np.where(self.gaps(np.ones_like(gaps)) <= gaps, high, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Staff:
    """So much money for staff each year, on top of the reference."""

    gbp_per_year: np.ndarray
    closed: np.ndarray  # gaps a year of this world
    parts: np.ndarray | None  # the same centrally, by random group of households

    def tally(self) -> Tally:
        """Gaps closed a year by staff instead."""
        return Tally("staff_gaps_closed", self.closed, parts=self.parts)


def told_sum(bench: Workbench) -> np.ndarray:
    """TOLD_GBP in pounds of 2024-25."""
    return TOLD_GBP * bench.futures(f"deflator.{TOLD_PRICES}")


def yearly(present_value: np.ndarray, bench: Workbench, years: int) -> np.ndarray:
    """The same sum each year, from year 0, that is worth ``present_value`` over ``years``."""
    return present_value / counted_years(bench, years)


def counted_years(bench: Workbench, years: int) -> np.ndarray:
    """``years`` from year 0, each counting what a pound of it counts today."""
    rate = bench.futures("discount_rate")
    plan = schedule(np.zeros_like(rate), horizon_years=years, rate=rate)
    return plan.counted_years_in_use


def staff_instead(bench: Workbench, reference: Levers, gbp_per_year: np.ndarray) -> Staff:
    """What ``gbp_per_year`` more for staff closes under ``reference``."""
    k_before, k = (reached(bench, reference, extra) for extra in (0.0, gbp_per_year))
    parts = None
    if bench.sample.is_sample:
        own = _by_replicate(bench, reference, k_before) - _by_replicate(bench, reference, k)
        parts = np.column_stack([own, np.zeros(REPLICATES)])
    return Staff(np.asarray(gbp_per_year), closed(bench, reference, gbp_per_year), parts)


def closed(bench: Workbench, reference: Levers, gbp_per_year: np.ndarray | float) -> np.ndarray:
    """Gaps of this world that ``gbp_per_year`` more for staff closes under ``reference``."""
    found = effect(bench, reference)
    before, now = (reached(bench, reference, extra) for extra in (0.0, gbp_per_year))
    return found.gaps(before) - found.gaps(now)


def sum_tallies(bench: Workbench, gbp: np.ndarray) -> list[Tally]:
    """A sum for each child of England, and in years of one social worker."""
    hour = bench.futures("hourly_gbp.practitioner")
    price_year = bench.assumptions.get("hourly_gbp.practitioner").price_year
    hour = hour * bench.futures(f"deflator.{price_year}")
    worker_year = hour * bench.futures("working_hours_per_year")
    children = np.full_like(gbp, children_in_england())
    return [
        Tally("sum_per_child", gbp, children, is_national=True),
        Tally("sum_in_worker_years", gbp, worker_year, is_national=True),
    ]


def reached(bench: Workbench, reference: Levers, more_gbp: np.ndarray | float) -> np.ndarray:
    """k with ``more_gbp`` a year on top of what ``reference`` spends on staff."""
    gbp = reference.extra_staff_gbp_per_year + np.asarray(more_gbp, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):  # no money, no effect
        half = bench.futures("staff_effect.half_gbp") / gbp
        k = staff_effect(1.0, max_share=bench.futures("staff_effect.max_share"), half_gbp=half)
    return np.where(gbp > 0, k, 0.0)


def effect(bench: Workbench, reference: Levers) -> Effect:
    """Gaps under ``reference`` by k; counted once for a workbench."""

    def made() -> Effect:
        nodes = np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)
        told, design = _without_staff(bench, reference), bench.design(reference)
        gaps = np.array([expect(design, _raised(told, (x + 1) / 2)).gaps for x in nodes])
        return Effect(np.linalg.solve(chebyshev.chebvander(nodes, NODES - 1), gaps))

    return bench.kept(("staff effect", reference), made)


def _by_replicate(bench: Workbench, reference: Levers, k: np.ndarray) -> np.ndarray:
    told = _raised(in_futures(_without_staff(bench, reference), slice(0, 1)), k[0])
    met = expect_by(bench.design(reference), told, REPLICATE).met
    return met[0, UNMET, :REPLICATES]


def _without_staff(bench: Workbench, reference: Levers) -> Chances:
    return chances(bench, replace(reference, extra_staff_gbp_per_year=0))


def _raised(told: Chances, k: float) -> Chances:
    """``told`` with practice raised by staff who meet the share ``k`` of what it misses."""
    return replace(told, practice=told.practice + (1 - told.practice) * k)
