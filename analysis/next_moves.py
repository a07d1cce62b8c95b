"""The designs that are one move of a lever away: what a reader may well ask for next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.contradictions import contradictions
from analysis.lever_words import from_control, in_control, steps
from analysis.levers import Lever, Levers, Value, lever
from analysis.policy import Assumptions
from analysis.rests_on import NEEDS
from data.schema import AGENCIES


def next_moves(
    levers: Levers, assumptions: Assumptions, before: Levers | None = None
) -> Iterator[Levers]:
    """Designs that make sense and differ from ``levers`` in one lever that needs rest on.

    Others take no time to answer. The lever that was moved last, which tells ``levers`` from
    ``before``, comes first, in the direction in which it went.
    """
    ids = sorted(NEEDS, key=lambda id: (not _differs(id, levers, before), _is_long(lever(id))))
    for id in ids:
        for value in next_values(lever(id), getattr(levers, id), before and getattr(before, id)):
            moved = replace(levers, **{id: value})
            if not contradictions(moved, assumptions):
                yield moved


def next_values(one: Lever, value: Value, before: Value | None = None) -> Iterator[Value]:
    """What one move makes of ``value``: a step either way, or any other choice."""
    if one.kind == "choice":
        yield from (id for id, _ in one.choices if id != value)
    elif one.kind == "flag":
        yield not value
    elif one.kind == "agencies":
        for agency in AGENCIES:
            yield tuple(each for each in AGENCIES if (each in value) != (each == agency))
    else:
        step = steps(one).step if before is None or before <= value else -steps(one).step
        for shown in (in_control(one, value) + step, in_control(one, value) - step):
            try:
                yield one.checked(from_control(one, shown))
            except ValueError:
                continue  # beyond an end of the slider


def _differs(id: str, levers: Levers, before: Levers | None) -> bool:
    return before is not None and getattr(levers, id) != getattr(before, id)


def _is_long(one: Lever) -> bool:
    """Whether one move leads to many designs."""
    return one.kind == "agencies"
