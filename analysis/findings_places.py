"""What is said of where and when an index is looked into, in sentences made from the figures."""

from __future__ import annotations

import polars as pl

from analysis.access_areas import COUNT
from analysis.evaluation import Evaluation
from analysis.findings_access import listed, plain
from analysis.occasion_counts import WEEKDAYS
from analysis.outcomes import outcome

LIKE = 0.95  # of the busiest hour: hours that are as busy as it


def where_title(shown: pl.DataFrame, measure: str) -> str:
    """From which council to which, for councils in the order of `access_areas.ranked`."""
    unit = "Look-ups made in a council" if measure == COUNT else "Look-ups for every 1,000 children"
    if shown.is_empty():
        return f"{unit}: no council may be told"
    if not shown["value"].max():
        return f"{unit}: none in any council"
    most, least = (shown.row(at, named=True) for at in (0, -1))
    if shown.height == 1:
        return f"{unit}: {most['text']} in {most['name']}"
    return f"{unit}: from {least['text']} in {least['name']} to {most['text']} in {most['name']}"


def where_summary(shown: pl.DataFrame, known: pl.DataFrame, withheld: str) -> str:
    """Which of the ``known`` councils are shown, what moves them all, and what is withheld."""
    n, of = shown.height, known.height
    if not n:
        return withheld
    which = f"All {n} councils" if n == of else f"The first and last {n // 2} of {of} councils"
    return (
        f"{which}. What people do moves all councils together, so their order is firmer than "
        "their level; where many are compared, some differ by the chance of the sample alone. "
        f"{withheld}"
    )


def week_title(grid: pl.DataFrame) -> str:
    """The busiest hour of the week, or hours where others are about as busy."""
    highest = grid["value"].max()
    if not highest:
        return "No hour of the week has a look-up"
    top = grid.filter(pl.col("value") == highest).row(0, named=True)
    near = grid.filter(pl.col("hour") == top["hour"], pl.col("value") >= LIKE * highest)
    days = [WEEKDAYS[day].capitalize() for day in near["weekday"].sort()]
    return (
        f"The busiest hour is from {top['hour']} to {top['hour'] + 1} o'clock on {listed(days)}: "
        f"about {top['text']} look-ups ({top['interval']})"
    )


def week_summary(grid: pl.DataFrame, found: Evaluation) -> str:
    """The busiest second, and why two days stand out."""
    peak = found.estimate("peak_lookups_per_second")
    quiet = grid.sort("value").row(0, named=True)
    return (
        "Each cell: look-ups in that hour of an average week, over all of England; a stronger "
        "shade is a larger share of the busiest hour, which is framed. "
        f"Fewest: {quiet['text']} ({quiet['interval']}), {WEEKDAYS[quiet['weekday']].capitalize()} "
        f"from {quiet['hour']}. In its busiest second the system bears about {plain(peak)} "
        f"look-ups. {outcome('peak_lookups_per_second').caveat}"
    )
