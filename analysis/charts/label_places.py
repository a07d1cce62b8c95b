"""Where marks and their names go so that none hides another, in a plot of points.

Worked out for the narrowest plot that a layout is used for. What is moved is moved by pixels,
so in a wider plot marks and names only come apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LINE = 17  # px, height of a name
CHARACTER = 6.5  # px, a little more than a letter takes
AIR = 5  # px between a mark and its name
APART = 11  # px between the lines of two marks


@dataclass(frozen=True, slots=True)
class Point:
    """A mark in pixels from the upper left corner of the plot, its name and its upright line."""

    x: float
    y: float
    radius: float
    name: str
    top: float  # of the line through the mark
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name hangs, in pixels from its point; ``align`` is the side at which it begins."""

    dx: float
    dy: float
    align: str


def side_by_side(points: Sequence[Point], *, width: float) -> list[float]:
    """How far each mark is moved sideways, in pixels, so that no line covers another.

    Marks move towards the middle, so that none looks as if it lay below nothing.
    """
    placed: dict[int, Point] = {}
    for at in sorted(range(len(points)), key=lambda i: (points[i].x, points[i].top, i)):
        by = APART if points[at].x <= width / 2 else -APART
        tried = (replace(points[at], x=points[at].x + n * by) for n in range(len(points)))
        placed[at] = next(
            one for one in tried if not any(_meet(one, other) for other in placed.values())
        )
    return [placed[at].x - points[at].x for at in range(len(points))]


def places(
    points: Sequence[Point], *, width: float, height: float, character: float = CHARACTER
) -> list[Place]:
    """A place for the name of each point: beside it, moved up or down where names would meet.

    ``character``: pixels that a letter takes. Names at one side keep the order of their marks,
    so that their threads don't cross.
    """
    long = [character * len(point.name) for point in points]
    sides = [_side(point, name, width) for point, name in zip(points, long, strict=True)]
    lines = [point.y for point in points]
    for group in _apart(points, sides, long):
        for at, y in zip(group, _spread([points[i].y for i in group], height), strict=True):
            lines[at] = y
    return [
        _beside(points, at, side, y, long[at], width)
        for at, (side, y) in enumerate(zip(sides, lines, strict=True))
    ]


def _meet(one: Point, other: Point) -> bool:
    crosses = one.top < other.bottom and other.top < one.bottom
    return crosses and abs(one.x - other.x) < APART


def _side(point: Point, long: float, width: float) -> str:
    """Left aligned to the right of the mark, or right aligned to its left."""
    reach = point.radius + AIR + long
    over = {"left": max(point.x + reach - width, 0), "right": max(reach - point.x, 0)}
    if over["left"] == over["right"]:
        return "left" if point.x <= width / 2 else "right"
    return min(over, key=over.get)


def _apart(points: Sequence[Point], sides: list[str], long: list[float]) -> list[list[int]]:
    """Points whose names are spread together: those of one side, or all where both may meet."""
    groups = [[at for at, side in enumerate(sides) if side == one] for one in ("left", "right")]
    away = [point.radius + AIR + name for point, name in zip(points, long, strict=True)]
    ends = [
        max((points[at].x + away[at] for at in groups[0]), default=0.0),
        min((points[at].x - away[at] for at in groups[1]), default=float("inf")),
    ]
    if ends[0] > ends[1]:
        groups = [groups[0] + groups[1]]
    return [sorted(group, key=lambda at: (points[at].y, at)) for group in groups]


def _spread(wanted: list[float], height: float) -> list[float]:
    """``wanted``, ascending, at least a line apart, moved as little as that takes."""
    blocks: list[list[float]] = []  # sum of wanted starts, number of names
    for number, y in enumerate(wanted):
        blocks.append([y - number * LINE, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + count]
    starts = [total / count for total, count in blocks for _ in range(int(count))]
    most = height - LINE / 2 - (len(wanted) - 1) * LINE
    return [max(min(s, most), LINE / 2) + n * LINE for n, s in enumerate(starts)]


def _beside(
    points: Sequence[Point], at: int, side: str, y: float, long: float, width: float
) -> Place:
    """The name of a point on line ``y``, pushed past other marks that lie on that line."""
    point = points[at]
    away = point.radius + AIR if abs(y - point.y) < LINE else AIR
    sign = 1 if side == "left" else -1
    others = [o for i, o in enumerate(points) if i != at and abs(o.y - y) < LINE / 2 + o.radius]
    for other in sorted(others, key=lambda one: sign * one.x):
        past = sign * (other.x - point.x)
        if past > 0 and past - other.radius < away + long and past + other.radius > away - AIR:
            away = past + other.radius + AIR
    if not 0 <= point.x + sign * (away + long) <= width:  # no room past them: lie over them
        away = point.radius + AIR
    return Place(sign * away, round(y - point.y, 1), side)


def moved(points: Sequence[Point], by: Sequence[float]) -> list[Point]:
    """``points``, each so many pixels to the right."""
    return [replace(one, x=one.x + more) for one, more in zip(points, by, strict=True)]
