"""Cases by lead or by kind of threat: how many there are, and how many nobody could lead on.

Two bars a row, for the design and for what it is held against: as long as the cases, filled as
far as no lead knows enough. Name and number of cases stand above, so that a narrow screen has
room for the bars.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.marks import CHARACTER_PX, room_for
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.gap_words import WITHHELD
from analysis.outcomes import Outcome
from analysis.short_words import words_of
from analysis.units import show, show_interval

BAND_PX = 70
NARROW = "width < 330"  # where a chart has room for the figure, not for its interval
BAR = 0.11  # half the height of a bar, in bands
NAME, FIRST, NEXT = 0.2, 0.5, 0.28  # of a band: its name, its first bar, the other below it
HEAD = 0.36  # room for the key, in bands


def leads(
    frame: pl.DataFrame,
    cases: Outcome,
    orphaned: Outcome,
    designs: tuple[str, ...],
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `design_leads.by_lead`, `by_threat` or `by_both_leads`, in its order."""
    colours = palette(mode)
    rows = _rows(frame, cases, orphaned, designs, colours)
    n = frame.height
    words = f"({NARROW} ? {room_for(rows['text'])} : {room_for(rows['words'])})"
    room = f"max(60, width - {words})"
    x_scale = alt.Scale(domainMin=0, nice=False, range=[0, alt.expr(room)])
    y_scale = alt.Scale(domain=[-HEAD, n], reverse=True, nice=False)
    axis = alt.Axis(format="~s", tickCount=alt.expr(f"max(2, ceil(({room}) / 90))"))
    x = {"scale": x_scale, "axis": axis, "title": cases.axis_title}
    tip = [
        alt.Tooltip("group_label:N", title="Cases"),
        alt.Tooltip("design:N", title="Design"),
        alt.Tooltip("cases_text:N", title=cases.axis_title),
        alt.Tooltip("text:N", title=orphaned.axis_title),
        alt.Tooltip("interval_text:N", title="Interval"),
    ]
    base = alt.Chart(data(rows)).encode(y=alt.Y("top:Q", scale=y_scale, axis=None), tooltip=tip)
    fill = alt.Fill("colour:N", scale=None, legend=None)
    frames = base.mark_rect(fill=colours.empty, stroke=colours.baseline, strokeWidth=1).encode(
        x=alt.X("zero:Q", **x), x2="cases:Q", y2="bottom:Q"
    )
    bars = base.mark_rect().encode(x=alt.X("zero:Q", **x), x2="value:Q", y2="bottom:Q", fill=fill)
    middle = alt.Chart(data(rows)).encode(y=alt.Y("y:Q", scale=y_scale, axis=None), tooltip=tip)
    doubt = middle.mark_rule(color=colours.ink, strokeWidth=1.5).encode(
        x=alt.X("low:Q", **x), x2="high:Q"
    )
    said = [
        middle.mark_text(
            align="left", baseline="middle", dx=8, color=colours.ink, fontSize=alt.expr(size)
        ).encode(x=alt.X("end:Q", **x), text=f"{field}:N")
        for field, size in (("words", f"{NARROW} ? 0 : {SIZE}"), ("text", f"{NARROW} ? {SIZE} : 0"))
    ]
    above = [*_names(frame, cases, y_scale, colours), *_key(rows, y_scale, orphaned, colours)]
    chart = alt.layer(frames, bars, doubt, *said, *above).properties(
        width="container", height=BAND_PX * (n + HEAD)
    )
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _rows(frame, cases: Outcome, orphaned: Outcome, designs, colours: Palette) -> pl.DataFrame:
    sides = (("", colours.gap), ("reference_", colours.baseline))
    rows = []
    for place, row in enumerate(frame.iter_rows(named=True)):
        for number, name in enumerate(designs):
            prefix, colour = sides[number]
            at = f"{prefix}n_orphaned"
            value, low, high = (row[f"{at}{end}"] for end in ("", "_low", "_high"))
            text = show(value, orphaned.unit, low=low, high=high)
            interval = show_interval(low, high, orphaned.unit)
            words = words_of(text, interval)
            if row["is_withheld"]:
                text = words = WITHHELD
            y = place + FIRST + NEXT * number
            rows.append(
                {
                    "group_label": row["group_label"],
                    "design": name,
                    "colour": colour,
                    "y": y,
                    "top": y - BAR,
                    "bottom": y + BAR,
                    "zero": 0.0,
                    "cases": row["n_cases"],
                    "value": value,
                    "low": low,
                    "high": high,
                    "end": max(row["n_cases"] or 0.0, high or 0.0),
                    "cases_text": _cases(row, cases),
                    "text": text,
                    "interval_text": "" if row["is_withheld"] else interval,
                    "words": words,
                }
            )
    floats = ("cases", "value", "low", "high", "end")
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(floats, pl.Float64))


def _names(frame: pl.DataFrame, cases: Outcome, y_scale, colours: Palette) -> list:
    """Above each pair of bars its name, who leads, if that is told, and how many cases."""
    rows = []
    for place, row in enumerate(frame.iter_rows(named=True)):
        n = _cases(row, cases)
        n = n if row["is_withheld"] else f"{n} {cases.label.casefold()}"
        lead = f" → {row['note']}" if row.get("note") else ""
        rows.append({"y": place + NAME, "words": f"{row['group_label']}{lead}: {n}"})
    told = pl.DataFrame(rows, schema={"y": pl.Float64, "words": pl.String})
    words = alt.Chart(data(told)).mark_text(align="left", baseline="middle", color=colours.ink)
    return [words.encode(x=alt.value(0), y=alt.Y("y:Q", scale=y_scale), text="words:N")]


def _cases(row: dict, cases: Outcome) -> str:
    if row["is_withheld"]:
        return WITHHELD
    return show(row["n_cases"], cases.unit, low=row["n_cases_low"], high=row["n_cases_high"])


def _key(rows: pl.DataFrame, y_scale, orphaned: Outcome, colours: Palette) -> list:
    """What the filled parts are: a square and the name of each design."""
    told = rows.select("design", "colour").unique(maintain_order=True).rows()
    layers, start = [], 0.0
    for number, (name, colour) in enumerate(told):
        words = f"{orphaned.label}: {name}" if number == 0 else name
        base = alt.Chart(data(pl.DataFrame({"words": [words]}))).encode(
            y=alt.Y(datum=-HEAD / 2, scale=y_scale)
        )
        square = base.mark_point(shape="square", size=110, filled=True, opacity=1, aria=False)
        layers += [
            square.encode(x=alt.value(start + 6), color=alt.value(colour)),
            base.mark_text(align="left", baseline="middle", color=colours.ink).encode(
                x=alt.value(start + 17), text="words:N"
            ),
        ]
        start += 34 + CHARACTER_PX * len(words)
    return layers
