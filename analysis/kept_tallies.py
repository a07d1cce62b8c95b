"""Tallies that rest on replay, kept with the prepared world for the designs that ship.

Replaying a design takes seconds to a minute; what comes of it takes some kilobytes. Other
designs are replayed when they are asked for, so that a folder doesn't grow with every idea.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

import numpy as np

from analysis.kept import Arrays
from analysis.levers import Levers
from analysis.scenarios import load_scenarios
from analysis.tally import Tally
from analysis.workbench import Workbench

ARRAYS = ("numerator", "denominator", "parts")


def kept_tallies(
    bench: Workbench, family: str, designs: Sequence[Levers], make: Callable[[], list[Tally]]
) -> list[Tally]:
    """What ``make`` gives for ``designs``: the one judged, and what it is held against, if any."""
    shipped = {one.levers for one in load_scenarios()}
    if not shipped.issuperset(designs):
        return make()
    told = repr((bench.futures.fingerprint, bench.engine, bench.is_fixed, tuple(designs)))
    name = f"{family}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"
    return unpacked(bench.store_for(designs[0]).keep(name, lambda: packed(make())))


def packed(tallies: Sequence[Tally]) -> Arrays:
    """Tallies as arrays: what each is as JSON, and every number of theirs in one row."""
    heads, numbers = [], []
    for one in tallies:
        arrays = {name: getattr(one, name) for name in ARRAYS}
        shapes = {name: it.shape for name, it in arrays.items() if it is not None}
        numbers += [arrays[name].ravel() for name in shapes]
        head = (one.outcome, one.dimension, one.group, one.is_national)
        heads.append([*head, {name: list(shape) for name, shape in shapes.items()}])
    text = np.frombuffer(json.dumps(heads).encode(), dtype=np.uint8)
    return {"heads": text, "numbers": np.concatenate([*numbers, np.zeros(0)])}


def unpacked(arrays: Arrays) -> list[Tally]:
    """What was packed, to the last bit; its arrays are read-only."""
    tallies, first = [], 0
    for outcome, dimension, group, is_national, shapes in json.loads(arrays["heads"].tobytes()):
        found = {}
        for name, shape in shapes.items():
            after = first + int(np.prod(shape))
            found[name] = arrays["numbers"][first:after].reshape(shape)
            first = after
        head = {"dimension": dimension, "group": group, "is_national": is_national}
        tallies.append(Tally(outcome, **head, **found))
    return tallies
