"""The trade-off field: intrusiveness across, gaps closed upwards, cost as size.

Every design has a name and a shape. Lines tell how uncertain it is: purple across, green
upwards. What another design beats on all three is faded; the thin line is the frontier.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.design_shapes import shape_of
from analysis.charts.label_places import Point, moved, places, side_by_side
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Outcome
from analysis.units import show

HEIGHT = 400
SMALLEST, LARGEST = 45, 900  # px², of marks
WIDE = "wide"
LAYOUTS = {WIDE: 540, "narrow": 250}  # px: the narrowest plot that each layout is used for
LETTER = {WIDE: 6.3, "narrow": 5.8}  # px


def trade_off(
    frame: pl.DataFrame,
    across: Outcome,
    closed: Outcome,
    pounds: Outcome,
    *,
    chosen: str,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `analysis.trade_off.field`; the name of the design ``chosen`` is bold."""
    colours = palette(mode)
    rows = _rows(frame, chosen)
    domains = [_domain(rows, axis) for axis in ("x", "y")]
    rows = _named(rows, domains)
    x, y = _positions(across, closed, domains, colours)
    base = alt.Chart(data(rows))
    tip = [
        alt.Tooltip("label:N", title="Design"),
        alt.Tooltip("y_told:N", title=closed.axis_title),
        alt.Tooltip("x_told:N", title=across.axis_title),
        alt.Tooltip("size_told:N", title=pounds.axis_title),
        alt.Tooltip("standing:N", title="On these three"),
    ]
    layers = [_frontier(rows, x, y, colours)]
    for layout in LAYOUTS:
        layers += [
            *_arms(base, layout, x, y, colours),
            _marks(base, layout, x, y, pounds, rows, tip, colours),
        ]
        layers += _words(base, layout, x, y, colours)
    chart = alt.layer(*layers).properties(
        width="container",
        height=HEIGHT,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _rows(frame: pl.DataFrame, chosen: str) -> pl.DataFrame:
    shapes = [shape_of(id) for id in frame["scenario"]]
    told = [pl.format("{} ({})", f"{a}_text", f"{a}_interval").alias(f"{a}_told") for a in _AXES]
    standing = (
        pl.when("is_beaten")
        .then(pl.format("Beaten by {}", "beaten_by"))
        .otherwise(pl.lit("Beaten by no other"))
    )
    shown = frame.with_columns(
        *told,
        shape=pl.Series(shapes),
        is_chosen=pl.col("scenario") == chosen,
        standing=standing,
        size_value=pl.col("size").fill_null(0.0),
    )
    return shown.filter(pl.col("x").is_not_null()).sort("size_value", descending=True)


_AXES = ("x", "y", "size")


def _domain(rows: pl.DataFrame, axis: str) -> tuple[float, float]:
    """From nothing, or below it, to past the longest line, with room for half a mark."""
    low, high = min(rows[f"{axis}_low"].min(), 0.0), max(rows[f"{axis}_high"].max(), 0.0)
    air = 0.04 * ((high - low) or 1.0)
    return low - air, high + air


def _most(rows: pl.DataFrame) -> float:
    return rows["size_value"].max() or 1.0


def _named(rows: pl.DataFrame, domains: list[tuple[float, float]]) -> pl.DataFrame:
    """``rows`` with, per layout, how far marks are moved and the places of their names."""
    (left, right), (bottom, top) = domains

    def down(y: float) -> float:
        return (top - y) / (top - bottom) * HEIGHT

    columns = {}
    for layout, width in LAYOUTS.items():
        points = [
            Point(
                x=(row["x"] - left) / (right - left) * width,
                y=down(row["y"]),
                radius=_radius(row["size_value"] / _most(rows)),
                name=row["label"],
                top=down(row["y_high"]) - 3,
                bottom=down(row["y_low"]) + 3,
            )
            for row in rows.iter_rows(named=True)
        ]
        by = side_by_side(points, width=width)
        told = places(moved(points, by), width=width, height=HEIGHT, character=LETTER[layout])
        columns[f"{layout}_by"] = pl.Series(by)
        columns[f"{layout}_dx"] = pl.Series([p.dx + m for p, m in zip(told, by, strict=True)])
        columns |= {
            f"{layout}_{n}": pl.Series([getattr(p, n) for p in told]) for n in ("dy", "align")
        }
    return rows.with_columns(**columns)


def _radius(share: float) -> float:
    """Half the width of a mark whose cost is ``share`` of the largest."""
    return ((SMALLEST + share * (LARGEST - SMALLEST)) / 3.14) ** 0.5


def _positions(across: Outcome, closed: Outcome, domains, colours: Palette):
    told = zip(
        (across, closed),
        domains,
        (colours.intrusiveness_text, colours.coverage_text),
        strict=True,
    )
    (x_title, x_scale, x_colour), (y_title, y_scale, y_colour) = (
        (one.axis_title, alt.Scale(domain=list(ends), nice=False, zero=False), colour)
        for one, ends, colour in told
    )
    words = "datum.value == 0 ? '0' : replace(datum.label, 'M', ' million')"
    look = {"titleFontWeight": 600, "titleFontSize": SIZE, "format": "~s", "labelExpr": words}
    x_axis = alt.Axis(
        titleColor=x_colour, grid=False, tickCount=alt.expr("max(2, ceil(width / 130))"), **look
    )
    y_axis = alt.Axis(
        titleColor=y_colour,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleY=-16,
        titleX=-40,
        tickCount=5,
        **look,
    )
    x = alt.X("x:Q", title=f"{x_title} →", scale=x_scale, axis=x_axis)
    y = alt.Y("y:Q", title=f"↑ {y_title}", scale=y_scale, axis=y_axis)
    return x, y


def _end(position, column: str):
    """The same axis for another column."""
    other = position.copy()
    other.shorthand = f"{column}:Q"
    return other


def _frontier(rows: pl.DataFrame, x, y, colours: Palette):
    held = rows.filter("on_frontier").sort("x", "y")
    line = alt.Chart(data(held, "x", "y"))
    return line.mark_line(
        color=colours.baseline, strokeWidth=1, interpolate="step-after", clip=True
    ).encode(x=x, y=y)


def _arms(base: alt.Chart, layout: str, x, y, colours: Palette) -> list[alt.Chart]:
    """The lines through the marks: how uncertain each design is, across and upwards."""
    by, pale = alt.expr(f"datum.{layout}_by"), "datum.is_beaten ? 0.4 : 0.9"
    look = {"strokeWidth": 2, "xOffset": by, "x2Offset": by, "opacity": _where(layout, pale)}
    across = base.mark_rule(color=colours.intrusiveness, **look)
    upwards = base.mark_rule(color=colours.coverage, **look)
    return [
        across.encode(x=_end(x, "x_low"), x2="x_high:Q", y=y),
        upwards.encode(x=x, y=_end(y, "y_low"), y2="y_high:Q"),
    ]


def _marks(base, layout, x, y, pounds: Outcome, rows, tip, colours: Palette) -> alt.Chart:
    """A mark per design, as large as it costs; hollow where another beats it."""
    filled = f"datum.size_value === 0 ? '{colours.baseline}' : '{colours.cost}'"
    marks = base.mark_point(
        strokeWidth=1.5,
        xOffset=alt.expr(f"datum.{layout}_by"),
        stroke=alt.expr(f"datum.is_beaten ? '{colours.cost}' : '{colours.page}'"),
        fill=alt.expr(f"datum.is_beaten ? 'transparent' : {filled}"),
        opacity=_where(layout, "datum.is_beaten ? 0.7 : 1"),
    )
    scale = alt.Scale(domain=[0, _most(rows)], range=[SMALLEST, LARGEST])
    return marks.encode(
        x=x,
        y=y,
        shape=alt.Shape("shape:N", scale=None, legend=None),
        size=alt.Size("size_value:Q", scale=scale, legend=_legend(rows, pounds, colours)),
        tooltip=tip,
    )


def _legend(rows: pl.DataFrame, pounds: Outcome, colours: Palette) -> alt.Legend:
    """Two round sums as marks: a large one, and a quarter of it."""
    large = float(f"{_most(rows):.0e}")
    told = {value: show(value, pounds.unit) for value in (large / 4, large)}
    words = " : ".join(f"datum.value == {v} ? '{word}'" for v, word in told.items())
    return alt.Legend(
        title=f"Size: {pounds.axis_title}",
        values=list(told),
        labelExpr=f"{words} : ''",
        orient="top",
        titleOrient="top",
        titleColor=colours.cost_text,
        titleFontSize=SIZE,
        titleFontWeight=600,
        titleLimit=400,
        labelFontSize=SIZE,
        labelColor=colours.ink,
        symbolType="circle",
        symbolOpacity=1,
        offset=30,
    )


def _words(base: alt.Chart, layout: str, x, y, colours: Palette) -> list[alt.Chart]:
    """The names, on a halo that keeps them readable over lines, with threads to their marks."""
    by, dx, dy, align = (alt.expr(f"datum.{layout}_{name}") for name in ("by", "dx", "dy", "align"))
    away = f"abs(datum.{layout}_dy) > 5 || abs(datum.{layout}_dx - datum.{layout}_by) > 30 ? 1 : 0"
    thread = base.mark_rule(
        color=colours.baseline,
        strokeWidth=0.8,
        xOffset=by,
        x2Offset=dx,
        y2Offset=dy,
        opacity=_where(layout, away),
    ).encode(x=x, y=y, x2="x:Q", y2="y:Q")
    look = {
        "dx": dx,
        "dy": dy,
        "align": align,
        "baseline": "middle",
        "fontSize": SIZE if layout == WIDE else SIZE - 1,
        "fontWeight": alt.expr("datum.is_chosen ? 700 : 400"),
        "opacity": _where(layout, "1"),
    }
    halo = base.mark_text(
        color=colours.page, stroke=colours.page, strokeWidth=4, strokeJoin="round", **look
    )
    words = base.mark_text(
        color=alt.expr(f"datum.is_beaten ? '{colours.quiet}' : '{colours.ink}'"), **look
    )
    return [thread, *(one.encode(x=x, y=y, text="label:N") for one in (halo, words))]


def _where(layout: str, opacity: str) -> alt.ExprRef:
    """``opacity`` where the plot is as wide as ``layout`` asks, else nothing."""
    here = f"width >= {LAYOUTS[WIDE]}"
    return alt.expr(f"{here if layout == WIDE else f'!({here})'} ? ({opacity}) : 0")
