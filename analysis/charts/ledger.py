"""The ledger: what a design takes, line by line, and what it comes to over the years.

All lines of one ledger share a scale. Time saved stands apart and hollow: it is never taken off.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import outcome
from analysis.short_words import words_of

ROW_PX, WITH_REFERENCE_PX = 34, 40
HEAD_PX = 36
KEY_PX = 24
BAR_PX = 12
FOOT_PX = 28  # what the mark of origin takes of the height
CHARACTER_PX = 6.5
NARROW = "width < 480"  # where words stand above their bar, and without the interval
RAISED, LOWERED = (alt.expr(f"{NARROW} ? {px} : 0") for px in (-8, 8))
SAVED = ("time_saved", "time_saved_present_value")
NONE = {"high": 0.0}
SUMS = ("yearly_cost",)  # lines that add others up


def ledger(
    frame: pl.DataFrame,
    blocks: dict[str, tuple[str, ...]],
    names: dict[str, str],
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """One line per outcome of ``blocks`` (heading -> outcome ids), from ``frame`` (SCHEMA).

    Lines on which nobody spends anything are left out.
    ``names``: scenario id to label, the design first and then the reference, if there is one;
    the reference is a thin grey bar, drawn where it takes anything.
    """
    colours = palette(mode)
    ids, against = {id for told in blocks.values() for id in told}, frame.head(0)
    if len(names) > 1:
        against = frame.filter(
            pl.col("scenario") == [*names][1], pl.col("outcome").is_in(ids), pl.col("value") > 0
        )
    row_px = WITH_REFERENCE_PX if len(against) else ROW_PX
    rows, heads, height = _placed(frame, blocks, tuple(names), row_px)
    top = KEY_PX if len(against) else 0
    rows, heads = (one.with_columns(pl.col("at") + top) for one in (rows, heads))
    label_px, room = (
        round(14 + CHARACTER_PX * (rows[name].str.len_chars().max() or 0))
        for name in ("label", "words")
    )
    most = max(rows["high"].max() or 0, rows["other"].max() or 0) or 1.0
    across = alt.Scale(
        domain=[0, most],
        nice=False,
        range=[
            alt.expr(f"{NARROW} ? 0 : {label_px}"),
            alt.expr(f"{NARROW} ? width - 4 : width - {room}"),
        ],
    )
    down = alt.Scale(domain=[0, height + top], reverse=True, nice=False)
    y = alt.Y("at:Q", scale=down, axis=None)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=across, axis=None)

    base = alt.Chart(data(rows)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("label:N", title="Line"),
            alt.Tooltip("told:N", title=rows["unit"][0]),
            alt.Tooltip("interval:N", title="Interval"),
            alt.Tooltip("other_text:N", title="Held against"),
        ],
    )
    spoken = {"align": "left", "baseline": "middle", "fontSize": SIZE}
    words = [
        base.mark_text(
            **spoken | {"fontSize": alt.expr(f"{NARROW} ? 0 : {SIZE}")}, dx=9, color=colours.ink
        ).encode(x=x("high"), text="words:N"),
        base.mark_text(
            **spoken | {"align": "right", "fontSize": alt.expr(f"{NARROW} ? {SIZE} : 0")},
            dy=RAISED,
            color=colours.ink,
        ).encode(x=alt.value("width"), text="text:N"),
    ]
    layers = [
        alt.Chart(data(heads))
        .mark_text(**spoken, color=colours.ink, fontWeight=600)
        .encode(x=alt.value(0), y=y, text="words:N"),
        *(
            base.transform_filter(f"{which}datum.is_sum")
            .mark_text(**spoken, dy=RAISED, color=colours.ink, fontWeight=weight)
            .encode(x=alt.value(0), text="label:N")
            for which, weight in (("!", "normal"), ("", 600))
        ),
        _bar(base.transform_filter("!datum.is_apart"), x, colours, is_hollow=False),
        _bar(base.transform_filter("datum.is_apart"), x, colours, is_hollow=True),
        base.mark_rule(color=colours.ink, strokeWidth=1.5, yOffset=LOWERED).encode(
            x=x("low"), x2="high:Q"
        ),
        *(
            base.mark_tick(
                orient="vertical", color=colours.ink, size=7, thickness=1.5, yOffset=LOWERED
            ).encode(x=x(end))
            for end in ("low", "high")
        ),
        *words,
    ]
    if len(against):
        layers += _key(names, down, colours)
        layers.append(
            base.transform_filter("datum.other > 0")
            .mark_bar(
                color=colours.baseline,
                size=4,
                yOffset=alt.expr(f"{BAR_PX / 2 + 3} + ({NARROW} ? 8 : 0)"),
            )
            .encode(x=x("zero"), x2="other:Q")
        )
    chart = alt.layer(*layers).properties(width="container", height=height + top + FOOT_PX)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _bar(base: alt.Chart, x, colours: Palette, *, is_hollow: bool) -> alt.Chart:
    look = {"color": colours.cost, "opacity": 1}
    if is_hollow:
        look = {"filled": False, "stroke": colours.quiet, "strokeDash": [3, 2], "strokeWidth": 1.5}
    return base.mark_bar(size=BAR_PX, yOffset=LOWERED, **look).encode(x=x("zero"), x2="value:Q")


def _placed(
    frame: pl.DataFrame,
    blocks: dict[str, tuple[str, ...]],
    told: tuple[str, ...],
    row_px: int,
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Lines and headings with the pixels at which they stand, and the height of all."""
    held = {(row["scenario"], row["outcome"]): row for row in frame.iter_rows(named=True)}
    design, *others = told
    top, rows, heads = 0, [], []
    for heading, all_ids in blocks.items():
        ids = [id for id in all_ids if any((held.get((one, id)) or NONE)["high"] for one in told)]
        if not ids:
            continue
        heads.append({"words": heading, "at": float(top + HEAD_PX / 2 + 5)})
        top += HEAD_PX
        for id in ids:
            own = held[design, id]
            other = held.get((others[0], id)) if others else None
            rows.append(_line(own, other) | {"at": float(top + row_px / 2)})
            top += row_px
    numbers = dict.fromkeys(("value", "low", "high", "other", "at"), pl.Float64)
    lines = pl.DataFrame(rows, schema_overrides=numbers)
    return (
        lines.with_columns(
            zero=0.0,
        ),
        pl.DataFrame(heads, schema={"words": pl.String, "at": pl.Float64}),
        top,
    )


def _line(own: dict, other: dict | None) -> dict:
    return {
        "label": own["label"],
        "value": own["value"],
        "low": own["low"],
        "high": own["high"],
        "text": own["text"],
        "told": own["text"],
        "interval": own["interval"],
        "unit": outcome(own["outcome"]).unit.value,
        "words": words_of(own["text"], own["interval"]),
        "other": other["value"] if other else None,
        "other_text": words_of(other["text"], other["interval"]) if other else "",
        "is_apart": own["outcome"] in SAVED,
        "is_sum": own["outcome"] in SUMS,
    }


def _key(names: dict[str, str], down: alt.Scale, colours: Palette) -> list[alt.Chart]:
    """Which bar is whose, in one line above the ledger."""
    design, reference = names.values()
    rows = pl.DataFrame(
        {
            "at": [KEY_PX / 2] * 2,
            "x": [0.0, 34 + CHARACTER_PX * len(design)],
            "words": [design, reference],
        }
    )
    marks = []
    for row, (colour, size) in zip(
        rows.iter_rows(named=True), ((colours.cost, BAR_PX), (colours.baseline, 4)), strict=True
    ):
        one = alt.Chart(data(pl.DataFrame([row]))).encode(y=alt.Y("at:Q", scale=down, axis=None))
        marks += [
            one.mark_bar(size=size, color=colour).encode(
                x=alt.value(row["x"]), x2=alt.value(row["x"] + 12)
            ),
            one.mark_text(align="left", baseline="middle", color=colours.ink).encode(
                x=alt.value(row["x"] + 18), text="words:N"
            ),
        ]
    return marks
