"""How much misuse review reaches: the queue from its top, against look-ups at random."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import palette
from analysis.charts.style import SIZE, data, styled

HEIGHT = 320
LEAST = 1e-4
LOW_DOWN = 0.5  # where the words of the budget stand, clear of both lines


def found_by_review(
    frame: pl.DataFrame,
    budget: float,
    budget_words: str,
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame``: share reviewed, reached (of all misuse, 0 to 1), words. ``budget``: a share."""
    colours = palette(mode)
    random = frame.select("share", reached="share", words=pl.lit("At random"))
    across = alt.X(
        "share:Q",
        scale=alt.Scale(type="log", domain=[LEAST, 1], nice=False),
        title="Share of look-ups reviewed",
        axis=alt.Axis(
            values=[1e-4, 1e-3, 1e-2, 1e-1, 1], format="~%", grid=False, labelOverlap=True
        ),
    )
    up = alt.Y(
        "reached:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        title="Share of misuse among them",
        axis=alt.Axis(
            format=".0%",
            tickCount=5,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="end",
            titleY=-14,
            titleX=-4,
        ),
    )
    tip = [
        alt.Tooltip("share:Q", title="Reviewed", format=".2~%"),
        alt.Tooltip("reached:Q", title="Misuse among them", format=".0%"),
    ]
    own = alt.Chart(data(frame)).encode(x=across, y=up, tooltip=tip)
    other = alt.Chart(data(random)).encode(x=across, y=up, tooltip=tip)
    at = pl.DataFrame(
        {"share": [max(budget, LEAST)], "words": [budget_words], "reached": [LOW_DOWN]}
    )
    rule = alt.Chart(data(at)).encode(x=across)
    side = "right" if budget > 0.02 else "left"
    middle = frame.filter(pl.col("share") <= 0.2).tail(1)
    layers = [
        other.mark_line(color=colours.baseline, strokeDash=[5, 4], strokeWidth=2, tooltip=True),
        own.mark_line(color=colours.intrusiveness, strokeWidth=3, tooltip=True),
        rule.mark_rule(color=colours.ink, strokeWidth=1.5, strokeDash=[2, 2]),
        rule.mark_text(
            align=side,
            dx=-6 if side == "right" else 6,
            baseline="top",
            color=colours.ink,
            fontSize=SIZE,
        ).encode(y=up, text="words:N"),
        alt.Chart(data(middle.with_columns(words=pl.lit("By the queue"))))
        .mark_text(align="right", dx=-4, dy=14, color=colours.intrusiveness_text, fontSize=SIZE)
        .encode(x=across, y=up, text="words:N"),
        alt.Chart(data(random.filter(pl.col("share") >= 0.3).head(1)))
        .mark_text(align="right", dx=-10, dy=-4, color=colours.quiet, fontSize=SIZE)
        .encode(x=across, y=up, text="words:N"),
    ]
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark)
