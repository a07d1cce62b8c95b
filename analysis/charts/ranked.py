"""Ranks under a reader's weights: how often each design comes first, and where that turns.

Bars are grey: a rank is none of the three axes.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import palette
from analysis.charts.style import SIZE, data, styled

ROW, BLOCK, BAR = 36, 58, 26  # px
CHARACTER = 6.5  # px
FIT = alt.AutoSizeParams(type="fit-x", contains="padding")


def first_places(frame: pl.DataFrame, *, mode: str, alt_text: str, mark: str):
    """``frame`` of `findings_ranking.firsts`: a bar per design, its words above it."""
    colours = palette(mode)
    rows = frame.with_row_index("at").with_columns(
        y=pl.col("at") * ROW + 24.0, both=pl.format("{}: {}", "name", "words")
    )
    height = ROW * rows.height + 6
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)
    across = alt.Scale(domain=[0, 1], nice=False)
    y = alt.Y("y:Q", scale=down, axis=None)
    base = alt.Chart(data(rows)).encode(y=y, tooltip=[alt.Tooltip("both:N", title="First")])
    axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    x = alt.X("share:Q", scale=across, axis=axis, title="Futures in which a design comes first (%)")
    bars = base.mark_rule(strokeWidth=9, color=colours.baseline).encode(x=x, x2=alt.datum(0))
    words = base.mark_text(align="left", dy=-13, color=colours.ink, fontSize=SIZE).encode(
        x=alt.value(0), text="both:N"
    )
    chart = alt.layer(bars, words).properties(width="container", height=height, autosize=FIT)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def turning_points(frame: pl.DataFrame, *, mode: str, alt_text: str, mark: str):
    """``frame`` of `findings_ranking.stretches`: per outcome, who comes first at which weight."""
    colours = palette(mode)
    order = list(dict.fromkeys(frame["block"]))
    height = BLOCK * len(order) + 4
    rows = frame.with_columns(
        y=pl.col("block").replace_strict({b: BLOCK * i + 38.0 for i, b in enumerate(order)}),
        shade=(pl.int_range(pl.len()).over("block") % 2).cast(pl.Boolean),
        long=pl.col("first").str.len_chars() * CHARACTER + 12,
    )
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)
    x_scale = alt.Scale(domain=[0, 1], nice=False)
    y = alt.Y("y:Q", scale=down, axis=None)
    axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    base = alt.Chart(data(rows)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("block:N", title="Outcome"),
            alt.Tooltip("words:N", title="Comes first"),
        ],
    )
    shade = alt.expr(f"datum.shade ? '{colours.empty}' : '{colours.grid}'")
    bands = base.mark_bar(size=BAR, stroke=colours.page, strokeWidth=2, fill=shade).encode(
        x=alt.X("start:Q", scale=x_scale, axis=axis, title="Weight of this outcome (% of all)"),
        x2="end:Q",
    )
    look = {
        "align": "left",
        "dx": 8,
        "fontSize": SIZE - 1,
        "opacity": alt.expr("(datum.end - datum.start) * width > datum.long ? 1 : 0"),
    }
    halo = base.mark_text(color=shade, stroke=shade, strokeWidth=5, **look)
    names = base.mark_text(color=colours.ink, **look)
    named = [one.encode(x=alt.X("start:Q", scale=x_scale), text="first:N") for one in (halo, names)]
    once = alt.Chart(data(rows.unique("block", keep="first", maintain_order=True)))
    now = once.mark_tick(thickness=3, size=BAR + 10, color=colours.ink, orient="vertical").encode(
        x=alt.X("now:Q", scale=x_scale), y=y
    )
    heads = once.mark_text(
        align="left", dy=-25, fontWeight=600, fontSize=SIZE, color=colours.ink
    ).encode(x=alt.value(0), y=y, text="block:N")
    chart = alt.layer(bands, now, *named, heads).properties(
        width="container", height=height, autosize=FIT
    )
    return styled(chart, colours, alt_text=alt_text, mark=mark)
