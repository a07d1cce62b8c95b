"""A case day by day, in plain words: contacts, what was learned with them, and who looked.

Both designs are told at once, apart only where they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from analysis.case import Case
from analysis.case_words import (
    counted,
    dated,
    kinds_of_concern,
    label_of,
    listed,
    reason_clause,
    spoken,
    told_by,
)
from data.schema import AGENCIES

NO_NEED = ""


def day_by_day(cases: Sequence[Case]) -> list[tuple[str, list[str]]]:
    """Every day on which something happened, with sentences in the order of agency.csv.

    ``cases``: one child under one design or two.
    """
    days = {day for case in cases for day in case.contacts["contacted_on"]}
    days |= {day for case in cases for day in _moved(case)["logged_at"].dt.date()}
    return [(dated(day), _of_day(cases, day)) for day in sorted(days)]


def _of_day(cases: Sequence[Case], day: date) -> list[str]:
    said = []
    for agency, rows in _contacts(cases, day).items():
        said.append(_contact(next(row for row in rows if row)))
        said += [
            f"Under {case.scenario.label} this contact does not happen: the family keeps away."
            for case, row in zip(cases, rows, strict=True)
            if row is None
        ]
        said += _learned(cases, agency, day)
        said += [_looked(case, agency, day) for case in cases]
    for case in cases:
        said += [
            f"Under {case.scenario.label}, {spoken(agency)} opened the entry; no recorded contact "
            "explains it."
            for agency in _moved(case).filter(pl.col("logged_at").dt.date() == day)["agency"]
        ]
    return [words for words in said if words]


def _contacts(cases: Sequence[Case], day: date) -> dict[str, list[dict | None]]:
    """By agency its contact that day under each design; None where a family keeps away."""
    found = []
    for case in cases:
        rows = case.contacts.filter(pl.col("contacted_on") == day).iter_rows(named=True)
        found.append({row["agency"]: row for row in rows})
    agencies = [one for one in AGENCIES if any(one in rows for rows in found)]
    return {agency: [rows.get(agency) for rows in found] for agency in agencies}


def _contact(row: dict) -> str:
    where = f" in {row['area_names']}" if row["area_names"] else ""
    label = label_of(row["agency"])
    if not row["n_concerns"]:
        return f"{label} had a contact{where}, without a concern."
    kinds = kinds_of_concern(row["concern_types"])
    return f"{label} recorded a concern{where}{f' ({kinds})' if kinds else ''}."


def _learned(cases: Sequence[Case], seeker: str, day: date) -> list[str]:
    """What the seeker did or did not learn that day; holders of one outcome are told together."""
    found = []
    for case in cases:
        ours = (pl.col("seeker") == seeker) & (pl.col("decision_on") == day)
        found.append({row["holder"]: row for row in case.needs.filter(ours).iter_rows(named=True)})
    together: dict[tuple[str, ...], list[str]] = {}
    days = {holder: need["held_days"] for needs in found for holder, need in needs.items()}
    for holder in days:
        outcome = tuple(needs.get(holder, {}).get("met_by", NO_NEED) for needs in found)
        together.setdefault(outcome, []).append(holder)
    said = []
    for outcome, holders in together.items():
        held = [f"{spoken(one)} (concern held {counted(days[one], 'day')})" for one in holders]
        said.append(_outcome(cases, outcome, listed(held)))
    return said + [_why(case, seeker, needs) for case, needs in zip(cases, found, strict=True)]


def _outcome(cases: Sequence[Case], outcome: Sequence[str], holders: str) -> str:
    if len(set(outcome)) == 1:
        return f"It {_verb(outcome[0], holders)}."
    told = [
        f"under {case.scenario.label} it {_verb(one, 'that')}"
        for case, one in zip(cases, outcome, strict=True)
        if one
    ]
    return f"Of {holders}: {', '.join(told)}."


def _verb(met_by: str, holders: str) -> str:
    if met_by == "already_known":
        return f"knew already of {holders}"
    if met_by == "unmet":
        return f"did not learn of {holders}"
    return f"learned of {holders} {told_by(met_by)}"


def _why(case: Case, seeker: str, needs: dict[str, dict]) -> str:
    """Why the index did not tell, under a design that has one; "" where nothing stayed open."""
    by_reason: dict[str, list[str]] = {}
    for holder, need in needs.items():
        if need["met_by"] == "unmet" and case.scenario.levers.scope != "none":
            by_reason.setdefault(need["reason"], []).append(holder)
    clauses = [
        reason_clause(code, seeker, holders, case.scenario.levers)
        for code, holders in by_reason.items()
    ]
    return f"Under {case.scenario.label}, {'; '.join(clauses)}." if clauses else ""


def _looked(case: Case, agency: str, day: date) -> str:
    rows = case.looks.filter((pl.col("agency") == agency) & (pl.col("contact_on") == day))
    if rows.is_empty() or rows["is_moved"].item():
        return ""
    if not rows["is_opened"].item():
        return f"Under {case.scenario.label} it searched the index and found no entry that opens."
    at = rows["logged_at"].item()
    return (
        f"Under {case.scenario.label} it opened the entry (logged {dated(at.date())}, {at:%H:%M})."
    )


def _moved(case: Case) -> pl.DataFrame:
    return case.looks.filter("is_moved")
