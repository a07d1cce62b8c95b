"""How a design and what it is held against are told apart: by shape, by tone and in words."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import polars as pl

from analysis.charts.palette import Palette
from analysis.charts.style import SIZE, data

KEY_PX = 20  # height of a line of the key
CHARACTER_PX = 5.9  # width of a character of words, a little more than it takes


@dataclass(frozen=True, slots=True)
class Look:
    """How one line of a chart is drawn. ``tone``: the name of a colour of the palette."""

    shape: str
    tone: str
    is_filled: bool = True


DESIGN = Look("circle", "intrusiveness")
REFERENCE = Look("diamond", "baseline")
LOOKS = (DESIGN, REFERENCE)


def looks_of(names: dict[str, str]) -> dict[str, Look]:
    """The look of each of ``names`` (id to words): the design first, then the reference."""
    return dict(zip(names, LOOKS, strict=False))


def room_for(words: pl.Series) -> int:
    """Pixels that the longest of ``words`` takes."""
    return round(14 + CHARACTER_PX * (words.str.len_chars().max() or 0))


def colour(look: Look, colours: Palette) -> str:
    """The colour of a mark."""
    return getattr(colours, look.tone)


def filling(look: Look, colours: Palette) -> str:
    """What a mark is filled with: its colour, or the page where it is hollow."""
    return colour(look, colours) if look.is_filled else colours.page


def key(labels: dict[str, str], looks: dict[str, Look], colours: Palette) -> pl.DataFrame:
    """One row per line of a chart: what its mark looks like and what it stands for."""
    return pl.DataFrame(
        [
            {
                "place": place,
                "label": label,
                "shape": looks[id].shape,
                "stroke": colour(looks[id], colours),
                "fill": filling(looks[id], colours),
            }
            for place, (id, label) in enumerate(labels.items())
        ]
    )


def key_layers(rows: pl.DataFrame, y: alt.Scale, colours: Palette) -> list[alt.Chart]:
    """The key of a chart with counted positions: a mark and its words a line, at the left."""
    base = alt.Chart(data(rows)).encode(y=alt.Y("at:Q", scale=y, axis=None))
    return [
        points(base).encode(x=alt.value(6)),
        base.mark_text(align="left", baseline="middle", color=colours.ink, fontSize=SIZE).encode(
            x=alt.value(18), text="label:N"
        ),
    ]


def points(base: alt.Chart) -> alt.Chart:
    """Marks by the columns shape, stroke and fill."""
    return base.mark_point(size=80, strokeWidth=1.8, opacity=1).encode(
        shape=alt.Shape("shape:N", scale=None, legend=None),
        stroke=alt.Stroke("stroke:N", scale=None, legend=None),
        fill=alt.Fill("fill:N", scale=None, legend=None),
    )
