"""A figure as a picture that explains itself: SVG and PNG for reports and slides.

Title above, chart, and below it what was counted, which designs, which world, which version
and when; "synthetic" where the children are. The date is passed in, so that one environment
gives the same bytes for the same figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from textwrap import wrap
from xml.etree import ElementTree

from analysis.answer import Answer
from analysis.charts.palette import palette
from analysis.charts.rendered import FAMILY, chart_as_svg, svg_as_png
from analysis.citation import work
from analysis.downloads import file_name

MODE = "light"  # pictures are for paper and slides
EDGE, GAP, FOOT = 24, 18, 8  # px
TITLE, SMALL = 20, 12  # px, sizes of type
LEADING = 1.35
LEAST_WIDTH = 640  # px, so that a small chart has room for its words
BOLD_CHARACTER, CHARACTER = 0.54, 0.47  # mean widths, in sizes of type, a little generous


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart to be drawn when it is asked for. ``draw`` lacks only mode, alt_text and mark."""

    answer: Answer
    draw: partial
    title: str
    words: str  # what the chart shows, for those who can't see it


def to_svg(picture: Picture, *, made_on: date) -> bytes:
    """The picture as SVG, UTF-8; its text stays text."""
    return _composed(picture, made_on).encode("utf-8")


def to_png(picture: Picture, *, made_on: date) -> bytes:
    """The picture as PNG."""
    return svg_as_png(_composed(picture, made_on))


def picture_name(picture: Picture, ending: str, number: int = 0) -> str:
    """A name for the file; ``number`` tells the charts of one answer apart."""
    name = file_name(picture.answer, ending)
    return name.replace(f".{ending}", f"-{number}.{ending}") if number else name


def small_print(answer: Answer, made_on: date) -> list[str]:
    """What stands below the chart: origin, designs, world, version and date."""
    told = answer.provenance
    shown = "; ".join(f"{one.scenario.label} ({one.id})" for one in told.designs)
    day = f"{made_on.day} {made_on:%B %Y}"
    return [
        f"{told.origin} Counts are {told.scaling}. Intervals: {told.intervals}",
        f"Design{'s' if len(told.designs) > 1 else ''}: {shown or 'England without an index'}.",
        *([told.disclosure] if told.disclosure else []),
        f"Contact Lens {work().version} · results {told.results_version} · world "
        f"{told.world_fingerprint[:8]} · {day}",
    ]


def _composed(picture: Picture, made_on: date) -> str:
    """One SVG of title, chart and small print."""
    chart = chart_as_svg(picture.draw(mode=MODE, alt_text=picture.words, mark=""))
    root = ElementTree.fromstring(chart)
    chart_width, chart_height = (float(root.attrib[side]) for side in ("width", "height"))
    width = round(max(chart_width, LEAST_WIDTH) + 2 * EDGE)
    colours, room = palette(MODE), width - 2 * EDGE
    top = _lines([picture.title], room, TITLE, BOLD_CHARACTER)
    foot = _lines(small_print(picture.answer, made_on), room, SMALL, CHARACTER)
    chart_at = EDGE + len(top) * TITLE * LEADING + GAP
    foot_at = chart_at + chart_height + GAP
    height = round(foot_at + len(foot) * SMALL * LEADING + FOOT)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img" font-family="{escape(FAMILY)}">',
            f"<title>{escape(picture.title)}</title>",
            f"<desc>{escape(picture.words)}</desc>",
            f'<rect width="{width}" height="{height}" fill="{colours.page}"/>',
            *_text(top, EDGE, TITLE, f'font-weight="bold" fill="{colours.ink}"'),
            f'<g transform="translate({EDGE},{chart_at:.0f})">',
            chart,
            "</g>",
            *_text(foot, foot_at, SMALL, f'fill="{colours.quiet}"'),
            "</svg>\n",
        ]
    )


def _lines(sentences: list[str], room: float, size: int, character: float) -> list[str]:
    """``sentences`` cut into lines of at most ``room`` px, by the mean width of a character."""
    most = int(room / (size * character))
    return [line for sentence in sentences for line in wrap(sentence, most)]


def _text(lines: list[str], top: float, size: int, look: str) -> list[str]:
    return [
        f'<text x="{EDGE}" y="{top + size + number * size * LEADING:.0f}" font-size="{size}" '
        f"{look}>{escape(line)}</text>"
        for number, line in enumerate(lines)
    ]
