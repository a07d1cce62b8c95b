"""When people look: the hours of an average week.

The look-ups of each weekday, spread over its hours as each agency works, over the number of
such weekdays in the period. They add up to the look-ups of the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from analysis.access import lookups
from analysis.access_tallies import weekdays_in
from analysis.answer import Answer
from analysis.answers import provenance
from analysis.estimates import Estimate, estimate
from analysis.evaluation import Evaluation, frame_of
from analysis.futures import Values
from analysis.levers import Levers
from analysis.lookup_hours import HOURS, WEEK, hour_shares
from analysis.luck import AGENCY_NAMES
from analysis.occasion_counts import WEEKDAY, WEEKDAYS
from analysis.occasions import occasions_by
from analysis.tally import Tally
from analysis.workbench import Workbench

BY_HOUR_OF_WEEK = "hour_of_week"
LABEL = "Look-ups in the hour, in an average week"
NOTE = (
    "Each hour of an average week: the look-ups a year on that weekday and in that hour / the "
    "number of such weekdays in the period. Hours of work are judged, by agency, for weekdays and "
    "weekends (data/reference/lookup_hour.csv)."
)


def week(bench: Workbench, evaluations: Sequence[Evaluation]) -> Answer:
    """Look-ups in each hour of an average week, of each design; columns of `evaluation.SCHEMA`.

    A group is a weekday and the hour that begins, such as "monday 09".
    """
    frames = [
        frame_of(one.scenario.id, _estimates(bench, one.scenario.levers)) for one in evaluations
    ]
    frame = pl.concat(frames).with_columns(label=pl.lit(LABEL))
    told = provenance(bench, evaluations, ("lookups",), "Look-ups in an average week")
    return Answer(frame, replace(told, notes=(*told.notes, NOTE)))


def with_hours(answer: Answer) -> pl.DataFrame:
    """The frame of `week` with the columns weekday (0 is Monday) and hour."""
    words = pl.col("group").str.split(" ")
    days = {name: place for place, name in enumerate(WEEKDAYS)}
    return answer.frame.with_columns(
        weekday=words.list.first().replace_strict(days, return_dtype=pl.Int64),
        hour=words.list.last().cast(pl.Int64),
    )


def of_design(answer: Answer, scenario: str) -> pl.DataFrame:
    """`with_hours` of one design."""
    return with_hours(answer).filter(pl.col("scenario") == scenario)


def lookups_by_hour(store, levers: Levers, value: Values) -> np.ndarray:
    """A year's look-ups by weekday and hour, of this world's size: float64 [F, 7, 24]."""
    occasions = occasions_by(store, WEEKDAY)
    n = len(AGENCY_NAMES)
    apart = replace(
        occasions,
        labels=tuple(f"{day} {agency}" for day in WEEKDAYS for agency in AGENCY_NAMES),
        group=occasions.group * np.int32(n) + occasions.agency,
    )
    by_agency = lookups(apart, levers, value).reshape(-1, len(WEEKDAYS), n)
    return np.einsum("fda,adh->fdh", by_agency, hour_shares()[:, WEEK])


def _estimates(bench: Workbench, levers: Levers) -> tuple[Estimate, ...]:
    def made() -> tuple[Estimate, ...]:
        store = bench.store_for(levers)
        found = lookups_by_hour(store, levers, bench.futures)
        found = found / np.maximum(weekdays_in(store.world), 1)[:, None]
        return tuple(
            estimate(
                Tally("lookups", found[:, row, hour], None, BY_HOUR_OF_WEEK, f"{day} {hour:02d}"),
                bench.sample,
            )
            for row, day in enumerate(WEEKDAYS)
            for hour in range(HOURS)
        )

    return bench.kept(("week", levers), made)
