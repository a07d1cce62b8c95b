"""The words of a reviewer's queue. They take no side: an alert is a question."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from analysis.oversight.decisions import ACCEPT, REFER, Decision
from analysis.oversight.evidence import REASON_LABELS, Evidence
from analysis.oversight.training import Running
from data.schema import AGENCY_LABELS

TITLE = "Which look-ups does nothing on record explain?"
WHAT_IT_IS = (
    "Look-ups that a detector tells of, the strangest first. To accept one says that the record "
    "explains it well enough; to refer one asks somebody to look into it. Neither says that "
    "anybody did wrong."
)
TRAINING = "Training: after each decision, show what the look-up was"
TRAINING_HELP = (
    "Of drawn logs alone. Decisions in training are marked so. Nothing about the truth is shown "
    "before a decision."
)
KEPT = "Decisions are kept on this machine, in a file for this log. They outlast a restart."
NOTHING = "No detector tells of any look-up in this log."
ALL_DONE = "Every look-up in the queue is decided."
ACCEPT_LABEL, REFER_LABEL = "Accept: the record explains it", "Refer: ask about it"
EXPORT = "Decisions as CSV"
TOO_SOON = "That click came as this look-up appeared, so it decided nothing."
DIVERGED = "That look-up was decided on in the meantime."


def answer(n_queue: int, n_lookups: int, n_decided: int, n_referred: int) -> str:
    """How long the queue is, and how far somebody got."""
    if not n_queue:
        return NOTHING
    decided = (
        f"**{n_decided:,}** are decided, {n_referred:,} of them referred."
        if n_decided
        else "None is decided yet."
    )
    return (
        f"**{n_queue:,}** of {n_lookups:,} look-ups are told of by at least one detector. {decided}"
    )


def heading(place: int, n_queue: int) -> str:
    """Which look-up this is."""
    return f"Look-up {place:,} of {n_queue:,} in the queue"


def what_happened(told: Evidence) -> str:
    """Who opened whose entry, when, and for what stated reason: numbers, no names."""
    where = f" in {told.area_name}" if told.area_name else ""
    who = f"user {told.practitioner_id}" if told.practitioner_id is not None else "an unnamed user"
    reason = (
        f" Reason stated: {REASON_LABELS[told.reason]}."
        if told.reason
        else " The log holds no reason."
    )
    return (
        f"On {moment(told.accessed_at)}, {who} of {AGENCY_LABELS[told.agency]}{where} opened the "
        f"entry of child {told.child_id}.{reason}"
    )


def says(told: Evidence) -> str:
    """What detectors say: the first in bold, the others after it."""
    first, *rest = told.says
    told_of = f"**{first[0].upper()}{first[1:]}.**"
    return f"{told_of} Also: {'; '.join(rest)}." if rest else told_of


def contacts_table(told: Evidence, days: int) -> pl.DataFrame:
    """Contacts by agency, in words."""
    rows = [
        {
            "Agency": AGENCY_LABELS[row["agency"]],
            "Contacts on record": row["n_contacts"],
            f"Within {days} days": row["n_near"],
            "By this user": row["n_by_user"],
            "Nearest, days": (
                "same day"
                if not row["nearest_days"]
                else f"{abs(row['nearest_days'])} "
                f"{'after' if row['nearest_days'] > 0 else 'before'}"
            ),
        }
        for row in told.contacts.iter_rows(named=True)
    ]
    return pl.DataFrame(rows)


def held_words(held: Decision) -> str:
    """What was decided on a look-up."""
    what = {ACCEPT: "Accepted", REFER: "Referred"}[held.verdict]
    return f"{what} on {moment(held.decided_at)} (UTC). Deciding again replaces that."


def score_words(score: Running) -> str:
    """The running score in training."""
    if not score.n:
        return "No look-up of this queue is decided yet, so there is no score."
    bad = score.referred_improper + score.accepted_improper
    good = score.referred_proper + score.accepted_proper
    return (
        f"**{score.agreed:,} of {score.n:,}** decisions fit what the look-up was. Of {bad:,} that "
        f"were planted as misuse, {score.referred_improper:,} were referred; of {good:,} for "
        f"work, {score.referred_proper:,} were referred too."
    )


def moment(at: datetime) -> str:
    """A moment in words: "5 June 2023 at 10:32"."""
    return f"{at.day} {at:%B %Y} at {at:%H:%M}"
