"""Whose cases the tables of who leads count: by lead, by kind of threat, by two leads at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analysis.luck import NUMBER
from analysis.who_leads import leads_of
from data.schema import AGENCIES, AGENCY_LABELS, CONCERN_TYPES

WORDS = {"self_harm": "Self-harm"}
Leads = Mapping[str, str]
"""Concern type to the agency that leads, every type."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One line of a table: whose cases, and which children these are."""

    id: str
    label: str
    is_in: np.ndarray  # bool [child]
    note: str = ""


def lead_rows(people, lead_of: Leads) -> list[Row]:
    """The agencies that lead, with their cases."""
    leads = leads_of(people, lead_of)
    rows = [Row(one, AGENCY_LABELS[one], (leads & _bit(one)) > 0) for one in AGENCIES]
    return [row for row in rows if row.is_in.any()]


def threat_rows(people, lead_of: Leads) -> list[Row]:
    """The kinds of threat, with the cases in which they are."""
    is_case = leads_of(people, lead_of) > 0
    rows = [
        Row(kind, threat(kind), is_case & _is_of(people, kind), AGENCY_LABELS[lead_of[kind]])
        for kind in CONCERN_TYPES
    ]
    return [row for row in rows if row.is_in.any()]


def pair_rows(people, lead_of: Leads) -> list[Row]:
    """Two agencies that would both lead, with the cases that both would."""
    leads, rows = leads_of(people, lead_of), []
    told = [one for one in AGENCIES if one in set(lead_of.values())]
    for one, other in combinations(told, 2):
        pair = _bit(one) | _bit(other)
        label = f"{AGENCY_LABELS[one]} and {_inside(AGENCY_LABELS[other])}"
        rows.append(Row(f"{one} and {other}", label, (leads & pair) == pair))
    return [row for row in rows if row.is_in.any()]


def threat(kind: str) -> str:
    """A concern type in words."""
    return WORDS.get(kind, kind.replace("_", " ").capitalize())


def leads_and_threats(people, lead_of: Leads) -> list[Row]:
    """Kinds of threat, and the leads of several: a lead of one kind has the same cases as it.

    Both tables are looked at together, so that neither gives away what the other withholds.
    """
    kinds = threat_rows(people, lead_of)
    several = [
        row
        for row in lead_rows(people, lead_of)
        if sum(lead_of[one.id] == row.id for one in kinds) > 1
    ]
    return [*kinds, *several]


def stands_for(row: Row, together: list[Row]) -> str:
    """The one of ``together`` with the same cases as ``row``."""
    ids = [one.id for one in together]
    if row.id in ids:
        return row.id
    return next(one.id for one in together if np.array_equal(one.is_in, row.is_in))


def _inside(label: str) -> str:
    """An agency inside a sentence: Prevent keeps its capital."""
    return label if label == "Prevent" else f"{label[0].lower()}{label[1:]}"


def _is_of(people, kind: str) -> np.ndarray:
    return (people.concern_types >> np.uint16(CONCERN_TYPES.index(kind)) & np.uint16(1)) > 0


def _bit(agency: str) -> np.uint16:
    return np.uint16(1 << NUMBER[agency])
