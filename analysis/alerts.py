"""How many alerts a design sends: decisions at which enough agencies hold a concern.

Whoever decides is alerted, each time, whether it knew already or not. Sending is not acting:
how often alerts are acted on is an assumption of its own.
"""

from __future__ import annotations

import hashlib
from functools import partial
from itertools import product

import numpy as np

from analysis.entry_rules import counted, is_open, mask_of
from analysis.futures import Values
from analysis.levers import Levers
from analysis.situations import Situations
from analysis.tally import REPLICATES, Tally
from data.schema import SENSITIVE_AGENCIES


def alert_tally(store, levers: Levers, value: Values) -> Tally:
    """Alerts sent in the period, with the share of each random group of households."""
    nothing = np.zeros_like(value("consent_share"))
    if levers.scope == "none" or not levers.alert_threshold:
        return Tally("alerts", nothing, parts=np.zeros((REPLICATES, 2)))
    states = _consents(levers)
    kept = store.keep(f"alerts-{_digest(levers)}", partial(_counts, store, levers, states))
    chances = [_chance(shown, levers, value) for shown in states]
    groups = sum(chance[:, None] * kept["n"][number] for number, chance in enumerate(chances))
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


def _counts(store, levers: Levers, states: list[tuple[bool, ...]]) -> dict[str, np.ndarray]:
    """Decisions with an alert by state of consents and random group; the last is no group."""
    n = np.zeros((len(states), REPLICATES + 1), dtype=np.int64)
    for part in store.situations():
        for number, shown in enumerate(states):
            n[number] += _count(part, store.people.replicate, levers, shown)
    return {"n": n}


def _count(part: Situations, replicate, levers: Levers, shown: tuple[bool, ...]) -> np.ndarray:
    decisions = part.decisions
    rows = np.flatnonzero(is_open(decisions, levers) & (decisions.person >= 0))
    withheld = [one for one, yes in zip(SENSITIVE_AGENCIES, shown, strict=True) if not yes]
    holding = counted(decisions, levers, rows) & ~mask_of(tuple(withheld))
    alerted = rows[np.bitwise_count(holding) >= levers.alert_threshold]
    groups = replicate[decisions.person[alerted]]
    return np.bincount(np.where(groups < 0, REPLICATES, groups), minlength=REPLICATES + 1)


def _digest(levers: Levers) -> str:
    told = (
        levers.scope,
        levers.trigger_agencies,
        levers.connected_agencies,
        levers.shielding,
        levers.alert_threshold,
        levers.sensitive_rule,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
