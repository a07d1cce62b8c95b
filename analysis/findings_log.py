"""What one drawn access log says, in sentences. Counts are of the world, as drawn."""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.drawn_log import DrawnLog
from analysis.estimates import Estimate
from analysis.findings_access import plain
from analysis.units import Unit, show

WHAT_IT_IS = (
    "Expected figures say how often people look on average. How look-ups are spread over users "
    "and children comes from one year's log of this design, drawn from the contacts of this "
    "world with misuse planted in it. Drawing takes some seconds, once."
)
WHO_LOOKED = (
    "A sign-in belongs to whoever had the contact, however many users the design authorises, so "
    "a log spreads look-ups over more people than would use the index."
)


def log_answer(log: DrawnLog) -> str:
    """What was drawn: look-ups, children, the share that is explained, and the busiest moments."""
    if not log.n_rows:
        return "The log is empty: no look-up opened an entry."
    explained = show(log.n_explained / log.n_rows, Unit.SHARE_OF_VIEWS)
    peaks = ", ".join(f"{log.peaks[span]:,} in one {span}" for span in ("second", "minute", "hour"))
    return (
        f"The log of one year holds **{log.n_rows:,} look-ups** that opened an entry, of "
        f"{log.n_children_seen:,} children of this world. For **{explained}** a contact of the "
        f"agency with the child within {log.explained_days} days gives a reason. At most {peaks}."
    )


def users_title(log: DrawnLog) -> str:
    """How many users looked once."""
    once = _first(log.per_user, "1")
    return f"Of every 1,000 users who looked, {once} looked once" if once else "Users by look-ups"


def users_summary(mean: Estimate) -> str:
    """Beside the mean that is expected of those who use the index."""
    return (
        f"{WHO_LOOKED} Look-ups per active user, as expected: {plain(mean)}. The last bar holds "
        "all who looked more often."
    )


def children_title(log: DrawnLog) -> str:
    """How many children nobody looked at."""
    never = _first(log.per_child, "0")
    said = f"Of every 1,000 children, {never} were never looked at"
    return said if never else "Children by look-ups"


def children_summary() -> str:
    """What a look is here."""
    return (
        "Look-ups in one year that opened the child's entry, by anybody, misuse included. The "
        "last bar holds all who were looked at more often."
    )


def explained_title(log: DrawnLog) -> str:
    """From which share to which, over agencies."""
    rows = log.explained.frame.drop_nulls("value").sort("value")
    if rows.is_empty():
        return "No look-up to explain"
    least, most = rows["text"][0], rows["text"][-1]
    return (
        f"A recorded contact explains {least} of look-ups at every agency"
        if least == most
        else f"A recorded contact explains {least} to {most} of look-ups, by agency"
    )


def explained_summary(expected: Estimate) -> str:
    """Unexplained is not improper; beside what is expected."""
    return (
        "Unexplained is not improper: the contact may be on no record. Expected share of "
        f"unexplained views: {plain(expected)}."
    )


def bars(answer: Answer) -> pl.DataFrame:
    """The bars of one part of a log: label, value and text."""
    return answer.frame.select(
        "value", "text", label=pl.col("group").map_elements(_often, pl.String)
    )


def bars_title(answer: Answer) -> str:
    """What the bars of one part of a log count, with its unit."""
    return "{} ({})".format(*answer.frame.select("label", "unit").row(0))


def _often(group: str) -> str:
    """A number of times in words; the name of an agency as it is."""
    if group in ("0", "1", "2"):
        return ("Never", "Once", "Twice")[int(group)]
    return f"{group} times" if group[0].isdigit() else group


def _first(answer: Answer, group: str) -> str:
    held = {row["group"]: row for row in answer.frame.iter_rows(named=True)}
    row = held.get(group)
    return row["text"] if row and row["value"] is not None else ""
