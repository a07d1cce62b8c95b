"""One outcome by threshold: a line with its band, and the chosen threshold as an upright line."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import palette
from analysis.charts.style import data, styled
from analysis.outcomes import Outcome

HEIGHT = 190


def by_threshold(
    frame: pl.DataFrame,
    measure: Outcome,
    chosen: str,
    order: tuple[str, ...],
    tone: str,
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` (`evaluation.SCHEMA`) of ``measure`` by threshold.

    ``chosen``: one of ``order``, the thresholds in words from the lowest up; ``tone``: what the
    outcome speaks of, as the name of a colour.
    """
    colours = palette(mode)
    rows = frame.filter(pl.col("outcome") == measure.id).select(
        "group", "value", "low", "high", "text", "interval"
    )
    colour = getattr(colours, tone)
    x = alt.X(
        "group:O",
        sort=list(order),
        title="How certain a link must be",
        scale=alt.Scale(domain=list(order)),
        axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=False, labelBound=True),
    )

    def y(field: str) -> alt.Y:
        axis = alt.Axis(format=_format(measure, rows), tickCount=4)
        scale = alt.Scale(zero=not measure.unit.is_share, nice=True)
        return alt.Y(f"{field}:Q", title=None, axis=axis, scale=scale)

    base = alt.Chart(data(rows)).encode(
        x=x,
        tooltip=[
            alt.Tooltip("group:O", title="How certain a link must be"),
            alt.Tooltip("text:N", title=measure.axis_title),
            alt.Tooltip("interval:N", title="Interval"),
        ],
    )
    here = alt.Chart(data(rows.filter(pl.col("group") == chosen)))
    layers = [
        base.mark_area(color=colour, opacity=0.22).encode(y=y("low"), y2="high:Q"),
        here.mark_rule(color=colours.quiet, strokeDash=[4, 3]).encode(x=x),
        base.mark_line(color=colour, strokeWidth=2).encode(y=y("value")),
        base.mark_point(color=colour, filled=True, size=34, opacity=1).encode(y=y("value")),
        here.mark_point(
            color=colours.ink, filled=True, size=80, opacity=1, stroke=colours.page
        ).encode(x=x, y=y("value")),
    ]
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _format(measure: Outcome, rows: pl.DataFrame) -> str:
    if not measure.unit.is_share:
        return "~s"
    spread = (rows["high"].max() or 0) - (rows["low"].min() or 0)
    return ".0%" if spread > 0.04 else ".2%"
