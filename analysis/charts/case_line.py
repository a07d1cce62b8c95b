"""The case line: one lane per agency, dots for contacts, threads where one learned of another.

A filled dot is a concern, a small open one a contact without; a ring is a look-up that opened
the entry. A thread that reached the seeker is whole (thin: existing sharing; thick, with a
diamond: the index), one that did not is broken, with a cross. So no meaning rests on colour.

Each child and each day is a new picture, so it is written as a Vega-Lite specification at
once: to have Altair check a dozen layers takes longer than all the rest of a page. A test does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import altair as alt
import polars as pl

from analysis.charts.case_marks import key_of, marks_of
from analysis.charts.palette import Palette, palette
from analysis.charts.style import data, styled

LANE_PX = 40
ABOVE, BELOW = 0.9, 0.55  # lanes of room above the first, for the names of dates, and below
NARROW = "width < 480"
QUARTER = 3  # months
MANY_MONTHS = 8
LATER = 0.25  # how strongly what comes after the chosen day is drawn
EPOCH = date(1970, 1, 1)
MS = 86_400_000  # of a day


@dataclass(frozen=True, slots=True)
class Drawn:
    """A specification that is ready, with its rows under "datasets"; told as Altair tells its."""

    spec: dict

    def to_dict(self) -> dict:
        """The specification; its uppermost level may be changed."""
        return dict(self.spec)


def case_line(
    lanes: pl.DataFrame,
    spans: pl.DataFrame,
    dots: pl.DataFrame,
    rings: pl.DataFrame,
    threads: pl.DataFrame,
    middles: pl.DataFrame,
    *,
    ends: tuple[float, float],
    starts: int,
    today: int,
    mode: str,
    alt_text: str,
    mark: str,
) -> Drawn:
    """The rows of `case_drawing.Drawing`; what comes after ``today`` is faded."""
    colours = palette(mode)
    n = max(lanes.height, 1)
    place = {
        "x": _channel("x", {"domain": list(ends), "nice": False, "zero": False}, _months(ends)),
        "y": _channel(
            "y",
            {"domain": [-ABOVE, n - 1 + BELOW], "reverse": True, "nice": False},
            _names(lanes),
        ),
    }
    key = key_of(spans, dots, rings, threads, colours, narrow=NARROW)
    rows = {
        "lanes": lanes.select("y", x=pl.lit(ends[0]), x2=pl.lit(ends[1])),
        "spans": spans,
        "dates": _dates(ends, starts, today),
        "threads": threads,
        "middles": middles,
        "dots": dots,
        "rings": rings,
        "key": pl.DataFrame({"item": key["item"], "x": ends[0], "y": 0.0}),
    }
    layers, datasets = [], {}
    for name, only, how, encoding in [*_layers(colours, today), ("key", {}, *key["layer"])]:
        ours = "-".join([name, *(str(value) for value in only.values())])
        frame = data(rows[name].filter(**only))
        if frame.height:  # a group of marks without any would be one without a name
            datasets[ours] = frame.to_dicts()
            layers.append({"data": {"name": ours}, "mark": how, "encoding": place | encoding})
    return Drawn(
        {
            **_house(mode, mark),
            "description": alt_text,
            "width": "container",
            "height": LANE_PX * (n - 1 + ABOVE + BELOW),
            "autosize": {"type": "fit-x", "contains": "padding"},
            "layer": layers,
            "datasets": datasets,
        }
    )


def _layers(colours: Palette, today: int) -> list[tuple[str, dict, dict, dict]]:
    """Rows, which of them, how they look, and what besides their place is told of them."""
    marks = marks_of(colours)
    told = {
        "opacity": _fading("x", today),
        "tooltip": [
            {"field": "when", "type": "nominal", "title": "Day"},
            {"field": "what", "type": "nominal", "title": "What"},
        ],
    }
    line = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    on_day = told | {"opacity": _fading("day", today)}
    words = {"text": {"field": "words", "type": "nominal"}}
    return [
        ("lanes", {}, marks["lane"], {"x2": line["x2"]}),
        ("spans", {}, marks["span"], {"x2": line["x2"], "opacity": told["opacity"]}),
        ("dates", {"what": "start"}, marks["start"], {}),
        ("dates", {"what": "today"}, marks["today"], {}),
        ("dates", {"align": "right"}, marks["date"] | {"align": "right", "dx": -5}, words),
        ("dates", {"align": "left"}, marks["date"] | {"align": "left", "dx": 5}, words),
        *(
            ("threads", {"kind": kind}, marks[kind], line | on_day)
            for kind in ("gap", "told", "index")
        ),
        ("middles", {"kind": "gap"}, marks["cross"], on_day),
        ("middles", {"kind": "index"}, marks["diamond"], on_day),
        ("dots", {"is_concern": False}, marks["contact"], told),
        ("dots", {"is_concern": True}, marks["concern"], told),
        ("rings", {}, marks["ring"], told),
    ]


def _channel(field: str, scale: dict, axis: dict) -> dict:
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis, "title": None}


def _fading(field: str, today: int) -> dict:
    return {"condition": {"test": f"datum.{field} <= {today}", "value": 1}, "value": LATER}


def _names(lanes: pl.DataFrame) -> dict:
    """The name of each lane, with a note below it."""
    labels = [
        [row["label"], f"({row['note']})"] if row["note"] else row["label"]
        for row in lanes.iter_rows(named=True)
    ]
    return {
        "values": lanes["y"].to_list(),
        "labelExpr": f"{labels!r}[datum.value]",
        "labelFontSize": {"expr": f"{NARROW} ? 12 : 13"},
        "labelOverlap": False,
        "grid": False,
    }


def _dates(ends: tuple[float, float], starts: int, today: int) -> pl.DataFrame:
    """Where the period begins, and the chosen day, with their names above the lanes."""
    on = EPOCH + timedelta(days=min(today, int(ends[1])))
    is_late = (today - ends[0]) / (ends[1] - ends[0]) > 0.7
    rows = [
        ("start", float(starts), -ABOVE, "the year begins", "right"),
        ("today", float(today), -ABOVE, f"{on.day} {on:%b %Y}", "right" if is_late else "left"),
    ]
    shown = [row for row in rows if ends[0] < row[1] < ends[1]]
    words = {"words": pl.String, "align": pl.String}
    kinds = {"what": pl.String, "x": pl.Float64, "y": pl.Float64} | words
    return pl.DataFrame(shown, schema=kinds, orient="row")


def _months(ends: tuple[float, float]) -> dict:
    """First days of months with their names, the year below January and the first."""
    firsts = []
    on = (EPOCH + timedelta(days=int(ends[0]))).replace(day=1)
    while (on - EPOCH).days <= ends[1]:
        if (on - EPOCH).days >= ends[0]:
            firsts.append(on)
        on = (on + timedelta(days=32)).replace(day=1)
    step = QUARTER if len(firsts) > MANY_MONTHS else 1
    quarters = [one for one in firsts if (one.month - 1) % step == 0]
    years = {(one - EPOCH).days for one in firsts if one.month == 1}
    first = {(some[0] - EPOCH).days for some in (firsts, quarters) if some}
    month, year = (f"utcFormat(datum.value * {MS}, '{form}')" for form in ("%b", "%Y"))
    is_quarter = f"utcmonth(datum.value * {MS}) % {step} == 0"
    with_year = f"indexof({sorted(years | first)}, datum.value) >= 0"
    label = f"{with_year} ? [{month}, {year}] : {month}"
    return {
        "values": [(one - EPOCH).days for one in firsts],
        "labelExpr": f"{NARROW} && !({is_quarter}) ? '' : {label}",
        "labelOverlap": False,
        "grid": True,
        "gridDash": [1, 3],
        "orient": "bottom",
    }


@cache
def _styled(mode: str) -> dict:
    """What all charts of the house share, as `style.styled` gives it."""
    plain = alt.layer(alt.Chart(pl.DataFrame({"x": [0]})).mark_point())
    spec = styled(plain, palette(mode), alt_text="", mark="").to_dict()
    return {name: spec[name] for name in ("$schema", "config", "background", "padding", "title")}


def _house(mode: str, mark: str) -> dict:
    house = _styled("dark" if mode == "dark" else "light")
    return house | {"title": house["title"] | {"text": mark}}
