"""How the marks of a case line look, and the key that says what each stands for."""

from __future__ import annotations

import polars as pl

from analysis.charts.palette import Palette

CLEAR = "transparent"
COLUMNS = {5: 5, 6: 3}  # of the key, by how many things are in it
MIDDLING = "width < 700"
CROSS = "M-1,-1L1,1M1,-1L-1,1"
LINE = "M-1.7,0L1.7,0"
BAR = "M-1.5,-.5L1.5,-.5L1.5,.5L-1.5,.5Z"
DIAMOND_BAR = "M-1.7,-.12L1.7,-.12L1.7,.12L-1.7,.12ZM0,-.75L.75,0L0,.75L-.75,0Z"
BROKEN = "M-1.7,0L-1.25,0M-1,0L-.6,0M.6,0L1,0M1.25,0L1.7,0M-.35,-.4L.35,.4M.35,-.4L-.35,.4"


def marks_of(colours: Palette) -> dict[str, dict]:
    """Each mark by its name, as Vega-Lite takes it."""
    ink, page, quiet = colours.ink, colours.page, colours.quiet
    return {
        "lane": _rule(colours.grid, 1),
        "span": _rule(colours.grid, 9) | {"strokeCap": "round"},
        "start": _rule(quiet, 1.5) | {"strokeDash": [2, 3], "y": 0, "y2": "height"},
        "today": _rule(ink, 1.5) | {"y": 0, "y2": "height"},
        "date": {"type": "text", "fontSize": 12, "baseline": "top", "color": ink},
        "gap": _rule(colours.gap, 1.6) | {"strokeDash": [4, 3]},
        "told": _rule(colours.baseline, 1.8),
        "index": _rule(colours.coverage, 3.2),
        "cross": _point(42, CLEAR, colours.gap, 1.8) | {"shape": CROSS},
        "diamond": _point(90, colours.coverage, page, 1) | {"shape": "diamond"},
        "contact": _point(34, page, colours.baseline, 1.6),
        "concern": _point(95, ink, page, 1.2),
        "ring": _point(300, CLEAR, colours.intrusiveness_text, 2.2),
    }


def key_of(spans, dots, rings, threads, colours: Palette, *, narrow: str) -> dict:
    """The marks that occur, above the lanes: ``item`` names them, ``layer`` draws nothing else."""
    kinds, is_concern = set(threads["kind"]), set(dots["is_concern"])
    ring = colours.intrusiveness_text
    items = (
        (True in is_concern, "concern", _disc(0.85), colours.ink, colours.ink),
        (False in is_concern, "contact without one", _disc(0.55), colours.page, colours.baseline),
        (spans.height, "a concern still counts", BAR, colours.grid, colours.grid),
        (rings.height, "opened the entry", _disc(1.3), CLEAR, ring),
        ("told" in kinds, "learned by existing sharing", LINE, CLEAR, colours.baseline),
        ("index" in kinds, "learned by the index", DIAMOND_BAR, colours.coverage, colours.coverage),
        ("gap" in kinds, "did not learn", BROKEN, CLEAR, colours.gap),
    )
    shown = [item[1:] for item in items if item[0]]
    names = [item[0] for item in shown]
    columns = f"{narrow} ? 1 : {MIDDLING} ? 2 : {COLUMNS.get(len(names), 4)}"
    legend = {
        "title": None,
        "orient": "top",
        "direction": "horizontal",
        "columns": {"expr": columns},
        "symbolOpacity": 1,
        "symbolSize": 130,
        "symbolStrokeWidth": 1.7,
        "labelOffset": 10,
        "labelFontSize": 12.5,
        "labelColor": colours.ink,
        "labelLimit": 0,
        "rowPadding": 5,
        "columnPadding": 20,
        "offset": 10,
    }
    encoding = {
        channel: {
            "field": "item",
            "type": "nominal",
            "scale": {"domain": names, "range": [item[place] for item in shown]},
            "legend": legend,
        }
        for place, channel in enumerate(("shape", "fill", "stroke"), start=1)
    }
    rows = pl.Series("item", names, dtype=pl.String)
    return {"item": rows, "layer": ({"type": "point", "opacity": 0, "clip": True}, encoding)}


def _rule(colour: str, width: float) -> dict:
    return {"type": "rule", "color": colour, "strokeWidth": width}


def _point(size: float, fill: str, stroke: str, width: float) -> dict:
    look = {"filled": True, "fill": fill, "stroke": stroke, "strokeWidth": width}
    return {"type": "point", "shape": "circle", "size": size, "opacity": 1} | look


def _disc(radius: float) -> str:
    """A circle as a path, so that discs of a key differ in size."""
    return f"M{radius},0A{radius},{radius},0,1,1,{-radius},0A{radius},{radius},0,1,1,{radius},0Z"
