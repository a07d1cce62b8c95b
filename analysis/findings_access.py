"""What the figures of access say, in sentences made from them.

Where two figures can't be told apart in the futures that both meet, the sentence says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.estimates import Estimate, difference, futures_of
from analysis.evaluation import Evaluation
from analysis.outcomes import outcome
from analysis.sampling import Sample
from analysis.units import show, show_interval
from data.schema import AGENCY_LABELS

SURE = 0.95  # of futures in which something holds that a sentence states
ROLES = (
    "The agency stands for the role: the data know practitioners by agency, and no role below it."
)
NEVER = "No agency looks anything up"
NOTHING_MORE = "Without a look-up there is no council to rank, no busiest hour, and no log to draw."


def spoken(one: Estimate) -> str:
    """A figure with its interval: "**1.8 million** (600,000 to 4.8 million)"."""
    if one.value is None and one.text == "not known":
        return "**not defined**"
    around = "" if one.interval_text == one.text else f" ({one.interval_text})"
    return f"**{one.text}**{around}"


def plain(one: Estimate) -> str:
    """As `spoken`, without stress: for titles."""
    return spoken(one).replace("**", "")


def is_never(found: Evaluation) -> bool:
    """Whether nobody looks anything up under a design."""
    return not found.estimate("lookups").value


def access_answer(found: Evaluation, other: Evaluation, sample: Sample) -> str:
    """How often the index is looked into, in one sentence or two, against another design."""
    if is_never(found):
        return _why_never(found)
    looks, views = found.estimate("lookups"), found.estimate("views")
    per_child = found.estimate("lookups_per_1000_children")
    said = (
        f"About **{looks.text} times a year** ({looks.interval_text}), or {spoken(per_child)} for "
        f"every 1,000 children; {spoken(views)} of these look-ups open the child's entry."
    )
    return f"{said} {_against(found, other, sample)}".strip()


def volumes_title(found: Evaluation) -> str:
    """How often each active user looks, or that nobody does."""
    if is_never(found):
        return NEVER
    return f"Each active user looks about {plain(found.estimate('lookups_per_user'))} times a year"


def volumes_summary(found: Evaluation) -> str:
    """How much of what is opened has no recorded reason."""
    share = found.estimate("unexplained_view_share")
    if is_never(found):
        return "Where nobody looks, figures per user and shares of views are not defined."
    return (
        f"Of all entries opened, {plain(share)} have no reason on record: "
        f"{_lower(outcome('unexplained_view_share').caveat)} Each figure is on a scale of its own."
    )


def who_title(found: Evaluation) -> str:
    """Which agency looks most often, or which ones where that can't be told."""
    if is_never(found):
        return NEVER
    tallies = {
        one.group: futures_of(one, Sample(None, 0))
        for one in found.tallies
        if (one.outcome, one.dimension) == ("lookups", "agency")
    }
    first = _leaders(tallies)
    first.sort(key=lambda id: -found.estimate("lookups", "agency", id).value)
    names = [_lower(AGENCY_LABELS[id]) for id in first]
    if len(first) == 1:
        most = found.estimate("lookups", "agency", first[0])
        return f"{_upper(names[0])} looks most often: {plain(most)} times a year"
    return f"{_upper(listed(names))} look most often; which of them looks more can't be told"


def occasion_title(found: Evaluation) -> str:
    """How many look-ups have a concern behind them, and how many are repeats."""
    if is_never(found):
        return "No look-up on a concern, none without"
    concern, routine = (
        found.estimate("lookups", "occasion", one) for one in ("decision", "routine")
    )
    return f"{concern.text} look-ups are made on a concern, {routine.text} without one"


def occasion_summary(found: Evaluation) -> str:
    """The two ways of dividing look-ups, in a sentence."""
    parts = [
        ("occasion", "decision", "on a concern"),
        ("occasion", "routine", "routine"),
        ("order", "first", "the first of a child by an agency"),
        ("order", "repeat", "repeats"),
    ]
    told = [f"{words}: {plain(found.estimate('lookups', by, id))}" for by, id, words in parts]
    return (
        f"Of all look-ups a year, {told[0]}, {told[1]}; and again of all, {told[2]}, {told[3]}. A "
        "repeat is a look-up of a child that the same agency has looked up before in the year."
    )


def _why_never(found: Evaluation) -> str:
    levers, alerts = found.scenario.levers, found.estimate("alerts")
    if levers.scope == "none":
        return "**Never.** This design has no index to look into, so every figure here is zero."
    if alerts.value:
        return (
            "**Never:** nobody may look a child up. The index itself tells agencies of one "
            f"another, about {spoken(alerts)} times a year."
        )
    return "**Never:** nobody may look a child up under this design, so every figure here is zero."


def _against(found: Evaluation, other: Evaluation, sample: Sample) -> str:
    label = other.scenario.label
    if other.scenario.levers == found.scenario.levers:
        return ""
    if is_never(other):
        return f"Under *{label}* nobody looks anything up."
    gap = difference(found.tally("lookups"), other.tally("lookups"), sample)
    if gap.low is not None and gap.low > 0:
        return f"That is {spoken(gap)} more than under *{label}*."
    if gap.high is not None and gap.high < 0:
        unit = outcome("lookups").unit
        low, high = -gap.high, -gap.low
        fewer = show(-gap.value, unit, low=low, high=high)
        around = show_interval(low, high, unit)
        return f"That is **{fewer}** ({around}) fewer than under *{label}*."
    low, high = -(gap.low or 0.0), gap.high or 0.0
    fewer, more = (show(end, outcome("lookups").unit, low=-low, high=high) for end in (low, high))
    return (
        f"It can't be told apart from *{label}*, {spoken(other.estimate('lookups'))}: between "
        f"{fewer} fewer and {more} more."
    )


def _leaders(futures: dict[str, np.ndarray]) -> list[str]:
    """The groups that come first in nearly all futures, by how often they do."""
    ids, values = list(futures), np.stack(list(futures.values()))
    first = np.bincount(values.argmax(axis=0), minlength=len(ids)) / values.shape[1]
    order = np.argsort(-first, kind="stable")
    needed = int(np.searchsorted(np.cumsum(first[order]), SURE) + 1)
    return [ids[at] for at in order[:needed]]


def listed(words: Sequence[str]) -> str:
    """Words with commas and an "and"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _lower(label: str) -> str:
    return label if label == "Prevent" else f"{label[0].lower()}{label[1:]}"


def _upper(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
