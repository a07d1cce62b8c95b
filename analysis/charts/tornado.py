"""What matters most: how far each assumption, by itself, moves a figure."""

from __future__ import annotations

import textwrap

import altair as alt
import numpy as np
import polars as pl

from analysis.charts.axes import (
    colour_of,
    short,
    text_colour_of,
    tick_format,
    tick_words,
)
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Outcome

ROW_PX, HEAD_PX, FOOT_PX = 46, 22, 52
NARROW = "width < 620"
LABEL_PX = 300  # of the words at the left of a wide chart
SHARE_PX = 116  # of the share of variance at its right
WRAP = 46  # letters to a line of a label
SHAPES = {"green": "circle", "amber": "triangle-up", "red": "square"}
EVIDENCE = {"green": "good", "amber": "fair", "red": "weak, or judged"}


def tornado(
    frame: pl.DataFrame,
    measure: Outcome,
    central: float,
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `tornado.tornado_frame` as bars around the ``central`` figure.

    Where an end has no limit the bar runs to the edge. A shape tells the evidence: circle good,
    triangle fair, square weak or judged.
    """
    colours = palette(mode)
    rows = _rows(frame, measure, central)
    ends = rows.select(
        low=pl.min_horizontal("x", "x2").min(), high=pl.max_horizontal("x", "x2").max()
    )
    low, high = ends.row(0)
    air = 0.04 * (high - low or abs(central) or 1.0)
    height = HEAD_PX + ROW_PX * rows.height
    across = alt.Scale(
        domain=[low - air, high + air],
        nice=False,
        zero=False,
        range=[
            alt.expr(f"{NARROW} ? 34 : {LABEL_PX} + 40"),
            alt.expr(f"width - ({NARROW} ? 34 : {SHARE_PX} + 40)"),
        ],
    )
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)
    y = alt.Y("at:Q", scale=down, axis=None)
    axis = alt.Axis(
        format=tick_format(measure),
        labelExpr=tick_words(measure),
        title=measure.axis_title,
        titleColor=text_colour_of(measure, colours),
        tickCount=alt.expr("max(2, ceil(width / 190))"),
        gridOpacity=0.8,
    )

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=across, axis=axis)

    tip = [
        alt.Tooltip("label:N", title="Assumption"),
        alt.Tooltip("low_told:N", title=f"{measure.label} at its low end"),
        alt.Tooltip("high_told:N", title=f"{measure.label} at its high end"),
        alt.Tooltip("variance_text:N", title="Share of the variance"),
        alt.Tooltip("evidence_words:N", title="Evidence"),
    ]
    base = alt.Chart(data(rows)).encode(y=y, tooltip=tip)
    bar = {"strokeWidth": 13, "yOffset": alt.expr(f"{NARROW} ? 10 : 0")}
    colour = colour_of(measure, colours)
    middle = alt.Chart(data(pl.DataFrame({"x": [central], "words": [_now(central, measure)]})))
    layers = [
        base.mark_rule(color=colour, opacity=0.45, **bar).encode(x=x("middle"), x2="x:Q"),
        base.mark_rule(color=colour, **bar).encode(x=x("middle"), x2="x2:Q"),
        middle.mark_rule(color=colours.ink, strokeWidth=1.2).encode(x=x("x")),
        *_ends(base, x, colours),
        *_labels(base, colours),
        *_heads(down, colours),
    ]
    chart = alt.layer(*layers).properties(width="container", height=height + FOOT_PX)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _rows(frame: pl.DataFrame, measure: Outcome, central: float) -> pl.DataFrame:
    """Bars with the pixels at which they stand; an end without limit lies past all others."""
    known = [
        one
        for one in (*frame["at_low"].to_list(), *frame["at_high"].to_list(), central)
        if one is not None and np.isfinite(one)
    ]
    past = max(known) + 0.15 * (max(known) - min(known) or abs(max(known)) or 1.0)
    return frame.select(
        "label",
        "from",
        "to",
        "variance_text",
        label_lines=pl.col("label").map_elements(_wrapped, return_dtype=pl.String),
        x=pl.col("at_low").fill_null(past),
        x2=pl.col("at_high").fill_null(past),
        middle=pl.lit(central),
        low_told=pl.format("{} ({})", "at_low_text", "from"),
        high_told=pl.format("{} ({})", "at_high_text", "to"),
        evidence_words=pl.col("evidence").replace_strict(EVIDENCE, return_dtype=pl.String),
        shape=pl.col("evidence").replace_strict(SHAPES, return_dtype=pl.String),
        low_is_left=pl.col("at_low").fill_null(past) < pl.col("at_high").fill_null(past),
        at=HEAD_PX + ROW_PX * (pl.int_range(pl.len()).cast(pl.Float64) + 0.5),
    )


def _ends(base: alt.Chart, x, colours: Palette) -> list[alt.Chart]:
    """The assumption's value at each end of its bar."""
    layers = []
    for field, words, outward in (
        ("x", "from", "datum.low_is_left"),
        ("x2", "to", "!datum.low_is_left"),
    ):
        for which, align, dx in ((outward, "right", -5), (f"!({outward})", "left", 5)):
            layers.append(
                base.transform_filter(which)
                .mark_text(
                    align=align,
                    dx=dx,
                    baseline="middle",
                    fontSize=11.5,
                    color=colours.quiet,
                    yOffset=alt.expr(f"{NARROW} ? 10 : 0"),
                )
                .encode(x=x(field), text=f"{words}:N")
            )
    return layers


def _labels(base: alt.Chart, colours: Palette) -> list[alt.Chart]:
    """The assumption with a shape for its evidence at the left, its share at the right."""
    shape = base.mark_point(
        size=55,
        filled=False,
        strokeWidth=1.6,
        opacity=1,
        color=colours.ink,
        yOffset=alt.expr(f"{NARROW} ? -11 : 0"),
    ).encode(x=alt.value(6), shape=alt.Shape("shape:N", scale=None, legend=None))
    said = {"align": "left", "baseline": "middle", "color": colours.ink, "lineBreak": "\n"}
    wide = base.mark_text(
        **said, fontSize=alt.expr(f"{NARROW} ? 0 : {SIZE}"), lineHeight=15
    ).encode(x=alt.value(18), text="label_lines:N")
    narrow = base.mark_text(
        **said,
        fontSize=alt.expr(f"{NARROW} ? 12.5 : 0"),
        yOffset=-11,
        limit=alt.expr("width - 18"),
    ).encode(x=alt.value(18), text="label:N")
    share = base.mark_text(
        align="right",
        baseline="middle",
        color=colours.ink,
        fontSize=alt.expr(f"{NARROW} ? 0 : {SIZE}"),
    ).encode(x=alt.value("width"), text="variance_text:N")
    return [shape, wide, narrow, share]


def _heads(down: alt.Scale, colours: Palette) -> list[alt.Chart]:
    rows = data(
        pl.DataFrame({"at": [HEAD_PX / 2], "left": ["Assumption"], "right": ["% of variance"]})
    )
    base = alt.Chart(rows).encode(y=alt.Y("at:Q", scale=down, axis=None))
    said = {"baseline": "middle", "color": colours.quiet}
    size = alt.expr(f"{NARROW} ? 0 : 12")
    return [
        base.mark_text(**said, align="left", fontSize=size).encode(x=alt.value(0), text="left:N"),
        base.mark_text(**said, align="right", fontSize=size).encode(
            x=alt.value("width"), text="right:N"
        ),
    ]


def _now(central: float, measure: Outcome) -> str:
    return f"central: {short(central, measure)}"


def _wrapped(label: str) -> str:
    return "\n".join(textwrap.wrap(label, WRAP)[:3])
