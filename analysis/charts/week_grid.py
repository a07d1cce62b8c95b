"""The hours of an average week: days across, hours down, the number of look-ups in each cell."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import Palette, palette, text_on
from analysis.charts.style import SIZE, data, styled

CELL_PX = 23  # height of an hour
HEAD_PX = 26  # of the names of the days
LABEL = 0.9  # room for the hours, in days
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = 24


def week_grid(frame: pl.DataFrame, *, mode: str, alt_text: str, mark: str):
    """``frame`` of `week.with_hours`, of one design, as a table whose shade follows the figure.

    A stronger shade is a larger share of the busiest hour. The busiest is framed.
    """
    colours = palette(mode)
    cells = _cells(frame, colours)
    heads = pl.DataFrame({"x": [day + 0.5 for day in range(7)], "label": DAYS})
    hours = pl.DataFrame(
        {"y": [hour + 0.5 for hour in range(HOURS)], "label": [f"{n:02d}:00" for n in range(HOURS)]}
    )
    across = alt.Scale(domain=[-LABEL, len(DAYS)], nice=False)
    down = alt.Scale(domain=[-HEAD_PX / CELL_PX, HOURS], reverse=True, nice=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=across, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=down, axis=None)

    tip = [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("text:N", title="Look-ups in the hour"),
        alt.Tooltip("interval:N", title="Interval"),
    ]
    base = alt.Chart(data(cells)).encode(tooltip=tip)
    grounds = {"x": x("x"), "x2": "x2:Q", "y": y("y"), "y2": "y2:Q"}
    small = alt.expr("width < 420 ? 11 : 13")
    layers = [
        base.mark_rect(stroke=colours.page, strokeWidth=1.5).encode(
            **grounds, fill=alt.Fill("ground:N", scale=None, legend=None)
        ),
        *(
            alt.Chart(data(busiest))
            .mark_rect(fillOpacity=0, stroke=colours.ink, strokeWidth=2)
            .encode(**grounds, tooltip=tip)
            for busiest in (cells.filter("is_busiest"),)
            if len(busiest)
        ),
        base.mark_text(baseline="middle", align="center", fontSize=small).encode(
            x=x("cx"),
            y=y("cy"),
            text="text:N",
            color=alt.Color("ink:N", scale=None, legend=None),
        ),
        alt.Chart(data(heads))
        .mark_text(baseline="middle", color=colours.ink, fontWeight=600, fontSize=SIZE)
        .encode(
            x=x("x"), y=alt.Y(datum=-HEAD_PX / CELL_PX / 2, scale=down, axis=None), text="label:N"
        ),
        alt.Chart(data(hours))
        .mark_text(align="right", baseline="middle", dx=-8, color=colours.quiet, fontSize=small)
        .encode(x=alt.X(datum=0, scale=across, axis=None), y=y("y"), text="label:N"),
    ]
    chart = alt.layer(*layers).properties(width="container", height=HOURS * CELL_PX + HEAD_PX)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _cells(frame: pl.DataFrame, colours: Palette) -> pl.DataFrame:
    highest = frame["value"].max() or 0.0
    rows, is_framed = [], False
    for row in frame.iter_rows(named=True):
        share = row["value"] / highest if highest else 0.0
        ground = _shade(share, colours) if row["value"] else colours.empty
        is_busiest = bool(highest) and not is_framed and row["value"] == highest
        is_framed |= is_busiest
        rows.append(
            {
                "x": row["weekday"],
                "x2": row["weekday"] + 1,
                "y": row["hour"],
                "y2": row["hour"] + 1,
                "cx": row["weekday"] + 0.5,
                "cy": row["hour"] + 0.5,
                "ground": ground,
                "ink": text_on(ground, colours),
                "text": row["text"],
                "interval": row["interval"],
                "when": f"{DAYS[row['weekday']]}, {row['hour']:02d}:00 to {row['hour']:02d}:59",
                "is_busiest": is_busiest,
            }
        )
    return pl.DataFrame(rows)


def _shade(share: float, colours: Palette) -> str:
    """The shade of a share from 0 to 1 of the busiest hour."""
    return colours.looks[min(int(share * len(colours.looks)), len(colours.looks) - 1)]
