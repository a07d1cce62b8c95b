"""Councils in the order of their gap share: all of them, or those of a region."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from analysis.answer import Answer
from analysis.gap_words import COLUMNS, View


def regions(areas: Answer) -> list[str]:
    """The regions that have a council in ``areas`` (`design_gaps.by_group`), in A to Z."""
    return sorted(areas.frame["region"].drop_nulls().unique())


def of_region(areas: Answer, region: str) -> Answer:
    """The councils of ``region`` alone."""
    return replace(areas, frame=areas.frame.filter(pl.col("region") == region))


def everybody(pairs: Answer, view: View) -> tuple[float, float, float] | None:
    """The share of all of England with its ends, from `design_gaps.by_pair`; None if withheld."""
    column = COLUMNS[view][0]
    whole = pairs.frame.filter(pl.col("seeker").is_null(), pl.col("holder").is_null())
    told = whole.select(column, f"{column}_low", f"{column}_high").row(0)
    return None if None in told else told


def what_is_shown(areas: Answer, *, region: str | None) -> str:
    """Which councils stand in the chart, in one sentence."""
    known = areas.frame.filter(pl.col("gap_share").is_not_null())
    if region is None:
        return (
            f"{known.height} of {areas.frame.height} councils, in their order; choose a region to "
            "see its own by name, or open the table."
        )
    n = known.filter(pl.col("region") == region).height
    return f"The {n} councils of {region} among all, and below by name."
