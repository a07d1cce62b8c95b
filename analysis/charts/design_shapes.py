"""The shape of each design, the same in every chart: a design is never a colour alone."""

from __future__ import annotations

from analysis.scenario_file import PRESET_IDS

STAR = (
    "M0,-0.5L0.12,-0.16L0.48,-0.15L0.19,0.06L0.29,0.4L0,0.2L-0.29,0.4L-0.19,0.06L-0.48,-0.15"
    "L-0.12,-0.16Z"
)
CHEVRON = "M-0.5,-0.25L0,0.1L0.5,-0.25L0.5,0.1L0,0.45L-0.5,0.1Z"
SHAPES = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "triangle-down",
    "triangle-right",
    "triangle-left",
    "cross",
    STAR,
)


def shape_of(scenario: str) -> str:
    """The shape of a design by its id; a chevron for one of the reader's own."""
    known = dict(zip(PRESET_IDS, SHAPES, strict=False))
    return known.get(scenario, CHEVRON)
