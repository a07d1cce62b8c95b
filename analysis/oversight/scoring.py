"""Detectors scored against the truth: precision, recall, lead time, alerts per reviewer-hour.

Misuse is rare, so a laboratory plants it many times as often and counts each planted look-up
for as many times less (`weight`); look-ups for work count for one. Recall does not depend on
that; precision and alerts do, and are those of misuse at its assumed rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import polars as pl

from analysis.oversight.detectors import DETECTORS, Detected
from analysis.oversight.truth import LOOKED_FOR, is_kind

ALL = "all"
MINUTES = 60
MISSED = 0.05  # an interval misses so often


@dataclass(frozen=True, slots=True)
class Found:
    """How much of the misuse of one kind a detector tells of."""

    detector: str
    kind: str  # one of LOOKED_FOR, or ALL
    n: int  # look-ups of the kind that were planted
    n_people: int  # by so many users
    found: int
    chance: float  # share of all look-ups, as weighted, that the detector tells of

    @property
    def recall(self) -> float | None:
        """Share found; None where none was planted."""
        return self.found / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between what recall lies with 95 percent confidence (Wilson); None where none is.

        By users and not by look-ups: those of one user come together.
        """
        return wilson(self.recall, self.n_people) if self.n else None

    @property
    def times_chance(self) -> float | None:
        """Recall over what as many look-ups at random would find."""
        return self.recall / self.chance if self.n and self.chance else None


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's interval of a ``share`` of ``n``, 95 percent."""
    z2 = NormalDist().inv_cdf(1 - MISSED / 2) ** 2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


@dataclass(frozen=True, slots=True)
class Score:
    """One detector on one log. Counts of misuse are as weighted: at its assumed rate."""

    detector: str
    alerts: float
    false_alarms: float  # look-ups for work among them
    n_proper: int  # look-ups for work in the log
    improper: float
    found: float
    by_kind: tuple[Found, ...]
    lead_days: float | None  # median, of users who went on after the alert could be raised
    ahead_share: float | None  # of users told of, those who went on after it
    alerts_per_hour: float  # that one reviewer can look at
    improper_per_hour: float | None  # of those, misuse: precision x alerts per hour

    @property
    def precision(self) -> float | None:
        """Share of alerts that are misuse; None without alerts."""
        return self.found / self.alerts if self.alerts else None

    @property
    def recall(self) -> float | None:
        """Share of misuse that is told of; None where none was planted."""
        return self.found / self.improper if self.improper else None

    @property
    def false_alarm_rate(self) -> float | None:
        """Share of look-ups for work that are told of."""
        return self.false_alarms / self.n_proper if self.n_proper else None


def scores(
    detected: Detected, truth: pl.DataFrame, *, weight: float, review_minutes: float
) -> list[Score]:
    """Every detector that ran. ``truth``: as `truth.read_truth` gives it."""
    ran = set(detected.alerts["detector"].unique())
    left = {sentence.split("”")[0].strip("“") for sentence in detected.left_out}
    return [
        _score(one.id, detected, truth, weight, review_minutes)
        for one in DETECTORS
        if one.id in ran or one.label not in left
    ]


def _score(
    detector: str, detected: Detected, truth: pl.DataFrame, weight: float, minutes: float
) -> Score:
    alerts = detected.of(detector).select("event_id", "raised_on")
    both = truth.join(alerts, on="event_id", how="left")
    told, bad = both["raised_on"].is_not_null(), both["is_improper"]
    n_found, n_bad = int((told & bad).sum()), int(bad.sum())
    false_alarms = int((told & ~bad).sum())
    n_alerts = false_alarms + n_found * weight
    lead, ahead = _lead(both)
    per_hour = MINUTES / minutes
    precision = n_found * weight / n_alerts if n_alerts else None
    n_lookups = len(both) - n_bad + n_bad * weight
    chance = n_alerts / n_lookups if n_lookups else 0.0
    return Score(
        detector=detector,
        alerts=n_alerts,
        false_alarms=false_alarms,
        n_proper=len(both) - n_bad,
        improper=n_bad * weight,
        found=n_found * weight,
        by_kind=tuple(_found(detector, kind, both, chance) for kind in (ALL, *LOOKED_FOR)),
        lead_days=lead,
        ahead_share=ahead,
        alerts_per_hour=per_hour,
        improper_per_hour=None if precision is None else precision * per_hour,
    )


def _found(detector: str, kind: str, both: pl.DataFrame, chance: float) -> Found:
    rows = both.filter(pl.col("is_improper") & (pl.lit(kind == ALL) | _of(kind)))
    return Found(
        detector,
        kind,
        n=len(rows),
        n_people=rows["practitioner_id"].n_unique(),
        found=int(rows["raised_on"].is_not_null().sum()),
        chance=float(chance),
    )


def _of(kind: str) -> pl.Expr:
    return pl.lit(True) if kind == ALL else is_kind(kind)


def _lead(both: pl.DataFrame) -> tuple[float | None, float | None]:
    """Median days from the first alert to the user's last improper look-up, where that is later.

    Also the share of users told of for whom it is. A user who stopped before has no lead.
    """
    users = (
        both.filter(pl.col("is_improper"))
        .group_by("practitioner_id")
        .agg(
            raised_on=pl.col("raised_on").min(),
            last_on=pl.col("accessed_on").max(),
        )
        .filter(pl.col("raised_on").is_not_null())
        .with_columns(lead=(pl.col("last_on") - pl.col("raised_on")).dt.total_days())
    )
    if users.is_empty():
        return None, None
    ahead = users.filter(pl.col("lead") > 0)
    median = ahead["lead"].median()
    return (None if median is None else float(median)), len(ahead) / len(users)
