"""Who misuses access and how often: planned for a whole world before its contacts are read.

How many improper uses are to be expected is `analysis.misuse`. Active users are drawn from
the practitioners of the agencies that may look, and among them, kind by kind, those who misuse
access; each then does so a number of times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis import luck
from analysis.access_log.design import Design
from analysis.access_log.events import KIND
from analysis.access_log.places import Staff
from analysis.futures import Held
from analysis.misuse import KINDS, improper

TRAWL = "misuse_lookups.trawl"
_SERIES = 1 << 16  # uses that a series has room for in a key
_WORD = 2.0**64


@dataclass(frozen=True, slots=True)
class Uses:
    """One row per improper use. Uses of one person and kind make a series."""

    user: np.ndarray  # row of Staff
    kind: np.ndarray  # int8, as in ACCESS_KINDS
    offender: np.ndarray  # uint64: one draw for the whole series
    word: np.ndarray  # uint64: one draw for each use

    def __len__(self) -> int:
        return len(self.user)

    def rows(self, rows) -> Uses:
        """Some of the rows, in that order."""
        return Uses(self.user[rows], self.kind[rows], self.offender[rows], self.word[rows])


def expected_uses(design: Design) -> dict[str, float]:
    """Improper uses to be expected in this world in a year, by kind, with every safeguard.

    Of any child: whether it has an entry is asked of each use.
    """
    (lookups,) = improper(design.levers, Held(design.assumptions), np.ones(1))
    by_kind = dict(zip(KINDS, lookups * design.fraction, strict=True))
    by_kind["trawl"] /= max(design.central(TRAWL), 1.0)
    return {kind: float(uses) for kind, uses in by_kind.items()}


def plan_uses(design: Design, staff: Staff) -> Uses:
    """Every improper use of the year; none where nobody may look."""
    users = np.flatnonzero(design.may_look[staff.agency])
    n_active = design.levers.authorised_users * design.central("adoption_share") * design.fraction
    n_active = min(n_active, float(len(users)))
    draws = _draws(design, "active", staff, users)
    active = users[luck.happens(draws, luck.limit(n_active / max(len(users), 1)))]
    parts = [
        _of_kind(design, staff, active, kind, uses / n_active if n_active else 0.0)
        for kind, uses in expected_uses(design).items()
    ]
    joined = (np.concatenate([getattr(part, name) for part in parts]) for name in Uses.__slots__)
    return Uses(*joined)


def _of_kind(design: Design, staff: Staff, active, kind: str, uses_each: float) -> Uses:
    """The uses of one kind by ``active`` users, who make ``uses_each`` on average."""
    a_series = 1.0 if kind == "trawl" else max(design.central("misuse_uses_per_user"), 1.0)
    share = _draws(design, f"{kind}.who", staff, active) / _WORD
    n_series = np.floor(uses_each / a_series + share).astype(np.int64)
    user, series = _counted(active, n_series)
    word = _draws(design, f"{kind}.uses", staff, user, series)
    places, use = _counted(np.arange(len(user)), _geometric(word, a_series))
    user, series = user[places], series[places]
    return Uses(
        user=user,
        kind=np.full(len(user), KIND[kind], dtype=np.int8),
        offender=_draws(design, f"{kind}.series", staff, user, series),
        word=_draws(design, f"{kind}.use", staff, user, series * _SERIES + use),
    )


def _draws(design: Design, what: str, staff: Staff, users: np.ndarray, number=None) -> np.ndarray:
    if number is None:
        number = np.zeros(len(users), dtype=np.int64)
    return luck.offender(design.seed, what, staff.practitioner_id[users], number)


def _counted(values: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each value as often as told, and 0, 1, ... within its repeats."""
    begins = np.cumsum(times) - times
    return np.repeat(values, times), np.arange(times.sum()) - np.repeat(begins, times)


def _geometric(words: np.ndarray, mean: float) -> np.ndarray:
    """1, 2, ... with the given mean (at least 1), each the less likely the more."""
    if mean <= 1:
        return np.ones(len(words), dtype=np.int64)
    share = (words + 0.5) / _WORD
    return 1 + np.floor(np.log(share) / np.log(1 - 1 / mean)).astype(np.int64)
