"""What a reviewer sees of one look-up: the facts beside it, in neutral words. Never the truth.

No name is shown: that a surname or postcode is the same is a fact, the surname is not needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from analysis import sql
from analysis.oversight.detectors import BY_ID
from analysis.oversight.door import Doors
from data.schema import AGENCY_LABELS

REASON_LABELS = {
    "new_concern": "a new concern",
    "assessment": "an assessment",
    "open_case": "an open case",
    "routine_contact": "a routine contact",
    "asked_by_colleague": "asked by a colleague",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One look-up and what is on record beside it."""

    event_id: int
    accessed_at: datetime
    practitioner_id: int | None
    agency: str
    area_name: str | None
    child_id: int
    reason: str | None
    facts: tuple[str, ...]  # sentences, the strongest first
    contacts: pl.DataFrame  # by agency, as audit_look_contacts gives them
    says: tuple[str, ...]  # what detectors say of it, in their words


def evidence_of(
    doors: Doors, event_id: int, detectors: list[str], *, explained_days: int
) -> Evidence | None:
    """The evidence on one look-up; None where the log holds no such look-up."""
    rows = sql.run(doors.log, "audit_look", event=event_id)
    if rows.is_empty():
        return None
    look = rows.row(0, named=True)
    contacts = sql.run(
        doors.log, "audit_look_contacts", event=event_id, explained_days=explained_days
    )
    names = None
    if doors.has_names:
        names = sql.run(doors.names, "audit_look_names", event=event_id).row(0, named=True)
    areas = dict(sql.run(doors.log, "areas").select("area_code", "area_name").iter_rows())
    return Evidence(
        event_id=event_id,
        accessed_at=look["accessed_at"],
        practitioner_id=look["practitioner_id"],
        agency=look["agency"],
        area_name=areas.get(look["area_code"]),
        child_id=look["child_id"],
        reason=look["reason"],
        facts=tuple(_facts(look, contacts, names, explained_days)),
        contacts=contacts,
        says=tuple(BY_ID[one].says for one in detectors),
    )


def _facts(look: dict, contacts: pl.DataFrame, names: dict | None, days: int) -> list[str]:
    own = contacts.filter(pl.col("agency") == look["agency"])
    label = AGENCY_LABELS[look["agency"]]
    told = []
    if own.is_empty():
        told.append(f"{label} has no recorded contact with this child.")
    else:
        nearest = own["nearest_days"][0]
        told.append(
            f"The nearest recorded contact of {label} with this child is {_apart(nearest)}."
        )
    by_user = int(contacts["n_by_user"].sum())
    if look["practitioner_id"] is None:
        told.append("The log names no user.")
    elif by_user:
        told.append(f"The user has {_times(by_user, 'recorded contact')} with this child.")
    else:
        told.append("The user has no recorded contact with this child.")
    others = contacts.filter(
        (pl.col("agency") != look["agency"]) & (pl.col("n_concerns_before") > 0)
    )
    if len(others):
        who = ", ".join(AGENCY_LABELS[one] for one in others["agency"])
        told.append(f"In the {days} days before, a concern was recorded by: {who}.")
    else:
        told.append(f"No other agency recorded a concern in the {days} days before.")
    if look["area_code"] is not None and not contacts["n_here"].sum():
        told.append("No agency recorded a contact with this child in the council of the look-up.")
    if look["practitioner_id"] is not None:
        told.append(
            f"The user made {_times(look['n_that_day'], 'look-up')} that day, and opened this "
            f"child's entry {_often(look['n_of_child'])} in the year, on "
            f"{_times(look['n_days_of_child'], 'day')}."
        )
    told.append(
        f"{_times(look['n_viewers'], 'user').capitalize()} from "
        f"{_times(look['n_councils_of_viewers'], 'council')} opened this child's entry in the year."
    )
    if names is not None:
        same = [
            word
            for word, is_same in (
                ("surname", names["is_same_surname"]),
                ("postcode", names["is_same_postcode"]),
            )
            if is_same
        ]
        if same:
            told.append(f"User and child have the same {' and the same '.join(same)}.")
        else:
            told.append("User and child have neither surname nor postcode in common.")
    return told


def _apart(days: int) -> str:
    if not days:
        return "on the same day"
    return f"{_times(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _times(n: int, thing: str) -> str:
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def _often(n: int) -> str:
    return "once" if n == 1 else f"{n:,} times"
