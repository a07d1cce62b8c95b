"""Replay: every child of a world under one design, each met with its own fixed luck.

How a need is met is model section 5; readings of it are in docs/methods-replay.md. Between
designs the draws stay and only the chances they are held against move, so differences are
policy alone, and more connections, look-ups or links never open a gap.
"""

from __future__ import annotations

import numpy as np

from analysis import luck
from analysis.chances import Chances
from analysis.entry_rules import among, counted, is_open, may_look, numbers, would_show
from analysis.levers import Levers
from analysis.situations import Situations
from data.schema import SENSITIVE_AGENCIES

MET_BY = ("already_known", "practice", "lookup", "alert", "unmet")
ALREADY_KNOWN, PRACTICE, LOOKUP, ALERT, UNMET = range(5)


def replay(situations: Situations, levers: Levers, chances: Chances) -> np.ndarray:
    """How each need is met: positions in `MET_BY` (int8), in the order of the needs."""
    met_by = _by_practice(situations, chances)
    if levers.scope != "none":
        _by_index(situations, levers, chances, met_by)
    first = _first_met(situations.needs.ordinal, met_by != UNMET)
    met_by[np.arange(len(met_by)) > first] = ALREADY_KNOWN
    return met_by


def has_open_entry(situations: Situations, levers: Levers, chances: Chances) -> np.ndarray:
    """Whether a user may see the child's entry at each decision: in scope, in, not shielded."""
    decisions = situations.decisions
    has_entry = is_open(decisions, levers)
    if levers.opt_out:
        draws = luck.opt_out(situations.seed, decisions.household_id)
        has_entry &= ~luck.happens(draws, luck.limit(chances.opts_out))
    return has_entry


def opens_entry(situations: Situations, levers: Levers, chances: Chances, rows) -> np.ndarray:
    """Whether the seeker opens the index and finds the child, at the decisions ``rows``."""
    seed, decisions = situations.seed, situations.decisions
    opens = may_look(decisions, levers, rows)
    rows = rows[opens]
    child, seeker = decisions.child_id[rows], decisions.seeker[rows]
    looks = luck.lookup(seed, child, seeker, decisions.day[rows])
    finds = luck.found(seed, child, seeker)
    opens[opens] = luck.happens(looks, luck.limit(chances.opens_index)) & luck.happens(
        finds, luck.limit(chances.finds_entry)
    )
    return opens


def acts_on_alert(situations: Situations, levers: Levers, chances: Chances, rows) -> np.ndarray:
    """Whether there is an alert that the seeker acts on, at the decisions ``rows``."""
    if not levers.alert_threshold:
        return np.zeros(len(rows), dtype=bool)
    seed, decisions = situations.seed, situations.decisions
    child = decisions.child_id[rows]
    holding = counted(decisions, levers, rows)
    for agency in numbers(SENSITIVE_AGENCIES):
        shown = _not_withheld(seed, child, np.int8(agency), levers, chances)
        holding &= ~np.where(shown, np.uint16(0), np.uint16(1 << agency))
    draws = luck.alert(seed, child, decisions.seeker[rows], decisions.day[rows])
    enough = np.bitwise_count(holding) >= levers.alert_threshold
    return enough & luck.happens(draws, luck.limit(chances.acts_on_alert))


def is_shown(situations: Situations, levers: Levers, chances: Chances, rows) -> np.ndarray:
    """Whether an open entry shows the holder of each need in ``rows`` to its seeker."""
    seed, needs = situations.seed, situations.needs
    shown = would_show(needs, levers, rows)
    rows = rows[shown]
    holder = needs.holder[rows]
    child = situations.decisions.child_id[needs.decision[rows]]
    limits = luck.limit(chances.links)[
        needs.quality[rows], needs.has_identifier[rows].view(np.int8)
    ]
    linked = luck.happens(luck.linked(seed, child, holder), limits)
    sensitive = np.flatnonzero(linked & among(SENSITIVE_AGENCIES)[holder])
    linked[sensitive] = _not_withheld(seed, child[sensitive], holder[sensitive], levers, chances)
    shown[shown] = linked
    return shown


def _by_practice(situations: Situations, chances: Chances) -> np.ndarray:
    needs, decisions = situations.needs, situations.decisions
    seeker, holder = decisions.seeker[needs.decision], needs.holder
    draws = luck.practice(
        situations.seed,
        decisions.child_id[needs.decision],
        seeker,
        holder,
        decisions.day[needs.decision],
    )
    open_case = decisions.is_open_case[needs.decision].view(np.int8)
    met = luck.happens(draws, luck.limit(chances.practice)[open_case, seeker, holder])
    return np.where(met, np.int8(PRACTICE), np.int8(UNMET))


def _by_index(situations: Situations, levers: Levers, chances: Chances, met_by) -> None:
    """Mark in ``met_by`` what look-ups and alerts meet of the needs that practice missed."""
    asking = np.zeros(len(situations.decisions.day), dtype=bool)
    asking[situations.needs.decision[met_by == UNMET]] = True
    rows = np.flatnonzero(asking & has_open_entry(situations, levers, chances))
    by_lookup, by_alert = (np.zeros(len(asking), dtype=bool) for _ in range(2))
    by_lookup[rows] = opens_entry(situations, levers, chances, rows)
    by_alert[rows] = acts_on_alert(situations, levers, chances, rows)
    told = (by_lookup | by_alert)[situations.needs.decision]
    rows = np.flatnonzero(told & (met_by == UNMET))
    rows = rows[is_shown(situations, levers, chances, rows)]
    met_by[rows] = np.where(by_lookup[situations.needs.decision[rows]], LOOKUP, ALERT)


def _first_met(ordinal: np.ndarray, met: np.ndarray) -> np.ndarray:
    """For each need the row of the first met need of its child, seeker and holder."""
    if not len(ordinal):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(ordinal == 1)
    row_if_met = np.where(met, np.arange(len(met)), len(met))
    first = np.minimum.reduceat(row_if_met, starts)
    return np.repeat(first, np.diff(np.append(starts, len(met))))


def _not_withheld(seed: int, child, agency, levers: Levers, chances: Chances) -> np.ndarray:
    """Whether a sensitive agency's involvement with each child may be shown."""
    if levers.sensitive_rule != "consent":
        return np.full(len(child), levers.sensitive_rule == "shared")
    return luck.happens(luck.consent(seed, child, agency), luck.limit(chances.consents))
