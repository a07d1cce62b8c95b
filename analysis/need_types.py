"""Needs counted by type: all that their expectation depends on, for the levers of a design.

A type is a whole number that holds what is true of a need and of the attempts before it, of
the same child, seeker and holder. Two needs of one type have the same chances, whatever the
assumptions are. Types ascend by seeker and holder first.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from analysis.entry_rules import counted, is_open, may_look, would_show
from analysis.levers import Levers
from analysis.situations import Decisions, Situations
from data.world import WorldError

WORKERS = 2  # NumPy lets go of the interpreter while it sorts and adds
_COUNT = 12  # bits of a number of attempts
MOST_ATTEMPTS = (1 << _COUNT) - 1
_BITS = {
    "record": 3,  # 2 x quality + has_identifier of the holder's; 0 where no index is asked
    "alerted": 1,  # an alert could tell of the holder now
    "looks": 1,  # a look-up could show the holder now
    "n_alerted": _COUNT,  # attempts before this one at which an alert could have
    "n_looks": _COUNT,  # attempts before this one at which a look-up could have
    "in_case": 1,  # this attempt falls in an open case
    "n_in_case": _COUNT,  # attempts before this one that did
    "n_other": _COUNT,  # attempts before this one that did not
    "holder": 4,  # agency number
    "seeker": 4,
}
"""What a type is made of, from its lowest bit, and how many bits each part takes."""
_BEGINS = dict(zip(_BITS, np.cumsum([0, *_BITS.values()]).tolist(), strict=False))
_OF_INDEX = (1 << _BEGINS["in_case"]) - (1 << _BEGINS["alerted"])


@dataclass(frozen=True, slots=True, eq=False)
class NeedTypes:
    """How many needs there are of each type; both columns int64, one row per type."""

    type: np.ndarray  # ascending
    n: np.ndarray

    def __len__(self) -> int:
        return len(self.type)


def part(types: np.ndarray, name: str) -> np.ndarray:
    """One part of each type: ``name`` as in the list above. int64."""
    return types >> _BEGINS[name] & (1 << _BITS[name]) - 1


def of_practice(types: np.ndarray) -> np.ndarray:
    """What practice asks of each type, as a type with nothing else in it. Keeps the order."""
    return types >> _BEGINS["in_case"] << _BEGINS["in_case"]


def of_index(types: np.ndarray) -> np.ndarray:
    """What look-ups and alerts ask of each type, as a type with nothing else in it."""
    return types & _OF_INDEX


def count_types(parts: Iterable[Situations], levers: Levers, *, everyone: bool) -> NeedTypes:
    """The needs of ``parts`` by type, for a design in which nothing is left to consent.

    Needs of children that table child lacks are left out, unless ``everyone`` is to count.
    Raises WorldError where one agency decided of one child on more than 4,095 days.
    """
    work = partial(_counted_part, levers=levers, everyone=everyone)
    with ThreadPoolExecutor(WORKERS) as pool:
        found = list(pool.map(work, parts))
    return NeedTypes(*added([types for types, _ in found], [n for _, n in found]))


def types_of(situations: Situations, levers: Levers) -> np.ndarray:
    """The type of every need of ``situations``: int64, in the order of the needs."""
    needs = situations.needs
    _check(needs.ordinal)
    now = _decided(situations.decisions, levers)[needs.decision]
    shown = would_show(needs, levers)
    if not shown.all():
        now[~shown] &= ~(_put(1, "looks") | _put(1, "alerted"))
    # All counts in one running sum, for each has bits of its own: what it was at the first
    # attempt of the child, seeker and holder is taken away.
    in_case = part(now, "in_case")
    step = _put(in_case, "n_in_case") + _put(1 - in_case, "n_other")
    step += _put(part(now, "looks"), "n_looks") + _put(part(now, "alerted"), "n_alerted")
    before = np.cumsum(step)
    before -= step
    first = np.arange(len(step)) - (needs.ordinal - np.int64(1))
    before -= before[first]
    types = before | now | _put(needs.holder, "holder")
    record = needs.quality.astype(np.int64) << 1 | needs.has_identifier
    # Where the index never had a chance, the record behind the holder makes no difference.
    return types | np.where(of_index(types), _put(record, "record"), 0)


def counted_sorted(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different ``values``, ascending, and how many there are of each. Sorts in place."""
    values.sort()
    begins = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    return values[begins], np.diff(np.append(begins, len(values)))


def added(values: list[np.ndarray], n: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Several counts as one: the different values, ascending, and the sum of each one's n."""
    value = np.concatenate([np.zeros(0, dtype=np.int64), *values])
    order = np.argsort(value, kind="stable")
    sums = np.cumsum(np.concatenate([np.zeros(0, dtype=np.int64), *n])[order])
    value = value[order]
    ends = np.flatnonzero(np.concatenate([value[1:] != value[:-1], [True]])[: len(value)])
    return value[ends], np.diff(sums[ends], prepend=0)


def _counted_part(situations: Situations, levers: Levers, everyone: bool):
    types = types_of(situations, levers)
    if not everyone:
        is_in = situations.decisions.person >= 0
        if not is_in.all():
            types = types[is_in[situations.needs.decision]]
    return counted_sorted(types)


def _decided(decisions: Decisions, levers: Levers) -> np.ndarray:
    """What a type holds of the decision, as a type with nothing else in it."""
    has_entry = is_open(decisions, levers)
    now = _put(decisions.seeker, "seeker") | _put(decisions.is_open_case, "in_case")
    now |= _put(has_entry & may_look(decisions, levers), "looks")
    if levers.alert_threshold:
        enough = np.bitwise_count(counted(decisions, levers)) >= levers.alert_threshold
        now |= _put(has_entry & enough, "alerted")
    return now


def _put(values: np.ndarray | int, name: str) -> np.ndarray:
    return np.asarray(values, dtype=np.int64) << _BEGINS[name]


def _check(ordinal: np.ndarray) -> None:
    if len(ordinal) and ordinal.max() > MOST_ATTEMPTS:
        raise WorldError(
            f"At most {MOST_ATTEMPTS:,} decisions of one agency about one child were expected, "
            f"got {ordinal.max():,}. Choose a shorter period."
        )
