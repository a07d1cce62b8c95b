"""Figures and lines for the same money as staff, ready to be told and drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.break_even import BreakEven
from analysis.estimates import Estimate, estimate
from analysis.evaluation import Evaluation
from analysis.families import account
from analysis.levers import Levers
from analysis.staff_instead import Staff, closed, staff_instead, sum_tallies
from analysis.tally import Tally
from analysis.workbench import Workbench

STEPS = 25  # points of a line
POUNDS = "extra_gbp"  # the outcome whose unit pounds a year are written in
LINE = {
    "label": pl.String,
    "gbp": pl.Float64,
    "gbp_text": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "text": pl.String,
    "interval": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Spent:
    """A sum spread evenly over years of staff."""

    label: str
    gbp: np.ndarray  # pounds of 2024-25 in every future
    years: int
    staff: Staff
    estimates: dict[str, Estimate]  # by outcome; "the sum" and "a year" in pounds


def spent_on_staff(
    bench: Workbench, reference: Levers, label: str, gbp: np.ndarray, years: int
) -> Spent:
    """What ``gbp``, spread evenly over ``years`` and not discounted, does as staff."""
    staff = staff_instead(bench, reference, gbp / years)
    tallies = [staff.tally(), *sum_tallies(bench, gbp)]
    told = {one.outcome: estimate(one, bench.sample) for one in tallies}
    told |= {"sum": pounds(bench, gbp), "a year": pounds(bench, gbp / years)}
    return Spent(label, gbp, years, staff, told)


def own_sum(bench: Workbench, levers: Levers, reference: Levers) -> np.ndarray:
    """What ``levers`` cost more than ``reference``, seen from today; never less than nothing."""
    one, other = (account(bench, each).present_value() for each in (levers, reference))
    return np.maximum(one - other, 0.0)


def pounds(bench: Workbench, gbp: np.ndarray) -> Estimate:
    """``gbp``, pounds in every future, as a figure."""
    return estimate(Tally(POUNDS, gbp, is_national=True), bench.sample)


def curve(bench: Workbench, reference: Levers, most_gbp: float) -> pl.DataFrame:
    """Gaps closed a year for pounds a year of staff, from none to ``most_gbp``: LINE.

    The intervals are those of the futures alone; what the sample adds is told at the points.
    """
    rows = []
    for gbp in np.linspace(0.0, most_gbp, STEPS):
        found = Tally("staff_gaps_closed", closed(bench, reference, gbp))
        money = pounds(bench, np.full(bench.futures.n + 1, gbp))
        rows.append(_row("Staff", money, estimate(found, bench.sample)))
    return pl.DataFrame(rows, schema=LINE)


def points(
    bench: Workbench, spent: Spent, design: Evaluation, own: BreakEven | None
) -> pl.DataFrame:
    """The sum as staff; the design at its own money a year, and that money as staff.

    Columns of LINE; ``shape``; ``is_staff``; ``name_at`` and ``side``: where its name stands.
    """
    told = [_row(spent.label, spent.estimates["a year"], spent.estimates["staff_gaps_closed"])]
    shapes = ["diamond"]
    sides = ["above left" if told[0]["gbp"] > 0.25 * most_gbp(spent, own) else "above"]
    if own:
        money = pounds(bench, own.staff.gbp_per_year)
        closes = estimate(Tally("gaps_closed", own.gaps_needed), bench.sample)
        as_staff = estimate(own.staff.tally(), bench.sample)
        told += [
            _row("Its money as staff", money, as_staff),
            _row(design.scenario.label, money, closes),
        ]
        shapes += ["diamond", "circle"]
        is_ahead = closes.value > as_staff.value
        sides += ["below right" if is_ahead else "above left", "above"]
    found = pl.DataFrame(told, schema=LINE).with_columns(
        shape=pl.Series(shapes),
        is_staff=pl.Series([shape == "diamond" for shape in shapes]),
        side=pl.Series(sides),
    )
    at_the_top = pl.when("is_staff").then("value").otherwise("high")  # of a design, its interval
    return found.with_columns(name_at=at_the_top)


def most_gbp(spent: Spent, own: BreakEven | None) -> float:
    """How far the line of `curve` should go: past every point."""
    ends = [spent.estimates["a year"].value or 0.0]
    if own:
        ends.append(float(own.staff.gbp_per_year[0]))
    return 1.6 * max(ends)


def needed(bench: Workbench, reference: Levers, own: BreakEven) -> pl.DataFrame:
    """The share that staff would have to meet, by the money that reaches half of it.

    Columns half_gbp, value, low, high: shares, past 1 where out of reach.
    """
    entry = bench.assumptions.get("staff_effect.half_gbp")
    spent = reference.extra_staff_gbp_per_year + own.staff.gbp_per_year
    k = np.where(np.isnan(own.k_needed), np.inf, own.k_needed)
    rows = []
    for half in np.linspace(0.0, 1.15 * max(entry.high, entry.central), STEPS):
        share = k * (spent + half) / spent
        low, high = np.quantile(share[1:], (0.025, 0.975), method="inverted_cdf")
        ends = [min(float(one), 2.0) for one in (share[0], low, high)]
        rows.append((float(half), ends[0], min(ends), max(ends)))
    return pl.DataFrame(rows, schema=["half_gbp", "value", "low", "high"], orient="row")


def _row(label: str, money: Estimate, gaps: Estimate) -> dict:
    return {
        "label": label,
        "gbp": money.value,
        "gbp_text": money.text,
        "value": gaps.value,
        "low": gaps.low,
        "high": gaps.high,
        "text": gaps.text,
        "interval": gaps.interval_text,
    }
