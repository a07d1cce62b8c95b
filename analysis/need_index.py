"""Where look-ups and alerts could tell: what a design adds to the types of needs.

Whether an alert is raised hangs on which agencies count for it, and so on consents. All ways in
which these may fall are worked out together: most needs are the same in each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.entry_rules import is_open, mask_of, may_look, would_show
from analysis.kept import Arrays
from analysis.levers import Levers
from analysis.need_types import index_type
from analysis.situations import Decisions, Needs
from data.schema import AGENCIES

Ways = Sequence[tuple[str, ...]]  # of each way the agencies that count for an alert
_TABLE = 1 << 24  # whole numbers up to this are looked up in a table, others are sorted


@dataclass(frozen=True, slots=True, eq=False)
class IndexParts:
    """The different things that look-ups and alerts add, and which of them each need has."""

    types: np.ndarray  # int64 (ways, codes): types with nothing else in them
    of: np.ndarray  # (needs,): the code of each need


def index_parts(
    decisions: Decisions, needs: Needs, steady: Arrays, levers: Levers, ways: Ways
) -> IndexParts:
    """What look-ups and alerts add to the type of each need, in each of ``ways``.

    ``levers`` connect every agency that counts in one of them.
    """
    counting = ways if levers.alert_threshold else ()
    now = _told(decisions, levers, counting)[needs.decision]
    now *= would_show(needs, levers)
    before, packed, lanes = _before(now, 1 + len(counting), steady)
    code = before << lanes.n | now
    codes, of = ranked(code, len(packed) << lanes.n)
    happens, so_far = codes & (1 << lanes.n) - 1, packed[codes >> lanes.n]
    looks = {"looks": happens & 1, "n_looks": lanes.of(so_far, 0)}
    types = [
        index_type(alerted=happens >> one & 1, n_alerted=lanes.of(so_far, one), **looks)
        for one in range(1, lanes.n)
    ]
    return IndexParts(np.stack(types or [index_type(**looks)] * len(ways)), of)


def ranked(values: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The different ``values``, ascending, and the rank of each; all are below ``size``."""
    if size > _TABLE:
        return np.unique(values, return_inverse=True)
    occurs = np.zeros(size, dtype=bool)
    occurs[values] = True
    found = np.flatnonzero(occurs)
    rank = np.zeros(size, dtype=np.int32)
    rank[found] = np.arange(len(found), dtype=np.int32)
    return found, rank[values]


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Several counts in one whole number, each in bits of its own."""

    n: int
    bits: int  # of each

    @property
    def kind(self) -> np.dtype:
        """The smallest unsigned number that holds them."""
        return np.min_scalar_type((1 << self.n * self.bits) - 1)

    def steps(self) -> np.ndarray:
        """What 0 to 2^n - 1 add to the counts, where bit i says that lane i goes up by one."""
        flags = np.arange(1 << self.n, dtype=np.uint64)
        each = ((flags >> np.uint64(i) & np.uint64(1)) << self._at(i) for i in range(self.n))
        return sum(each, np.zeros(1 << self.n, dtype=np.uint64)).astype(self.kind)

    def of(self, packed: np.ndarray, lane: int) -> np.ndarray:
        """One of the counts."""
        kind = packed.dtype.type
        return (packed >> kind(self._at(lane)) & kind((1 << self.bits) - 1)).astype(np.int64)

    def _at(self, lane: int) -> np.uint64:
        return np.uint64(lane * self.bits)


def _told(decisions: Decisions, levers: Levers, ways: Ways) -> np.ndarray:
    """Of each decision, uint8: bit 0 a look-up would open the entry, bit 1 + i an alert is raised
    in way i."""
    has_entry = is_open(decisions, levers)
    told = (has_entry & may_look(decisions, levers)).view(np.uint8)
    if ways:
        raised = _raised(levers.alert_threshold, ways)[decisions.before | decisions.on_day]
        raised *= has_entry
        told |= raised
    return told


def _raised(threshold: int, ways: Ways) -> np.ndarray:
    """The alerts as in `_told`, of every set of agencies that there can be, as a mask."""
    masks = np.arange(1 << len(AGENCIES), dtype=np.uint16)
    found = np.zeros(len(masks), dtype=np.uint8)
    for place, agencies in enumerate(ways, start=1):
        enough = np.bitwise_count(masks & mask_of(agencies)) >= threshold
        found |= enough.view(np.uint8) << np.uint8(place)
    return found


def _before(now: np.ndarray, n: int, steady: Arrays) -> tuple[np.ndarray, np.ndarray, _Lanes]:
    """How often each of the ``n`` flags in ``now`` was up at the attempts before each need.

    Gives of each need a row, what the lanes hold in each row, and the lanes. The running sum may
    go round: only the difference to the first attempt is asked for.
    """
    later, first = steady["later"], steady["first"]
    room = int((later - first).max(initial=0)) + 1
    lanes = _Lanes(n, max((room - 1).bit_length(), 1))
    steps = lanes.steps()
    happens = steps[now] if n > 1 else now.astype(lanes.kind)
    so_far = np.cumsum(happens, dtype=lanes.kind)
    so_far -= happens
    held = so_far[later] - so_far[first]
    row = np.zeros(len(now), dtype=np.int32)
    if n == 1:
        row[later] = held
        return row, np.arange(room, dtype=np.uint64), lanes
    row[later], packed = _rows(held, room, lanes, int(steps[-1]) >> lanes.bits)
    return row, packed, lanes


def _rows(held: np.ndarray, room: int, lanes: _Lanes, alike: int) -> tuple[np.ndarray, np.ndarray]:
    """The row of each of ``held``, and what the lanes hold in each row; row 0 holds nothing.

    Alerts that no consent decides on are raised in all ways: then what the lanes after the first
    hold is ``alike`` times one count, and the row is worked out. The others are sorted.
    """
    looks, alerts = (lanes.of(held, one).astype(np.int32) for one in (0, 1))
    n_regular = room**2 if room**2 <= _TABLE else 0
    row = alerts * room + looks
    kind = held.dtype.type
    regular = held >> kind(lanes.bits) == alerts.astype(kind) * kind(alike)
    odd = np.flatnonzero(~regular) if n_regular else np.arange(len(held))
    others, place = np.unique(np.append(held[odd], kind(0)), return_inverse=True)
    row[odd] = n_regular + place[:-1]
    alerts, looks = np.divmod(np.arange(n_regular, dtype=np.uint64), np.uint64(room))
    packed = alerts * np.uint64(alike) << np.uint64(lanes.bits) | looks
    return row, np.concatenate([packed, others.astype(np.uint64)])
