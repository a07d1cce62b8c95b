"""Published against modelled: a line for each figure, on a logarithmic axis of its own.

Every axis is laid so that the model's figures stand below each other, so one scale of
"times as much" serves figures of any unit. A mark is what was published, a band the model.
"""

from __future__ import annotations

import math

import altair as alt
import polars as pl

from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.history import BUILT_IN
from analysis.history_answer import VERDICTS

ROW_PX = 64
FRAME_PX = 30  # of the height, for the small print below: a page fits it in
NARROW = "width < 620"  # where the words stand above their line, not beside it
WORDS_SHARE = 0.47  # of a wide chart, for the words
RESULT_PX = 72  # for the result, at the right of a wide chart
DROP = f"{NARROW} ? 19 : 0"  # how far below the middle of its row a line lies
RAISE = f"{NARROW} ? -12 : 0"
HEAD = 0.75  # rows above the first, for the scale


def published(frame: pl.DataFrame, *, mode: str, alt_text: str, mark: str):
    """``frame`` of `history_answer` as lines; rows with nothing to set beside are left out."""
    colours = palette(mode)
    told = frame.filter(pl.col("times").is_not_null())
    ends = _ends(told)
    rows = _rows(told, ends, colours)
    n = max(rows.height, 1)
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-HEAD, n], reverse=True, nice=False))
    lane = alt.Scale(
        type="log",
        domain=list(ends),
        nice=False,
        range=[
            alt.expr(f"{NARROW} ? 18 : {WORDS_SHARE} * width"),
            alt.expr(f"width - ({NARROW} ? 18 : {RESULT_PX + 16})"),
        ],
    )

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=lane, axis=None, title="times the model's figure")

    tip = [
        alt.Tooltip("label:N", title="Figure"),
        alt.Tooltip("design:N", title="Design"),
        alt.Tooltip("published_text:N", title="Published"),
        alt.Tooltip("text:N", title="Model"),
        alt.Tooltip("interval_text:N", title="Interval"),
        alt.Tooltip("verdict:N", title="Result"),
    ]
    base = alt.Chart(data(rows)).encode(y=y, tooltip=tip)
    low = {"yOffset": alt.expr(DROP)}
    axis = base.mark_rule(color=colours.grid, strokeWidth=1, **low).encode(x=x("from"), x2="to:Q")
    band = base.mark_rule(color=colours.baseline, strokeWidth=11, opacity=0.55, **low).encode(
        x=x("low_times"), x2="high_times:Q"
    )
    model = base.mark_tick(
        orient="vertical", color=colours.ink, thickness=2.5, size=20, **low
    ).encode(x=x("model"))
    seen = base.mark_point(size=130, strokeWidth=1.8, opacity=1, stroke=colours.ink, **low).encode(
        x=x("times"),
        shape=alt.Shape("shape:N", scale=None, legend=None),
        fill=alt.Fill("fill:N", scale=None, legend=None),
    )
    chart = alt.layer(
        axis,
        _decades(ends, rows, y, x, colours),
        *_scale(ends, y, x, colours),
        band,
        model,
        seen,
        *_words(base, colours),
    )
    chart = chart.properties(width="container", height=ROW_PX * (n + HEAD) + FRAME_PX)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _ends(told: pl.DataFrame) -> tuple[float, float]:
    """The powers of ten around every mark, at least a tenth to ten times."""
    least = min([0.1, *told["times"]])
    most = max([10.0, *told["times"]])
    return 10.0 ** math.floor(math.log10(least)), 10.0 ** math.ceil(math.log10(most))


def _rows(told: pl.DataFrame, ends: tuple[float, float], colours: Palette) -> pl.DataFrame:
    """One row per line: where its marks stand in times the model's figure, and its words."""
    col, value = pl.col, pl.col("value")
    built_in = VERDICTS[BUILT_IN]
    is_point = col("interval_text") == col("text")
    figure = (
        pl.when(is_point)
        .then(col("text"))
        .otherwise(pl.format("{} ({})", "text", _short("interval_text")))
    )
    return told.with_columns(
        row=pl.int_range(pl.len()) + 0.5,
        model=1.0,
        low_times=(col("low") / value).clip(*ends),
        high_times=(col("high") / value).clip(*ends),
        fill=pl.when(col("verdict") == built_in).then(pl.lit(colours.page)).otherwise(
            pl.lit(colours.ink)
        ),
        shape=pl.when(col("is_floor")).then(pl.lit("triangle-right")).otherwise(pl.lit("diamond")),
        to=pl.lit(ends[1]),
        first=col("label"),
        second=pl.format("{}; model {}", "published_text", figure),
        **{"from": pl.lit(ends[0])},
    ).select(
        "row", "label", "design", "verdict", "published_text", "text", "interval_text", "times",
        "model", "low_times", "high_times", "fill", "shape", "from", "to", "first", "second",
    )  # fmt: skip


def _decades(ends: tuple[float, float], rows: pl.DataFrame, y, x, colours: Palette) -> alt.Chart:
    """A small upright mark on every line for each step of ten times."""
    marks = [{"row": row, "at": 10.0**power} for row in rows["row"] for power in _powers(ends)]
    base = alt.Chart(data(pl.DataFrame(marks, schema={"row": pl.Float64, "at": pl.Float64})))
    return base.mark_tick(
        orient="vertical", color=colours.grid, thickness=1, size=9, yOffset=alt.expr(DROP)
    ).encode(y=y, x=x("at"))


def _scale(ends: tuple[float, float], y, x, colours: Palette) -> list:
    """What the steps mean, once, above the first line."""
    rows = pl.DataFrame(
        [
            {"row": -HEAD / 2, "at": 10.0**power, "words": _times(power), "short": _times(power, 0)}
            for power in _powers(ends)
        ]
    )
    base = alt.Chart(data(rows)).encode(y=y)
    small = {"color": colours.quiet, "fontSize": SIZE - 1}
    steps = [
        base.mark_text(**small, opacity=alt.expr(f"{NARROW} ? {shown}")).encode(
            x=x("at"), text=f"{field}:N"
        )
        for field, shown in (("words", "0 : 1"), ("short", "1 : 0"))
    ]
    heading = alt.Chart(data(rows.head(1))).mark_text(
        **small, align="left", opacity=alt.expr(f"{NARROW} ? 0 : 1")
    )
    told = heading.encode(y=y, x=alt.value(0), text=alt.value("published; the model (interval)"))
    return [*steps, told]


def _words(base: alt.Chart, colours: Palette) -> list:
    """The figure, what was published and modelled, and the result."""
    room = alt.expr(f"{NARROW} ? width - {RESULT_PX} : {WORDS_SHARE} * width - 12")
    first = base.mark_text(
        align="left", fontWeight=600, color=colours.ink, limit=room, dy=alt.expr(f"({RAISE}) - 9")
    )
    second = base.mark_text(align="left", color=colours.quiet, dy=alt.expr(f"({RAISE}) + 9"))
    result = base.mark_text(align="right", color=colours.ink, dy=alt.expr(f"{NARROW} ? -21 : 0"))
    return [
        first.encode(x=alt.value(0), text="first:N"),
        second.encode(x=alt.value(0), text="second:N"),
        result.encode(x=alt.value("width"), text="verdict:N"),
    ]


def _powers(ends: tuple[float, float]) -> range:
    return range(round(math.log10(ends[0])), round(math.log10(ends[1])) + 1)


def _times(power: int, words: int = 1) -> str:
    """ "the model's figure", "10 times that", "a tenth of that"; shorter without ``words``."""
    if not power:
        return "model's figure" if words else "model"
    if words:
        return f"× {10**power:,}" if power > 0 else f"÷ {10**-power:,}"
    return f"×{10**power:,}" if power > 0 else f"÷{10**-power:,}"


def _short(interval: str) -> pl.Expr:
    """An interval without the word that both its ends share: "1.1 to 1.3 million"."""
    return pl.col(interval).str.replace(r"^(\S+) million to (.* million)$", "$1 to $2")
