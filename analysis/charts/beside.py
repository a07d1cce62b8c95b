"""Groups beside each other: a line each, with a grey diamond for what a design is held against."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import polars as pl

from analysis.charts.marks import (
    DESIGN,
    KEY_PX,
    REFERENCE,
    Look,
    colour,
    filling,
    key,
    key_layers,
    room_for,
)
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Outcome
from analysis.short_words import NOT_DEFINED, heading_of, words_of

ROW_PX = 25
HEAD_PX = 34  # of the name of a family of groups
TITLE_PX = 24  # of what is measured
CHARACTER_PX = 6.0
LEAST_PX = 110  # for the lines: with less, words leave the interval out


def beside(
    frame: pl.DataFrame,
    measure: Outcome,
    groups: dict[str, dict[str, str]],
    names: dict[str, str],
    *,
    tone: str = "intrusiveness",
    mode: str,
    alt_text: str,
    mark: str,
):
    """One line per group of ``frame`` (SCHEMA), all on one scale from zero.

    ``groups``: by heading ("" for none) the ids of groups and their words, in order.
    ``names``: scenario id to label, the design first and then the reference, if there is one.
    ``tone``: the name of the palette's colour for the design.
    """
    colours, own = palette(mode), replace(DESIGN, tone=tone)
    rows, heads, height = _placed(frame, groups, names)
    told, others = (rows.filter(pl.col(name).is_not_null()) for name in ("value", "other"))
    label_px = round(12 + CHARACTER_PX * max(map(len, rows["label"]), default=0))
    text_px, words_px = room_for(rows["text"]), room_for(rows["words"])
    is_narrow = f"width < {label_px + words_px + LEAST_PX}"
    highest = max(rows["high"].max() or 0, rows["other"].max() or 0) or 1.0
    right = f"max({label_px + LEAST_PX // 2}, width - ({is_narrow} ? {text_px} : {words_px}))"
    across = alt.Scale(domain=[0, highest], nice=False, range=[label_px, alt.expr(right)])
    down = alt.Scale(domain=[0, height], reverse=True, nice=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=across, axis=None)

    def words(of: pl.DataFrame, field: str, **more) -> alt.Chart:
        look = {"align": "left", "baseline": "middle", "fontSize": SIZE, "color": colours.ink}
        return alt.Chart(data(of)).mark_text(**look | more).encode(y=y, text=f"{field}:N")

    y = alt.Y("at:Q", scale=down, axis=None)
    tip = [
        alt.Tooltip("label:N", title="Group"),
        alt.Tooltip("text:N", title=measure.axis_title),
        alt.Tooltip("interval:N", title="Interval"),
        alt.Tooltip("other_words:N", title="Held against"),
    ]
    title = heading_of(measure.label, measure.unit)
    titled = pl.DataFrame({"at": [TITLE_PX / 2], "words": [title]})
    at_left = {"x": alt.value(0)}
    layers = [
        alt.Chart(data(rows)).mark_rule(color=colours.grid).encode(x=x("zero"), x2="end:Q", y=y),
        words(titled, "words", color=colours.quiet).encode(**at_left),
        words(rows, "label").encode(**at_left),
        *([words(heads, "words", fontWeight=600).encode(**at_left)] if len(heads) else []),
        *key_layers(_key(names, others, own, colours), down, colours),
    ]
    if len(told):  # a layer without a mark would be a picture without a name
        base = alt.Chart(data(told)).encode(y=y, tooltip=tip)
        line = base.mark_rule(strokeWidth=4, opacity=0.55, strokeCap="round")
        layers.append(line.encode(x=x("low"), x2="high:Q", color=alt.value(colour(own, colours))))
    if len(others):
        base = alt.Chart(data(others)).encode(y=y, tooltip=tip)
        layers.append(
            _marks(base, REFERENCE, colour(REFERENCE, colours), colours).encode(x=x("other"))
        )
    if len(told):
        base = alt.Chart(data(told)).encode(y=y, tooltip=tip)
        layers.append(_marks(base, own, colours.page, colours).encode(x=x("value")))
    layers += [
        words(rows, field, dx=10, fontSize=alt.expr(f"{is_narrow} ? {here}")).encode(
            x=x("end"), tooltip=tip
        )
        for field, here in (("words", f"0 : {SIZE}"), ("text", f"{SIZE} : 0"))  # 0 takes no room
    ]
    chart = alt.layer(*layers).properties(width="container", height=height)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _marks(base: alt.Chart, look: Look, edge: str, colours: Palette) -> alt.Chart:
    return base.mark_point(
        shape=look.shape,
        fill=filling(look, colours),
        stroke=edge,
        size=80,
        strokeWidth=1.5,
        opacity=1,
    )


def _key(names: dict[str, str], others: pl.DataFrame, own: Look, colours: Palette) -> pl.DataFrame:
    """What the marks stand for; the reference only where it has any."""
    shown = dict(list(names.items())[: 2 if len(others) else 1])
    looks = dict(zip(shown, (own, REFERENCE), strict=False))
    return key(shown, looks, colours).with_columns(at=TITLE_PX + (pl.col("place") + 0.5) * KEY_PX)


def _placed(
    frame: pl.DataFrame, groups: dict[str, dict[str, str]], names: dict[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Lines and headings with the pixels at which they stand, and the height of all."""
    held = {(row["scenario"], row["group"]): row for row in frame.iter_rows(named=True)}
    design, *against = names
    ids = [group for words in groups.values() for group in words]
    n_keys = 1 + any(held.get((id, g), {}).get("value") is not None for id in against for g in ids)
    top, rows, heads = TITLE_PX + n_keys * KEY_PX + 8, [], []
    for heading, words in groups.items():
        if heading:
            heads.append({"words": heading, "at": float(top + HEAD_PX / 2 + 4)})
            top += HEAD_PX
        for group, label in words.items():
            own = held.get((design, group))
            other = held.get((against[0], group)) if against else None
            rows.append(_line(label, own, other) | {"at": top + ROW_PX / 2})
            top += ROW_PX
    schema = {"words": pl.String, "at": pl.Float64}
    lines = pl.DataFrame(rows, schema_overrides=dict.fromkeys(NUMBERS, pl.Float64))
    lines = lines.with_columns(
        zero=0.0,
        end=pl.max_horizontal("high", "other").fill_null(0.0),
    )
    return lines, pl.DataFrame(heads, schema=schema), top


NUMBERS = ("value", "low", "high", "other")


def _line(label: str, own: dict | None, other: dict | None) -> dict:
    is_told = own is not None and own["value"] is not None
    text = own["text"] if own and own["text"] != "not known" else NOT_DEFINED
    if not is_told and other and other["value"] is not None:
        text = f"{text}, against {other['text']}"
    return {
        "label": label,
        "value": own["value"] if is_told else None,
        "low": own["low"] if is_told else None,
        "high": own["high"] if is_told else None,
        "text": text,
        "interval": own["interval"] if is_told else text,
        "words": words_of(text, own["interval"]) if is_told else text,
        "other": other["value"] if other else None,
        "other_words": words_of(other["text"], other["interval"]) if other else "",
    }
