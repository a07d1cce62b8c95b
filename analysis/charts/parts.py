"""Parts side by side: a panel for each figure, with a scale of its own; nothing is added up.

Each line of a panel is a mark with its interval and, in words, the figure. A panel begins at
zero and says where it ends, so that no part is taken for another's size.
"""

from __future__ import annotations

import math
import re

import altair as alt
import polars as pl

from analysis.charts.marks import (
    DESIGN,
    KEY_PX,
    Look,
    colour,
    filling,
    key,
    key_layers,
    looks_of,
    points,
    room_for,
)
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import outcome
from analysis.short_words import NOT_DEFINED, heading_of, words_of
from analysis.units import Unit, show

LINE = 22  # px of a line of a panel
HEAD, FOOT = 26, 24  # px above and below the lines
MISUSE = {
    "improper_lookups_before_safeguards": Look("square", "baseline", is_filled=False),
    "improper_lookups": DESIGN,
    "improper_lookups_found": Look("triangle-up", "intrusiveness"),
    "improper_lookups_missed": Look("circle", "intrusiveness", is_filled=False),
}
"""Improper look-ups in four steps, each with a look of its own."""


def parts(
    frame: pl.DataFrame,
    outcomes: tuple[str, ...],
    names: dict[str, str],
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """A panel for each of ``outcomes`` in ``frame`` (SCHEMA), in order; a line per design.

    ``names``: scenario id to label, the design first.
    """
    order = {id: place for place, id in enumerate(outcomes)}
    frame = frame.filter(pl.col("outcome").is_in(outcomes)).sort(
        pl.col("outcome").replace_strict(order, return_dtype=pl.Int64), maintain_order=True
    )
    rows = frame.select(
        "value",
        "low",
        "high",
        "text",
        "interval",
        panel="outcome",
        line="scenario",
        title=pl.col("outcome").map_elements(lambda id: outcome(id).label, pl.String),
        unit="unit",
    )
    return _panels(rows, names, looks_of(names), mode=mode, alt_text=alt_text, mark=mark)


def steps(
    frame: pl.DataFrame,
    groups: dict[str, str],
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """A panel per group of ``frame`` (SCHEMA), a line per outcome of `MISUSE`.

    ``groups``: group id to label, in the order of the panels.
    """
    rows = frame.filter(pl.col("group").is_in(list(groups))).select(
        "value",
        "low",
        "high",
        "text",
        "interval",
        panel="group",
        line="outcome",
        title=pl.col("group").replace_strict(groups, return_dtype=pl.String),
        unit="unit",
    )
    order = {id: place for place, id in enumerate(groups)}
    rows = rows.sort(pl.col("panel").replace_strict(order, return_dtype=pl.Int64))
    labels = {id: outcome(id).label for id in MISUSE}
    return _panels(rows, labels, MISUSE, mode=mode, alt_text=alt_text, mark=mark)


def _panels(
    rows: pl.DataFrame,
    labels: dict[str, str],
    looks: dict[str, Look],
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    colours = palette(mode)
    lines, heads, height = _placed(rows, labels, looks, colours)
    keys = key(labels, looks, colours).with_columns(at=(pl.col("place") + 0.5) * KEY_PX)
    room = room_for(lines["words"])
    across = alt.Scale(domain=[0, 1], nice=False, range=[0, alt.expr(f"width - {room}")])
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=across, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=down, axis=None)

    tip = [
        alt.Tooltip("title:N", title="Figure"),
        alt.Tooltip("name:N", title="Of"),
        alt.Tooltip("text:N", title="Central"),
        alt.Tooltip("interval:N", title="Interval"),
    ]
    base = alt.Chart(data(lines)).encode(y=y("at"), tooltip=tip)
    told = alt.Chart(data(lines.filter(pl.col("x").is_not_null()))).encode(y=y("at"), tooltip=tip)
    heading = alt.Chart(data(heads))
    layers = [
        heading.mark_rule(color=colours.grid).encode(x=x("zero"), x2="one:Q", y=y("foot")),
        heading.mark_text(
            align="left", baseline="middle", fontWeight=600, color=colours.ink, fontSize=SIZE
        ).encode(x=alt.value(0), y=y("head"), text="heading:N"),
        *(
            heading.mark_text(
                align=align, baseline="top", dy=4, color=colours.quiet, fontSize=11
            ).encode(x=x(at), y=y("foot"), text=f"{text}:N")
            for at, text, align in (("zero", "from", "left"), ("one", "until", "right"))
        ),
        told.mark_rule(strokeWidth=4, opacity=0.55, strokeCap="round").encode(
            x=x("x_low"), x2="x_high:Q", color=alt.Color("stroke:N", scale=None, legend=None)
        ),
        points(told).encode(x=x("x")),
        base.mark_text(align="left", baseline="middle", dx=12, fontSize=SIZE).encode(
            x=x("x_end"), text="words:N", color=alt.Color("ink:N", scale=None, legend=None)
        ),
        *key_layers(keys, down, colours),
    ]
    chart = alt.layer(*layers).properties(width="container", height=height)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _placed(
    rows: pl.DataFrame, labels: dict[str, str], looks: dict[str, Look], colours: Palette
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Lines and headings with the pixels at which they stand, and the height of all."""
    top, lines, heads = len(labels) * KEY_PX + 10, [], []
    for panel in rows["panel"].unique(maintain_order=True):
        own = rows.filter(pl.col("panel") == panel).rows(named=True)
        end = _end([row[name] for row in own for name in ("value", "high")], own[0]["unit"])
        heads.append(_head(own[0], top, len(own), end))
        order = sorted(own, key=lambda row: list(labels).index(row["line"]))
        for place, row in enumerate(order):
            lines.append(
                _line(row, end, looks[row["line"]], labels, colours)
                | {"at": float(top + HEAD + place * LINE + LINE / 2)}
            )
        top += HEAD + len(own) * LINE + FOOT
    return pl.DataFrame(lines, infer_schema_length=None), pl.DataFrame(heads), top


def _head(first: dict, top: int, n: int, end: float) -> dict:
    unit = Unit(first["unit"])
    return {
        "heading": heading_of(first["title"], unit),
        "head": float(top + HEAD / 2),
        "foot": float(top + HEAD + n * LINE),
        "zero": 0.0,
        "one": 1.0,
        "from": show(0.0, unit),
        "until": re.sub(r"\.?0+(?= million| billion)", "", show(end, unit)),
    }


def _line(row: dict, end: float, look: Look, labels: dict[str, str], colours: Palette) -> dict:
    value, low, high = row["value"], row["low"], row["high"]
    is_told = value is not None
    ends = [end if number is None else number for number in (low, high)] if is_told else [0, 0]
    text = row["text"] if is_told or row["text"] != "not known" else NOT_DEFINED
    return {
        "title": row["title"],
        "name": labels[row["line"]],
        "text": text,
        "interval": row["interval"] if is_told else text,
        "words": words_of(text, row["interval"]) if is_told else text,
        "x": value / end if is_told else None,
        "x_low": ends[0] / end,
        "x_high": ends[1] / end,
        "x_end": ends[1] / end,
        "shape": look.shape,
        "stroke": colour(look, colours),
        "fill": filling(look, colours),
        "ink": colours.quiet if look.tone == "baseline" else colours.ink,
    }


def _end(numbers: list[float | None], unit: str) -> float:
    """Where a panel ends: a round number at or above all of ``numbers``; 1 if they are 0."""
    largest = max((number for number in numbers if number is not None), default=0.0)
    if largest <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(largest))
    end = next(step * size for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * size >= largest)
    return min(end, 1.0) if Unit(unit).is_share else end
