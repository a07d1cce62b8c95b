"""Who knows what: seekers down, holders across, the share left open in each cell.

Bars beside and above the cells show how many gaps each seeker meets and each holder
leaves behind. Of a difference, cells show how far the share moved and bars the gaps closed.
All in one view with counted positions, so that it fits any width.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import Palette, palette, share_colour, text_on
from analysis.charts.style import data, styled
from analysis.gap_words import COLUMNS, WITHHELD, View, moved, points
from analysis.outcomes import Outcome
from analysis.units import show, show_interval

ROOMY = {"opacity": alt.expr("width < 420 ? 0 : 1")}  # words that a narrow chart leaves out
CELL_PX = 32  # height of a cell
BAR = 2.0  # the longest bar of the margins, in cells
BAR_WORDS = 1.1  # room for its number
SPACE = 0.25  # between cells and bars
LABELS = 3.1  # room for the holders' names, in cells
CLOSED = (0.005, 0.02, 0.05, 0.1, 0.2)  # where the next stronger colour of a difference begins
NO_NEEDS, CONFIDENTIAL = "–", "[c]"


def who_knows_what(
    frame: pl.DataFrame,
    share: Outcome,
    count: Outcome,
    *,
    view: View = "design",
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `design_gaps.by_pair` as a matrix of ``share`` with margins of ``count``.

    ``count``: sharing gaps, or gaps closed for the view "difference".
    """
    colours = palette(mode)
    shown, sums = _of(frame, view)
    names = dict(shown.select("seeker", "seeker_label").unique(maintain_order=True).rows())
    places = {agency: place for place, agency in enumerate(names)}
    n = len(names)
    cells = _cells(shown, share, count, view, places, colours)
    x = alt.Scale(domain=[0, n + SPACE + BAR + BAR_WORDS], nice=False)
    y = alt.Scale(domain=[-SPACE - BAR - BAR_WORDS / 2 - LABELS, n], reverse=True, nice=False)
    seekers = alt.Axis(
        values=[place + 0.5 for place in range(n)],
        labelExpr=f"{list(names.values())!r}[floor(datum.value)]",
        title=None,
        grid=False,
    )
    title = moved(share) if view == "difference" else share.axis_title
    tip = [
        alt.Tooltip("seeker_label:N", title="Seeker: who meets the child"),
        alt.Tooltip("holder_label:N", title="Holder: who has a concern"),
        alt.Tooltip("share_text:N", title=title),
        alt.Tooltip("share_interval:N", title="Interval"),
        alt.Tooltip("count_text:N", title=count.axis_title),
    ]
    base = alt.Chart(data(cells))
    grounds = base.mark_rect(stroke=colours.page, strokeWidth=2).encode(
        x=alt.X("x:Q", scale=x, axis=None),
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
        *_margins(sums, count, places, view, (x, y), colours),
        *_captions(n, count, x, y, colours),
    ).properties(width="container", height=CELL_PX * (n + SPACE + BAR + BAR_WORDS / 2 + LABELS))
    return styled(layers, colours, alt_text=alt_text, mark=mark)


def _of(frame: pl.DataFrame, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cells, and sums by seeker or holder, with the columns of ``view`` as share and count."""
    columns = {
        f"{name}{end}": f"{column}{end}"
        for name, column in zip(("share", "count"), COLUMNS[view], strict=True)
        for end in ("", "_low", "_high")
    }
    told = frame.select(
        "seeker",
        "seeker_label",
        "holder",
        "holder_label",
        "is_withheld",
        **{name: pl.col(column) for name, column in columns.items()},
    )
    both = pl.col("seeker").is_not_null() & pl.col("holder").is_not_null()
    either = pl.col("seeker").is_not_null() | pl.col("holder").is_not_null()
    return told.filter(both), told.filter(~both & either)


def _cells(shown, share: Outcome, count: Outcome, view: View, places: dict, colours: Palette):
    rows = []
    for row in shown.iter_rows(named=True):
        x, y = places[row["holder"]], places[row["seeker"]]
        ground, words, text, interval = _cell(row, share, view, colours)
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
                "ink": colours.quiet if row["share"] is None else text_on(ground, colours),
                "words": words,
                "share_text": text,
                "share_interval": interval,
                "count_text": WITHHELD
                if row["is_withheld"]
                else show(row["count"], count.unit, low=row["count_low"], high=row["count_high"]),
            }
        )
    return pl.DataFrame(rows)


def _cell(row: dict, share: Outcome, view: View, colours: Palette) -> tuple[str, str, str, str]:
    """Ground, word, text and interval of one cell."""
    value, low, high = (row[f"share{end}"] for end in ("", "_low", "_high"))
    if row["is_withheld"]:
        return colours.empty, CONFIDENTIAL, WITHHELD, ""
    if value is None:
        return colours.empty, NO_NEEDS, "no needs", ""
    if view == "difference":
        text, interval = points(value, low, high)
        return change_colour(value, colours), text, f"{text} points", interval
    ground = share_colour(value, colours)
    word = show(value, share.unit).rstrip("%")
    text, interval = (
        show(value, share.unit, low=low, high=high),
        show_interval(low, high, share.unit),
    )
    return ground, word, text, interval


def change_colour(change: float, colours: Palette) -> str:
    """Green where a smaller share stays open, blue where a larger one does, grey where none."""
    step = sum(abs(change) >= least for least in CLOSED)
    if not step:
        return colours.empty
    return colours.closed[step] if change < 0 else colours.shares[step]


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


def _margins(sums, count: Outcome, places: dict, view: View, scales: tuple, colours) -> list:
    """Bars of gaps by seeker at the right and by holder at the top, on one scale."""
    x, y = scales
    longest = sums["count"].abs().max() or 1
    n, right, top = len(places), [], []
    for row in sums.iter_rows(named=True):
        length = BAR * abs(row["count"] or 0.0) / longest
        words = {"words": CONFIDENTIAL if row["is_withheld"] else brief(row["count"])}
        if row["holder"] is None:
            y0, end = places[row["seeker"]] + 0.5, n + SPACE + length
            box = {"x": n + SPACE, "x2": end, "y": y0 - 0.25, "y2": y0 + 0.25, "wx": end, "wy": y0}
            right.append(box | words)
        else:
            x0, start = places[row["holder"]] + 0.5, -SPACE - LABELS
            end = start - length
            box = {"x": x0 - 0.25, "x2": x0 + 0.25, "y": start, "y2": end, "wx": x0, "wy": end}
            top.append(box | words)
    bar = colours.coverage if view == "difference" else colours.gap
    sides = (
        (right, {"align": "left", "baseline": "middle", "dx": 4}),
        (top, {"align": "center", "baseline": "bottom", "dy": -2} | ROOMY),
    )
    layers = []
    for rows, words in sides:
        base = alt.Chart(data(pl.DataFrame(rows))).encode(
            tooltip=[alt.Tooltip("words:N", title=count.axis_title)]
        )
        layers.append(
            base.mark_bar(color=bar).encode(
                x=alt.X("x:Q", scale=x), x2="x2:Q", y=alt.Y("y:Q", scale=y), y2="y2:Q"
            )
        )
        layers.append(
            base.mark_text(
                color=colours.quiet, fontSize=alt.expr("width < 480 ? 9 : 12"), **words
            ).encode(x=alt.X("wx:Q", scale=x), y=alt.Y("wy:Q", scale=y), text="words:N")
        )
    return layers


def _captions(n: int, count: Outcome, x: alt.Scale, y: alt.Scale, colours: Palette) -> list:
    """What rows, columns and bars stand for."""
    rows = pl.DataFrame(
        {
            "x": [n + SPACE, n + SPACE],
            "y": [-SPACE - LABELS - 0.5, -0.5],
            "words": [f"{count.label} by holder", f"{count.label} by seeker"],
        }
    )
    return [
        alt.Chart(data(rows))
        .mark_text(align="left", color=colours.quiet, fontSize=alt.expr("width < 480 ? 9 : 12"))
        .encode(x=alt.X("x:Q", scale=x), y=alt.Y("y:Q", scale=y), text="words:N")
    ]


def brief(count: float) -> str:
    """``count`` in the room beside a bar: "1.3m", "390k", "800", "−4k"."""
    size, sign = abs(count), "−" if count <= -0.5 else ""
    if size >= 950_000:
        return f"{sign}{size / 1e6:.1f}m"
    return f"{sign}{size / 1e3:.0f}k" if size >= 950 else f"{sign}{size:.0f}"
