"""Pounds of each year of the horizon: bars as planned, a step above them with optimism bias."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Outcome

HEIGHT = 260
KEY_Y = -14  # px above the plot
POUNDS = "datum.value == 0 ? '0' : '£' + replace(replace(datum.label, 'M', 'm'), 'G', 'bn')"
"""Vega's "40M" as readers write it."""


def by_year(
    frame: pl.DataFrame,
    planned: Outcome,
    biased: Outcome,
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` (SCHEMA) of both outcomes by year, of one design."""
    colours = palette(mode)
    rows = _rows(frame, planned, biased)
    x = alt.X(
        "year:O",
        title="Year, counted from the decision",
        axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=False),
        scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2),
    )
    most = max(rows["high"].max() or 0, rows["biased"].max() or 0) or 1.0

    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            title=None,
            scale=alt.Scale(domain=[0, most], nice=False),
            axis=alt.Axis(format="~s", tickCount=4, labelExpr=POUNDS),
        )

    base = alt.Chart(data(rows)).encode(
        x=x,
        tooltip=[
            alt.Tooltip("year:O", title="Year"),
            alt.Tooltip("text:N", title=planned.axis_title),
            alt.Tooltip("interval:N", title="Interval"),
            alt.Tooltip("biased_text:N", title=biased.axis_title),
            alt.Tooltip("biased_interval:N", title="Interval with bias"),
        ],
    )
    band = alt.RelativeBandSize(0.9)
    layers = [
        base.mark_bar(color=colours.cost).encode(y=y("value")),
        base.mark_tick(
            color=colours.cost_text, thickness=3, width=band, orient="horizontal"
        ).encode(y=y("biased")),
        base.mark_rule(color=colours.ink, strokeWidth=1.5).encode(y=y("low"), y2="high:Q"),
        *(
            base.mark_tick(color=colours.ink, thickness=1.5, size=8, orient="horizontal").encode(
                y=y(end)
            )
            for end in ("low", "high")
        ),
        *_key(colours),
    ]
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark).properties(
        padding={"left": 0, "top": 26, "right": 5, "bottom": 4}
    )


def _rows(frame: pl.DataFrame, planned: Outcome, biased: Outcome) -> pl.DataFrame:
    own, with_bias = (
        frame.filter(pl.col("outcome") == one.id).select(
            pl.col("group").cast(pl.Int64).alias("year"), "value", "low", "high", "text", "interval"
        )
        for one in (planned, biased)
    )
    beside = with_bias.select(
        "year",
        biased="value",
        biased_text="text",
        biased_interval="interval",
    )
    return own.join(beside, on="year").sort("year")


def _key(colours) -> list[alt.Chart]:
    """What a bar, a line and a step are, in one line above the plot."""
    rows = data(pl.DataFrame({"words": ["as planned"], "more": ["with optimism bias"]}))
    base = alt.Chart(rows)
    spoken = {
        "align": "left",
        "baseline": "middle",
        "fontSize": SIZE,
        "color": colours.ink,
        "clip": False,
    }
    return [
        base.mark_point(
            aria=False, shape="square", size=110, filled=True, opacity=1, color=colours.cost
        ).encode(x=alt.value(6), y=alt.value(KEY_Y)),
        base.mark_text(**spoken).encode(x=alt.value(17), y=alt.value(KEY_Y), text="words:N"),
        base.mark_point(
            aria=False, shape="stroke", size=190, strokeWidth=3, opacity=1, color=colours.cost_text
        ).encode(x=alt.value(108), y=alt.value(KEY_Y)),
        base.mark_text(**spoken).encode(x=alt.value(121), y=alt.value(KEY_Y), text="more:N"),
    ]
