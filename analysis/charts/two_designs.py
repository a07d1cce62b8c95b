"""Groups under a design and under its reference: a mark each, with their intervals.

A thick line is what the sample leaves open, a thin one all doubt. The design is a filled circle,
the reference a diamond in grey, so that neither is told by colour alone. All in one view with
counted positions, so that a key and a column of words can stand beside the marks.
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

BAND_PX = 48  # height of a group with two designs
LINE_PX = 30  # and with one
NAME_PX = 20  # what a name above its marks adds
LONG = 16  # characters: names that are longer stand above their marks, to leave them room
LABEL_LIMIT = 190  # px
KEY_PX = 28
NARROW = "width < 330"  # where a chart has room for the figure, not for its interval
WIDE = "width > 560"  # where it has room for a column of words at the right
SIDES = (("", "circle"), ("reference_", "diamond"))


def two_designs(
    frame: pl.DataFrame,
    column: str,
    measure: Outcome,
    designs: tuple[str, ...],
    *,
    beside: Outcome | None = None,
    tone: str = "gap",
    missing: str = "no needs",
    mode: str,
    alt_text: str,
    mark: str,
):
    """One band per group of ``frame``, in its order: ``column`` and, with two names in
    ``designs``, ``reference_column`` below it.

    ``beside``: the outcome of n_gaps, told in words at the right where there is room. ``tone``:
    the colour of the palette. ``missing``: words for a figure that there is not.
    """
    colours = palette(mode)
    looks = (getattr(colours, tone), colours.baseline)
    n, n_lines = frame.height, len(designs)
    is_above = (frame["group_label"].str.len_chars().max() or 0) > LONG
    step = (BAND_PX if n_lines > 1 else LINE_PX) + (NAME_PX if is_above else 0)
    name, lines_at = _places(step, n_lines, is_above=is_above)
    rows = _rows(frame, column, measure, designs, beside, missing, looks, lines_at)
    right = f"({WIDE} ? {room_for(rows['beside']) if beside else 0} : 0)"
    words = f"({NARROW} ? {room_for(rows['text'])} : {room_for(rows['words'])})"
    room = f"max(60, width - {words} - {right})"
    x_scale = alt.Scale(zero=False, nice=False, range=[6, alt.expr(room)])
    head = KEY_PX / step  # room for the key, in bands
    y_scale = alt.Scale(domain=[-head, n], reverse=True, nice=False)
    axis = alt.Axis(
        format=_axis_format(measure, rows), tickCount=alt.expr(f"max(2, ceil(({room}) / 90))")
    )
    names = alt.Axis(
        values=[place + 0.5 for place in range(n)],
        labelExpr=f"{frame['group_label'].to_list()!r}[floor(datum.value)]",
        title=None,
        grid=False,
        labelLimit=LABEL_LIMIT,
        labelFontSize=SIZE,
        labels=not is_above,
        tickCount=n,  # or Vega leaves every other one out
        labelOverlap=False,
    )

    title = _title(measure)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=title, scale=x_scale, axis=axis)

    tip = [
        alt.Tooltip("group_label:N", title="Group"),
        alt.Tooltip("design:N", title="Design"),
        alt.Tooltip("text:N", title=title),
        alt.Tooltip("interval_text:N", title="Interval"),
        alt.Tooltip("sample_text:N", title="From the sample alone"),
    ]
    colour = alt.Color("colour:N", scale=None, legend=None)
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("y:Q", scale=y_scale, axis=names, title=None), tooltip=tip
    )
    lines = [
        base.mark_rule(strokeWidth=width, opacity=opacity).encode(
            x=x(low), x2=f"{high}:Q", color=colour
        )
        for low, high, width, opacity in (
            ("low", "high", 1.5, 0.7),
            ("sample_low", "sample_high", 5, 0.6),
        )
    ]
    dots = base.mark_point(size=75, opacity=1, filled=True, stroke=colours.page, strokeWidth=1)
    dots = dots.encode(
        x=x("value"), color=colour, shape=alt.Shape("shape:N", scale=None, legend=None)
    )
    said = [
        base.mark_text(
            align="left", baseline="middle", dx=8, color=colours.ink, fontSize=alt.expr(size)
        ).encode(x=x("end"), text=f"{field}:N")
        for field, size in (("words", f"{NARROW} ? 0 : {SIZE}"), ("text", f"{NARROW} ? {SIZE} : 0"))
    ]
    left = 0.0 if is_above else _left(frame["group_label"])
    layers = [*lines, dots, *said, *_key(rows, y_scale, colours, left, -head / 2)]
    if is_above:
        layers.append(_names(frame["group_label"], name, y_scale, colours))
    if beside:
        layers += _beside(rows, beside, right, y_scale, colours, -head / 2)
    chart = alt.layer(*layers).properties(width="container", height=step * n + KEY_PX)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _places(step: float, n_lines: int, *, is_above: bool) -> tuple[float, list[float]]:
    """Where a band has its name, and each of its lines, as parts of its height."""
    top = NAME_PX / step if is_above else 0.0
    spread = [0.5] if n_lines == 1 else [0.29, 0.69]
    return top / 2 + 0.06, [top + (1 - top) * at for at in spread]


def _names(labels: pl.Series, at: float, y_scale: alt.Scale, colours: Palette) -> alt.Chart:
    """The names of groups above their marks."""
    told = pl.DataFrame({"words": labels, "y": [place + at for place in range(len(labels))]})
    words = alt.Chart(data(told)).mark_text(align="left", baseline="middle", color=colours.ink)
    return words.encode(x=alt.value(0), y=alt.Y("y:Q", scale=y_scale), text="words:N")


def _rows(
    frame, column, measure: Outcome, designs, beside, missing: str, looks, lines_at
) -> pl.DataFrame:
    """One row per group and design; one that is withheld stands at the left and says so."""
    rows, least = [], _least(frame, column, len(designs))
    for place, row in enumerate(frame.iter_rows(named=True)):
        for side, name in enumerate(designs):
            prefix, shape = SIDES[side]
            at = f"{prefix}{column}"
            value, low, high = (row[f"{at}{end}"] for end in ("", "_low", "_high"))
            sample = [row.get(f"{at}_sample_{end}") for end in ("low", "high")]
            sample = [value, value] if None in sample else sample
            text, interval = told = _told(value, low, high, measure)
            if value is None:
                told = (WITHHELD if row["is_withheld"] else missing, "")
            rows.append(
                {
                    "group_label": row["group_label"],
                    "design": name,
                    "shape": shape,
                    "colour": looks[side],
                    "y": place + lines_at[side],
                    "value": value,
                    "low": low,
                    "high": high,
                    "end": least if value is None else high,
                    "sample_low": sample[0],
                    "sample_high": sample[1],
                    "text": told[0],
                    "interval_text": told[1],
                    "sample_text": "" if value is None else show_interval(*sample, measure.unit),
                    "words": told[0] if value is None else words_of(text, interval),
                    "beside": _count(row, prefix, beside) if beside else "",
                }
            )
    floats = ("value", "low", "high", "end", "sample_low", "sample_high")
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(floats, pl.Float64))


def _least(frame: pl.DataFrame, column: str, n_designs: int) -> float:
    lows = [frame[f"{prefix}{column}_low"].min() for prefix, _ in SIDES[:n_designs]]
    return min((low for low in lows if low is not None), default=0.0)


def _told(value, low, high, measure: Outcome) -> tuple[str, str]:
    text = show(value, measure.unit, low=low, high=high)
    return text, show_interval(low, high, measure.unit)


def _count(row: dict, prefix: str, beside: Outcome) -> str:
    value, low, high = (row[f"{prefix}n_gaps{end}"] for end in ("", "_low", "_high"))
    return "" if value is None else words_of(*_told(value, low, high, beside))


def _left(labels: pl.Series) -> float:
    """Where the names of groups begin, in pixels left of the marks."""
    longest = CHARACTER_PX * (labels.str.len_chars().max() or 0)
    return -min(longest, LABEL_LIMIT) - 4


def _key(rows: pl.DataFrame, y_scale: alt.Scale, colours: Palette, left: float, at: float) -> list:
    """Marks and names of the designs, one after the other above the first group."""
    told = rows.select("design", "shape", "colour").unique(maintain_order=True)
    starts = [left]
    for name in told["design"]:
        starts.append(starts[-1] + 34 + CHARACTER_PX * len(name))
    told = told.with_columns(start=pl.Series(starts[:-1]))
    layers = []
    for row in told.iter_rows(named=True):
        base = alt.Chart(data(pl.DataFrame([row]))).encode(y=alt.Y(datum=at, scale=y_scale))
        dot = base.mark_point(size=75, filled=True, opacity=1, shape=row["shape"], aria=False)
        layers += [
            dot.encode(x=alt.value(row["start"] + 6), color=alt.value(row["colour"])),
            base.mark_text(align="left", baseline="middle", color=colours.ink).encode(
                x=alt.value(row["start"] + 16), text="design:N"
            ),
        ]
    return layers


def _beside(
    rows: pl.DataFrame, beside: Outcome, right: str, y_scale, colours: Palette, above: float
) -> list:
    """How many gaps, in words at the right edge below the name of the outcome."""
    # No size rather than no opacity: what can't be seen would still push the edge of the plot.
    here = {"align": "left", "baseline": "middle", "fontSize": alt.expr(f"{WIDE} ? {SIZE} : 0")}
    at = alt.value(alt.expr(f"width - {right} + 14"))
    head = alt.Chart(data(pl.DataFrame({"words": [beside.label]})))
    return [
        head.mark_text(color=colours.quiet, **here).encode(
            x=at, y=alt.Y(datum=above, scale=y_scale), text="words:N"
        ),
        alt.Chart(data(rows))
        .mark_text(color=colours.ink, **here)
        .encode(x=at, y=alt.Y("y:Q", scale=y_scale), text="beside:N"),
    ]


def _title(measure: Outcome) -> str:
    """The label with its unit, which some labels say already."""
    is_said = measure.unit.value.casefold() in measure.label.casefold()
    return measure.label if is_said else measure.axis_title


def _axis_format(measure: Outcome, rows: pl.DataFrame) -> str:
    if measure.unit.is_share:
        return ".0%"
    most = rows["high"].max() or 0
    return "~s" if most >= 10_000 else ",.0f" if most >= 10 else "~g"
