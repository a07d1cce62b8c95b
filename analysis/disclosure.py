"""Disclosure control: counts of few children are withheld, as if the children were real.

    protect(councils, key="area", counts=["n_with_gap"], of="n_children", within="region")
    protect_cross(pairs, row="seeker", column="holder", count="n_children")

What may be told stands in `data/policy/disclosure.toml`. Counts are of children in the world,
before they are scaled to England. What rests on a withheld count, such as a share, an interval or
the scaled figure, is withheld with it. Tables that show the same counts belong in one call.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import polars as pl

from analysis.appetite import Appetite, read_appetite
from analysis.subtraction import Place, withheld_places

ALL = ("all",)  # the row, or the column, of all groups together
Shares = Mapping[str, tuple[str, str]]  # column: its numerator and denominator
Also = Mapping[str, Sequence[str]]  # column: the counts that it rests on


@dataclass(frozen=True, slots=True)
class Protected:
    """A table that may be shown. Don't put it in a cache key: frames hash badly."""

    frame: pl.DataFrame  # null where withheld; a flag `..._withheld` for each count
    totals: pl.DataFrame  # totals that follow from the frame without being rows of it, likewise
    n_withheld: int  # rows of the frame in which something is withheld
    sentence: str


def protect(
    frame: pl.DataFrame,
    *,
    key: str,
    counts: Sequence[str],
    of: str | None = None,
    within: str | None = None,
    shares: Shares | None = None,
    also: Also | None = None,
    groups: str = "groups",
    counted: str = "children",
    appetite: Appetite | None = None,
) -> Protected:
    """``frame``, one row per group, with what must not be shown withheld.

    ``counts``: columns of whole numbers. With ``of``, a column too, they are parts of it, which
    may leave a rest or overlap. ``within``: the column that tells, by its ``key``, which group a
    row is a part of, as a council of a region. A total that is no row of the frame (the region,
    all groups together) is taken as shown elsewhere; ``totals`` holds what may be shown of it,
    with null in ``key`` for all groups. ``also``: other columns, such as intervals. ``groups``
    and ``counted`` are words for the sentence.

    Raises ValueError when a count is no whole number or a part exceeds its total.
    """
    appetite = appetite or read_appetite()
    columns = list(dict.fromkeys([*counts, *([of] if of else [])]))
    _check(frame, [key], columns)
    parents = _parents(frame[key].to_list(), frame[within].to_list() if within else [])
    values = {(i, c): n or 0 for c in columns for i, n in enumerate(frame[c].to_list())}
    implied = [row for row in parents if not isinstance(row, int)]  # all groups together last
    for total, c in product(implied, columns):
        values[total, c] = sum(values[row, c] for row in parents if parents[row] == total)
    places = withheld_places(values, parents, columns, of, appetite)
    totals = pl.DataFrame(
        {key: [None if row == ALL else row[1] for row in implied]}
        | {c: [values[row, c] for row in implied] for c in columns},
        schema={key: frame.schema[key]} | dict.fromkeys(columns, pl.Int64),
    )
    flags = {c: [(i, c) in places for i in range(frame.height)] for c in columns}
    others = {c: [(row, c) in places for row in implied] for c in columns}
    return _told(
        _shown(frame, flags, shares or {}, also or {}, appetite),
        _shown(totals, others, {}, {}, appetite),
        (flags, others),
        (groups, counted),
        appetite,
    )


def protect_cross(
    frame: pl.DataFrame,
    *,
    row: str,
    column: str,
    count: str,
    also: Sequence[str] = (),
    groups: str = "cells",
    counted: str = "children",
    appetite: Appetite | None = None,
) -> Protected:
    """A table of ``row`` by ``column``, one line per cell, with what must not be shown withheld.

    Its margins are taken as shown elsewhere; ``totals`` holds what may be shown of them, with
    null for all rows or all columns. A cell that has no line counts as 0. ``also``: columns that
    rest on ``count``. The rest is as in `protect`.
    """
    appetite = appetite or read_appetite()
    _check(frame, [row, column], [count])
    given = {(r, c): n or 0 for r, c, n in frame.select(row, column, count).iter_rows()}
    rows, columns = (list(dict.fromkeys(place[end] for place in given)) for end in (0, 1))
    values: dict[Place, int] = {place: given.get(place, 0) for place in product(rows, columns)}
    values |= {(r, ALL): sum(values[r, c] for c in columns) for r in rows}
    values |= {(ALL, c): sum(values[r, c] for r in rows) for c in [*columns, ALL]}
    parents = dict.fromkeys(rows, ALL) | {ALL: None}
    places = withheld_places(values, parents, [*columns, ALL], ALL, appetite)
    margins = [place for place in values if ALL in place]
    totals = pl.DataFrame(
        [[None if end == ALL else end for end in place] + [values[place]] for place in margins],
        schema={row: frame.schema[row], column: frame.schema[column], count: pl.Int64},
        orient="row",
    )
    flags = {count: [place in places for place in frame.select(row, column).iter_rows()]}
    others = {count: [place in places for place in margins]}
    return _told(
        _shown(frame, flags, {}, {name: [count] for name in also}, appetite),
        _shown(totals, others, {}, {}, appetite),
        (flags, others),
        (groups, counted),
        appetite,
    )


def _check(frame: pl.DataFrame, keys: list[str], columns: list[str]) -> None:
    if frame.select(keys).is_duplicated().any():
        raise ValueError(f"one row for each {' and '.join(keys)} was expected")
    for column in columns:
        if not frame.schema[column].is_integer():
            raise ValueError(f"{column!r}: whole counts were expected, got {frame.schema[column]}")
        if (frame[column] < 0).any():
            raise ValueError(f"{column!r}: counts of 0 or more were expected")


def _parents(keys: list, within: list) -> dict[Hashable, Hashable | None]:
    """What each row, by its position, is a part of; with the totals that are no rows."""
    at = {name: i for i, name in enumerate(keys)}
    named = [None if name is None else at.get(name, ("total", name)) for name in within]
    parents = dict(enumerate(named or [None] * len(keys)))
    parents |= {parent: None for parent in named if isinstance(parent, tuple)}
    tops = [row for row, parent in parents.items() if parent is None]
    if len(tops) != 1 or tops[0] not in parents.values():
        parents |= dict.fromkeys(tops, ALL) | {ALL: None}
    for start in range(len(keys)):
        row, steps = start, 0
        while row is not None:
            row, steps = parents[row], steps + 1
            if steps > len(parents):
                raise ValueError(f"{keys[start]!r} is a part of itself")
    return parents


def _shown(
    frame: pl.DataFrame,
    flags: Mapping[str, list[bool]],
    shares: Shares,
    also: Also,
    appetite: Appetite,
) -> pl.DataFrame:
    """``frame`` with null for what is flagged and what rests on it, and the rest rounded."""
    base = appetite.rounding_base
    marks = {column: f"{column}_withheld" for column in flags}
    rests = {name: (name,) for name in flags} | dict(shares) | dict(also)
    shown = frame.with_columns(
        pl.Series(marks[column], flag, dtype=pl.Boolean) for column, flag in flags.items()
    )
    if base > 1:
        shown = shown.with_columns((pl.col(c) + base // 2) // base * base for c in flags)
        shown = shown.with_columns(
            pl.when(pl.col(bottom) > 0).then(pl.col(top) / pl.col(bottom)).alias(name)
            for name, (top, bottom) in shares.items()
        )
    return shown.with_columns(
        pl.when(~pl.any_horizontal(marks[c] for c in names)).then(pl.col(name)).alias(name)
        for name, names in rests.items()
    )


def _told(shown, totals, flags: Sequence[Mapping[str, list[bool]]], words, appetite) -> Protected:
    n_withheld, n_totals = (sum(map(any, zip(*marks.values(), strict=True))) for marks in flags)
    groups, counted = words
    sentence = f"{n_withheld or 'None'} of {shown.height} {groups} withheld"
    if n_withheld or n_totals:
        sentence += f": fewer than {appetite.threshold} {counted}"
        if appetite.secondary:  # never how many of them: it would help to work them out
            sentence += ", or needed so that such a count can't be worked out"
    sentence += "."
    if n_totals:
        sentence += f" {n_totals} total{' is' if n_totals == 1 else 's are'} withheld as well."
    if appetite.rounding_base > 1:
        sentence += (
            f" Counts are rounded to the nearest {appetite.rounding_base}, each by itself, so "
            "they need not add up to their totals."
        )
    return Protected(shown, totals, n_withheld, sentence)
