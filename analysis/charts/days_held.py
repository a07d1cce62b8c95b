"""For how long the holder had known: spans of days, as wide as the time that they cover."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import palette
from analysis.charts.style import data, styled
from analysis.outcomes import Outcome
from analysis.units import show, show_interval

HEIGHT = 300


def days_held(
    frame: pl.DataFrame,
    measure: Outcome,
    *,
    headline: pl.DataFrame,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `delay.delay` as bars whose area is the share of gaps in the span.

    The height is the share of gaps per day of the span, so that a long span doesn't look
    like many gaps; the share itself stands above each bar. The median is a line, read from
    ``headline`` (`gaps.headline`).
    """
    colours = palette(mode)
    median = headline.filter(pl.col("outcome_id") == "median_held_days")["value"].item()
    days = pl.col("to_days") - pl.col("from_days") + 1
    rows = frame.with_columns(
        start=pl.col("from_days") - 1,
        per_day=pl.col("gaps_share") / days,
        per_day_low=pl.col("gaps_share_low") / days,
        per_day_high=pl.col("gaps_share_high") / days,
        middle=(pl.col("from_days") - 1 + pl.col("to_days")) / 2,
        text=_texts(frame, measure, "text"),
        interval_text=_texts(frame, measure, "interval"),
    )
    tip = [
        alt.Tooltip("label:N", title="Days held"),
        alt.Tooltip("text:N", title="Share of gaps"),
        alt.Tooltip("interval_text:N", title="Interval"),
        alt.Tooltip("n_gaps:Q", title="Sharing gaps", format=",.0f"),
    ]
    last = frame["to_days"].max()
    x_scale = alt.Scale(domain=[0, last], nice=False)
    bars = (
        alt.Chart(data(rows))
        .mark_rect(color=colours.gap, stroke=colours.page, strokeWidth=2)
        .encode(
            x=alt.X(
                "start:Q",
                title="Days that the other agency had held its concern",
                scale=x_scale,
                axis=alt.Axis(
                    values=[0, *frame["to_days"].to_list()], grid=False, labelOverlap=True
                ),
            ),
            x2="to_days:Q",
            y=alt.Y(
                "per_day:Q",
                title="% of gaps per day of the span",
                axis=alt.Axis(format=".0%", tickCount=4),
                scale=alt.Scale(zero=True),
            ),
            y2=alt.datum(0),
            tooltip=tip,
        )
    )
    middle = alt.Chart(data(rows)).encode(x=alt.X("middle:Q"), tooltip=tip)
    doubt = middle.mark_rule(color=colours.ink, strokeWidth=1.5).encode(
        y=alt.Y("per_day_low:Q"), y2="per_day_high:Q"
    )
    words = middle.mark_text(dy=-9, color=colours.ink).encode(
        y=alt.Y("per_day_high:Q"), text="text:N"
    )
    layers = [bars, doubt, words]
    if median is not None:
        at = alt.Chart(data(pl.DataFrame({"x": [median], "words": [f"Median: {median:.0f} days"]})))
        layers += [
            at.mark_rule(color=colours.ink, strokeDash=[4, 3], strokeWidth=1.5).encode(x="x:Q"),
            at.mark_text(align="left", dx=6, y=6, color=colours.ink, fontWeight=600).encode(
                x="x:Q", text="words:N"
            ),
        ]
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _texts(frame: pl.DataFrame, measure: Outcome, kind: str) -> pl.Series:
    rows = frame.select("gaps_share", "gaps_share_low", "gaps_share_high").rows()
    if kind == "text":
        words = [show(v, measure.unit) for v, _, _ in rows]
    else:
        words = [show_interval(low, high, measure.unit) for _, low, high in rows]
    return pl.Series(words, dtype=pl.String)
