"""What each agency could have known about a child by the end of a day, under one design.

Its own concerns; others that it had learned of, and how; others whose concerns still counted on
that day and of which it had not learned. What was learned stays known. Concerns of the day
itself are not among those of others, for their order is not known (model section 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from analysis.case import Case


@dataclass(frozen=True, slots=True)
class Learned:
    """That an agency knows of a holder: since when, by which channel (of `replay.MET_BY`)."""

    holder: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class NotLearned:
    """A holder whose concern counts on the day; the reason is that of the latest decision."""

    holder: str
    since: date
    reason: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One agency on one day."""

    agency: str
    contact_days: int
    concern_days: tuple[date, ...]
    opened_on: tuple[date, ...]  # contacts at which it opened the child's entry
    learned: tuple[Learned, ...]
    not_learned: tuple[NotLearned, ...]


def days_of(case: Case) -> list[date]:
    """The days of the period on which something happened, and its last day."""
    start, end = case.period
    held = case.contacts.filter(pl.col("contacted_on").is_between(start, end))
    return sorted({*held["contacted_on"], end})


def known_on(case: Case, day: date) -> list[Knowledge]:
    """Every agency that had met the child by ``day``, as agency.csv orders them."""
    past = case.contacts.filter(pl.col("contacted_on") <= day)
    return [_of_agency(case, past, agency, day) for agency in case.agencies if _met(past, agency)]


def _met(past: pl.DataFrame, agency: str) -> bool:
    return (past["agency"] == agency).any()


def _of_agency(case: Case, past: pl.DataFrame, agency: str, day: date) -> Knowledge:
    own = past.filter(pl.col("agency") == agency)
    learned = tuple(
        Learned(row["holder"], row["decision_on"], row["met_by"])
        for row in case.first_learned.iter_rows(named=True)
        if row["seeker"] == agency and row["decision_on"] <= day
    )
    looks = case.looks.filter(
        (pl.col("agency") == agency) & pl.col("is_opened") & (pl.col("contact_on") <= day)
    )
    known = {agency, *(one.holder for one in learned)}
    return Knowledge(
        agency=agency,
        contact_days=own.height,
        concern_days=tuple(own.filter(pl.col("n_concerns") > 0)["contacted_on"]),
        opened_on=tuple(looks["contact_on"]),
        learned=learned,
        not_learned=tuple(
            NotLearned(holder, since, _latest_reason(case, agency, holder, day))
            for holder, since in _holding(case, past, day)
            if holder not in known
        ),
    )


def _holding(case: Case, past: pl.DataFrame, day: date) -> list[tuple[str, date]]:
    """Agencies with a concern in the window before ``day``, each with the first in it."""
    counts = pl.col("contacted_on").is_between(
        day - timedelta(days=case.window_days), day - timedelta(days=1)
    )
    held = past.filter(counts & (pl.col("n_concerns") > 0))
    first = dict(held.group_by("agency").agg(pl.col("contacted_on").min()).iter_rows())
    return [(agency, first[agency]) for agency in case.agencies if agency in first]


def _latest_reason(case: Case, seeker: str, holder: str, day: date) -> str:
    """Why it did not learn at its latest concern; "" where that did not ask for this holder."""
    past = (pl.col("seeker") == seeker) & (pl.col("decision_on") <= day)
    latest = case.decisions.filter(past)["decision_on"].max()
    gaps = case.gaps.filter(past & (pl.col("holder") == holder))
    return gaps["reason"][-1] if gaps.height and gaps["decision_on"][-1] == latest else ""
