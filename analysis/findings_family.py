"""A family's view in plain words, as a letter would say it. It takes no side."""

from __future__ import annotations

from analysis.case_words import dated
from analysis.findings_review import moment
from analysis.levers import Levers
from analysis.oversight.evidence import REASON_LABELS
from analysis.oversight.family import FamilyView, Look, Named
from analysis.scenarios import Scenario
from data.schema import AGENCY_LABELS

TITLE = "What would one family see?"
WHAT_IT_IS = (
    "A synthetic child's record as the family would be shown it: which services opened it, when "
    "and why, and what it says. It names services, not people."
)
NOBODY = "No child of this kind was looked up in this log."
QUESTIONS = (
    "**Not sure about one of these?** Ask the service that it names: it can find out who there "
    "looked, and why.",
    "**Something missing?** A service that is not connected to the index does not show here, and "
    "neither does a look that opened no record.",
    "**Who is the family?** Where somebody in it must not learn where a child is, such a view has "
    "to leave places out, as it does here for shielded children.",
)


def answer(view: FamilyView, scenario: Scenario) -> str:
    """How many looks, and whether the design lets the family see them."""
    n = len(view.looks)
    unexplained = sum(one.nearest_on is None for one in view.looks)
    looked = f"opened **{'once' if n == 1 else f'{n} times'}**"
    rest = (
        f"; for {unexplained} of these no contact of the service is on record near that day"
        if unexplained
        else "; each time the service had contact with the child near that day"
    )
    sees = (
        f"Under *{scenario.label}* the family sees this."
        if scenario.levers.subject_view
        else f"Under *{scenario.label}* the family sees **none of it**: this is what there would "
        "be to see."
    )
    return f"In one year this child's record was {looked}{rest}. {sees}"


def look_words(one: Look, levers: Levers) -> str:
    """One look-up as a sentence or two."""
    where = f" in {one.area_name}" if one.area_name else ""
    told = f"**{moment(one.accessed_at)}**: {AGENCY_LABELS[one.agency]}{where} opened the record."
    if one.reason:
        told += f" Reason given: {REASON_LABELS[one.reason]}."
    elif levers.reason_required:
        told += " No reason was given."
    if one.nearest_on is None:
        return f"{told} We have no record of contact between this service and your child near then."
    near = "the same day" if one.nearest_on == one.accessed_at.date() else dated(one.nearest_on)
    return f"{told} The service had contact with your child on {near}."


def named_words(one: Named) -> str:
    """One agency that the entry names."""
    span = (
        f"on {dated(one.first_on)}"
        if one.first_on == one.last_on
        else f"between {dated(one.first_on)} and {dated(one.last_on)}"
    )
    told = f"**{AGENCY_LABELS[one.agency]}**: had contact with your child {span}."
    if one.has_concern is None:
        return told
    return told + (" It recorded a concern." if one.has_concern else " It recorded no concern.")


def entry_words(view: FamilyView, levers: Levers) -> str:
    """What the entry shows to services that open it."""
    n = len(view.named)
    services = "no service" if not n else "1 service" if n == 1 else f"{n} services"
    told = f"To whoever opens it, the record names {services}."
    if view.n_withheld:
        rule = "without your consent" if levers.sensitive_rule == "consent" else "to anybody"
        told += f" A service that counts as sensitive is not named {rule}."
    if levers.content == "involvement_only":
        told += " It says that they are involved, not why."
    return told
