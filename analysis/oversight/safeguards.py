"""What each safeguard changes: improper look-ups a year with it and without, all else as it is.

Prevention rests on assumptions alone (`misuse_prevented.*`); a log can't show what was not done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.entries import share_with_entry
from analysis.levers import Levers
from analysis.misuse import improper
from analysis.workbench import Workbench

MISSED = 0.05  # an interval misses so often


@dataclass(frozen=True, slots=True)
class Change:
    """One safeguard: expected improper look-ups a year in England, central value and interval."""

    safeguard: str
    label: str
    assumption: str  # that it rests on
    without: tuple[float, float, float]  # value, low, high
    with_it: tuple[float, float, float]
    prevented: tuple[float, float, float]  # without - with, on the same futures


SAFEGUARDS = (
    ("two_factor", "A second factor at sign-in", {"two_factor": False}, {"two_factor": True}),
    (
        "reason_required",
        "A reason for each look-up",
        {"reason_required": False},
        {"reason_required": True},
    ),
    (
        "subject_view",
        "Families see who looked",
        {"subject_view": False},
        {"subject_view": True},
    ),
    ("audit", "1 in 1,000 look-ups reviewed", {"audit_share": 0.0}, {"audit_share": 0.001}),
    ("audit", "1 in 100 look-ups reviewed", {"audit_share": 0.0}, {"audit_share": 0.01}),
    ("audit", "1 in 10 look-ups reviewed", {"audit_share": 0.0}, {"audit_share": 0.1}),
)


def changes(bench: Workbench, levers: Levers) -> list[Change]:
    """What each safeguard changes under a design; nothing where nobody may look."""
    if levers.scope == "none":
        return []
    return [_change(bench, levers, *one) for one in SAFEGUARDS]


def _change(
    bench: Workbench, levers: Levers, safeguard: str, label: str, off: dict, on: dict
) -> Change:
    without, with_it = (_improper(bench, replace(levers, **sets)) for sets in (off, on))
    return Change(
        safeguard,
        label,
        f"misuse_prevented.{safeguard}",
        _ends(without),
        _ends(with_it),
        _ends(without - with_it),
    )


def _improper(bench: Workbench, levers: Levers) -> np.ndarray:
    """Improper look-ups a year in each future, of all kinds."""
    entry_share = share_with_entry(bench.store, levers, bench.futures)
    return improper(levers, bench.futures, entry_share).sum(axis=-1)


def _ends(values: np.ndarray) -> tuple[float, float, float]:
    low, high = np.quantile(values[1:], [MISSED / 2, 1 - MISSED / 2])
    return float(values[0]), float(low), float(high)
