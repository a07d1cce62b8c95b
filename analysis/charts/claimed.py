"""A claim beside its figures: a line for each, with its interval, and what was claimed across."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.claim_answer import Drawn
from analysis.claim_figures import MODEL
from analysis.outcome import Family
from analysis.scenarios import BASELINE

ROW_PX = 66
FRAME_PX = 44  # of the height, for the small print below: a page fits it in
DROP = 21  # px from the middle of a row down to its line
REACH = 10  # px that the stroke of a claim stands out above and below the line
JOINT = " · "
HEAD = 0.55  # rows above the first, for what was claimed
ROOM = 1.04  # of the longest line: how far the scale reaches


def claimed(drawn: Drawn, *, mode: str, alt_text: str, mark: str):
    """The figures of ``drawn`` below each other on one scale from nothing upwards."""
    colours = palette(mode)
    rows = _rows(drawn, colours)
    n = max(rows.height, 1)
    most = max([rows["high"].max() or 0.0, drawn.claimed or 0.0]) * ROOM or 1.0
    head = HEAD if drawn.claimed is not None else 0.0
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-head, n], reverse=True, nice=False))
    scale = alt.Scale(domain=[0, most], nice=False, range=[7, alt.expr("width - 7")])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    base = alt.Chart(data(rows)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("label:N", title="Figure"),
            alt.Tooltip("words:N", title="With its interval"),
            alt.Tooltip("unit:N", title="Unit"),
            alt.Tooltip("source:N", title="Source"),
        ],
    )
    low = {"yOffset": DROP}
    layers = [
        base.mark_rule(color=colours.grid, strokeWidth=1, **low).encode(x=x("from"), x2="to:Q"),
        base.mark_rule(strokeWidth=10, opacity=0.55, **low).encode(
            x=x("low"), x2="high:Q", color=alt.Color("colour:N", scale=None, legend=None)
        ),
        *_marks(rows, y, x, colours),
        *_words(base, colours),
    ]
    if drawn.claimed is not None:
        layers = [*layers, *_said(drawn, rows, most, y, x, colours)]
    height = ROW_PX * (n + head) + FRAME_PX
    chart = alt.layer(*layers).properties(width="container", height=height)
    return styled(chart, colours, alt_text=alt_text, mark=_two_lines(mark))


def _rows(drawn: Drawn, colours: Palette) -> pl.DataFrame:
    """One row per figure that has a number; a design without an index is grey."""
    axis = {
        Family.COST: colours.cost,
        Family.COVERAGE: colours.coverage,
        Family.INTRUSIVENESS: colours.intrusiveness,
    }[drawn.axis]
    told = [one for one in drawn.figures if one.value is not None]
    ends = [value for one in told for value in (one.high, one.value) if value is not None]
    most = max([*ends, drawn.claimed or 0.0], default=0.0)
    return pl.DataFrame(
        {
            "row": [place + 0.5 for place in range(len(told))],
            "label": [one.label for one in told],
            "words": [one.words for one in told],
            "unit": [one.unit for one in told],
            "source": [one.source for one in told],
            "value": [one.value for one in told],
            "low": [one.value if one.low is None else one.low for one in told],
            "high": [most if one.high is None else one.high for one in told],
            "is_ours": [one.source == MODEL for one in told],
            "colour": [colours.baseline if one.scenario == BASELINE else axis for one in told],
            "from": [0.0 for _ in told],
            "to": [most * ROOM or 1.0 for _ in told],
        },
        schema_overrides=dict.fromkeys(("row", "value", "low", "high", "to"), pl.Float64),
    )


def _marks(rows: pl.DataFrame, y: alt.Y, x, colours: Palette) -> list:
    """An upright stroke for the model's figure, a diamond for a published one."""
    found = []
    for (is_ours,), part in rows.group_by(
        "is_ours", maintain_order=True
    ):  # an empty layer is a picture of nothing
        base = alt.Chart(data(part)).encode(x=x("value"), y=y)
        stroke = {"orient": "vertical", "thickness": 2.5, "size": 18}
        diamond = {"shape": "diamond", "size": 110, "filled": True, "opacity": 1}
        mark = base.mark_tick if is_ours else base.mark_point
        look = stroke if is_ours else diamond
        found.append(mark(color=colours.ink, yOffset=DROP, **look))
    return found


def _words(base: alt.Chart, colours: Palette) -> list:
    """The figure's name, and below it the figure."""
    name = base.mark_text(
        align="left", fontWeight=600, color=colours.ink, dy=-17, limit=alt.expr("width")
    )
    figure = base.mark_text(align="left", color=colours.quiet, dy=1)
    return [
        name.encode(x=alt.value(0), text="label:N"),
        figure.encode(x=alt.value(0), text="words:N"),
    ]


def _said(drawn: Drawn, rows: pl.DataFrame, most: float, y: alt.Y, x, colours: Palette) -> list:
    """A dashed stroke on every line where the claim stands, and its number above the first."""
    is_right = drawn.claimed > most / 2
    strokes = rows.select("row", at=pl.lit(drawn.claimed))
    head = pl.DataFrame(
        {"row": [-HEAD / 2], "at": [drawn.claimed], "words": [f"claimed: {drawn.claimed_words}"]}
    )
    return [
        alt.Chart(data(strokes))
        .mark_rule(
            color=colours.ink,
            strokeDash=[3, 2],
            strokeWidth=1.5,
            yOffset=DROP - REACH,
            y2Offset=DROP + REACH,
        )
        .encode(x=x("at"), y=y, y2="row:Q"),
        alt.Chart(data(head))
        .mark_text(
            color=colours.ink,
            fontSize=SIZE,
            align="right" if is_right else "left",
            dx=4 if is_right else -4,
        )
        .encode(x=x("at"), y=y, text="words:N"),
    ]


def _two_lines(mark: str) -> str | list[str]:
    """The small print in two lines, for beside words a chart is narrow."""
    parts = mark.split(JOINT)
    half = len(parts) // 2
    return [JOINT.join(parts[:half]), JOINT.join(parts[half:])] if half else mark
