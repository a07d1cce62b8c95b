"""Every colour of a chart, for a light and a dark page; nowhere else is a colour written.

Coverage is green, cost amber, intrusiveness purple, as Okabe and Ito drew them, with
darker or lighter tints for text. An open gap is blue. What takes no part is grey.
tests/pages/test_palette.py holds text to 4.5 and marks to 3 against the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one mode. ``..._text`` are tints that can be read as text."""

    page: str
    ink: str  # text that matters
    quiet: str  # text that explains
    grid: str  # lines that only guide the eye
    baseline: str  # grey: baseline, and what takes no part
    empty: str  # a cell with nothing in it
    gap: str
    gap_pale: str
    coverage: str
    coverage_text: str
    cost: str
    cost_text: str
    intrusiveness: str
    intrusiveness_text: str
    shares: tuple[str, ...]  # one hue from few to many, for shares from 0 to 1
    closed: tuple[str, ...]  # the same in the hue of coverage, for how much a design closes
    looks: tuple[str, ...]  # the same in the hue of intrusiveness, for how often somebody looks


LIGHT = Palette(
    page="#ffffff",
    ink="#111111",
    quiet="#4b5563",
    grid="#e2e5e9",
    baseline="#7a828c",
    empty="#eceef1",
    gap="#0072B2",
    gap_pale="#7db4d6",
    coverage="#009E73",
    coverage_text="#00714f",
    cost="#E69F00",
    cost_text="#8a5f00",
    intrusiveness="#CC79A7",
    intrusiveness_text="#9c3f72",
    shares=("#e8f0f7", "#cfe0ee", "#b3cfe4", "#94bcd9", "#5391bf", "#226499", "#114e80", "#063962"),
    closed=("#e4f3ed", "#c5e6d9", "#9fd5c0", "#6fc0a2", "#00714f", "#004f37"),
    looks=("#faf1f6", "#f4e2ec", "#ebcddd", "#e0b3cc", "#d29abb", "#9c3f72", "#7b2c58", "#571a3c"),
)
DARK = Palette(
    page="#0f1419",
    ink="#f2f4f6",
    quiet="#b6bec8",
    grid="#2a333d",
    baseline="#8d97a3",
    empty="#1b222b",
    gap="#56B4E9",
    gap_pale="#2f6d93",
    coverage="#009E73",
    coverage_text="#3fd0a4",
    cost="#E69F00",
    cost_text="#f0b642",
    intrusiveness="#CC79A7",
    intrusiveness_text="#e0a3c4",
    shares=("#12283a", "#163a56", "#1b4d73", "#226290", "#3f8fc4", "#6db5e2", "#9bd0ef", "#cfeafa"),
    closed=("#10291f", "#124030", "#145a43", "#1a7557", "#4fc39b", "#a9e8d0"),
    looks=("#261a24", "#38222f", "#4d2c40", "#663853", "#85486c", "#cc86b0", "#e0accb", "#f3d8e7"),
)


def palette(mode: Mode | str | None) -> Palette:
    """The colours for ``mode``; light for anything but "dark"."""
    return DARK if mode == "dark" else LIGHT


def share_colour(share: float, colours: Palette) -> str:
    """The colour of a share from 0 to 1, in equal steps of the scale."""
    steps = colours.shares
    return steps[min(int(share * len(steps)), len(steps) - 1)]


def text_on(ground: str, colours: Palette) -> str:
    """Ink or page colour, whichever reads better on ``ground``."""
    return max((colours.ink, colours.page), key=lambda ink: contrast(ink, ground))


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours like #112233: 1 (none) to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
