"""What the designs cost, close and reveal, in sentences made from their figures.

No adjective takes a side. Where two designs can't be told apart, the sentence says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.comparison import Comparison, axes
from analysis.design_table import NOT_THERE, brief, share_of_futures
from analysis.dominance import Dominance
from analysis.estimates import Estimate, difference
from analysis.evaluation import Evaluation
from analysis.outcomes import outcome
from analysis.tally import ALL
from analysis.trade_off import COVERAGE, closed, listed
from analysis.workbench import Workbench

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NOTHING_THERE = f"{NOT_THERE}: there is nothing to count, such as entries that could be opened."
OFTEN = 0.05  # of the futures, from which a design that is dominated in them is named


def overview_answer(held: Evaluation, reference: Evaluation) -> str:
    """What a design costs, closes and reveals, in one sentence with its intervals."""
    cost, value = (held.estimate(id) for id in ("yearly_cost", "present_value"))
    costs = f"would cost about {figure(cost, ' a year')}" if value.value else "would cost nothing"
    if value.value:
        costs += f", {figure(value, ' at present value')}"
    return f"**{held.scenario.label}** {costs}, {_closes(held, reference)} and {_reveals(held)}."


def without_index(found: Comparison, per: str) -> str:
    """What remains open under the design that others are held against."""
    held = found.reference
    gaps, share = held.estimate(COVERAGE), held.estimate("gap_share")
    if not held.estimate("sharing_needs").value:
        return "In this world no agency meets a child about whom another holds a concern."
    return (
        f"Under **{held.scenario.label}** about {figure(gaps)} sharing gaps {per} remain, "
        f"{share.text} of the times that another agency holds a concern "
        f"({brief(share.interval_text)})."
    )


def who_closes_most(bench: Workbench, found: Comparison) -> str:
    """The design that closes most gaps, or those that can't be told apart from it."""
    if len(found.evaluations) < 2 or not found.reference.estimate("sharing_needs").value:
        return ""
    others = [one for one in found.evaluations if one is not found.reference]
    ranked = sorted(others, key=lambda one: one.estimate(COVERAGE).value)
    first = ranked[0]
    near = [
        one.scenario.label
        for one in ranked[1:]
        if not differs(difference(one.tally(COVERAGE), first.tally(COVERAGE), bench.sample))
    ]
    of = f"Of {spoken(len(found.evaluations))} designs, "
    told = closed(first, found.reference)
    if not differs(told):
        return f"{of}none can be told apart from {found.reference.scenario.label} in sharing gaps."
    said = f"{of}**{first.scenario.label}** would close most gaps ({words(told)})"
    return f"{said}; {listed(near)} can't be told apart from it." if near else f"{said}."


def dominated(standings: Sequence[Dominance], found: Comparison) -> str:
    """Which designs others beat on cost, coverage and every part of intrusiveness at once."""
    names = {one.scenario.id: one.scenario.label for one in found.evaluations}
    beaten = [
        f"{names[one.scenario]} is dominated by {listed([names[id] for id in one.dominated_by])}"
        for one in standings
        if one.dominated_by
    ]
    often = [
        f"{names[one.scenario]} in {share_of_futures(one.share)}"
        for one in standings
        if not one.dominated_by and (one.share or 0) >= OFTEN
    ]
    n_axes = sum(all(_has(held, id) for held in found.evaluations) for id in axes())
    said = (
        f"{_capital('; '.join(beaten))}: no worse on any of {n_axes} axes (present value, "
        "sharing gaps, every part of intrusiveness) and better on one."
        if beaten
        else f"No design is dominated with every assumption at its central value: none is beaten "
        f"on present value, sharing gaps and every part of intrusiveness at once, {n_axes} axes "
        "in all."
    )
    said += f" Some other design dominates {listed(often)}." if often else ""
    return f"{said} {NOTHING_THERE}"


def field_title(frame: pl.DataFrame) -> str:
    """How many designs another beats on the three axes that are shown."""
    beaten = frame["is_beaten"].sum()
    if not beaten:
        return "On these three, no design is beaten by another"
    verb = "is" if beaten == 1 else "are"
    of = f"{spoken(beaten)} of {spoken(frame.height)}"
    return f"On these three, {of} designs {verb} beaten by another"


def field_summary(frame: pl.DataFrame, across: str, pounds: str) -> str:
    """Who is beaten by whom on the three axes, and how to read the field."""
    beaten = [
        f"{row['label']} by {row['beaten_by']} (by some design in {share_of_futures(row['share'])})"
        for row in frame.filter("is_beaten").iter_rows(named=True)
        if row["share"] is not None
    ]
    absent = frame.filter(pl.col("x").is_null())["label"].to_list()
    said = (
        f"The three: {lower(outcome(across).label)}, gaps closed and "
        f"{lower(outcome(pounds).label)}. "
    )
    said += f"Beaten on them, so hollow: {'; '.join(beaten)}. " if beaten else ""
    said += (
        "Higher: more gaps closed. Further right: more "
        f"{lower(outcome(across).label)}. Larger: higher {lower(outcome(pounds).label)}. Lines are "
        "intervals; they overlap more than designs do, for all meet the same futures. The thin "
        "grey line joins designs than which no other closes as many gaps with less. Marks that "
        "would hide each other stand side by side."
    )
    return f"{said} Not drawn, for there is nothing to count: {listed(absent)}." if absent else said


def differs(one: Estimate) -> bool:
    """Whether the interval of a difference leaves out nothing."""
    known = one.low is not None and one.high is not None
    return known and (one.low > 0 or one.high < 0)


def figure(one: Estimate, per: str = "") -> str:
    """A figure in bold with its interval: "**500,000** (100,000 to 1.2 million)"."""
    between = brief(one.interval_text)
    return f"**{one.text}**{per}" + ("" if between == one.text else f" ({between})")


def words(one: Estimate) -> str:
    """A figure inside brackets: "3.8 million; 2.5 to 5.3 million"."""
    between = brief(one.interval_text)
    return one.text if between == one.text else f"{one.text}; {between}"


def spoken(number: int) -> str:
    """A small number as a word."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def lower(label: str) -> str:
    """A label inside a sentence."""
    return f"{label[0].lower()}{label[1:]}"


def _has(held: Evaluation, outcome_id: str) -> bool:
    return any((t.outcome, t.dimension) == (outcome_id, ALL) for t in held.tallies)


def _capital(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:]}"


def _closes(held: Evaluation, reference: Evaluation) -> str:
    if held.scenario.id == reference.scenario.id:
        return f"leave open {figure(held.estimate(COVERAGE), ' sharing gaps a year')}"
    told = closed(held, reference)
    if told.value and not differs(told):
        return (
            f"can't be told apart from {reference.scenario.label} in sharing gaps closed "
            f"({brief(told.interval_text)})"
        )
    against = f" against {reference.scenario.label}" if reference.scenario.sets else ""
    return f"close {figure(told, f' sharing gaps a year{against}')}"


def _reveals(held: Evaluation) -> str:
    entries, views = (held.estimate(id) for id in ("entries_without_concern", "needless_views"))
    if not held.estimate("children_with_entry").value:
        return "reveal nothing, for it keeps no entries"
    told = f"hold entries of {figure(entries, ' children without a concern all year')}"
    if not held.estimate("views").value:
        alerts = held.estimate("alerts").value
        return f"{told}, which nobody opens" + (": alerts tell agencies unasked" if alerts else "")
    if not views.value:
        return f"{told}, with no child looked at who has no concern on record"
    return f"{told}, with {figure(views, ' looks a year')} at children without a concern on record"
