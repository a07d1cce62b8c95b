"""How often, in bars: of every 1,000, how many so often; what is withheld has words and no bar."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.marks import room_for
from analysis.charts.palette import palette
from analysis.charts.style import SIZE, data, styled

ROW_PX = 26
TITLE_PX = 24
CHARACTER_PX = 6.0


def spread(frame: pl.DataFrame, title: str, *, mode: str, alt_text: str, mark: str):
    """One bar per row of ``frame``: label, value (null where withheld), text.

    ``title``: what the bars count, with its unit.
    """
    colours = palette(mode)
    rows = frame.with_columns(
        at=TITLE_PX + (pl.int_range(pl.len()) + 0.5) * ROW_PX,
        zero=pl.lit(0.0),
        length=pl.col("value").fill_null(0.0),
    ).with_columns(top=pl.col("at") - 8, bottom=pl.col("at") + 8)
    label_px = round(12 + CHARACTER_PX * (rows["label"].str.len_chars().max() or 0))
    highest = rows["length"].max() or 1.0
    across = alt.Scale(
        domain=[0, highest],
        nice=False,
        range=[label_px, alt.expr(f"max({label_px} + 40, width - {room_for(rows['text'])})")],
    )
    height = TITLE_PX + rows.height * ROW_PX
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=down, axis=None)

    x = alt.X("length:Q", scale=across, axis=None)
    tip = [alt.Tooltip("label:N", title="How often"), alt.Tooltip("text:N", title=title)]
    base = alt.Chart(data(rows)).encode(tooltip=tip)
    spoken = {"align": "left", "baseline": "middle", "fontSize": SIZE}
    layers = [
        base.mark_rect(color=colours.intrusiveness).encode(
            x=alt.X("zero:Q", scale=across, axis=None), x2="length:Q", y=y("top"), y2="bottom:Q"
        ),
        base.mark_text(**spoken, color=colours.ink).encode(
            x=alt.value(0), y=y("at"), text="label:N"
        ),
        base.mark_text(**spoken, dx=8, color=colours.ink).encode(x=x, y=y("at"), text="text:N"),
        alt.Chart(data(pl.DataFrame({"words": [title], "at": [TITLE_PX / 2]})))
        .mark_text(**spoken, color=colours.quiet)
        .encode(x=alt.value(0), y=y("at"), text="words:N"),
    ]
    chart = alt.layer(*layers).properties(width="container", height=height)
    return styled(chart, colours, alt_text=alt_text, mark=mark)
