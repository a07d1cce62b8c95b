"""Do the levers of a design make sense together? Each that does not is told in a sentence.

One lever's own choices and bounds are checked in `levers`. Here is what a single lever can't
know: alerts that nobody can set off, users with nothing to open. A design that contradicts
itself would still compute, and mislead.
"""

from __future__ import annotations

from analysis.amounts import amount
from analysis.availability import require
from analysis.levers import Levers, baseline, load_levers
from analysis.policy import Assumptions
from data.schema import AGENCY_LABELS
from data.world import World

WITHOUT_INDEX = ("scope", "extra_staff_gbp_per_year")  # levers that mean something without one
ON_LOOKUPS = ("lookup_rule", "reason_required", "two_factor", "audit_share", "subject_view")
"""Levers on what users do: without anybody who may look they change nothing."""


def contradictions(levers: Levers, assumptions: Assumptions) -> tuple[str, ...]:
    """Sentences on what does not fit together; empty when all is well.

    ``assumptions`` say how many people work in each kind of agency.
    """
    if levers.scope == "none":
        return tuple(_without_index(levers))
    return (*_agencies(levers), *_users(levers, assumptions), *_alerts(levers))


def require_columns(levers: Levers, world: World) -> None:
    """Raise NotAvailable when ``world`` lacks what the design can't be judged without."""
    if levers.scope != "none" and levers.visibility != "national":
        subject = f"A design with visibility '{levers.visibility}'"
        require(world, subject, "contact.area_code")


def _without_index(levers: Levers):
    changed = [id for id in _changed(levers) if id not in WITHOUT_INDEX]
    if changed:
        yield (
            f"There is no index (scope is 'none'), so {_and(changed)} would change nothing. "
            "Choose a scope, or leave them out."
        )
    if "identifier" in changed:
        yield "An identifier alone tells nobody anything; see preset 'identifier_without_index'."


def _agencies(levers: Levers):
    connected, authorised = levers.connected_agencies, levers.authorised_agencies
    if not connected:
        yield (
            "No agency feeds the index, so there is nothing to see in it. List some in "
            "connected_agencies, or set scope to 'none'."
        )
    elif not authorised and not levers.alert_threshold:
        yield (
            "Agencies feed the index, but nobody may look and nobody is alerted. Set "
            "authorised_agencies and authorised_users, or alert_threshold."
        )
    elif connected == authorised and len(connected) == 1 and not levers.alert_threshold:
        only = AGENCY_LABELS[connected[0]]
        yield f"{only} alone feeds the index and looks at it, so it learns nothing new."
    if levers.scope != "concern_triggered" and "trigger_agencies" in _changed(levers):
        yield "trigger_agencies counts only when scope is 'concern_triggered'."


def _users(levers: Levers, assumptions: Assumptions):
    authorised, users = levers.authorised_agencies, levers.authorised_users
    if authorised and not users:
        yield (
            f"{_and([AGENCY_LABELS[one] for one in authorised])} may look, but authorised_users "
            "is 0. Say how many people are given access."
        )
    if users and not authorised:
        yield (
            f"{users:,} people are given access, but no agency may look. List theirs in "
            "authorised_agencies."
        )
    if authorised:
        most = sum(assumptions.get(f"workforce.{one}").high for one in authorised)
        if users > most:
            yield (
                f"{users:,} people are given access, but at most about {amount(most, 'people')} "
                "work in the agencies that may look (assumptions 'workforce', high end)."
            )
    idle = [id for id in _changed(levers) if id in ON_LOOKUPS]
    if idle and not authorised:
        yield f"Nobody may look, so {_and(idle)} would change nothing. Leave them out."


def _alerts(levers: Levers):
    threshold, connected = levers.alert_threshold, len(levers.connected_agencies)
    if threshold > connected:
        yield (
            f"An alert needs {threshold} agencies with a concern, but "
            + (f"only {connected} feed" if connected else "none feeds")
            + " the index, so none is ever sent. Connect more, or lower alert_threshold."
        )


def _changed(levers: Levers) -> list[str]:
    """The ids of levers that are not at the baseline, in the order of the registry."""
    start = baseline()
    return [one.id for one in load_levers() if getattr(levers, one.id) != getattr(start, one.id)]


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
