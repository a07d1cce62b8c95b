"""The same money as staff: what it closes, and how good staff would have to be."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.by_year import POUNDS
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Outcome
from analysis.policy import Assumption

HEIGHT = 320
COUNTS = "datum.value == 0 ? '0' : replace(datum.label, 'M', ' million')"


def staff_curve(
    curve: pl.DataFrame,
    points: pl.DataFrame,
    closed: Outcome,
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """Gaps closed a year by pounds a year of staff, with designs as points.

    ``curve``: gbp, value, low, high, text, interval. ``points``: the same with label and
    shape, ``is_staff`` for points that lie on the curve.
    """
    colours = palette(mode)
    y_most = 1.12 * max(curve["high"].max() or 0, points["high"].max() or 0) or 1.0
    x = _pounds(curve["gbp"], "Pounds a year, of 2024-25")

    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            title=None,
            scale=alt.Scale(domain=[min(curve["low"].min(), points["low"].min(), 0), y_most]),
            axis=alt.Axis(format="~s", labelExpr=COUNTS, tickCount=5),
        )

    tip = [
        alt.Tooltip("label:N", title="What"),
        alt.Tooltip("gbp_text:N", title="Pounds a year"),
        alt.Tooltip("text:N", title=closed.axis_title),
        alt.Tooltip("interval:N", title="Interval"),
    ]
    line, marks = alt.Chart(data(curve)).encode(x=x), alt.Chart(data(points)).encode(x=x)
    shapes = alt.Shape("shape:N", scale=None, legend=None)
    layers = [
        line.mark_area(color=colours.baseline, opacity=0.25).encode(y=y("low"), y2="high:Q"),
        line.mark_line(color=colours.baseline, strokeWidth=2.5).encode(y=y("value")),
        marks.mark_rule(color=colours.coverage, strokeWidth=2.5).encode(
            y=y("low"),
            y2="high:Q",
            opacity=alt.condition("datum.is_staff", alt.value(0), alt.value(1)),
        ),
        marks.mark_point(size=120, filled=True, opacity=1, stroke=colours.page).encode(
            y=y("value"),
            shape=shapes,
            color=alt.condition(
                "datum.is_staff", alt.value(colours.ink), alt.value(colours.coverage)
            ),
            tooltip=tip,
        ),
        *_names(marks, y, colours),
    ]
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _names(marks: alt.Chart, y, colours: Palette) -> list[alt.Chart]:
    """The name of each point, on the side that `staff_figures.points` chose."""
    looks = {
        "above": {"align": "center", "dy": -13},
        "above left": {"align": "right", "dx": -9, "dy": -9},
        "below right": {"align": "left", "dx": 9, "dy": 14},
    }
    return [
        marks.transform_filter(f"datum.side == '{side}'")
        .mark_text(color=colours.ink, fontSize=SIZE, **look)
        .encode(y=y("name_at"), text="label:N")
        for side, look in looks.items()
    ]


def staff_needed(
    line: pl.DataFrame,
    most: Assumption,
    half: Assumption,
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """The share that staff would have to meet, by the money that reaches half of it.

    ``line``: half_gbp, value, low, high (shares). The rectangle is what is believed: the
    ranges of ``most`` and ``half``, a cross at their central values.
    """
    colours = palette(mode)
    x = _pounds(line["half_gbp"], half.label)

    def y(field: str) -> alt.Y:
        return alt.Y(
            f"{field}:Q",
            title=None,
            scale=alt.Scale(domain=[0, 1], nice=False),
            axis=alt.Axis(format=".0%", tickCount=5),
        )

    believed = pl.DataFrame(
        {
            "half_gbp": [half.low],
            "to_gbp": [half.high],
            "at_gbp": [half.central],
            "low": [most.low],
            "high": [most.high],
            "at": [most.central],
            "words": ["What is assumed"],
        }
    )
    sides = pl.DataFrame(
        {"words": ["Staff close more", "The design closes more"], "place": ["above", "below"]}
    )
    base, box, said = (alt.Chart(data(one)) for one in (line, believed, sides))
    spoken = {"fontSize": SIZE, "color": colours.ink}
    layers = [
        base.mark_area(color=colours.coverage, opacity=0.28, clip=True).encode(
            x=x, y=y("low"), y2="high:Q"
        ),
        base.mark_line(color=colours.coverage, strokeWidth=2.5, clip=True).encode(
            x=x, y=y("value")
        ),
        box.mark_rect(
            filled=False, stroke=colours.ink, strokeWidth=1.5, strokeDash=[4, 3], clip=True
        ).encode(x=x, x2="to_gbp:Q", y=y("low"), y2="high:Q"),
        box.mark_point(shape="cross", size=90, filled=True, color=colours.ink, opacity=1).encode(
            x=alt.X("at_gbp:Q"), y=y("at")
        ),
        box.mark_text(**spoken, align="right", baseline="top", dx=-6, dy=6).encode(
            x=alt.X("to_gbp:Q"), y=y("high"), text="words:N"
        ),
        said.transform_filter("datum.place == 'above'")
        .mark_text(**spoken, align="left", baseline="top", fontWeight=600)
        .encode(x=alt.value(10), y=alt.value(8), text="words:N"),
        said.transform_filter("datum.place == 'below'")
        .mark_text(**spoken, align="right", baseline="bottom", fontWeight=600, dx=-8, dy=-5)
        .encode(x=alt.value("width"), y=alt.value("height"), text="words:N"),
        alt.Chart(data(pl.DataFrame({"words": [most.label]})))
        .mark_text(fontSize=SIZE, color=colours.quiet, align="left", dx=-30, dy=-15)
        .encode(x=alt.value(0), y=alt.value(0), text="words:N"),
    ]
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark).properties(
        padding={"left": 0, "top": 26, "right": 5, "bottom": 4}
    )


def _pounds(values: pl.Series, title: str) -> alt.X:
    """The axis across: pounds, from none to the most there are."""
    return alt.X(
        f"{values.name}:Q",
        title=title,
        scale=alt.Scale(domain=[0, values.max()], nice=False),
        axis=alt.Axis(
            format="~s",
            labelExpr=POUNDS,
            grid=False,
            tickCount=alt.expr("max(2, ceil(width / 120))"),
        ),
    )
