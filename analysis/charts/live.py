"""The figures beside the levers: a line for the design, a grey one for what it is held against.

Every figure has a scale of its own, from nothing, so that pounds and children can stand below
each other. While levers move only the rows change: the specification is made once, and a
browser that gets new rows for it redraws in a fraction of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Family

if TYPE_CHECKING:
    import altair as alt

BLOCK, WORDS, OURS, THEIRS = 46, 13, 30, 38  # px: of a figure; its words and lines from its top
NARROW = "width < 460"
TONES = {
    Family.COST.value: "cost",
    Family.COVERAGE.value: "coverage",
    Family.INTRUSIVENESS.value: "intrusiveness",
}
ENDS = ("low", "high", "reference_low", "reference_high")
COLUMNS = dict.fromkeys(("label", "family", "text", "words"), pl.String) | dict.fromkeys(
    ("value", "reference_value", *ENDS), pl.Float64
)
"""Of a frame, all that is drawn."""


def live(frame: pl.DataFrame, *, mode: str, alt_text: str, mark: str) -> alt.LayerChart:
    """``frame`` of `analysis.findings_design.frame`, one block of lines for each row."""
    import altair as alt  # not above: a page shows the chart as it ships (`live_ready`)

    colours = palette(mode)
    base = alt.Chart(data(rows(frame, mode)))
    down = alt.Scale(domain=[0, BLOCK * frame.height], reverse=True, nice=False)
    across = alt.Scale(domain=[0, 1], range=[4, alt.expr("width - 6")], nice=False)

    def at(column: str) -> dict[str, alt.Y]:
        return {"y": alt.Y(f"{column}:Q", scale=down, axis=None)}

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", scale=across, axis=None)

    tone = alt.Color("tone:N", scale=None, legend=None)
    wide, narrow = alt.expr(f"{NARROW} ? 0 : 1"), alt.expr(f"{NARROW} ? 1 : 0")
    right = {"x": alt.value(alt.expr("width - 4")), **at("words_y")}
    look = {"baseline": "middle", "fontSize": SIZE, "color": colours.ink}
    theirs = base.transform_filter("isValid(datum.reference_at)")
    ours = base.transform_filter("isValid(datum.at)")
    layers = [
        base.mark_rule(color=colours.grid).encode(
            x=alt.value(0), x2=alt.value(alt.expr("width")), **at("top")
        ),
        base.mark_rule(color=colours.baseline, strokeWidth=1).encode(
            x=x("zero"), y2="zero_end:Q", **at("zero_top")
        ),
        theirs.mark_rule(color=colours.baseline, strokeWidth=2).encode(
            x=x("reference_from"), x2="reference_to:Q", **at("theirs")
        ),
        theirs.mark_point(
            shape="diamond", size=44, opacity=1, filled=True, color=colours.baseline
        ).encode(x=x("reference_at"), **at("theirs")),
        ours.mark_rule(strokeWidth=4).encode(x=x("from"), x2="to:Q", color=tone, **at("ours")),
        ours.mark_point(shape="circle", size=70, opacity=1, filled=True).encode(
            x=x("at"), color=tone, **at("ours")
        ),
        base.mark_text(align="left", **look).encode(
            x=alt.value(0), text="label:N", **at("words_y")
        ),
        base.mark_text(align="right", opacity=wide, **look).encode(text="words:N", **right),
        base.mark_text(align="right", opacity=narrow, **look).encode(text="text:N", **right),
    ]
    chart = alt.layer(*layers).properties(
        width="container",
        height=BLOCK * frame.height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def rows(frame: pl.DataFrame, mode: str) -> pl.DataFrame:
    """``frame`` with the place of every mark: from the top, and across from 0 to 1."""
    colours = palette(mode)
    known = [pl.col(name) for name in ENDS]
    last = pl.max_horizontal(*known, pl.lit(0.0))
    first = pl.min_horizontal(*known, pl.lit(0.0))
    span = pl.when(last > first).then(last - first).otherwise(1.0)
    places = {
        "zero": pl.lit(0.0),
        "from": pl.col("low"),
        "at": pl.col("value"),
        "to": pl.col("high"),
        "reference_from": pl.col("reference_low"),
        "reference_at": pl.col("reference_value"),
        "reference_to": pl.col("reference_high"),
    }
    top = pl.int_range(pl.len(), dtype=pl.Int64) * BLOCK
    return frame.select(
        "label",
        "text",
        "words",
        pl.Series("tone", [_tone(family, colours) for family in frame["family"]], pl.String),
        top=top,
        words_y=top + WORDS,
        ours=top + OURS,
        theirs=top + THEIRS,
        zero_top=top + OURS - 6,
        zero_end=top + THEIRS + 5,
        **{name: (place - first) / span for name, place in places.items()},
    )


def _tone(family: str, colours: Palette) -> str:
    return getattr(colours, TONES.get(family, "quiet"))
