"""Needs counted by type: all that their expectation depends on, for the levers of a design.

A type is a whole number that holds what is true of a need and of the attempts before it, of
the same child, seeker and holder. Two needs of one type have the same chances, whatever the
assumptions are. Types ascend by seeker and holder first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.entry_rules import counted, is_open, may_look, would_show
from analysis.levers import Levers
from analysis.situations import Decisions, Needs, Situations
from data.world import WorldError

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
class InGroups:
    """Needs in random groups, kind by kind; every kind is of one type, a type may have several."""

    type_of: np.ndarray  # of each kind the row of its type
    n: np.ndarray  # unsigned (kinds, groups)


@dataclass(frozen=True, slots=True, eq=False)
class NeedTypes:
    """How many needs there are of each type, and in random groups where that was asked for."""

    type: np.ndarray  # int64, ascending
    n: np.ndarray  # int64
    in_groups: InGroups | None = None

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


def types_of(situations: Situations, levers: Levers) -> np.ndarray:
    """The type of every need of ``situations``: int64, in the order of the needs."""
    decisions, needs = situations.decisions, situations.needs
    check_attempts(needs.ordinal)
    now = np.where(would_show(needs, levers), _told(decisions, levers)[needs.decision], 0)
    step = _put(part(now, "looks"), "n_looks") + _put(part(now, "alerted"), "n_alerted")
    types = _so_far(step, needs) | now | steady_types(decisions, needs)
    return without_record(types, of_index(types) == 0)


def steady_types(decisions: Decisions, needs: Needs) -> np.ndarray:
    """What of each need's type no design changes, as a type with nothing of an index in it."""
    in_case = decisions.is_open_case[needs.decision].astype(np.int64)
    types = _so_far(_put(in_case, "n_in_case") + _put(1 - in_case, "n_other"), needs)
    types |= _put(decisions.seeker[needs.decision], "seeker") | _put(needs.holder, "holder")
    record = needs.quality.astype(np.int64) << 1 | needs.has_identifier
    return types | _put(in_case, "in_case") | _put(record, "record")


def with_pair(types: np.ndarray, seeker: np.ndarray, holder: np.ndarray) -> np.ndarray:
    """``types`` as if others sought and held."""
    rest = types & (1 << _BEGINS["holder"]) - 1
    return rest | _put(seeker, "seeker") | _put(holder, "holder")


def index_type(**parts: np.ndarray) -> np.ndarray:
    """What look-ups and alerts add to a type: int64."""
    return sum(_put(values, name) for name, values in parts.items())


def without_looks(types: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """``types`` as they are if no look-up could ever tell of those in ``rows`` (bool)."""
    looks = _put(1, "looks") | _put(MOST_ATTEMPTS, "n_looks")
    types = np.where(rows, types & ~looks, types)
    return without_record(types, of_index(types) == 0)


def without_record(types: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """``types``, those in ``rows`` (bool) with no kind of record.

    Where the index never had a chance, the record behind the holder makes no difference.
    """
    return np.where(rows, types & ~_put((1 << _BITS["record"]) - 1, "record"), types)


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


def _told(decisions: Decisions, levers: Levers) -> np.ndarray:
    """Whether a look-up and an alert tell of a holder that shows, of each decision, as a type."""
    has_entry = is_open(decisions, levers)
    now = _put(has_entry & may_look(decisions, levers), "looks")
    if levers.alert_threshold:
        enough = np.bitwise_count(counted(decisions, levers)) >= levers.alert_threshold
        now |= _put(has_entry & enough, "alerted")
    return now


def _put(values: np.ndarray | int, name: str) -> np.ndarray:
    return np.asarray(values, dtype=np.int64) << _BEGINS[name]


def _so_far(step: np.ndarray, needs: Needs) -> np.ndarray:
    """What ``step`` added up to at the attempts before each need.

    Each count has bits of its own, so one running sum counts all: what it was at the first
    attempt of the child, seeker and holder is taken away.
    """
    before = np.cumsum(step)
    before -= step
    first = np.arange(len(step)) - (needs.ordinal - np.int64(1))
    before -= before[first]
    return before


def check_attempts(ordinal: np.ndarray) -> None:
    """Raise WorldError where one agency decided of one child on more days than can be counted."""
    if len(ordinal) and ordinal.max() > MOST_ATTEMPTS:
        raise WorldError(
            f"At most {MOST_ATTEMPTS:,} decisions of one agency about one child were expected, "
            f"got {ordinal.max():,}. Choose a shorter period."
        )
