"""For how long the holder had known: spans of days, as wide as the time that they cover."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import Palette, palette
from analysis.charts.style import data, styled
from analysis.outcomes import Outcome
from analysis.units import show, show_interval

HEIGHT = 300


def days_held(
    frame: pl.DataFrame,
    measure: Outcome,
    *,
    median: float | None,
    reference: str = "",
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `design_delay.by_days_held` as bars whose area is the share of gaps in the span.

    The height is the share of gaps per day of the span, so that a long span doesn't look
    like many gaps; the share itself stands above each bar. ``median``: a line. ``reference``: the
    name of the other design, drawn as a grey line across each bar; empty leaves it out.
    """
    colours = palette(mode)
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
                scale=alt.Scale(domain=[0, 1.12 * (rows["per_day_high"].max() or 1)], nice=False),
            ),
            y2=alt.datum(0),
            tooltip=tip,
        )
    )
    middle = alt.Chart(data(rows)).encode(x=alt.X("middle:Q"), tooltip=tip)
    beside = alt.expr("width < 420 && datum.from_days == 1 ? 14 : 0")  # clear of the axis
    doubt = middle.mark_rule(color=colours.ink, strokeWidth=1.5).encode(
        y=alt.Y("per_day_low:Q"), y2="per_day_high:Q"
    )
    halo = {"stroke": colours.page, "strokeWidth": 5, "strokeJoin": "round"}
    at = {"y": alt.Y("per_day_high:Q"), "text": alt.Text("text:N")}
    words = [
        middle.mark_text(dx=beside, dy=-9, color=colours.ink, **behind).encode(**at)
        for behind in (halo, {})
    ]
    layers = [bars, doubt]
    if reference:
        layers += _reference(rows, days, reference, colours)
    if median is not None:
        at = alt.Chart(data(pl.DataFrame({"x": [median], "words": [f"Median: {median:.0f} days"]})))
        layers += [
            at.mark_rule(color=colours.ink, strokeDash=[4, 3], strokeWidth=1.5).encode(x="x:Q"),
            at.mark_text(align="left", dx=6, y=6, color=colours.ink, fontWeight=600).encode(
                x="x:Q", text="words:N"
            ),
        ]
    chart = alt.layer(*layers, *words).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _reference(rows: pl.DataFrame, days: pl.Expr, name: str, colours: Palette) -> list:
    """What the other design leaves in each span: a grey line across, named at the last."""
    lines = rows.with_columns(at=pl.col("reference_gaps_share") / days, name=pl.lit(f"– – {name}"))
    base = alt.Chart(data(lines)).encode(y="at:Q")
    line = base.mark_rule(color=colours.baseline, strokeWidth=2.5, strokeDash=[5, 3])
    word = alt.Chart(data(lines.tail(1))).mark_text(align="right", color=colours.quiet)
    return [
        line.encode(x="start:Q", x2="to_days:Q"),
        word.encode(x="to_days:Q", y=alt.value(28), text="name:N"),
    ]


def _texts(frame: pl.DataFrame, measure: Outcome, kind: str) -> pl.Series:
    rows = frame.select("gaps_share", "gaps_share_low", "gaps_share_high").rows()
    if kind == "text":
        words = [show(v, measure.unit) for v, _, _ in rows]
    else:
        words = [show_interval(low, high, measure.unit) for _, low, high in rows]
    return pl.Series(words, dtype=pl.String)
