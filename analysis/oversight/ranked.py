"""The combined queue: look-ups that any detector tells of, the strangest first.

A look-up's surprise adds, over the detectors that tell of it, how rare so strong an alert is in
the log: the negative common logarithm of the share of look-ups with one at least as strong. That
is Fisher's way of joining tests, with the log itself as the measure of what is usual. It asks
for no truth, and so works for an imported log. Detectors are taken as if independent.
"""

from __future__ import annotations

import polars as pl

from analysis.oversight.detectors import Detected

QUEUE = {
    "place": pl.Int64,  # 1 is first
    "event_id": pl.Int64,
    "surprise": pl.Float64,
    "raised_on": pl.Date,  # the first day on which any detector tells of it
    "detectors": pl.List(pl.String),
}


def ranked(detected: Detected) -> pl.DataFrame:
    """One row per look-up that a detector tells of, in the order of review: columns of QUEUE."""
    if detected.alerts.is_empty():
        return pl.DataFrame(schema=QUEUE)
    of = pl.col("strength").rank("max", descending=True).over("detector")
    queue = (
        detected.alerts.with_columns(surprise=-(of / detected.n_lookups).log10())
        .group_by("event_id")
        .agg(
            pl.col("surprise").sort().sum(),
            pl.col("raised_on").min(),
            pl.col("detector").sort().alias("detectors"),
        )
        .with_columns(pl.col("surprise").round(9))  # so that equal ones are in order of time
        .sort(["surprise", "event_id"], descending=[True, False])
    )
    return queue.with_row_index("place", offset=1).select(
        pl.col(name).cast(kind) for name, kind in QUEUE.items()
    )
