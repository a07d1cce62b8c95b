"""Who knows what: seekers down, holders across, the share left open in each cell.

Bars beside and above the cells show how many gaps each seeker meets and each holder
leaves behind. All in one view with counted positions, so that it fits any width.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import Palette, palette, share_colour, text_on
from analysis.charts.style import data, styled
from analysis.outcomes import Outcome
from analysis.units import show, show_interval

ROOMY = {"opacity": alt.expr("width < 420 ? 0 : 1")}  # words that a narrow chart leaves out
CELL_PX = 32  # height of a cell
BAR = 2.0  # the longest bar of the margins, in cells
BAR_WORDS = 1.1  # room for its number
SPACE = 0.25  # between cells and bars
LABELS = 3.1  # room for the holders' names, in cells


def who_knows_what(
    frame: pl.DataFrame, share: Outcome, count: Outcome, *, mode: str, alt_text: str, mark: str
):
    """``frame`` of `gaps.by_pair` as a matrix of ``share`` with margins of ``count``."""
    colours = palette(mode)
    names = _names(frame)
    places = {agency: place for place, agency in enumerate(names)}
    n = len(names)
    cells = _cells(frame, share, count, places, colours)
    x = alt.Scale(domain=[0, n + SPACE + BAR + BAR_WORDS], nice=False)
    y = alt.Scale(domain=[-SPACE - BAR - BAR_WORDS / 2 - LABELS, n], reverse=True, nice=False)
    x_axis = alt.X("x:Q", scale=x, axis=None)
    seekers = alt.Axis(
        values=[place + 0.5 for place in range(n)],
        labelExpr=f"{list(names.values())!r}[floor(datum.value)]",
        title=None,
        grid=False,
    )
    tip = [
        alt.Tooltip("seeker_label:N", title="Seeker: who meets the child"),
        alt.Tooltip("holder_label:N", title="Holder: who has a concern"),
        alt.Tooltip("share_text:N", title=share.axis_title),
        alt.Tooltip("share_interval:N", title="Interval"),
        alt.Tooltip("count_text:N", title=count.axis_title),
    ]
    base = alt.Chart(data(cells))
    grounds = base.mark_rect(stroke=colours.page, strokeWidth=2).encode(
        x=x_axis,
        x2="x2:Q",
        y=alt.Y("y:Q", scale=y, axis=seekers),
        y2="y2:Q",
        fill=alt.Fill("ground:N", scale=None, legend=None),
        tooltip=tip,
    )
    words = base.mark_text(
        fontSize=alt.expr("width < 420 ? 10 : 13"), baseline="middle", align="center"
    ).encode(
        x=alt.X("cx:Q", scale=x),
        y=alt.Y("cy:Q", scale=y),
        text=alt.Text("words:N"),
        color=alt.Color("ink:N", scale=None, legend=None),
        tooltip=tip,
    )
    layers = alt.layer(
        grounds,
        words,
        *_holders(names, x, y, colours),
        *_margins(frame, count, places, x, y, colours),
        *_captions(n, x, y, colours),
    ).properties(width="container", height=CELL_PX * (n + SPACE + BAR + BAR_WORDS / 2 + LABELS))
    return styled(layers, colours, alt_text=alt_text, mark=mark)


def _names(frame: pl.DataFrame) -> dict[str, str]:
    """Agencies in the order of the frame, with their labels."""
    pairs = frame.select("holder", "holder_label").unique(maintain_order=True).rows()
    first = frame.select("seeker", "seeker_label").unique(maintain_order=True).rows()
    return dict(first) | {agency: label for agency, label in pairs if agency not in dict(first)}


def _cells(frame, share: Outcome, count: Outcome, places: dict, colours: Palette) -> pl.DataFrame:
    rows = []
    for row in frame.iter_rows(named=True):
        value, low, high = (row[f"gap_share{end}"] for end in ("", "_low", "_high"))
        none = value is None
        ground = colours.empty if none else share_colour(value, colours)
        x, y = places[row["holder"]], places[row["seeker"]]
        rows.append(
            {
                "seeker_label": row["seeker_label"],
                "holder_label": row["holder_label"],
                "x": x,
                "x2": x + 1,
                "y": y,
                "y2": y + 1,
                "cx": x + 0.5,
                "cy": y + 0.5,
                "ground": ground,
                "ink": colours.quiet if none else text_on(ground, colours),
                "words": "–" if none else show(value, share.unit).rstrip("%"),
                "share_text": "no needs" if none else show(value, share.unit, low=low, high=high),
                "share_interval": "" if none else show_interval(low, high, share.unit),
                "count_text": show(
                    row["n_gaps"], count.unit, low=row["n_gaps_low"], high=row["n_gaps_high"]
                ),
            }
        )
    return pl.DataFrame(rows)


def _holders(names: dict[str, str], x: alt.Scale, y: alt.Scale, colours: Palette) -> list:
    rows = pl.DataFrame(
        {"x": [place + 0.5 for place in range(len(names))], "label": list(names.values())}
    )
    return [
        alt.Chart(data(rows))
        .mark_text(
            angle=alt.expr("width < 640 ? 270 : 315"),
            align="left",
            baseline="middle",
            color=colours.ink,
            fontSize=alt.expr("width < 420 ? 11 : 13"),
        )
        .encode(
            x=alt.X("x:Q", scale=x),
            y=alt.Y(datum=-0.3, scale=y),
            text="label:N",
        )
    ]


def _margins(frame, count: Outcome, places: dict, x: alt.Scale, y: alt.Scale, colours) -> list:
    """Bars of gaps by seeker at the right and by holder at the top, on one scale."""
    by_seeker = frame.group_by("seeker", maintain_order=True).agg(pl.col("n_gaps").sum())
    by_holder = frame.group_by("holder", maintain_order=True).agg(pl.col("n_gaps").sum())
    longest = max(by_seeker["n_gaps"].max(), by_holder["n_gaps"].max()) or 1
    n = len(places)
    right, top = [], []
    for agency, gaps in by_seeker.rows():
        y0, end = places[agency] + 0.5, n + SPACE + BAR * gaps / longest
        right.append(
            {"x": n + SPACE, "x2": end, "y": y0 - 0.25, "y2": y0 + 0.25, "wx": end, "wy": y0}
        )
    for agency, gaps in by_holder.rows():
        x0, end = places[agency] + 0.5, -SPACE - LABELS - BAR * gaps / longest
        top.append(
            {"x": x0 - 0.25, "x2": x0 + 0.25, "y": -SPACE - LABELS, "y2": end, "wx": x0, "wy": end}
        )
    sides = (
        (right, by_seeker, {"align": "left", "baseline": "middle", "dx": 4}),
        (top, by_holder, {"align": "center", "baseline": "bottom", "dy": -2} | ROOMY),
    )
    layers = []
    for rows, sums, words in sides:
        told = pl.DataFrame(rows).with_columns(
            words=pl.Series([brief(gaps) for gaps in sums["n_gaps"]], dtype=pl.String)
        )
        base = alt.Chart(data(told)).encode(
            tooltip=[alt.Tooltip("words:N", title=count.axis_title)]
        )
        layers.append(
            base.mark_bar(color=colours.gap).encode(
                x=alt.X("x:Q", scale=x), x2="x2:Q", y=alt.Y("y:Q", scale=y), y2="y2:Q"
            )
        )
        layers.append(
            base.mark_text(
                color=colours.quiet, fontSize=alt.expr("width < 480 ? 9 : 12"), **words
            ).encode(x=alt.X("wx:Q", scale=x), y=alt.Y("wy:Q", scale=y), text="words:N")
        )
    return layers


def _captions(n: int, x: alt.Scale, y: alt.Scale, colours: Palette) -> list:
    """What rows, columns and bars stand for."""
    rows = pl.DataFrame(
        {
            "x": [n + SPACE, n + SPACE],
            "y": [-SPACE - LABELS - 0.5, -0.5],
            "words": ["Gaps by holder", "Gaps by seeker"],
        }
    )
    return [
        alt.Chart(data(rows))
        .mark_text(align="left", color=colours.quiet, fontSize=alt.expr("width < 480 ? 9 : 12"))
        .encode(x=alt.X("x:Q", scale=x), y=alt.Y("y:Q", scale=y), text="words:N")
    ]


def brief(count: float) -> str:
    """``count`` in the room beside a bar: "1.3m", "390k", "800"."""
    if count >= 950_000:
        return f"{count / 1e6:.1f}m"
    return f"{count / 1e3:.0f}k" if count >= 950 else f"{count:.0f}"
