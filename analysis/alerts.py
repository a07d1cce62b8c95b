"""How many alerts a design sends: decisions at which enough agencies hold a concern.

Whoever decides is alerted, each time, whether it knew already or not. Sending is not acting:
how often alerts are acted on is an assumption of its own.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from analysis.entry_rules import mask_of
from analysis.futures import Values
from analysis.levers import Levers
from analysis.tally import REPLICATES, Tally
from data.schema import SENSITIVE_AGENCIES

_GROUPS = REPLICATES + 1


def alert_tally(store, levers: Levers, value: Values) -> Tally:
    """Alerts sent in the period, with the share of each random group of households."""
    nothing = np.zeros_like(value("consent_share"))
    if levers.scope == "none" or not levers.alert_threshold:
        return Tally("alerts", nothing, parts=np.zeros((REPLICATES, 2)))
    states = _consents(levers)
    decisions = counted_decisions(store)
    groups = sum(
        _chance(shown, levers, value)[:, None] * _count(decisions, levers, shown)
        for shown in states
    )
    return Tally(
        "alerts",
        groups.sum(axis=1),
        parts=np.column_stack([groups[0, :REPLICATES], np.zeros(REPLICATES)]),
    )


def _consents(levers: Levers) -> list[tuple[bool, ...]]:
    """Which sensitive agencies may count: as the rule says, or each way that consent can fall."""
    if levers.sensitive_rule == "consent":
        return list(product([True, False], repeat=len(SENSITIVE_AGENCIES)))
    return [(levers.sensitive_rule == "shared",) * len(SENSITIVE_AGENCIES)]


def _chance(shown: tuple[bool, ...], levers: Levers, value: Values) -> np.ndarray:
    """That a child's consents fall this way and its household has not opted out."""
    stays = 1 - value("opt_out_share.with_concern") if levers.opt_out else np.ones(1)
    if levers.sensitive_rule != "consent":
        return stays + np.zeros_like(value("consent_share"))
    consents = value("consent_share")
    ways = [consents if yes else 1 - consents for yes in shown]
    return np.prod([stays * np.ones_like(consents), *ways], axis=0)


def counted_decisions(store) -> dict[str, np.ndarray]:
    """Decisions by all that an alert asks of them and by random group; kept with the world.

    ``holding``: the mask of agencies with a concern in the window before the day or on it;
    ``group``: REPLICATES for no group. Decisions about children whom table child lacks are
    left out.
    """
    return store.keep("decisions-for-alerts", lambda: _counted(store))


def _counted(store) -> dict[str, np.ndarray]:
    keys = []
    for part in store.situations():
        decisions = part.decisions
        holding = (decisions.before | decisions.on_day).astype(np.int64)
        group = np.append(store.people.replicate.astype(np.int64), -1)[decisions.person]
        group[group < 0] = REPLICATES
        key = ((holding << 1 | decisions.is_known) << 1 | decisions.is_shielded) * _GROUPS + group
        keys.append(key[decisions.person >= 0])
    key, n = np.unique(np.concatenate([np.zeros(0, np.int64), *keys]), return_counts=True)
    rest, group = np.divmod(key, _GROUPS)
    return {
        "holding": (rest >> 2).astype(np.uint16),
        "is_known": (rest >> 1 & 1).astype(bool),
        "is_shielded": (rest & 1).astype(bool),
        "group": group.astype(np.int8),
        "n": n,
    }


def _count(decisions: dict, levers: Levers, shown: tuple[bool, ...]) -> np.ndarray:
    """Decisions with an alert by random group; the last is no group."""
    rows = np.bitwise_count(decisions["holding"]) >= levers.trigger_agencies
    if levers.scope != "concern_triggered":
        rows = decisions["is_known"] | (levers.scope == "universal")
    if levers.shielding:
        rows = rows & ~decisions["is_shielded"]
    withheld = [one for one, yes in zip(SENSITIVE_AGENCIES, shown, strict=True) if not yes]
    counts = mask_of(levers.connected_agencies) & ~mask_of(tuple(withheld))
    rows = rows & (np.bitwise_count(decisions["holding"] & counts) >= levers.alert_threshold)
    return np.bincount(decisions["group"][rows], decisions["n"][rows], minlength=_GROUPS)
