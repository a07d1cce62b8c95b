"""The funnel of a thousand: every step as so many dots of one field of 1,000."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import Palette, palette
from analysis.charts.style import data, styled
from analysis.outcomes import Outcome

PER_ROW = 50
DOTS = 1_000
LABEL_ROWS = 1.9  # height of a label, in rows of dots
GAP_ROWS = 0.5  # space below a block
ROW_PX = 12.5
SHAPES = {  # a step has a shape and a fill of its own, never a colour alone
    "not_seen": ("circle", "hollow"),
    "seen_by_one": ("diamond", "grey"),
    "nothing_to_share": ("square", "hollow"),
    "shared_by_practice": ("triangle-up", "coverage"),
    "closed_by_design": ("square", "coverage"),
    "gap_remains": ("circle", "gap"),
}


def dot_field(frame: pl.DataFrame, measure: Outcome, *, mode: str, alt_text: str, mark: str):
    """``frame`` of `analysis.funnel` as a field of dots, a labelled block per step."""
    colours = palette(mode)
    blocks = _blocks(frame, measure)
    dots = _dots(blocks, colours)
    rows = blocks["bottom"].max()
    across = alt.Scale(domain=[-0.5, PER_ROW - 0.5], nice=False, zero=False)
    down = alt.Scale(domain=[0, rows], reverse=True, nice=False)
    x = alt.X("column:Q", scale=across, axis=None, title=measure.unit.value)
    field = (
        alt.Chart(data(dots))
        .mark_point(
            size=alt.expr(f"PI / 4 * pow(0.66 * min(width / {PER_ROW}, {ROW_PX}), 2)"),
            strokeWidth=1.2,
            opacity=1,
        )
        .encode(
            x=x,
            y=alt.Y("row:Q", scale=down, axis=None),
            shape=alt.Shape("shape:N", scale=None, legend=None),
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("stroke:N", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("label:N", title="Step"),
                alt.Tooltip("text:N", title=measure.axis_title),
                alt.Tooltip("interval_text:N", title="Interval"),
                alt.Tooltip("explanation:N", title="Meaning"),
            ],
        )
    )
    words = (
        alt.Chart(data(blocks, "top", "words"))
        .mark_text(
            align="left",
            baseline="middle",
            fontWeight=600,
            fontSize=alt.expr("width < 420 ? 12.5 : 14"),
            color=colours.ink,
        )
        .encode(
            x=alt.value(0),
            y=alt.Y("top:Q", scale=down, axis=None),
            text="words:N",
        )
    )
    layers = alt.layer(field, words).properties(width="container", height=rows * ROW_PX)
    return styled(layers, colours, alt_text=alt_text, mark=mark)


def thousand(values: list[float]) -> list[int]:
    """``values`` as whole numbers that add up to DOTS, each at most 1 from its share."""
    total = sum(values)
    if not total:
        return [0] * len(values)
    exact = [value * DOTS / total for value in values]
    whole = [int(value) for value in exact]
    left = DOTS - sum(whole)
    nearest = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    return [number + (place in nearest[:left]) for place, number in enumerate(whole)]


def _blocks(frame: pl.DataFrame, measure: Outcome) -> pl.DataFrame:
    """One row per step that holds any dot: its words, its dots, and where it begins and ends."""
    counted = frame.with_columns(dots=pl.Series(thousand(frame["per_1000"].to_list())))
    shown = counted.filter(pl.col("per_1000") > 0)
    top, tops, bottoms = LABEL_ROWS / 2, [], []
    for dots in shown["dots"]:
        tops.append(top)
        bottoms.append(top + LABEL_ROWS / 2 + -(-dots // PER_ROW) + GAP_ROWS)
        top = bottoms[-1] + LABEL_ROWS / 2
    return shown.with_columns(
        top=pl.Series(tops, dtype=pl.Float64),
        bottom=pl.Series(bottoms, dtype=pl.Float64),
        words=pl.format("{}: {} ({})", "label", "text", "interval_text"),
    )


def _dots(blocks: pl.DataFrame, colours: Palette) -> pl.DataFrame:
    rows = []
    for block in blocks.iter_rows(named=True):
        shape, filling = SHAPES[block["step"]]
        colour = {"coverage": colours.coverage, "gap": colours.gap}.get(filling, colours.baseline)
        for number in range(block["dots"]):
            rows.append(
                {
                    "column": number % PER_ROW,
                    "row": block["top"] + LABEL_ROWS / 2 + number // PER_ROW + 0.5,
                    "shape": shape,
                    "fill": "transparent" if filling == "hollow" else colour,
                    "stroke": colour,
                    **{k: block[k] for k in ("label", "text", "interval_text", "explanation")},
                }
            )
    return pl.DataFrame(rows)
