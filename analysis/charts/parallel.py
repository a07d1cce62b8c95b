"""Parallel coordinates: every run is a thread through all axes, and axes can be brushed.

Axes lie across, one below the other, so they fit any width; better lies to the right on each.
Dragging along an axis keeps the runs that pass there, on as many axes as one likes; the bars
at the foot count how many runs of each design are kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import numpy as np
import polars as pl

from analysis.charts.axes import better_words, short, text_colour_of
from analysis.charts.palette import Palette, palette
from analysis.charts.style import SIZE, data, styled
from analysis.outcomes import Better, Outcome

AXIS_PX, THREADS_PX, ROW_PX = 44, 64, 36
TICKS = 5
WIDTH = 700  # px, until the page says how wide it is
BRUSH = "kept"
INSIDE = {"param": BRUSH}
OUTSIDE = {"not": INSIDE}
CHOSEN = {"and": [INSIDE, "datum.is_chosen"]}


def parallel(
    frame: pl.DataFrame,
    axes: Sequence[Outcome],
    labels: dict[str, str],
    *,
    chosen: str,
    mode: str,
    alt_text: str,
    mark: str,
):
    """``frame`` of `run_table.run_table`, a thread a row; ``labels``: scenario id to name."""
    colours = palette(mode)
    spans = {axis.id: _span(frame[axis.id]) for axis in axes}
    rows = _placed(frame, axes, spans, labels, chosen)
    views = []
    for number, axis in enumerate(axes):
        views.append(_axis(axis, spans[axis.id], colours))
        if number + 1 < len(axes):
            views.append(_threads(rows, axis, axes[number + 1], colours))
    views.append(_counts(rows, labels, colours))
    chart = alt.vconcat(*views, spacing=0, params=[_brush(axes, colours)]).resolve_scale(
        x="independent", y="independent"
    )
    chart = styled(chart, colours, alt_text=alt_text, mark=mark)
    # A brush has no words that a screen reader could say. On a canvas only the whole is named.
    return chart.properties(
        padding={"left": 0, "top": 5, "right": 0, "bottom": 4},
        usermeta={"embedOptions": {"renderer": "canvas"}},
    )


def _brush(axes: Sequence[Outcome], colours: Palette) -> alt.TopLevelSelectionParameter:
    """One interval on each axis; a run is kept that lies in all of them."""
    look = {"fill": colours.ink, "fillOpacity": 0.14, "stroke": colours.ink, "strokeOpacity": 0.8}
    select = alt.IntervalSelectionConfig(
        type="interval", encodings=["x"], resolve="intersect", mark=alt.BrushConfig(**look)
    )
    return alt.TopLevelSelectionParameter(
        name=BRUSH,
        select=select,
        views=[f"{_view(axis)}_0" for axis in axes],  # as Altair calls the first layer of a view
    )


def _view(axis: Outcome) -> str:
    return f"axis-{axis.id.replace('_', '-')}"


def _span(values: pl.Series) -> tuple[float, float]:
    """The ends of an axis: all but the last hundredth of the runs, and nothing at the least."""
    known = values.drop_nulls().to_numpy()
    known = known[np.isfinite(known)]
    if not len(known):
        return 0.0, 1.0
    low, high = min(float(known.min()), 0.0), float(np.quantile(known, 0.99))
    return low, high if high > low else low + 1.0


def _place(values: pl.Expr, axis: Outcome, span: tuple[float, float]) -> pl.Expr:
    """Where values stand across, 0 to 1, better to the right; what lies past an end, at it."""
    share = ((values - span[0]) / (span[1] - span[0])).clip(0.0, 1.0)
    share = share.fill_null(1.0 if axis.better is Better.LOWER else 0.0)
    return 1 - share if axis.better is Better.LOWER else share


def _placed(
    frame: pl.DataFrame, axes: Sequence[Outcome], spans: dict, labels: dict[str, str], chosen: str
) -> pl.DataFrame:
    """``frame`` with a column per axis of where its runs stand; the chosen design drawn last."""
    return frame.select(
        pl.col("scenario").replace_strict(labels, return_dtype=pl.String).alias("label"),
        (pl.col("scenario") == chosen).alias("is_chosen"),
        *(_place(pl.col(axis.id), axis, spans[axis.id]).round(4).alias(axis.id) for axis in axes),
    ).sort("is_chosen", maintain_order=True)


def _axis(axis: Outcome, span: tuple[float, float], colours: Palette) -> alt.LayerChart:
    """A band with the name, unit and ticks of an axis: what is dragged along."""
    values = np.linspace(*span, TICKS)
    at = (values - span[0]) / (span[1] - span[0])
    at = 1 - at if axis.better is Better.LOWER else at
    words = [short(value, axis) for value in values]
    words[-1] += " or more"
    ticks = pl.DataFrame({axis.id: at, "words": words, "step": range(TICKS)})
    x = alt.X(f"{axis.id}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    base = alt.Chart(data(ticks)).encode(x=x)
    said = {"fontSize": 12, "color": colours.ink, "baseline": "bottom", "dy": -5}
    title = alt.Chart(data(ticks.head(1))).mark_text(
        text=f"{axis.axis_title}, {better_words(axis)}",
        align="left",
        baseline="top",
        dx=6,
        dy=5,
        fontWeight=600,
        fontSize=SIZE,
        limit=alt.expr("width - 12"),
        color=text_colour_of(axis, colours),
    )
    lines = [
        base.mark_tick(orient="vertical", color=colours.baseline, size=5, thickness=1.2).encode(
            y=alt.value(AXIS_PX - 2.5)
        ),
        title.encode(x=alt.value(0), y=alt.value(0)),
    ]
    lines[0] = lines[0].properties(name=_view(axis))
    for which, align, dx in (
        (f"datum.{axis.id} == 0", "left", 6),
        (f"datum.{axis.id} == 1", "right", -6),
        (f"datum.{axis.id} > 0 && datum.{axis.id} < 1 && datum.step % 2 == 0", "center", 0),
    ):
        lines.append(
            base.transform_filter(which)
            .mark_text(align=align, dx=dx, **said)
            .encode(y=alt.value(AXIS_PX), text="words:N")
        )
    view = alt.ViewBackground(fill=colours.empty)
    return alt.layer(*lines).properties(width=WIDTH, height=AXIS_PX, view=view)


def _threads(rows: pl.DataFrame, one: Outcome, other: Outcome, colours: Palette) -> alt.LayerChart:
    """The part of every thread that runs from one axis to the next."""
    scale = alt.Scale(domain=[0, 1], nice=False)
    shown = alt.Chart(data(rows)).encode(
        x=alt.X(f"{one.id}:Q", scale=scale, axis=None),
        x2=f"{other.id}:Q",
        y=alt.value(0),
        y2=alt.value(THREADS_PX),
    )
    looks = (
        (OUTSIDE, {"color": colours.grid, "strokeWidth": 0.7, "opacity": 0.6}),
        (INSIDE, {"color": colours.baseline, "strokeWidth": 0.9, "opacity": 0.3}),
        (CHOSEN, {"color": colours.ink, "strokeWidth": 1, "opacity": 0.6}),
    )
    layers = [shown.transform_filter(which).mark_rule(aria=False, **look) for which, look in looks]
    return alt.layer(*layers).properties(width=WIDTH, height=THREADS_PX)


def _counts(rows: pl.DataFrame, labels: dict[str, str], colours: Palette) -> alt.LayerChart:
    """How many runs of each design are kept, of how many."""
    names = list(labels.values())
    total = rows.height // max(len(names), 1)
    place = pl.DataFrame({"label": names, "at": [ROW_PX * n + 26.0 for n in range(len(names))]})
    y = alt.Y(
        "at:Q",
        axis=None,
        scale=alt.Scale(domain=[0, ROW_PX * len(names)], reverse=True, nice=False),
    )
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, total], nice=False), axis=None)
    held = data(rows.join(place, on="label", maintain_order="left"))
    kept = (
        alt.Chart(held)
        .transform_filter(INSIDE)
        .transform_aggregate(n="count()", groupby=["label", "at", "is_chosen"])
        .transform_calculate(words=f"datum.n + ' of {total} runs'", start="0")
    )
    every = alt.Chart(data(place.with_columns(n=pl.lit(total), start=pl.lit(0))))
    bar = {"strokeWidth": 9, "yOffset": 4, "aria": False}
    spoken = {"baseline": "bottom", "fontSize": SIZE, "color": colours.ink}
    return alt.layer(
        every.mark_rule(color=colours.empty, **bar).encode(y=y, x=x, x2="n:Q"),
        kept.mark_rule(**bar).encode(
            y=y,
            x=x,
            x2="n:Q",
            color=alt.condition(
                "datum.is_chosen", alt.value(colours.ink), alt.value(colours.baseline)
            ),
        ),
        every.mark_text(align="left", dy=-4, **spoken).encode(y=y, x=alt.value(0), text="label:N"),
        kept.mark_text(align="right", dy=-4, **spoken).encode(
            y=y, x=alt.value("width"), text="words:N"
        ),
    ).properties(width=WIDTH, height=ROW_PX * len(names) + 4)
