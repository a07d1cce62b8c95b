"""A thousand children as dots, in blocks that have a shape and words of their own."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.dot_field import DOTS, thousand
from analysis.charts.palette import palette
from analysis.charts.style import SIZE, data, styled

PER_ROW = 50
ROW_PX = 13.0
HEAD = 2.2  # height of the words of a block, in rows
LOOKS = (("circle", True), ("square", False), ("diamond", False))  # shape, is filled


def thousand_children(frame: pl.DataFrame, *, mode: str, alt_text: str, mark: str):
    """One block per row of ``frame``: label, value (a share of all) and words, in order.

    The first is in the colour of intrusiveness, the others grey.
    """
    colours = palette(mode)
    dots, heads, top = [], [], 0.0
    for place, (row, n) in enumerate(
        zip(frame.iter_rows(named=True), thousand(frame["value"].to_list()), strict=True)
    ):
        heads.append({"y": top + HEAD / 2, "words": f"{row['label']}: {row['words']}"})
        shape, is_filled = LOOKS[place]
        colour = colours.baseline if place else colours.intrusiveness
        dots += [
            {
                "x": number % PER_ROW,
                "y": top + HEAD + 0.3 + number // PER_ROW,
                "shape": shape,
                "stroke": colour,
                "fill": colour if is_filled else colours.page,
                "label": row["label"],
                "words": row["words"],
            }
            for number in range(n)
        ]
        top += HEAD + 0.6 + -(-n // PER_ROW)
    across = alt.Scale(domain=[-0.5, PER_ROW - 0.5], nice=False, zero=False)
    down = alt.Scale(domain=[-0.5, top], reverse=True, nice=False)
    y = alt.Y("y:Q", scale=down, axis=None)
    layers = [
        alt.Chart(data(pl.DataFrame(heads)))
        .mark_text(
            align="left", baseline="middle", fontWeight=600, fontSize=SIZE, color=colours.ink
        )
        .encode(x=alt.value(0), y=y, text="words:N")
    ]
    if dots:
        layers.append(
            alt.Chart(data(pl.DataFrame(dots)))
            .mark_point(
                size=alt.expr(f"PI / 4 * pow(0.7 * min(width / {PER_ROW}, {ROW_PX}), 2)"),
                strokeWidth=1.2,
                opacity=1,
            )
            .encode(
                x=alt.X("x:Q", scale=across, axis=None),
                y=y,
                shape=alt.Shape("shape:N", scale=None, legend=None),
                fill=alt.Fill("fill:N", scale=None, legend=None),
                stroke=alt.Stroke("stroke:N", scale=None, legend=None),
                tooltip=[
                    alt.Tooltip("label:N", title="Children"),
                    alt.Tooltip("words:N", title=f"Of {DOTS:,}"),
                ],
            )
        )
    chart = alt.layer(*layers).properties(width="container", height=max(top, 1) * ROW_PX)
    return styled(chart, colours, alt_text=alt_text, mark=mark)
