"""Differences as intervals, a block per outcome, with the reference as one grey line.

Every block has a scale of its own, so that pounds and children can stand below each other; the
figures stand beside the lines. On a narrow screen names and figures stand above them.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.design_shapes import shape_of
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Family

ROW, HEAD = 31, 40  # px
TOP = 20  # px, for the name of the reference
CHARACTER = 6.5  # px
NARROW = "width < 620"
TONES = {
    Family.COST.value: "cost",
    Family.COVERAGE.value: "coverage",
    Family.INTRUSIVENESS.value: "intrusiveness",
}


def compared(
    frame: pl.DataFrame, reference: str, *, mode: str, alt_text: str, mark: str
) -> alt.LayerChart:
    """``frame`` of `analysis.compared.differences`, or one with its columns block, hint, family,
    scenario, name, value, low, high, words and can_tell; ``reference``: the grey line's name."""
    colours = palette(mode)
    rows, heads, height = _placed(_scaled(frame), colours)
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)
    y = alt.Y("y:Q", scale=down, axis=None)
    names = CHARACTER * (rows["name"].str.len_chars().max() or 0) + 16
    room = CHARACTER * (rows["words"].str.len_chars().max() or 0) + 16
    left = alt.expr(f"{NARROW} ? 8 : {names:.0f}")
    right = alt.expr(f"{NARROW} ? width - 8 : width - {room:.0f}")
    ends = [min(rows["low_share"].min(), -0.02), max(rows["high_share"].max(), 0.02)]
    across = alt.Scale(domain=ends, range=[left, right], nice=False, zero=False)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", scale=across, axis=None)

    base = alt.Chart(data(rows)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("block:N", title="Outcome"),
            alt.Tooltip("name:N", title="Design"),
            alt.Tooltip("words:N", title=f"Against {reference}"),
        ],
    )
    lower = alt.expr(f"{NARROW} ? 8 : 0")
    tone = {"color": alt.Color("tone:N", scale=None, legend=None)}
    lines = base.mark_rule(strokeWidth=2.5, yOffset=lower).encode(
        x=x("low_share"), x2="high_share:Q", **tone
    )
    points = base.mark_point(size=70, strokeWidth=1.8, opacity=1, yOffset=lower).encode(
        x=x("share"),
        shape=alt.Shape("shape:N", scale=None, legend=None),
        stroke=alt.Stroke("tone:N", scale=None, legend=None),
        fill=alt.Fill("fill:N", scale=None, legend=None),
    )
    layers = [
        *_reference(reference, heads, across, down, colours),
        *_words(base, room, colours),
        lines,
        points,
        *_heads(heads, down, colours),
    ]
    chart = alt.layer(*layers).properties(
        width="container",
        height=height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _scaled(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with its figures as shares of the longest reach in their block."""
    known = frame.filter(pl.col("value").is_not_null())
    reach = pl.max_horizontal(pl.col("low").abs(), pl.col("high").abs()).max().over("block")
    reach = pl.when(reach > 0).then(reach).otherwise(1.0)
    return known.with_columns(
        share=pl.col("value") / reach,
        low_share=pl.col("low") / reach,
        high_share=pl.col("high") / reach,
    )


def _placed(rows: pl.DataFrame, colours: Palette) -> tuple[pl.DataFrame, pl.DataFrame, float]:
    """Rows and headings with their place from the top, their colours, and the height of all."""
    at, places, heads = float(TOP), [], []
    for block, part in rows.group_by("block", maintain_order=True):
        first = part.row(0, named=True)
        hint = f"{block[0]} · {first['hint']}" if first["hint"] else block[0]
        places += [at + HEAD + ROW * (number + 0.5) for number in range(part.height)]
        end = at + HEAD + ROW * part.height
        heads.append({"y": at + HEAD * 0.62, "line": at + HEAD - 6, "end": end, "words": hint})
        at = end
    tones = [_tone(family, colours) for family in rows["family"]]
    fills = [
        tone if told else colours.page for tone, told in zip(tones, rows["can_tell"], strict=True)
    ]
    placed = rows.with_columns(
        y=pl.Series(places, dtype=pl.Float64),
        tone=pl.Series(tones, dtype=pl.String),
        fill=pl.Series(fills, dtype=pl.String),
        shape=pl.Series([shape_of(id) for id in rows["scenario"]], dtype=pl.String),
        ink=pl.when("can_tell").then(pl.lit(colours.ink)).otherwise(pl.lit(colours.quiet)),
        both=pl.format("{}: {}", "name", "words"),
    )
    return placed, pl.DataFrame(heads), at + 6


def _tone(family: str, colours: Palette) -> str:
    return getattr(colours, TONES.get(family, "baseline"))


def _reference(name: str, heads: pl.DataFrame, across: alt.Scale, down: alt.Scale, colours):
    """The grey line of the reference beside each block, with its name above the first."""
    x = alt.X("x:Q", scale=across, axis=None)
    blocks = alt.Chart(data(heads.with_columns(x=pl.lit(0.0))))
    at = alt.Chart(data(pl.DataFrame({"x": [0.0], "y": [float(TOP)], "name": [name]})))
    side = "left" if across.domain[0] > -0.5 else "center"
    return [
        blocks.mark_rule(color=colours.baseline, strokeWidth=1.5).encode(
            x=x, y=alt.Y("line:Q", scale=down, axis=None), y2="end:Q"
        ),
        at.mark_text(color=colours.quiet, dy=-9, align=side, dx=-4 if side == "left" else 0).encode(
            x=x, y=alt.Y("y:Q", scale=down, axis=None), text="name:N"
        ),
    ]


def _words(base: alt.Chart, room: float, colours: Palette) -> list[alt.Chart]:
    """Names at the left and figures at the right; both above the line where it is narrow."""
    ink = alt.Color("ink:N", scale=None, legend=None)
    wide, narrow = alt.expr(f"{NARROW} ? 0 : 1"), alt.expr(f"{NARROW} ? 1 : 0")
    look = {"baseline": "middle", "align": "left", "fontSize": SIZE, "opacity": wide}
    above = {**look, "fontSize": SIZE - 1, "opacity": narrow, "dy": -8}
    halo = {"stroke": colours.page, "strokeWidth": 4, "color": colours.page}
    at_right = alt.value(alt.expr(f"width - {room - 8:.0f}"))
    both = {"x": alt.value(0), "text": "both:N"}
    return [
        base.mark_text(**look).encode(x=alt.value(0), text="name:N", color=ink),
        base.mark_text(**look).encode(x=at_right, text="words:N", color=ink),
        base.mark_text(**above, **halo).encode(**both),
        base.mark_text(**above).encode(**both, color=ink),
    ]


def _heads(heads: pl.DataFrame, down: alt.Scale, colours: Palette) -> list[alt.Chart]:
    at = alt.Chart(data(heads))
    return [
        at.mark_rule(color=colours.grid).encode(
            x=alt.value(0),
            x2=alt.value(alt.expr("width")),
            y=alt.Y("line:Q", scale=down, axis=None),
        ),
        at.mark_text(
            align="left", baseline="middle", fontWeight=600, fontSize=SIZE, color=colours.ink
        ).encode(x=alt.value(0), y=alt.Y("y:Q", scale=down, axis=None), text="words:N"),
    ]
