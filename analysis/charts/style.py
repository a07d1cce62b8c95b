"""What all charts share: type, lines, the mark of origin, and how many rows a chart may hold."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from analysis.charts.palette import Palette

if TYPE_CHECKING:
    import altair as alt

FONT = "Source Sans, sans-serif"  # the dashboard's own, bundled with it
SIZE = 13  # px, of all text but titles
ROW_BUDGET = 1_000  # rows a browser gets per dataset of a chart


class TooManyRows(ValueError):
    """A chart was given rows that should have been added up first."""


def data(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """``columns`` of ``frame`` as the rows of a chart, at most ROW_BUDGET of them."""
    if frame.height > ROW_BUDGET:
        raise TooManyRows(
            f"At most {ROW_BUDGET:,} rows per chart were expected, got {frame.height:,}: "
            "add them up in a query first."
        )
    return frame.select(columns or frame.columns)


def styled(chart: alt.LayerChart | alt.Chart, colours: Palette, *, alt_text: str, mark: str):
    """``chart`` in the house style, with its alternative text and its mark of origin.

    ``mark`` stands small below the chart, so that a saved image says "synthetic" too.
    """
    import altair as alt  # not above: pages share this module, and not all of them draw

    return (
        chart.properties(
            description=alt_text,
            background="transparent",
            padding={"left": 0, "top": 5, "right": 5, "bottom": 4},
            title=alt.TitleParams(
                text=mark,
                orient="bottom",
                anchor="end",
                offset=6,
                fontSize=11,
                fontWeight="normal",
                color=colours.quiet,
            ),
        )
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=colours.ink,
            titleColor=colours.quiet,
            labelFontSize=SIZE,
            titleFontSize=SIZE,
            titleFontWeight="normal",
            gridColor=colours.grid,
            domain=False,
            ticks=False,
            labelPadding=6,
        )
        .configure_text(fontSize=SIZE, font=FONT)
    )


def compiled(chart: alt.LayerChart) -> dict:
    """``chart`` as a Vega-Lite specification, its rows apart as frames under "datasets"."""
    spec = chart.to_dict()
    spec["datasets"] = {name: pl.DataFrame(rows) for name, rows in spec["datasets"].items()}
    return spec


def copied(spec: dict) -> dict:
    """A specification that may be changed without changing ``spec``; frames are shared."""
    own = deepcopy({name: part for name, part in spec.items() if name != "datasets"})
    return own | {"datasets": dict(spec["datasets"])}


def drawing_key(draw: partial) -> str:
    """A digest of what ``draw`` would draw: which chart, of which rows, of which measures."""
    digest = hashlib.sha256(draw.func.__qualname__.encode())
    for part in (*draw.args, *(draw.keywords[name] for name in sorted(draw.keywords))):
        told = part.write_csv() if isinstance(part, pl.DataFrame) else repr(part)
        digest.update(told.encode() + b"\0")
    return digest.hexdigest()
