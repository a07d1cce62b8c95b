"""Why a sharing need stays a gap under a design: the first condition that does not hold.

It is asked in the order of model section 5: is there an entry, does it show the holder, does
anybody look or is anybody told. The draws are those of replay, so that a need has a reason here
exactly where replay leaves it unmet; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis import luck
from analysis.chances import Chances
from analysis.entry_rules import among, in_scope, may_look
from analysis.levers import Levers
from analysis.luck import happens, limit
from analysis.replay import UNMET, acts_on_alert
from analysis.situations import ELSEWHERE, SAME_COUNCIL, SAME_REGION, Situations
from data.schema import SENSITIVE_AGENCIES

NO_INDEX = "no_index"
CODES = (
    "met",
    NO_INDEX,
    "out_of_scope",
    "opted_out",
    "shielded",
    "not_connected",
    "withheld",
    "delay",
    "boundary",
    "not_linked",
    "not_authorised",
    "not_opened",
    "not_found",
    "alert_few",
    "alert_not_acted",
)
"""Why a need is unmet; "met" where it is not."""
_NEAREST = {"national": ELSEWHERE, "regional": SAME_REGION, "local": SAME_COUNCIL}


def reasons(
    situations: Situations, levers: Levers, chances: Chances, met_by: np.ndarray
) -> np.ndarray:
    """Per need its place in CODES (int8); ``met_by`` is what `replay` gave."""
    found = np.zeros(len(met_by), dtype=np.int8)
    rows = np.flatnonzero(met_by == UNMET)
    if len(rows):
        conditions = {
            **_entry(situations, levers, chances, rows),
            **_shown(situations, levers, rows),
        }
        conditions["not_linked"] = ~_linked(situations, chances, rows)
        conditions["withheld"] = _withheld(situations, levers, chances, rows)
        conditions |= _asked(situations, levers, chances, rows)
        order = [code for code in CODES if code in conditions]
        codes = [np.int8(CODES.index(code)) for code in order]
        found[rows] = np.select([conditions[code] for code in order], codes, default=np.int8(-1))
    return found


def _entry(situations: Situations, levers: Levers, chances: Chances, rows) -> dict:
    """Is there an entry of the child that anybody may open?"""
    decisions, at = situations.decisions, situations.needs.decision[rows]
    out = np.zeros(len(rows), dtype=bool)
    if levers.opt_out:
        draws = luck.opt_out(situations.seed, decisions.household_id[at])
        out = happens(draws, limit(chances.opts_out))
    return {
        NO_INDEX: np.full(len(rows), levers.scope == "none"),
        "out_of_scope": ~in_scope(decisions, levers)[at],
        "opted_out": out,
        "shielded": decisions.is_shielded[at] & levers.shielding,
    }


def _shown(situations: Situations, levers: Levers, rows) -> dict:
    """Does the entry show the holder, as far as levers decide?"""
    needs = situations.needs
    late = needs.held_days[rows] < levers.update_delay_days
    far = needs.nearness[rows] < _NEAREST[levers.visibility]
    return {
        "not_connected": ~among(levers.connected_agencies)[needs.holder[rows]],
        "delay": late,
        "boundary": far,
    }


def _linked(situations: Situations, chances: Chances, rows) -> np.ndarray:
    needs = situations.needs
    child = situations.decisions.child_id[needs.decision[rows]]
    draws = luck.linked(situations.seed, child, needs.holder[rows])
    chance = chances.links[needs.quality[rows], needs.has_identifier[rows].view(np.int8)]
    return happens(draws, limit(chance))


def _withheld(situations: Situations, levers: Levers, chances: Chances, rows) -> np.ndarray:
    holder = situations.needs.holder[rows]
    sensitive = among(SENSITIVE_AGENCIES)[holder]
    if levers.sensitive_rule != "consent":
        return sensitive & (levers.sensitive_rule == "withheld")
    child = situations.decisions.child_id[situations.needs.decision[rows]]
    draws = luck.consent(situations.seed, child, holder)
    return sensitive & ~happens(draws, limit(chances.consents))


def _asked(situations: Situations, levers: Levers, chances: Chances, rows) -> dict:
    """Did the seeker look, and did an alert tell it? Who may not look may still be told."""
    decisions, at = situations.decisions, situations.needs.decision[rows]
    child, seeker = decisions.child_id[at], decisions.seeker[at]
    may = may_look(decisions, levers, at)
    looked = luck.lookup(situations.seed, child, seeker, decisions.day[at])
    opens = happens(looked, limit(chances.opens_index))
    alerts = bool(levers.alert_threshold)
    sent = acts_on_alert(situations, levers, replace(chances, acts_on_alert=1.0), at)
    return {
        "not_authorised": ~may & (not alerts),
        "not_opened": may & ~opens,
        "not_found": may & opens,
        "alert_few": ~may & alerts & ~sent,
        "alert_not_acted": ~may & alerts & sent,
    }
