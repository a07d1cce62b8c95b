"""Charts as still pictures: SVG by Vega's own code, PNG from the SVG, without a browser.

The type is one that comes with the converter, so that a picture doesn't depend on which
fonts a machine has. Nothing is fetched.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import TYPE_CHECKING

import vl_convert

from analysis.charts.style import FONT

if TYPE_CHECKING:
    import altair as alt

STILL_FONT = "Liberation Sans"  # compiled into vl-convert
FAMILY = f"{STILL_FONT}, Arial, Helvetica, sans-serif"
WIDTH = 860  # px, of a chart that takes the width of its page
PLACES = re.compile(rb' (?:d|transform|x|y|x1|x2|y1|y2)="[^"]*"')  # attributes that hold places
CLIP = re.compile(rb"(?<=[\"#])(clip\d+)(?=[\")])")
PLACE = re.compile(rb"-?\d*\.\d{3,}(?:e-?\d+)?")
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


def slim(svg: bytes) -> bytes:
    """An SVG in hundredths of a pixel, with clips counted anew: the same for the same chart.

    What is finer than that is rounding; and Vega counts clips on from one chart to the next.
    """
    numbers = {name: b"clip%d" % at for at, name in enumerate(dict.fromkeys(CLIP.findall(svg)))}
    counted = CLIP.sub(lambda told: numbers[told[1]], svg)
    return PLACES.sub(lambda told: PLACE.sub(_shorter, told[0]), counted)


def to_png(svg: bytes) -> bytes:
    """An SVG as PNG, a pixel for each of its own: small enough to be sent along."""
    return vl_convert.svg_to_png(svg.decode("utf-8"), scale=1)


def _shorter(number: re.Match[bytes]) -> bytes:
    told = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return b"0" if told == "-0" else told.encode()


def chart_bundle(snippet: str) -> str:
    """One script with Vega and ``snippet``, which may call ``vegaEmbed``; it leaves no globals."""
    return vl_convert.javascript_bundle(snippet)


def drawn_with() -> dict[str, str]:
    """What draws the charts, by name and version: pictures are the same only with the same."""
    return {
        "altair": version("altair"),
        "vega": vl_convert.get_vega_version(),
        "vega-embed": vl_convert.get_vega_embed_version(),
        "vl-convert": vl_convert.__version__,
    }
