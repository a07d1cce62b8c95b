"""Regions as tiles, each about where it lies: a map in which none is small because it is dense."""

from __future__ import annotations

import csv
from functools import cache

import altair as alt
import polars as pl

from analysis.charts.palette import palette, share_colour, text_on
from analysis.charts.style import data, styled
from analysis.charts.who_knows_what import change_colour
from analysis.gap_figures import ALIKE, LESS, MORE
from analysis.gap_words import COLUMNS, WITHHELD, View, moved, points
from analysis.outcomes import Outcome
from analysis.units import show, show_interval
from data.schema import REFERENCE

TILE_PX = 104  # height of a tile
BREAK = "|"  # where a name may go on below, in region_tile.csv
DOWN = {"label": 0.1, "words": 0.58, "interval_text": 0.84}  # of a tile, where its lines stand
SIGNS = {MORE: "▲", LESS: "▼", ALIKE: ""}


@cache
def tiles() -> pl.DataFrame:
    """Where each region's tile stands: region, column, row, label."""
    with (REFERENCE / "region_tile.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row | {"column": int(row["column"]), "row": int(row["row"])}
            for row in csv.DictReader(file)
        ]
    return pl.DataFrame(rows)


def tile_grid(
    frame: pl.DataFrame,
    measure: Outcome,
    *,
    view: View = "design",
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `design_gaps.by_group` for regions: a tile each, with share and interval."""
    colours = palette(mode)
    rows = _rows(frame, measure, view, colours)
    n_columns, n_rows = (tiles()[name].max() + 1 for name in ("column", "row"))
    x = alt.Scale(domain=[0, n_columns], nice=False)
    y = alt.Scale(domain=[0, n_rows], reverse=True, nice=False)
    tip = [
        alt.Tooltip("region:N", title="Region"),
        alt.Tooltip("text:N", title=moved(measure) if view == "difference" else measure.axis_title),
        alt.Tooltip("interval_text:N", title="Interval"),
        alt.Tooltip("stands:N", title="Against all of England"),
    ]
    base = alt.Chart(data(rows)).encode(tooltip=tip)
    grounds = base.mark_rect(stroke=colours.page, strokeWidth=4).encode(
        x=alt.X("column:Q", scale=x, axis=None),
        x2="right:Q",
        y=alt.Y("row:Q", scale=y, axis=None),
        y2="bottom:Q",
        fill=alt.Fill("ground:N", scale=None, legend=None),
    )
    lines = (
        ("label", "width < 360 ? 11 : 12", "normal", "top"),
        ("words", "width < 360 ? 16 : 19", "bold", "middle"),
        ("interval_text", "width < 360 ? 10.5 : 12", "normal", "middle"),
    )
    words = [
        base.mark_text(
            baseline=baseline, lineBreak=BREAK, fontSize=alt.expr(size), fontWeight=weight
        ).encode(
            x=alt.X("cx:Q", scale=x),
            y=alt.Y(f"at_{field}:Q", scale=y),
            text=f"{field}:N",
            color=alt.Color("ink:N", scale=None, legend=None),
        )
        for field, size, weight, baseline in lines
    ]
    chart = alt.layer(grounds, *words).properties(width="container", height=TILE_PX * n_rows)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _rows(frame: pl.DataFrame, measure: Outcome, view: View, colours) -> pl.DataFrame:
    column = COLUMNS[view][0]
    known = {row["group_id"]: row for row in frame.iter_rows(named=True)}
    rows = []
    for tile in tiles().iter_rows(named=True):
        row = known.get(tile["region"])
        ground, words, text, interval = colours.empty, "–", "no children", ""
        value = row and row[column]
        if row and row["is_withheld"]:
            words = text = WITHHELD
        elif value is not None:
            low, high = row[f"{column}_low"], row[f"{column}_high"]
            if view == "difference":
                text, interval = points(value, low, high)
                ground = change_colour(value, colours)
            else:
                text = show(value, measure.unit, low=low, high=high)
                interval = show_interval(low, high, measure.unit)
                ground = share_colour(value, colours)
            words = f"{text} points" if view == "difference" else text
        stands = row["against_all"] if row and view == "design" else None
        rows.append(
            tile
            | {
                "right": tile["column"] + 1,
                "bottom": tile["row"] + 1,
                "cx": tile["column"] + 0.5,
                **{f"at_{field}": tile["row"] + down for field, down in DOWN.items()},
                "ground": ground,
                "ink": text_on(ground, colours),
                "words": f"{words} {SIGNS.get(stands, '')}".strip(),
                "text": text,
                "interval_text": interval,
                "stands": {
                    MORE: "more often",
                    LESS: "less often",
                    ALIKE: "can't be told apart",
                }.get(stands, ""),
            }
        )
    return pl.DataFrame(rows)
