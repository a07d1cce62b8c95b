"""A childhood of looks: from birth to eighteen, a line for each life, its interval at the end."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.charts.marks import CHARACTER_PX
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Outcome
from analysis.short_words import NOT_DEFINED, heading_of, words_of

HEIGHT = 370
PLOT = 285  # px of it that are left for the lines
LAST = 18  # years
APART = 18  # px between the lines of two labels
WHISKER = 11  # px between two intervals at the right end
NARROW = "width < 470"  # where there is room for the figure, not for its interval
LOOKS = {  # shape at the end of the line, dashes, width
    "no_concern": ("circle", [1, 0], 3.0),
    "none": ("square", [1, 3], 2.0),
    "additional": ("triangle-up", [4, 3], 2.0),
    "complex": ("diamond", [9, 3], 2.0),
    "acute": ("cross", [1, 0], 1.5),
}
EVERYBODY = "Every child"
MILLIONS = (
    "datum.value < 1e6 ? format(datum.value, ',') : format(datum.value / 1e6, '~g') + ' million'"
)


def childhood_lines(
    frame: pl.DataFrame,
    measure: Outcome,
    lives: dict[str, str],
    names: dict[str, str],
    *,
    mode: str,
    alt_text: str,
    mark: str,
):
    """The rows of ``measure`` in ``frame`` (`childhood.with_ages`).

    ``lives``: id of a life to its words; lives whose figures are all the same share a line.
    ``names``: scenario id to label, the design first; lines of the reference are grey.
    """
    colours = palette(mode)
    design, *against = names
    frame = frame.filter(pl.col("outcome") == measure.id)
    own = _lines(frame, design, lives)
    other = _lines(frame, against[0], lives) if against else own.clear()
    highest = max(own["high"].max() or 0, other["value"].max() or 0) or 1.0
    ends = _ends(own, other, names.get(against[0], "") if against else "", highest, colours)
    room = [_room(ends, column) for column in ("text", "words")]
    width = f"width - ({NARROW} ? {room[0]} : {room[1]})"
    across = alt.Scale(domain=[0, LAST], nice=False, range=[0, alt.expr(width)])
    up = alt.Scale(domain=[0, highest], nice=False)
    x = alt.X(
        "age:Q",
        scale=across,
        title="Age",
        axis=alt.Axis(values=[0, 5, 10, 15, LAST], grid=False, titleAnchor="start"),
    )
    y_axis = alt.Axis(
        labelExpr=MILLIONS,
        tickCount=5 if own["high"].max() or other["value"].max() else 1,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleY=-14,
        titleX=-4,
    )
    heading = heading_of(measure.label, measure.unit)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=up, title=heading, axis=y_axis)

    tip = [
        alt.Tooltip("life:N", title="Child"),
        alt.Tooltip("age:Q", title="Until birthday"),
        alt.Tooltip("text:N", title=measure.axis_title),
        alt.Tooltip("interval:N", title="Interval"),
    ]
    layers = _grey(other, x, y, colours)
    if own["life"].n_unique() == 1:
        band = alt.Chart(data(own)).mark_area(color=colours.intrusiveness, opacity=0.18)
        layers.append(band.encode(x=x, y=y("low"), y2="high:Q"))
    for key in own["key"].unique(maintain_order=True):
        _, dash, stroke = LOOKS[key]
        line = alt.Chart(data(own.filter(pl.col("key") == key)))
        layers.append(
            line.mark_line(
                color=_tone(key, colours), strokeWidth=stroke, strokeDash=dash, tooltip=True
            ).encode(x=x, y=y("value"), tooltip=tip)
        )
    layers += _at_the_end(ends, x, y, tip, colours)
    chart = alt.layer(*layers).properties(width="container", height=HEIGHT)
    return styled(chart, colours, alt_text=alt_text, mark=mark)


def _lines(frame: pl.DataFrame, scenario: str, lives: dict[str, str]) -> pl.DataFrame:
    """Points of one design, lives with the same figures put together."""
    rows = frame.filter(pl.col("scenario") == scenario).sort("age")
    kept, named = {}, {}
    for life in lives:
        own = rows.filter(pl.col("life") == life)
        if own.is_empty() or own["value"].drop_nulls().is_empty():
            continue
        same = tuple(own.select("text", "interval").rows())
        kept.setdefault(same, own)
        named.setdefault(same, []).append(life)
    found = []
    for same, own in kept.items():
        which = named[same]
        words = EVERYBODY if len(which) == len(lives) else ", ".join(lives[one] for one in which)
        found.append(own.with_columns(life=pl.lit(words), key=pl.lit(which[0])))
    return pl.concat(found) if found else rows.with_columns(key=pl.col("life")).clear()


def _ends(
    own: pl.DataFrame, other: pl.DataFrame, reference: str, highest: float, colours: Palette
) -> pl.DataFrame:
    """One row per line at the eighteenth birthday, with the place of its words in pixels."""
    rows = []
    last = own.filter(pl.col("age") == LAST, pl.col("value").is_not_null())
    for place, row in enumerate(last.iter_rows(named=True)):
        told = {name: row[name] for name in ("life", "age", "value", "low", "high", "interval")}
        rows.append(
            told
            | {
                "text": f"{row['life']}: {row['text'] or NOT_DEFINED}",
                "words": f"{row['life']}: {words_of(row['text'], row['interval'])}",
                "shape": LOOKS[row["key"]][0],
                "fill": _tone(row["key"], colours),
                "ink": colours.ink,
                "offset": 8 + place * WHISKER,
                "is_own": True,
            }
        )
    top = other.filter(pl.col("age") == LAST).sort("value", descending=True, nulls_last=True)
    if not top.is_empty() and top["value"][0] is not None:
        row = top.row(0, named=True)
        words = f"{reference}: {row['text']}" if row["value"] else f"{reference}: none"
        if row["value"]:
            words = f"Grey: {reference}, at most {row['text']}"
        told = {name: row[name] for name in ("life", "age", "value", "low", "high", "interval")}
        rows.append(
            told
            | {
                "text": words,
                "words": words,
                "shape": "circle",
                "fill": colours.baseline,
                "ink": colours.quiet,
                "offset": 8,
                "is_own": False,
            }
        )
    wanted = [PLOT * (1 - row["value"] / highest) for row in rows]
    places = apart(wanted, APART, PLOT - 4)
    rows = [
        row | {"at": highest * (1 - place / PLOT)} for row, place in zip(rows, places, strict=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _at_the_end(ends: pl.DataFrame, x: alt.X, y, tip: list, colours: Palette) -> list:
    if ends.is_empty():
        return []
    beyond = 8 + WHISKER * ends["is_own"].sum()
    layers = []
    for row in ends.iter_rows(named=True):
        one = alt.Chart(data(pl.DataFrame([row])))
        if row["is_own"]:
            layers.append(
                one.mark_rule(
                    color=row["fill"], strokeWidth=4, opacity=0.45, xOffset=row["offset"]
                ).encode(x=x, y=y("low"), y2="high:Q", tooltip=tip)
            )
            layers.append(
                one.mark_point(
                    shape=row["shape"],
                    color=row["fill"],
                    filled=True,
                    size=70,
                    opacity=1,
                    xOffset=row["offset"],
                ).encode(x=x, y=y("value"), tooltip=tip)
            )
            layers.append(  # once more beside its words, so that nobody needs to follow a line
                one.mark_point(
                    shape=row["shape"], color=row["fill"], filled=True, size=50, xOffset=beyond + 2
                ).encode(x=x, y=y("at"), tooltip=tip)
            )
        for column, here in (("words", f"0 : {SIZE}"), ("text", f"{SIZE} : 0")):
            layers.append(
                one.mark_text(
                    align="left",
                    baseline="middle",
                    dx=beyond + 10,
                    color=row["ink"],
                    fontSize=alt.expr(f"{NARROW} ? {here}"),  # 0 takes no room
                ).encode(x=x, y=y("at"), text=f"{column}:N")
            )
    return layers


def _grey(other: pl.DataFrame, x: alt.X, y, colours: Palette) -> list[alt.Chart]:
    """The lines of the reference, each dashed as the line of the same life."""
    return [
        alt.Chart(data(other.filter(pl.col("key") == key)))
        .mark_line(color=colours.baseline, strokeWidth=1.5, strokeDash=LOOKS[key][1])
        .encode(x=x, y=y("value"))
        for key in other["key"].unique(maintain_order=True)
    ]


def _tone(key: str, colours: Palette) -> str:
    """The child without a concern stands out; the others share the hue of intrusiveness."""
    return colours.intrusiveness_text if key == "no_concern" else colours.intrusiveness


def _room(ends: pl.DataFrame, column: str) -> int:
    if ends.is_empty():
        return 20
    n = int(ends["is_own"].sum())
    return round(26 + n * WHISKER + CHARACTER_PX * (ends[column].str.len_chars().max() or 0))


def apart(wanted: list[float], gap: float, end: float) -> list[float]:
    """``wanted`` places, moved as little as it takes to be ``gap`` apart and at most ``end``."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__, reverse=True)
    places, below = list(wanted), end + gap
    for at in order:  # from the bottom of the chart up
        places[at] = below = min(wanted[at], below - gap)
    return places
