"""Levers that the others make idle: moving one changes nothing, and a sentence says why.

A lever that is idle and not at the baseline contradicts the design (`contradictions`); one at
the baseline is only waiting, and a screen shows it so.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.contradictions import ON_LOOKUPS, WITHOUT_INDEX
from analysis.levers import Levers, lever, load_levers
from data.schema import AGENCY_LABELS, SENSITIVE_AGENCIES

ON_ENTRIES = ("visibility", "content", "sensitive_rule", "update_delay_days", "identifier")
"""Levers on what is shown, which mean nothing while no agency feeds the index."""


def idle_levers(levers: Levers) -> dict[str, str]:
    """The ids of idle levers, in the order of the registry, each with the reason."""
    found = {one.id: _why(one.id, levers) for one in load_levers()}
    return {id: why for id, why in found.items() if why}


def left_out(levers: Levers) -> Levers:
    """``levers`` with those that change nothing at the baseline, as a contradiction asks."""
    return replace(levers, **{id: lever(id).baseline for id in idle_levers(levers)})


def _why(id: str, levers: Levers) -> str:
    if levers.scope == "none":
        return "" if id in WITHOUT_INDEX else "There is no index."
    if id == "trigger_agencies" and levers.scope != "concern_triggered":
        return f"Counts only where the index holds {_scope('concern_triggered').lower()}."
    if id in (*ON_LOOKUPS, "authorised_users") and not levers.authorised_agencies:
        return "No agency may look."
    if id in ON_ENTRIES and not levers.connected_agencies:
        return "No agency feeds the index."
    sensitive = [AGENCY_LABELS[one] for one in SENSITIVE_AGENCIES]
    if id == "sensitive_rule" and not set(SENSITIVE_AGENCIES) & set(levers.connected_agencies):
        return f"Neither {' nor '.join(sensitive)} feeds the index."
    return ""


def _scope(id: str) -> str:
    return dict(lever("scope").choices)[id]
