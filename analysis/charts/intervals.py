"""Groups as dots with their intervals: a thick line for the sample, a thin one for all doubt."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Outcome
from analysis.units import show, show_interval

ROW_PX = 26
CHARACTER_PX = 6.6  # width of a character of the words at the right, a little more than it takes
NARROW = "width < 320"  # where a chart has room for the figure, not for its interval


def intervals(
    frame: pl.DataFrame,
    column: str,
    measure: Outcome,
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """One line per group of ``frame``, in its order, for ``column``.

    Reads ``column``, its ``_low`` and ``_high`` and, where there are any, the ends that the
    sample alone gives: ``_sample_low`` and ``_sample_high``.
    """
    colours = palette(mode)
    rows = _rows(frame, column, measure)
    order = rows["group_label"].to_list()
    room = f"width - ({NARROW} ? {_width(rows, 'text')} : {_width(rows, 'words')})"
    axis = alt.Axis(
        format=_axis_format(measure, rows), tickCount=alt.expr(f"max(2, ceil(({room}) / 80))")
    )
    scale = alt.Scale(zero=True, nice=False, domainMin=0, range=[0, alt.expr(room)])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=measure.axis_title, scale=scale, axis=axis)

    y = alt.Y(
        "group_label:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelLimit=180, labelFontSize=SIZE),
    )
    tip = [
        alt.Tooltip("group_label:N", title="Group"),
        alt.Tooltip("text:N", title=measure.axis_title),
        alt.Tooltip("interval_text:N", title="Interval"),
        alt.Tooltip("sample_text:N", title="From the sample alone"),
    ]
    base = alt.Chart(data(rows)).encode(y=y, tooltip=tip)
    thin = base.mark_rule(color=colours.gap_pale, strokeWidth=2).encode(x=x("low"), x2="high:Q")
    thick = base.mark_rule(color=colours.gap, strokeWidth=5).encode(
        x=x("sample_low"), x2="sample_high:Q"
    )
    dots = base.mark_point(
        filled=True, size=75, color=colours.gap, opacity=1, stroke=colours.page, strokeWidth=1
    ).encode(x=x("value"))
    words = [
        base.mark_text(
            align="left", dx=8, color=colours.ink, opacity=alt.expr(f"{NARROW} ? {here}")
        ).encode(x=x("high"), text=f"{field}:N")
        for field, here in (("words", "0 : 1"), ("text", "1 : 0"))
    ]
    chart = alt.layer(thin, thick, dots, *words).properties(
        width="container", height=alt.Step(ROW_PX)
    )
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _rows(frame: pl.DataFrame, column: str, measure: Outcome) -> pl.DataFrame:
    low, high = f"{column}_low", f"{column}_high"
    sample = (f"{column}_sample_low", f"{column}_sample_high")
    if sample[0] not in frame.columns:
        sample = (column, column)
    ends = frame.select(
        "group_label", value=column, low=low, high=high, sample_low=sample[0], sample_high=sample[1]
    )
    ends = ends.filter(pl.col("value").is_not_null())
    unit = measure.unit
    rows = ends.rows(named=True)
    told = ends.with_columns(
        text=pl.Series(
            [show(r["value"], unit, low=r["low"], high=r["high"]) for r in rows], dtype=pl.String
        ),
        interval_text=pl.Series(
            [show_interval(r["low"], r["high"], unit) for r in rows], dtype=pl.String
        ),
        sample_text=pl.Series(
            [show_interval(r["sample_low"], r["sample_high"], unit) for r in rows], dtype=pl.String
        ),
    )
    return told.with_columns(words=pl.format("{} ({})", "text", _short("interval_text")))


def _width(rows: pl.DataFrame, column: str) -> int:
    """Pixels that the longest words of ``column`` take beside the line."""
    return round(12 + CHARACTER_PX * (rows[column].str.len_chars().max() or 0))


def _short(interval: str) -> pl.Expr:
    """An interval without the word that both its ends share: "1.1 to 1.3 million"."""
    return pl.col(interval).str.replace(r"^(\S+) million to (.* million)$", "$1 to $2")


def _axis_format(measure: Outcome, rows: pl.DataFrame) -> str:
    if measure.unit.is_share:
        return ".0%"
    return "~s" if (rows["high"].max() or 0) >= 10_000 else ",.0f"
