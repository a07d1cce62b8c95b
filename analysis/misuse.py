"""Improper look-ups: how many are to be expected, found and missed, by kind.

Recorded misuse is a floor, so the rate is an assumption with a wide range. Each safeguard
prevents a share of what the others leave; review also finds some of what still happens.
"""

from __future__ import annotations

import numpy as np

from analysis.entries import share_with_entry
from analysis.futures import Values
from analysis.levers import Levers
from analysis.openers import users_with_access
from analysis.tally import Tally

KINDS = ("relative", "curiosity", "shared_login", "trawl")
BY_KIND = "misuse_kind"
_USER_YEARS = 1_000  # the rate is per so many


def prevented(levers: Levers, value: Values) -> dict[str, np.ndarray]:
    """The share of improper uses of each kind that the safeguards prevent [F]."""
    audit = levers.audit_share * value("misuse_prevented.audit")
    left = 1 - audit
    for safeguard in ("reason_required", "subject_view"):
        if getattr(levers, safeguard):
            left = left * (1 - value(f"misuse_prevented.{safeguard}"))
    shared = left
    if levers.two_factor:
        shared = left * (1 - value("misuse_prevented.two_factor"))
    return {kind: 1 - (shared if kind == "shared_login" else left) for kind in KINDS}


def improper_before(levers: Levers, value: Values, entry_share: np.ndarray) -> np.ndarray:
    """Improper look-ups a year by kind, were there no safeguards [F, kinds]; national.

    ``entry_share``: of all children, those with an entry that a user may come upon [F].
    """
    users = users_with_access(levers) * value("adoption_share")
    uses = users * value("misuse_rate") / _USER_YEARS
    shares = np.stack([value(f"misuse_kind_share.{kind}") for kind in KINDS], axis=-1)
    lookups = np.ones_like(shares)
    lookups[:, KINDS.index("trawl")] = value("misuse_lookups.trawl")
    per_use = shares / shares.sum(axis=-1, keepdims=True) * lookups
    return (uses * entry_share)[:, None] * per_use


def improper(levers: Levers, value: Values, entry_share: np.ndarray) -> np.ndarray:
    """Improper look-ups a year by kind, with every safeguard [F, kinds]; national."""
    left = np.stack([1 - share for share in prevented(levers, value).values()], axis=-1)
    return improper_before(levers, value, entry_share) * left


def found_share(levers: Levers, value: Values) -> np.ndarray:
    """The share of improper look-ups that review finds [F]."""
    return levers.audit_share * value("detection_share")


def improper_tally(store, levers: Levers, value: Values) -> Tally:
    """Improper look-ups, of all kinds together."""
    expected = improper(levers, value, share_with_entry(store, levers, value))
    return _all_and_by_kind("improper_lookups", expected)[0]


def misuse_tallies(store, levers: Levers, value: Values) -> list[Tally]:
    """Improper look-ups before safeguards and with them, found and missed: all and by kind."""
    entry_share = share_with_entry(store, levers, value)
    expected = improper(levers, value, entry_share)
    found = expected * found_share(levers, value)[:, None]
    figures = {
        "improper_lookups_before_safeguards": improper_before(levers, value, entry_share),
        "improper_lookups": expected,
        "improper_lookups_found": found,
        "improper_lookups_missed": expected - found,
    }
    return [one for outcome, n in figures.items() for one in _all_and_by_kind(outcome, n)]


def _all_and_by_kind(outcome: str, by_kind: np.ndarray) -> list[Tally]:
    return [
        Tally(outcome, by_kind.sum(axis=-1), is_national=True),
        *(
            Tally(outcome, by_kind[:, n], dimension=BY_KIND, group=kind, is_national=True)
            for n, kind in enumerate(KINDS)
        ),
    ]
