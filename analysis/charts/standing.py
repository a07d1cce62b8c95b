"""How designs stand over the futures: regret on one outcome, and limits kept."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from analysis.charts.axes import axis_of, colour_of
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Outcome
from analysis.short_words import words_of

ROW_PX, KEY_PX, FOOT_PX = 38, 26, 26
SHAPES = ("triangle-up", "circle", "square")  # of limits, in the order of the three axes
CHARACTER_PX = 6.4
NARROW = "width < 480"  # where there is room for the figure, not for its interval
SPOKEN = {"baseline": "middle", "fontSize": SIZE}


def regrets(
    frame: pl.DataFrame,
    measure: Outcome,
    *,
    chosen: str,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `trade_off_answers.regrets`: a dot and its interval for each design."""
    colours = palette(mode)
    rows = _placed(frame, chosen, 0).with_columns(
        words=pl.Series(
            [words_of(row["text"], row["interval"]) for row in frame.iter_rows(named=True)]
        ),
        start=0.0,
    )
    known = rows.filter(pl.col("value").is_not_null())
    most = known["high"].max() or known["value"].max() or 1.0
    height = ROW_PX * rows.height
    base = _base(rows, height)
    scale = alt.Scale(domain=[0, most], nice=False, range=[6, alt.expr("width - 8")])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    told = base.transform_filter("isValid(datum.value)").encode(
        tooltip=[
            alt.Tooltip("label:N", title="Design"),
            alt.Tooltip("words:N", title=f"Regret: {measure.axis_title}"),
            alt.Tooltip("best_words:N", title="No other design is better"),
        ]
    )
    colour = colour_of(measure, colours)
    layers = [
        base.mark_rule(color=colours.grid, yOffset=9).encode(x=alt.value(6), x2=alt.value("width")),
        told.mark_rule(color=colour, strokeWidth=4, opacity=0.6, yOffset=9).encode(
            x=x("low"), x2="high:Q"
        ),
        told.mark_point(
            size=75, filled=True, opacity=1, color=colour, stroke=colours.page, yOffset=9
        ).encode(x=x("value")),
        *_words(base, colours),
        *(
            base.mark_text(
                **SPOKEN | {"fontSize": alt.expr(f"{NARROW} ? {size}")},
                align="right",
                dy=-8,
                color=colours.ink,
            ).encode(x=alt.value("width"), text=f"{field}:N")
            for field, size in (("words", f"0 : {SIZE}"), ("text", f"{SIZE} : 0"))
        ),
    ]
    chart = alt.layer(*layers).properties(width="container", height=height + FOOT_PX)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def acceptance(
    frame: pl.DataFrame,
    limits: Sequence[Outcome],
    *,
    chosen: str,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `trade_off_answers.accepted`: a bar where all limits hold, a mark for each."""
    colours = palette(mode)
    percent = (pl.col("all_share") * 100).round(0).cast(pl.Int64)
    rows = _placed(frame, chosen, KEY_PX).with_columns(words=pl.format("{}%", percent), start=0.0)
    height = ROW_PX * rows.height + KEY_PX
    base = _base(rows, height)
    scale = alt.Scale(domain=[0, 1], nice=False, range=[8, alt.expr("width - 8")])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    tip = [
        alt.Tooltip("label:N", title="Design"),
        alt.Tooltip("all_share:Q", title="All limits hold", format=".0%"),
        *(alt.Tooltip(f"{one.id}_share:Q", title=one.label, format=".0%") for one in limits),
    ]
    bar = {"strokeWidth": 9, "yOffset": 9}
    layers = [
        base.mark_rule(color=colours.empty, **bar).encode(x=alt.value(8), x2=alt.value("width")),
        base.mark_rule(**bar).encode(
            x=x("start"),
            x2="all_share:Q",
            color=alt.condition(
                "datum.is_chosen", alt.value(colours.ink), alt.value(colours.baseline)
            ),
            tooltip=tip,
        ),
        *(
            base.mark_point(
                shape=shape,
                size=75,
                filled=True,
                opacity=1,
                color=colour_of(one, colours),
                stroke=colours.page,
                strokeWidth=1.2,
                yOffset=9,
            ).encode(x=x(f"{one.id}_share"), tooltip=tip)
            for shape, one in zip(SHAPES, limits, strict=False)
        ),
        *_words(base, colours),
        base.mark_text(align="right", dy=-8, fontWeight=600, color=colours.ink, **SPOKEN).encode(
            x=alt.value("width"), text="words:N"
        ),
        *_key(limits, height, colours),
    ]
    chart = alt.layer(*layers).properties(width="container", height=height + FOOT_PX)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _placed(frame: pl.DataFrame, chosen: str, top: int) -> pl.DataFrame:
    best = frame["best_share"] if "best_share" in frame.columns else pl.Series([0.0] * frame.height)
    return frame.with_columns(
        at=top + ROW_PX * (pl.int_range(pl.len()).cast(pl.Float64) + 0.5),
        is_chosen=pl.col("scenario") == chosen,
        best_words=pl.Series([f"in {100 * one:.0f}% of the futures" for one in best]),
    )


def _base(rows: pl.DataFrame, height: int) -> alt.Chart:
    scale = alt.Scale(domain=[0, height], reverse=True, nice=False)
    y = alt.Y("at:Q", scale=scale, axis=None)
    return alt.Chart(data(rows)).encode(y=y)


def _words(base: alt.Chart, colours: Palette) -> list[alt.Chart]:
    """Names of designs at the left, above their line; the chosen one is bold."""
    return [
        base.transform_filter(f"{which}datum.is_chosen")
        .mark_text(align="left", dy=-8, fontWeight=weight, color=colours.ink, **SPOKEN)
        .encode(x=alt.value(0), text="label:N")
        for which, weight in (("!", "normal"), ("", 600))
    ]


def _key(limits: Sequence[Outcome], height: int, colours: Palette) -> list[alt.Chart]:
    """Which mark is whose limit, in one line above."""
    words = ["all", *(axis_of(one) for one in limits)]
    starts = [0.0]
    for one in words:
        starts.append(starts[-1] + 30 + CHARACTER_PX * len(one))
    layers = []
    scale = alt.Scale(domain=[0, height], reverse=True, nice=False)
    for number, (one, left) in enumerate(zip(words, starts, strict=False)):
        row = alt.Chart(data(pl.DataFrame({"at": [KEY_PX / 2 - 2], "words": [one]}))).encode(
            y=alt.Y("at:Q", scale=scale, axis=None)
        )
        look = {"shape": "stroke", "color": colours.baseline, "strokeWidth": 8, "size": 150}
        if number:
            shape, colour = SHAPES[number - 1], colour_of(limits[number - 1], colours)
            look = {"shape": shape, "color": colour, "filled": True, "size": 75}
        layers += [
            row.mark_point(**look, opacity=1, aria=False).encode(x=alt.value(left + 7)),
            row.mark_text(align="left", baseline="middle", fontSize=12, color=colours.ink).encode(
                x=alt.value(left + 18), text="words:N"
            ),
        ]
    return layers
