"""What matters most for one figure: each cause by itself, beside its share of the variance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.one_at_a_time import Moved
from analysis.outcomes import outcome
from analysis.policy import Assumption
from analysis.sensitivity import Cause, Explained, Share
from analysis.units import Unit, show


@dataclass(frozen=True, slots=True)
class Row:
    """One cause in the tornado."""

    cause: Cause
    low_text: str  # the assumption at its low end, in words; empty where several move together
    high_text: str
    at_low: float  # the figure there
    at_high: float
    share: float | None  # of the variance; None where the futures don't draw it, or by chance
    share_text: str


def tornado_rows(moved: Moved, explained: Explained, outcome_id: str, *, most: int) -> list[Row]:
    """The causes that move the figure furthest, one at a time, with their share of its variance."""
    shares = {one.cause.id: one for one in explained.shares}
    rows = []
    for swing in moved.swings(outcome_id)[:most]:
        own, alone = shares.get(swing.cause.id), len(swing.cause.members) == 1
        member = swing.cause.members[0]
        low, high = (
            (in_words(member, member.low), in_words(member, member.high))
            if alone
            else ("all low", "all high")
        )
        share, words = own.share if own else None, _told(own)
        if member.kind != "uncertainty":
            words = "not drawn"
        rows.append(Row(swing.cause, low, high, swing.at_low, swing.at_high, share, words))
    return rows


def tornado_frame(rows: Sequence[Row], outcome_id: str, central: float) -> pl.DataFrame:
    """``rows`` as a table: the figure at both ends, in its own unit and in words."""
    unit = outcome(outcome_id).unit
    return pl.DataFrame(
        [
            {
                "label": row.cause.label,
                "evidence": row.cause.quality,
                "moves_together": len(row.cause.members),
                "from": row.low_text,
                "to": row.high_text,
                "at_low": _number(row.at_low),
                "at_high": _number(row.at_high),
                "at_low_text": end_text(row.at_low, central, unit),
                "at_high_text": end_text(row.at_high, central, unit),
                "variance_share": row.share,
                "variance_text": row.share_text,
            }
            for row in rows
        ],
        schema_overrides={
            "at_low": pl.Float64,
            "at_high": pl.Float64,
            "variance_share": pl.Float64,
        },
    )


def end_text(value: float, central: float, unit: Unit) -> str:
    """A figure at the end of a bar, with the digits that its distance from the centre deserves."""
    if not np.isfinite(value):
        return "no limit" if value > 0 else "not known"
    return show(value, unit, low=min(value, central), high=max(value, central))


def in_words(entry: Assumption, value: float) -> str:
    """An assumption's value with its unit."""
    if entry.unit == "share":
        return f"{100 * value:.3g}%"
    if entry.unit == "gbp":
        return show(value, Unit.GBP)
    unit = {"ratio": "", "per 1,000 user-years": " per 1,000"}.get(entry.unit, f" {entry.unit}")
    return f"{value:,.4g}{unit}" if value < 10_000 else f"{value:,.0f}{unit}"


def _told(share: Share | None) -> str:
    if share is None or share.share < 0.005:
        return "under 1%"
    text, low, high = (show(one, Unit.SHARE) for one in (share.share, share.low, share.high))
    return f"{text} ({low.removesuffix('%')} to {high})" if low != high else text


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
