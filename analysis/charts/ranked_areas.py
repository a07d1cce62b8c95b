"""All councils in the order of their gap share, each as a line: where does it stand, how surely?

A council that can't be told apart from all of England is a grey dot; one whose needs stay gaps
more often is a triangle up, one whose needs do less often a triangle down.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import palette
from analysis.charts.style import SIZE, data, styled
from analysis.gap_figures import ALIKE, LESS, MORE
from analysis.gap_words import COLUMNS, View, moved, points
from analysis.outcomes import Outcome
from analysis.units import show, show_interval

HEIGHT = 340
ORDERS = {
    "design": "from the highest to the lowest",
    "reference": "from the highest to the lowest",
    "difference": "from the largest fall to the smallest",
}
SHAPES = {MORE: "triangle-up", ALIKE: "circle", LESS: "triangle-down"}
STANDS = {
    MORE: "More often than in England",
    ALIKE: "Can't be told apart",
    LESS: "Less often than in England",
}


def ranked_areas(
    frame: pl.DataFrame,
    measure: Outcome,
    everybody: tuple[float, float, float] | None,
    *,
    view: View = "design",
    region: str | None = None,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `design_gaps.by_group` for councils; ``everybody``: England and its ends.

    Councils outside ``region`` are drawn pale where one is given. Withheld ones are left out.
    """
    colours = palette(mode)
    rows = _rows(frame, measure, view, region)
    title = moved(measure) if view == "difference" else measure.axis_title
    tip = [
        alt.Tooltip("group_label:N", title="Council"),
        alt.Tooltip("region:N", title="Region"),
        alt.Tooltip("rank:Q", title="Place"),
        alt.Tooltip("text:N", title=title),
        alt.Tooltip("interval_text:N", title="Interval"),
    ]
    x_scale = alt.Scale(domain=[0, rows.height + 1], nice=False)
    x = alt.X(
        "rank:Q",
        title=f"{rows.height} councils, {ORDERS[view]}",
        scale=x_scale,
        axis=alt.Axis(labels=False, grid=False),
    )
    axis = alt.Axis(format=".0%", tickCount=5)
    y_scale = alt.Scale(zero=False, nice=True)
    fades = alt.Opacity("is_in:Q", scale=alt.Scale(domain=[0, 1], range=[0.22, 1]), legend=None)
    stands = [STANDS[one] for one in (MORE, ALIKE, LESS)]
    inks = [colours.gap, colours.baseline, colours.gap]
    key = None
    if view == "design":
        key = alt.Legend(
            orient="top", title=None, labelFontSize=SIZE, labelColor=colours.ink, labelLimit=260
        )
    # Shape and colour are one key, or there is none at all.
    colour = alt.Color("stands:N", scale=alt.Scale(domain=stands, range=inks), legend=key)
    base = alt.Chart(data(rows)).encode(x=x, tooltip=tip, opacity=fades)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=title, scale=y_scale, axis=axis)

    thin = base.mark_rule(strokeWidth=1, color=colours.gap_pale).encode(y=y("low"), y2="high:Q")
    thick = base.mark_rule(strokeWidth=3).encode(
        y=y("sample_low"), y2="sample_high:Q", color=colour
    )
    dots = base.mark_point(filled=True, size=alt.expr("width < 500 ? 16 : 40")).encode(
        y=y("value"),
        color=colour,
        shape=alt.Shape(
            "stands:N",
            scale=alt.Scale(domain=stands, range=list(SHAPES.values())),
            legend=key,
        ),
    )
    layers = [thin, thick, dots, *_names(rows, x, y_scale, colours)]
    if everybody and view != "difference":
        layers += _england(everybody, rows.height, measure, x_scale, y_scale, colours)
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _rows(frame: pl.DataFrame, measure: Outcome, view: View, region: str | None) -> pl.DataFrame:
    column = COLUMNS[view][0]
    known = frame.filter(pl.col(column).is_not_null()).sort(
        column, "group_label", descending=[view != "difference", False]
    )
    rows = []
    for rank, row in enumerate(known.iter_rows(named=True), start=1):
        value, low, high = (row[f"{column}{end}"] for end in ("", "_low", "_high"))
        if view == "difference":
            text, interval = points(value, low, high)
        else:
            text = show(value, measure.unit, low=low, high=high)
            interval = show_interval(low, high, measure.unit)
        rows.append(
            {
                "rank": rank,
                "group_label": row["group_label"],
                "region": row["region"] or "",
                "is_in": float(region is None or row["region"] == region),
                "value": value,
                "low": low,
                "high": high,
                "sample_low": row.get(f"{column}_sample_low", value),
                "sample_high": row.get(f"{column}_sample_high", value),
                "text": text,
                "interval_text": interval,
                "stands": STANDS[ALIKE if view != "design" else row["against_all"] or ALIKE],
            }
        )
    return pl.DataFrame(rows)


def _names(rows: pl.DataFrame, x: alt.X, y_scale: alt.Scale, colours) -> list:
    """The first and the last council by name."""
    ends = ((rows.head(1), "left", 6), (rows.tail(1), "right", -6))
    return [
        alt.Chart(data(row.with_columns(name=pl.format("{}: {}", "group_label", "text"))))
        .mark_text(align=align, dx=dx, dy=-8, color=colours.ink, fontSize=SIZE)
        .encode(x=x, y=alt.Y("high:Q", scale=y_scale), text="name:N")
        for row, align, dx in ends
    ]


def _england(everybody, n: int, measure: Outcome, x_scale, y_scale, colours) -> list:
    value, low, high = everybody
    words = f"All of England: {show(value, measure.unit, low=low, high=high)}"
    base = alt.Chart(data(pl.DataFrame({"value": [value], "words": [words], "at": [n + 0.5]})))
    line = base.mark_rule(color=colours.ink, strokeDash=[4, 3], strokeWidth=1.5)
    label = base.mark_text(align="right", dy=-8, color=colours.ink, fontWeight=600)
    y = alt.Y("value:Q", scale=y_scale)
    return [line.encode(y=y), label.encode(x=alt.X("at:Q", scale=x_scale), y=y, text="words:N")]
