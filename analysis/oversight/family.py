"""What one family would see: who opened their child's entry, and what the entry shows.

The subject view names agency, council, time and stated reason; it names no user. Whether there is
such a view is a lever (`subject_view`); what an entry shows are others (`content`,
`connected_agencies`, `sensitive_rule`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from analysis import sql
from analysis.levers import Levers
from analysis.oversight.shelf import Kept
from data.schema import SENSITIVE_AGENCIES

KINDS = {
    "often": "Looked up most often",
    "unexplained": "With a look-up that nothing on record explains",
    "once": "Looked up once",
}
MOST = 40


@dataclass(frozen=True, slots=True)
class Look:
    """One look-up as the family is told of it."""

    accessed_at: datetime
    agency: str
    area_name: str | None
    reason: str | None
    nearest_on: date | None  # the agency's nearest contact with the child; None: none near


@dataclass(frozen=True, slots=True)
class Named:
    """One agency that the entry names."""

    agency: str
    first_on: date
    last_on: date
    has_concern: bool | None  # None where the design does not show it


@dataclass(frozen=True, slots=True)
class FamilyView:
    """Everything that the family of one child would see, or would if there were such a view."""

    child_id: int
    looks: tuple[Look, ...]
    named: tuple[Named, ...]
    n_withheld: int  # sensitive agencies that the entry does not name


def children_of(kept: Kept) -> dict[str, list[int]]:
    """Children by kind, at most MOST of each."""
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for kind, child in sql.run(kept.doors.log, "audit_look_children", most=MOST).iter_rows():
        found[kind].append(child)
    return found


def family_view(
    kept: Kept, child_id: int, levers: Levers, *, tells_places: bool = True
) -> FamilyView:
    """The view of one child under a design. ``tells_places``: not of a shielded child."""
    con, areas = kept.doors.log, {}
    if tells_places:
        areas = dict(sql.run(con, "areas").select("area_code", "area_name").iter_rows())
    looks = sql.run(con, "audit_look_family", child=child_id, explained_days=kept.explained_days)
    agencies = sql.run(con, "audit_look_agencies", child=child_id)
    shown, withheld = [], 0
    for row in agencies.iter_rows(named=True):
        if row["agency"] not in levers.connected_agencies:
            continue
        if row["agency"] in SENSITIVE_AGENCIES and levers.sensitive_rule != "shared":
            withheld += 1
            continue
        concern = None if levers.content == "involvement_only" else row["n_concerns"] > 0
        shown.append(Named(row["agency"], row["first_on"], row["last_on"], concern))
    return FamilyView(
        child_id,
        tuple(
            Look(
                row["accessed_at"],
                row["agency"],
                areas.get(row["area_code"]),
                row["reason"],
                row["nearest_on"],
            )
            for row in looks.iter_rows(named=True)
        ),
        tuple(shown),
        withheld,
    )
