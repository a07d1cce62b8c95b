"""The designs that are one move of a lever away: what a reader may well ask for next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from analysis.contradictions import contradictions
from analysis.lever_words import from_control, in_control, steps
from analysis.levers import Lever, Levers, Value, lever
from analysis.policy import Assumptions
from analysis.rests_on import NEEDS
from data.schema import AGENCIES

COUNTED = ("scope", "shielding", "alert_threshold", "visibility", "update_delay_days")
"""Levers that decide which needs an index reaches: moving them counts the world again."""
_AGENCIES = ("connected_agencies", "authorised_agencies")


def next_moves(
    levers: Levers, assumptions: Assumptions, before: Levers | None = None
) -> Iterator[Levers]:
    """Designs that make sense and differ from ``levers`` in one lever that needs rest on.

    Others take no time to answer. The lever that was moved last, which tells ``levers`` from
    ``before``, comes first, in the direction in which it went; then one move of each lever, those
    first that ask most of the world; then further moves.
    """
    values = {
        id: list(next_values(lever(id), getattr(levers, id), before and getattr(before, id)))
        for id in NEEDS
    }
    short = [id for id in NEEDS if lever(id).kind != "agencies"]
    rounds = [[id for id in NEEDS if before and getattr(levers, id) != getattr(before, id)]]
    rounds += [sorted(short, key=lambda id: id not in COUNTED)] * max(map(len, values.values()))
    rounds += [_AGENCIES] * len(AGENCIES)
    for id in chain.from_iterable(rounds):
        if values[id]:
            moved = replace(levers, **{id: values[id].pop(0)})
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
