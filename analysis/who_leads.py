"""Who leads for a child with concerns at several agencies, and does it know enough to lead?

A case is a child with concerns at two agencies or more in the period, at least one of them of
a known type. Its leads are the lead agencies of its types of concern. It is contested with two
leads or more, and orphaned if none of them knows, by the end of the period, of concerns at two
agencies: its own, and each holder that it learned of when it met the child itself.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping

import numpy as np

from analysis.availability import require
from analysis.child_counts import both, count
from analysis.child_outcomes import SEVERAL
from analysis.child_panel import Replayed, replayed
from analysis.child_results import ChildResults
from analysis.futures import Values
from analysis.levers import Levers
from analysis.luck import NUMBER
from analysis.policy import Assumptions, unknown
from analysis.tally import REPLICATES, Tally
from data.schema import AGENCIES, CONCERN_TYPES, REFERENCE
from data.world import WorldError


def lead_agencies() -> dict[str, str]:
    """The agency that leads by concern type, as data/reference/lead_agency.csv says."""
    with (REFERENCE / "lead_agency.csv").open(encoding="utf-8", newline="") as file:
        return {row["concern_type"]: row["lead_agency"] for row in csv.DictReader(file)}


def lead_tallies(
    store,
    levers: Levers,
    value: Values,
    assumptions: Assumptions,
    *,
    lead_of: Mapping[str, str] | None = None,
    design: Replayed | None = None,
) -> list[Tally]:
    """Cases, by each lead, contested and orphaned, under one design; the baseline is "before".

    ``lead_of``: concern type to agency, every type; by default `lead_agencies`. ``design``: the
    replays of ``levers``, where they are at hand. Raises NotAvailable without concern types and
    WorldError for a type or an agency that there is not.
    """
    require(store.world, "Who leads", "contact.concern_type")
    people = store.people
    leads = leads_of(people, lead_agencies() if lead_of is None else lead_of)
    design = design or replayed(store, levers, value, assumptions)
    futures = len(design.panel.n_gaps)
    sums = {("lead_cases", "all", "all"): leads > 0}
    for agency in AGENCIES:
        is_lead = (leads & _bit(agency)) > 0
        if is_lead.any():
            sums["lead_cases", "lead", agency] = is_lead
    sums["lead_contested", "all", "all"] = np.bitwise_count(leads) >= SEVERAL
    tallies = []
    for (outcome, dimension, group), flag in sums.items():
        n = np.bincount(people.replicate[flag], minlength=REPLICATES)
        parts = np.stack([n, np.zeros(REPLICATES)], axis=-1)
        total = np.full(futures, float(n.sum()))
        tallies.append(Tally(outcome, total, None, dimension, group, parts))
    # Every case is among the replayed children, for its concerns in the period are decisions.
    told = both(lambda results: is_orphaned(leads, results), design)
    return [*tallies, count("lead_orphaned", told, design, people)]


def leads_of(people, lead_of: Mapping[str, str]) -> np.ndarray:
    """Per child the mask of its leads (uint16, bits as in `luck.AGENCY_NAMES`); 0: no case."""
    of_type = [_bit(_checked(lead_of, kind)) for kind in CONCERN_TYPES]
    for kind in lead_of:
        if kind not in CONCERN_TYPES:
            raise WorldError(unknown("concern type", kind, list(CONCERN_TYPES)))
    of_mask = np.zeros(1 << len(CONCERN_TYPES), dtype=np.uint16)
    for place, bit in enumerate(of_type):
        of_mask[np.arange(len(of_mask)) >> place & 1 == 1] |= bit
    is_case = people.n_agencies_year >= SEVERAL
    return np.where(is_case, of_mask[people.concern_types], np.uint16(0))


def is_orphaned(leads: np.ndarray, results: ChildResults) -> np.ndarray:
    """Per child of ``results`` [..., child]: is it a case of which no lead knows enough?

    An agency learns as a seeker alone, so at a decision of its own in the period: with one
    holder that it learned of, it knows of two agencies.
    """
    ours = leads[results.person]
    return (ours > 0) & ((results.knowing & ours) == 0)


def _checked(lead_of: Mapping[str, str], kind: str) -> str:
    if kind not in lead_of:
        raise WorldError(f"A lead agency for every concern type was expected; {kind!r} has none.")
    if lead_of[kind] not in AGENCIES:
        raise WorldError(unknown("agency", lead_of[kind], list(AGENCIES)))
    return lead_of[kind]


def _bit(agency: str) -> np.uint16:
    return np.uint16(1 << NUMBER[agency])
