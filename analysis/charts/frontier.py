"""One of three small pictures: all designs on two outcomes, and the frontier as a thin line.

A design that no other beats on both is filled and named; the others are hollow and numbered.
Lines across and upwards are 95 percent intervals, in the colour of their axis.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.axes import (
    better_words,
    colour_of,
    text_colour_of,
    tick_format,
    tick_words,
)
from analysis.charts.free_places import Place, free_places
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Better, Outcome

HEIGHT = 330
TITLE_PX = 30  # of the words above the plot, and of the mark and axis below it
PLOT = (285, 225)  # px: the narrowest and lowest that names are placed for
RADIUS = 8.5  # px, of a mark


def frontier(
    frame: pl.DataFrame,
    x: Outcome,
    y: Outcome,
    *,
    chosen: str,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `trade_off_answers.pair`; the design ``chosen`` is named and outlined."""
    colours = palette(mode)
    domains = {axis: _domain(frame, axis) for axis in "xy"}
    known = frame.filter(pl.col("x").is_not_null() & pl.col("y").is_not_null())
    rows = _named(known.with_columns(is_chosen=pl.col("scenario") == chosen), domains)

    def across(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q",
            title=f"{x.axis_title}, {better_words(x)}",
            scale=alt.Scale(domain=domains["x"], nice=False, zero=False),
            axis=alt.Axis(
                format=tick_format(x),
                labelExpr=tick_words(x),
                grid=False,
                titleColor=text_colour_of(x, colours),
                titleFontWeight=600,
                titleLimit=alt.expr("width + 40"),
                titleAnchor="end",
                tickCount=alt.expr("max(2, ceil(width / 90))"),
            ),
        )

    def up(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            title=None,
            scale=alt.Scale(domain=domains["y"], nice=False, zero=False),
            axis=alt.Axis(format=tick_format(y), labelExpr=tick_words(y), tickCount=4),
        )

    tip = [
        alt.Tooltip("label:N", title="Design"),
        alt.Tooltip("x_told:N", title=x.axis_title),
        alt.Tooltip("y_told:N", title=y.axis_title),
        alt.Tooltip("standing:N", title="On these two"),
    ]
    base = alt.Chart(data(rows))
    arms = {"strokeWidth": 1.5, "opacity": 0.75}
    layers = [
        base.mark_rule(color=colour_of(x, colours), **arms).encode(
            x=across("x_low"), x2="x_high:Q", y=up("y")
        ),
        base.mark_rule(color=colour_of(y, colours), **arms).encode(
            x=across("x"), y=up("y_low"), y2="y_high:Q"
        ),
        base.transform_filter("datum.is_on")
        .mark_line(color=colours.ink, strokeWidth=1, interpolate=_step(x, y))
        .encode(x=across("x"), y=up("y"), order=alt.Order("x:Q")),
        *_marks(base, across, up, tip, colours),
        *_names(base, across, up, colours),
        _title(y, colours),
    ]
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark).properties(
        padding={"left": 0, "top": 26, "right": 5, "bottom": 4}
    )


def _marks(base: alt.Chart, across, up, tip: list, colours: Palette) -> list[alt.Chart]:
    """A disc with the design's number: filled on the frontier, hollow off it."""
    place = {"x": across("x"), "y": up("y")}
    discs = base.mark_point(size=4 * RADIUS**2, opacity=1, filled=True).encode(
        **place,
        fill=alt.condition("datum.is_on", alt.value(colours.ink), alt.value(colours.page)),
        stroke=alt.condition(
            "datum.is_chosen", alt.value(colours.ink), alt.value(colours.baseline)
        ),
        strokeWidth=alt.condition("datum.is_chosen", alt.value(2.5), alt.value(1.2)),
        tooltip=tip,
    )
    numbers = base.mark_text(fontSize=11, fontWeight=600, baseline="middle", dy=0.5).encode(
        **place,
        text="number:N",
        color=alt.condition("datum.is_on", alt.value(colours.page), alt.value(colours.ink)),
        tooltip=tip,
    )
    return [discs, numbers]


def _names(base: alt.Chart, across, up, colours: Palette) -> list[alt.Chart]:
    """Names of designs on the frontier and of the chosen one, where they hide no mark."""
    halo = {"stroke": colours.page, "strokeWidth": 3, "strokeOpacity": 0.85}
    layers = []
    for row in base.data.filter("is_named").iter_rows(named=True):
        one = alt.Chart(data(pl.DataFrame([{k: row[k] for k in ("x", "y", "label")}])))
        said = {
            "align": row["align"],
            "dx": row["dx"],
            "dy": row["dy"],
            "baseline": "middle",
            "fontSize": 12,
            "fontWeight": 600 if row["is_chosen"] else "normal",
        }
        place = {"x": across("x"), "y": up("y"), "text": "label:N"}
        layers += [
            one.mark_text(**said, color=colours.page, aria=False, **halo).encode(**place),
            one.mark_text(**said, color=colours.ink).encode(**place),
        ]
    return layers


def _title(y: Outcome, colours: Palette) -> alt.Chart:
    words = pl.DataFrame({"words": [f"{y.axis_title}, {better_words(y)}"]})
    return (
        alt.Chart(data(words))
        .mark_text(
            align="left",
            dx=-38,
            dy=-15,
            fontSize=SIZE,
            fontWeight=600,
            color=text_colour_of(y, colours),
        )
        .encode(x=alt.value(0), y=alt.value(0), text="words:N")
    )


def _step(x: Outcome, y: Outcome) -> str:
    """The line of what can be had: no more of the one until a design gives more of the other."""
    return "step-after" if x.better is Better.LOWER else "step-before"


def _domain(frame: pl.DataFrame, axis: str) -> list[float]:
    ends = frame.select(low=pl.col(f"{axis}_low").min(), high=pl.col(f"{axis}_high").max())
    low, high = (one or 0.0 for one in ends.row(0))
    low, high = min(low, 0.0), max(high, 0.0)
    air = 0.06 * ((high - low) or 1.0)
    return [low - air, high + air]


def _named(rows: pl.DataFrame, domains: dict[str, list[float]]) -> pl.DataFrame:
    """``rows`` with words for tooltips and the place of each name."""
    (left, right), (bottom, top) = domains["x"], domains["y"]
    width, height = PLOT
    marks = [
        ((x - left) / (right - left) * width, (top - y) / (top - bottom) * height)
        for x, y in rows.select("x", "y").rows()
    ]
    shown = rows["is_on"] | rows["is_chosen"]
    names = {at: rows["label"][at] for at in range(rows.height) if shown[at]}
    told = free_places(marks, names, radius=RADIUS, width=width, height=height)
    told = [told.get(at, Place(0.0, 0.0, "left")) for at in range(rows.height)]
    beaten = pl.format("Beaten by {}", "beaten_by")
    share = (pl.col("on_share") * 100).round(0).cast(pl.Int64)
    return rows.with_columns(
        dx=pl.Series([float(one.dx) for one in told]),
        dy=pl.Series([float(one.dy) for one in told]),
        align=pl.Series([one.align for one in told]),
        is_named=shown,
        x_told=pl.format("{} ({})", "x_text", "x_interval"),
        y_told=pl.format("{} ({})", "y_text", "y_interval"),
        standing=pl.format(
            "{}; by none in {}% of the futures",
            pl.when("is_on").then(pl.lit("Beaten by none")).otherwise(beaten),
            share,
        ),
    )
