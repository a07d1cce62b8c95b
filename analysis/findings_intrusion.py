"""What the parts of intrusiveness say, in sentences made from them. No part is added to another."""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.estimates import Estimate, difference, estimate
from analysis.evaluation import Evaluation
from analysis.findings_access import plain, spoken
from analysis.levers import lever
from analysis.outcomes import outcome
from analysis.sampling import Sample
from analysis.tally import Tally
from analysis.units import Unit, show

HELD = (
    "children_with_entry",
    "entries_without_concern",
    "people_able_to_open",
    "items_held",
    "record_years_after_18",
    "shield_failures",
)
LOOKED = (
    "needless_views",
    "needless_view_share",
    "unexplained_view_share",
    "sensitive_disclosures",
    "wrong_child_views",
    "improper_lookups",
)
"""The parts that stand side by side: what is held and for whom, and who is looked at."""
QUIET = (
    "entries_without_concern",
    "entries_without_concern_share",
    "needless_views",
    "needless_view_share",
)
"""What is held of children without a concern, and how often it is opened."""
NO_INDEX = "**Nobody:** this design holds no entry of any child, so every part of it is zero."
JUDGEMENT = (
    "Whether an index is proportionate is a legal and moral judgement. These are its parts, each "
    "on a scale of its own: they are never added, and lengths can't be compared between parts."
)


def has_entries(found: Evaluation) -> bool:
    """Whether a design holds an entry of any child."""
    return bool(found.estimate("children_with_entry").value)


def intrusion_answer(found: Evaluation) -> str:
    """Who could look at a child, and about how many of those nobody was concerned."""
    if not has_entries(found):
        return NO_INDEX
    able = found.estimate("people_able_to_open")
    quiet = found.estimate("entries_without_concern_share")
    who = f"{spoken(able)} people could open" if able.value else "**Nobody** could open"
    return (
        f"{who} a given child's entry. Of every 1,000 children with an entry, "
        f"{_of_thousand(quiet)} had no concern at any agency all year."
    )


def gap_sentence(found: Evaluation, other: Evaluation, sample: Sample) -> str:
    """Views for every gap closed, and how many of those are of children without any concern."""
    against = f"Held against *{other.scenario.label}*"
    if found.scenario.levers == other.scenario.levers:
        return f"{against}, which is the same design, no gap is closed."
    if not has_entries(found):
        return f"{against}, nobody opens an entry, so there are no views to count."
    closed = found.tally("gaps_closed")
    if closed.numerator[0] <= 0:
        return f"{against}, this design closes no gap, so views per gap closed are not defined."
    if not found.estimate("views").value:
        return f"{against}, it closes gaps without a view: nobody opens an entry."
    every = found.estimate("views_per_gap_closed")
    needless = _per_gap(found.tally("needless_views"), closed, sample)
    return (
        f"For every gap closed, {spoken(needless)} views of children without any concern, among "
        f"{spoken(every)} views in all ({against[0].lower()}{against[1:]})."
    )


def parts_title(found: Evaluation, other: Evaluation, sample: Sample) -> str:
    """How many parts lie higher, lower or can't be told apart from the reference."""
    if found.scenario.levers == other.scenario.levers:
        return "Each part on a scale of its own"
    ways = [_way(found, other, id, sample) for id in (*HELD, *LOOKED)]
    counted = (
        (ways.count(1), "larger"),
        (ways.count(-1), "smaller"),
        (ways.count(0), "the same or not to be told apart"),
    )
    told = [(n, words) for n, words in counted if n]
    against = f"Held against {other.scenario.label}"
    if len(told) == 1:
        return f"{against}, all {len(ways)} parts are {told[0][1]}"
    (first, words), *rest = told
    return f"{against}: {', '.join([f'{first} parts {words}', *(f'{n} {w}' for n, w in rest)])}"


def able_title(able: pl.DataFrame, found: Evaluation) -> str:
    """How many people are able to look, by the design's own boundary and by the narrowest."""
    own_boundary = found.scenario.levers.visibility
    rows = {row["group"]: row for row in _of(able, found).iter_rows(named=True)}
    own = rows[own_boundary]
    if not own["value"]:
        return "Nobody could open an entry"
    if own_boundary == "local":
        return f"{own['text']} people could open a child's entry, all in its own council"
    return (
        f"{own['text']} people could open a child's entry; were each user confined to one "
        f"council, {rows['local']['text']}"
    )


def able_summary(found: Evaluation) -> str:
    """Which boundary is the design's own."""
    own = dict(lever("visibility").choices)[found.scenario.levers.visibility]
    return (
        f"The boundary of this design: {_lower(own)}. The other lines are the same design with "
        f"another boundary. {outcome('people_able_to_open').caveat}"
    )


def quiet_title(found: Evaluation) -> str:
    """Of 1,000 children, how many have an entry though nobody is concerned."""
    n = thousand(found)["words"][0]
    return f"Of every 1,000 children, {n} have an entry and no concern all year"


def quiet_summary(found: Evaluation) -> str:
    """What is held of children without a concern, and how often it is opened."""
    entries, views = found.estimate("entries_without_concern"), found.estimate("needless_views")
    share = found.estimate("needless_view_share")
    of_all = f", {plain(share)} of all views" if share.value is not None else ""
    return (
        f"Entries of children without a concern all year: {plain(entries)}. Views of children "
        f"about whom nobody held a concern in the window or on the day: {plain(views)}{of_all}. "
        f"{outcome('entries_without_concern').caveat}"
    )


def thousand(found: Evaluation) -> pl.DataFrame:
    """All children in three kinds: label, value (children) and words (of every 1,000)."""
    entries = found.estimate("children_with_entry")
    quiet, share = found.estimate("entries_without_concern"), found.estimate("entry_share")
    everybody = share.denominator or 1.0
    values = [quiet.value, entries.value - quiet.value, max(everybody - entries.value, 0.0)]
    labels = ("Entry, no concern all year", "Entry, some concern", "No entry")
    words = [show(value / everybody * 1_000, Unit.PER_1000) for value in values]
    return pl.DataFrame({"label": labels, "value": values, "words": words})


def mistakes(found: Evaluation) -> tuple[str, str]:
    """Shield failures and views of the wrong child, a sentence each."""
    failed, wrong = found.estimate("shield_failures"), found.estimate("wrong_child_views")
    if not has_entries(found):
        shield = "There is no entry, so no shield can fail."
    elif not found.scenario.levers.shielding:
        shield = "This design shields no child, so no shield can fail: every entry is open."
    else:
        shield = (
            f"{spoken(failed)} shielded children are left open by a second entry of theirs that "
            "nobody shields. It happened in March 2009."
        )
    if not wrong.value:
        return shield, "No search opens the entry of another child, because nobody searches."
    return shield, f"{spoken(wrong)} times a year a search opens the entry of another child."


def _way(found: Evaluation, other: Evaluation, id: str, sample: Sample) -> int:
    """1 if a part is larger than that of the reference, -1 if smaller, 0 if it can't be told."""
    own, theirs = found.estimate(id), other.estimate(id)
    if own.value is None or theirs.value is None:
        return int(bool(own.value)) - int(bool(theirs.value))
    gap = difference(found.tally(id), other.tally(id), sample)
    if gap.low is None or gap.high is None:
        return 0
    return int(gap.low > 0) - int(gap.high < 0)


def _per_gap(views: Tally, closed: Tally, sample: Sample) -> Estimate:
    """``views`` for every gap closed."""
    below = np.maximum(closed.numerator, 0.0)
    return estimate(Tally("views_per_gap_closed", views.numerator, below), sample)


def _of_thousand(share: Estimate) -> str:
    """A share as so many of a thousand, whole children."""
    text, low, high = (
        show(end * 1_000, Unit.PER_1000) for end in (share.value, share.low, share.high)
    )
    return f"**{text}**" if low == high else f"**{text}** ({low} to {high})"


def _of(frame: pl.DataFrame, found: Evaluation) -> pl.DataFrame:
    return frame.filter(pl.col("scenario") == found.scenario.id)


def _lower(words: str) -> str:
    return words if words.startswith("All of England") else f"{words[0].lower()}{words[1:]}"
