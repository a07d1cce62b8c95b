"""For how long the holder had held its concern when the seeker met the child.

delay(prepared, assumptions)  one row per span of days, none left out:
    from_days, to_days (inclusive), label, n_needs, n_gaps, needs_share, gaps_share,
    gaps_share_low, gaps_share_high
"""

from __future__ import annotations

import polars as pl

from analysis import sql
from analysis.answer import Answer
from analysis.policy import Assumptions
from analysis.prepared import Prepared, answered, practice_params

SPANS = (7, 30, 60, 90, 120, 180, 270, 365, 730)  # last days of the spans shown


def delay(prepared: Prepared, assumptions: Assumptions) -> Answer:
    """Needs and gaps by days held, in spans up to the window."""
    params = practice_params(assumptions)
    found = sql.run(prepared.con, "sharing_delay", **params)
    ends = [end for end in SPANS if end < prepared.window_days] + [prepared.window_days]
    starts = [1, *(end + 1 for end in ends[:-1])]
    spans = pl.DataFrame({"from_days": starts, "to_days": ends})
    sums = [
        found.filter(pl.col("held_days").is_between(start, end)).select(
            pl.exclude("held_days").sum()
        )
        for start, end in zip(starts, ends, strict=True)
    ]
    frame = pl.concat([spans, pl.concat(sums)], how="horizontal")
    shares = {
        name: pl.col(column) / pl.col(column).sum()
        for name, column in (
            ("needs_share", "n_needs"),
            ("gaps_share", "gaps_central"),
            ("with_least", "gaps_least"),
            ("with_most", "gaps_most"),
        )
    }
    frame = frame.with_columns(**shares).with_columns(
        label=pl.format("{} to {} days", "from_days", "to_days"),
        n_needs=pl.col("n_needs") * prepared.sample.scale,
        n_gaps=pl.col("gaps_central") * prepared.sample.scale,
        gaps_share_low=pl.min_horizontal("gaps_share", "with_least", "with_most"),
        gaps_share_high=pl.max_horizontal("gaps_share", "with_least", "with_most"),
    )
    columns = ("from_days", "to_days", "label", "n_needs", "n_gaps", "needs_share")
    return answered(
        prepared,
        frame.select(*columns, "gaps_share", "gaps_share_low", "gaps_share_high"),
        title="Sharing gaps by days held",
        queries=("sharing_delay",),
        outcomes=("needs_by_delay", "median_held_days"),
        params=params,
        assumptions=assumptions,
    )


def median_held_days(
    prepared: Prepared, assumptions: Assumptions
) -> tuple[float | None, float | None, float | None]:
    """Median days held over gaps: central, and the least and most over the assumptions."""
    found = sql.run(prepared.con, "sharing_delay", **practice_params(assumptions))
    medians = [
        _weighted_median(found, column) for column in ("gaps_central", "gaps_least", "gaps_most")
    ]
    known = [median for median in medians if median is not None]
    return (medians[0], min(known), max(known)) if known else (None, None, None)


def _weighted_median(frame: pl.DataFrame, weight: str) -> float | None:
    total = frame[weight].sum()
    if not total:
        return None
    reached = frame.filter(pl.col(weight).cum_sum() >= total / 2)
    return float(reached["held_days"][0])
