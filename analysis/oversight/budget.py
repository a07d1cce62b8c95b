"""What review finds under a budget: the queue from its top, against as many look-ups at random.

A share of all look-ups is reviewed, in the order of the queue; past its end the rest come at
random. Reviewed misuse is *reached*; a reviewer recognises it with the assumed chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.oversight.scoring import ALL
from analysis.oversight.truth import LOOKED_FOR, is_kind

SHARES = (0.001, 0.01, 0.1)  # of look-ups reviewed, as asked for
MINUTES = 60
POINTS = 60  # of a curve


@dataclass(frozen=True, slots=True)
class Review:
    """What is reached when ``share`` of all look-ups is reviewed, by kind."""

    share: float
    hours: float  # of reviewers, a year
    reached: dict[str, float]  # kind -> share of its look-ups; kinds that occur, and ALL
    improper_per_hour: float  # look-ups of misuse reached per hour, at its assumed rate


def reviews(
    queue: pl.DataFrame,
    truth: pl.DataFrame,
    shares: tuple[float, ...] = SHARES,
    *,
    weight: float,
    review_minutes: float,
) -> list[Review]:
    """Review of each share of look-ups, the queue from its top. Weights as in `scoring`."""
    rows = truth.join(queue.select("event_id", "place"), on="event_id", how="left")
    rows = rows.sort("place", nulls_last=True)
    bad = rows["is_improper"].to_numpy()
    counts_for = np.where(bad, weight, 1.0)
    total = counts_for.sum()
    so_far = np.cumsum(counts_for)
    n_queued = int(rows["place"].is_not_null().sum())
    queued = so_far[n_queued - 1] if n_queued else 0.0
    kinds = [kind for kind in LOOKED_FOR if rows.filter(is_kind(kind)).height]
    masks = {ALL: bad} | {kind: rows.select(is_kind(kind)).to_series().to_numpy() for kind in kinds}
    found = []
    for share in shares:
        budget = share * total
        # As far as the budget goes into a look-up, and then into those in no order.
        part = np.clip((budget - (so_far - counts_for)) / counts_for, 0, 1)
        rest = total - queued
        part[n_queued:] = np.clip((budget - queued) / rest, 0, 1) if rest else 0
        reached = {kind: float(part[mask].mean()) for kind, mask in masks.items() if mask.any()}
        hours = budget * review_minutes / MINUTES
        improper = reached.get(ALL, 0.0) * bad.sum() * weight
        found.append(Review(share, hours, reached, improper / hours if hours else 0.0))
    return found


def curve_shares() -> tuple[float, ...]:
    """Shares of look-ups reviewed for a curve, from one in ten thousand to all."""
    return tuple(float(share) for share in np.geomspace(1e-4, 1, POINTS))


def share_for(hours: float, n_lookups: float, review_minutes: float) -> float:
    """The share of look-ups that can be reviewed in ``hours``: at most 1."""
    return min(hours * MINUTES / review_minutes / n_lookups, 1.0) if n_lookups else 0.0
