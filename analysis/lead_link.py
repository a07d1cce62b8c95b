"""Who leads by kind of threat as one short word of an address, and back.

lead_text({**lead_agencies(), "missing": "police"})   "missing.police"
read_leads("missing.police~violence.school")          the mapping, and what could not be read
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.lead_rows import threat
from analysis.policy import nearest
from analysis.who_leads import lead_agencies
from data.schema import AGENCIES, AGENCY_LABELS, CONCERN_TYPES

BETWEEN, TO = "~", "."


def lead_text(lead_of: Mapping[str, str]) -> str:
    """The kinds of threat that another agency leads on than `lead_agencies` says; "" for none."""
    usual = lead_agencies()
    return BETWEEN.join(
        f"{kind}{TO}{lead_of[kind]}"
        for kind in CONCERN_TYPES
        if lead_of.get(kind, usual[kind]) != usual[kind]
    )


def read_leads(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Every kind of threat with its lead, and one sentence for each part that makes no sense."""
    lead_of, notes = dict(lead_agencies()), []
    for part in filter(None, text.split(BETWEEN)):
        kind, _, agency = part.partition(TO)
        if kind not in CONCERN_TYPES:
            notes.append(_unknown("kind of threat", kind, CONCERN_TYPES))
        elif agency not in AGENCIES:
            notes.append(_unknown("agency", agency, AGENCIES))
        else:
            lead_of[kind] = agency
    return lead_of, tuple(notes)


def _unknown(what: str, told: str, known: tuple[str, ...]) -> str:
    left_out = f"The address names the {what} “{told[:40]}”, which there is not; left out."
    return left_out + nearest(told, list(known))


def kinds() -> dict[str, str]:
    """The kinds of threat with their words."""
    return {kind: threat(kind) for kind in CONCERN_TYPES}


def agencies() -> dict[str, str]:
    """The agencies with their words."""
    return dict(AGENCY_LABELS)
