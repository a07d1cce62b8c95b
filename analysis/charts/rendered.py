"""Charts as still pictures: SVG by Vega's own code, PNG from the SVG, without a browser.

The type is one that comes with the converter, so that a picture doesn't depend on which
fonts a machine has. Nothing is fetched.
"""

from __future__ import annotations

import json

import altair as alt
import vl_convert

from analysis.charts.style import FONT

STILL_FONT = "Liberation Sans"  # compiled into vl-convert
FAMILY = f"{STILL_FONT}, Arial, Helvetica, sans-serif"
WIDTH = 860  # px, of a chart that takes the width of its page
SHARPNESS = 2  # pixels of a PNG for each of the picture


def chart_as_svg(chart: alt.TopLevelMixin) -> str:
    """``chart`` as SVG, at WIDTH where it would take the width of a page, without its mark."""
    spec = chart.to_dict()
    if spec.get("width") == "container":
        spec["width"] = WIDTH
    spec.pop("title", None)  # the mark of origin: a picture says more, around the chart
    told = json.dumps(spec).replace(json.dumps(FONT), json.dumps(FAMILY))
    return vl_convert.vegalite_to_svg(told, allowed_base_urls=[])


def svg_as_png(svg: str) -> bytes:
    """An SVG as PNG."""
    return vl_convert.svg_to_png(svg, scale=SHARPNESS)
