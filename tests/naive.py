"""A second, plain implementation of model section 4 and 5: loops over rows, no SQL.

It is slow and easy to check by eye. The property tests hold the SQL to it.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product


def decisions(contacts: list[dict], period_start: date, period_end: date) -> set[tuple]:
    """(child, seeker, day) with at least one concern contact on a day of the period."""
    return {
        (contact["child_id"], contact["agency"], contact["contacted_on"])
        for contact in contacts
        if contact["is_concern"] and period_start <= contact["contacted_on"] <= period_end
    }


def needs(contacts: list[dict], period_start: date, period_end: date, window_days: int) -> list:
    """Every sharing need (child, seeker, holder, day, held_days, ordinal), in that order."""
    found = []
    agencies = sorted({contact["agency"] for contact in contacts})
    for child, seeker, day in decisions(contacts, period_start, period_end):
        for holder in agencies:
            if holder == seeker:
                continue
            held_on = [
                contact["contacted_on"]
                for contact in contacts
                if contact["child_id"] == child
                and contact["agency"] == holder
                and contact["is_concern"]
                and day - timedelta(days=window_days) <= contact["contacted_on"]
                and contact["contacted_on"] <= day - timedelta(days=1)
            ]
            if held_on:
                found.append((child, seeker, holder, day, (day - min(held_on)).days))
    return sorted(
        (*need, sum(1 for other in found if other[:3] == need[:3] and other[3] <= need[3]))
        for need in found
    )


def chances(
    contacts: list[dict],
    needs: list[tuple],
    *,
    practice: dict[tuple[str, str], float],
    uplift: float,
    open_case_days: int,
) -> dict[tuple, float]:
    """The chance that each need is a gap, keyed by (child, seeker, holder, day).

    One attempt per need; what was learned stays known.
    """
    unmet: dict[tuple, float] = {}
    for need in sorted(needs, key=lambda need: need[3]):
        child, seeker, holder, day = need[:4]
        is_open = any(
            contact["child_id"] == child
            and contact["agency"] == "social_care"
            and day - timedelta(days=open_case_days) <= contact["contacted_on"] < day
            for contact in contacts
        )
        b = practice[seeker, holder]
        b = b + (1 - b) * uplift if is_open else b
        before = [
            unmet[child, seeker, holder, other[3]]
            for other in needs
            if other[:3] == need[:3] and other[3] < day
        ]
        unmet[child, seeker, holder, day] = (min(before) if before else 1.0) * (1 - b)
    return unmet


def gap_by_enumeration(attempts: list[list[float]]) -> tuple[float, float]:
    """The chance of a gap at all, and of no need met at all, over every outcome of the draws.

    ``attempts``: for each holder and seeker the chance that each attempt succeeds, by day.
    """
    any_gap = never = 0.0
    flat = [(pair, chance) for pair, chances in enumerate(attempts) for chance in chances]
    for luck in product((True, False), repeat=len(flat)):
        weight = 1.0
        known: set[int] = set()
        gap = False
        for (pair, chance), met in zip(flat, luck, strict=True):
            weight *= chance if met else 1 - chance
            if met:
                known.add(pair)
            gap = gap or pair not in known
        any_gap += weight * gap
        never += weight * (not known)
    return any_gap, never
