"""A free place for the name of each mark: beside, above or below it, or further off.

Worked out for one size of plot; in a larger one marks and names only come apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

CHARACTER_PX, LINE_PX = 6.1, 14
AWAY = (0, 8, 18, 30, 44)  # px beyond the mark, in the order in which they are tried


class Box(NamedTuple):
    """Pixels from the upper left corner of the plot."""

    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: Box) -> float:
        """How much of ``other`` it covers, in square pixels."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name hangs, in pixels from its mark; ``align`` is left, right or center."""

    dx: float
    dy: float
    align: str


def free_places(
    marks: Sequence[tuple[float, float]],
    names: dict[int, str],
    *,
    radius: float,
    width: float,
    height: float,
) -> dict[int, Place]:
    """A place for each of ``names`` (number of the mark -> words), the first placed first."""
    taken = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in marks]
    found = {}
    for number, words in names.items():
        x, y = marks[number]
        tried = []
        for order, place in enumerate(_around(radius)):
            box = _box(x, y, place, CHARACTER_PX * len(words))
            outside = max(-box.left, 0) + max(box.right - width, 0)
            outside += max(-box.top, 0) + max(box.bottom - height, 0)
            covered = sum(box.over(other) for other in taken)
            tried.append((covered + 60 * outside + 3 * order, order, place, box))
        _, _, place, box = min(tried)
        found[number] = place
        taken.append(box)
    return found


def _around(radius: float) -> list[Place]:
    places = []
    for away in AWAY:
        side, line = radius + 4 + away / 2, radius + 7 + away
        places += [
            Place(side, 0.0, "left"),
            Place(-side, 0.0, "right"),
            Place(0.0, -line, "center"),
            Place(0.0, line, "center"),
            Place(radius, -line, "left"),
            Place(-radius, -line, "right"),
            Place(radius, line, "left"),
            Place(-radius, line, "right"),
        ]
    return places


def _box(x: float, y: float, place: Place, long: float) -> Box:
    left = x + place.dx - {"left": 0.0, "right": long, "center": long / 2}[place.align]
    top = y + place.dy - LINE_PX / 2
    return Box(left, top, left + long, top + LINE_PX)
