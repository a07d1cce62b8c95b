"""What the figures of lateness and of fairness say of a design beside another, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from analysis.answer import Answer
from analysis.estimates import Estimate, difference
from analysis.evaluation import Evaluation
from analysis.outcomes import outcome
from analysis.sampling import Sample

WHICH_CHILDREN = {
    "ethnic_group": "children of ethnic group {}",
    "deprivation_decile": "children in deprivation decile {}",
    "name_origin": "children with {} names",
    "is_looked_after": "children {}",
}
KEPT = ("name_origin",)  # words that are names keep their capital
BETWEEN = {"ethnic_group": "ethnic groups", "deprivation_decile": "deprivation deciles"}


def late_answer(held: Evaluation, other: Evaluation, days: float) -> str:
    """How late an agency learns under a design, and under the other, in one sentence each."""
    told = f"Under **{held.scenario.label}**, {_late(held, days)}"
    if other.scenario.id == held.scenario.id:
        return told
    return f"{told} Under **{other.scenario.label}**, {_late(other, days)}"


def late_caveat() -> str:
    """What no design changes about lateness."""
    return outcome("learned_in_time_share").caveat


def ratio_answer(held: Evaluation, other: Evaluation) -> str:
    """How far the worst group is from the best, by each grouping, under both designs."""
    parts = []
    for by, words in BETWEEN.items():
        one, two = (_ratio(each, by) for each in (held, other))
        if one is None:
            continue
        told = f"**{_times(one)}** the lowest between {words}"
        parts.append(f"{told}{_before(one, two, held, other)}")
    if not parts:
        return "This world does not tell the groups between which gaps could be compared."
    return (
        f"Under **{held.scenario.label}**, the highest gap share of a group is {'; '.join(parts)}. "
        "At 1 all groups would be alike."
    )


def fair_title(held: Evaluation, sample: Sample, words: Mapping[str, str], by: str) -> str:
    """Which group's records link least often under a design, or that none stands out.

    ``by``: the grouping; ``words``: its groups. What is withheld is asked for by nobody here.
    """
    rows = [
        (held.estimate("missed_link_share", by, group), group)
        for group in words
        if _has(held, "missed_link_share", by, group)
    ]
    if len(rows) < 2:
        return "Without an index nobody is seen by error, and gaps are all there is to compare"
    rows.sort(key=lambda row: row[0].value)
    (least, last), (most, first) = rows[0], rows[-1]
    one, other = (held.tally("missed_link_share", by, group) for group in (first, last))
    if difference(one, replace(other, group=first), sample).low <= 0:
        return "Missed links can't be told apart between groups"
    return (
        f"Records link least often for {_which(by, words[first])} ({most.text} missed), most "
        f"often for {_which(by, words[last])} ({least.text})"
    )


def fair_summary(answer: Answer, words: Mapping[str, str]) -> str:
    """The highest and the lowest group of each figure, under the first design."""
    said = []
    design = answer.frame["scenario"][0] if answer.frame.height else ""
    for id in answer.frame["outcome"].unique(maintain_order=True):
        rows = answer.frame.filter(
            pl.col("scenario") == design, pl.col("outcome") == id, pl.col("value").is_not_null()
        ).sort("value")
        if rows.height < 2 or not rows["value"].max():
            continue
        low, high = (rows.row(at, named=True) for at in (0, -1))
        label = outcome(id).label
        if low["text"] == high["text"]:
            said.append(f"{label}: about {low['text']} in every group")
            continue
        ends = [f"{one['text']} ({_lower(words[one['group']])})" for one in (low, high)]
        said.append(f"{label}: from {ends[0]} to {ends[1]}")
    told = f"{'; '.join(said)}. " if said else ""
    return (
        f"{told}A group can be seen too much and helped too little, so the figures stand "
        "together and are not added."
    )


def _late(found: Evaluation, days: float) -> str:
    median, share = (
        found.estimate(id) for id in ("median_days_to_knowledge", "learned_in_time_share")
    )
    if share.value is None:
        return "there is nothing to learn of."
    within = f"**{share.text}** ({share.interval_text}) know within {days:.0f} days"
    if median.value is None:
        return (
            f"of all agencies that another's concern matters to, {within}; more than half never "
            "learn, so there is no median."
        )
    half = f"half know **{median.text} days** or sooner after the other's first concern"
    around = median.interval_text
    around = around if "never" in around else f"{around} days"
    return f"of all agencies that another's concern matters to, {half} ({around}); {within}."


def _ratio(found: Evaluation, by: str) -> Estimate | None:
    try:
        told = found.estimate("gap_share_ratio", by)
    except KeyError:
        return None
    return told if told.value is not None else None


def _before(one: Estimate, two: Estimate | None, held: Evaluation, other: Evaluation) -> str:
    if two is None or held.scenario.id == other.scenario.id:
        return ""
    if _times(one) == _times(two):
        return f" (the same under {other.scenario.label})"
    return f" ({_times(two)} under {other.scenario.label})"


def _times(one: Estimate) -> str:
    around = "" if one.interval_text == one.text else f", {one.interval_text},"
    return f"{one.text} times{around}"


def _has(found: Evaluation, id: str, by: str, group: str) -> bool:
    try:
        return found.estimate(id, by, group).value is not None
    except KeyError:
        return False


def _which(by: str, label: str) -> str:
    return WHICH_CHILDREN[by].format(label if by in KEPT else _lower(label))


def _lower(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"
