"""Councils in the order of their gap share: a region's, or those at both ends of the list."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from analysis.answer import Answer


def regions(areas: Answer) -> list[str]:
    """The regions that have a council in ``areas`` (`compare_groups` by area), in A to Z."""
    return sorted(areas.frame["region"].drop_nulls().unique())


def ranked(areas: Answer, *, region: str | None, ends: int) -> Answer:
    """All councils of ``region``; without one, the ``ends`` highest and lowest in gap share."""
    frame = areas.frame.filter(pl.col("gap_share").is_not_null())
    if region:
        return replace(areas, frame=frame.filter(pl.col("region") == region))
    if frame.height <= 2 * ends:
        return replace(areas, frame=frame)
    return replace(areas, frame=pl.concat([frame.head(ends), frame.tail(ends)]))


def what_is_shown(areas: Answer, *, region: str | None, ends: int) -> str:
    """Which councils `ranked` leaves, in one sentence."""
    known = areas.frame.filter(pl.col("gap_share").is_not_null()).height
    if region:
        return f"The {ranked(areas, region=region, ends=ends).frame.height} councils of {region}."
    if known <= 2 * ends:
        return f"All {known} councils."
    return (
        f"The {ends} councils with the highest and the {ends} with the lowest gap share of "
        f"{known}; choose a region to see all of its own, or open the table."
    )
