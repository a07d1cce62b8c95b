"""What the figures of who leads say, in sentences made from them; no agency is judged."""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.design_leads import Whole
from analysis.estimates import Estimate
from analysis.scenarios import Scenario
from analysis.units import Unit, show, show_interval

TOLD = 3  # rows told in words; the table has all
NO_CASE = "There is no case in this world: no child has concerns of a known kind at two agencies."
WHAT_IT_MEANS = (
    "**A case** is a child with concerns at two agencies or more in the year, at least one of a "
    "known kind. It has the leads of all its kinds of threat.",
    "**Contested** means that two agencies or more would lead. That is a matter of the kinds of "
    "threat alone, so no design changes it.",
    "**Orphaned** means that none of the agencies that would lead knew, by the end of the year, of "
    "concerns at two agencies. An agency learns when it meets the child: one that never met it "
    "can't learn, whatever the design.",
    "Knowing enough to lead is not leading: that takes an agreement, time and people, which no "
    "index gives.",
)


def leads_answer(found: Whole, design: Scenario, other: Scenario, per: str) -> str:
    """How many cases there are, how many are contested and orphaned, before and after."""
    if not found.cases.value:
        return NO_CASE
    said = (
        f"About **{found.cases.text} children {per}** have concerns at several agencies. For "
        f"**{found.contested.text}** ({found.contested.interval_text}) two agencies or more would "
        f"lead; for **{found.orphaned.text}** ({found.orphaned.interval_text}) none that would "
        f"lead knows enough under **{design.label}**"
    )
    if design.id == other.id:
        return f"{said}."
    return f"{said}. {_against(found.fewer, other)}"


def lead_title(leads: Answer) -> str:
    """Which agency would lead most cases."""
    known = _known(leads)
    if not known:
        return "Too few cases to show who leads"
    first = max(known, key=lambda row: row["n_cases"])
    return f"{first['group_label']} would lead most cases: {_cases(first)} children"


def threat_title(threats: Answer) -> str:
    """In which kind of threat the design leaves fewer cases orphaned, or that none stands out."""
    known = _known(threats)
    if not known:
        return "Too few cases to show by kind of threat"
    clear = [row for row in known if row["n_fewer_low"] > 0]
    if not clear:
        worst = max(known, key=lambda row: row["n_orphaned"] / row["n_cases"])
        part = show(worst["n_orphaned"] / worst["n_cases"], Unit.SHARE)
        return (
            f"{worst['group_label']}: no lead knows enough in {part} of cases, more than elsewhere"
        )
    most = max(clear, key=lambda row: row["n_fewer"])
    return (
        f"{most['group_label']}: {_fewer(most)} cases fewer are orphaned, more than for any other "
        "kind of threat"
    )


def pairs_title(pairs: Answer) -> str:
    """Which two agencies would most often both lead."""
    known = _known(pairs)
    if not known:
        return "No case has two leads that could be shown"
    first = known[0]
    return f"{first['group_label']} would most often both lead: {_cases(first)} children"


def summary(answer: Answer, names: tuple[str, ...]) -> str:
    """The rows with most cases in words, for readers and for those who hear the page."""
    told = []
    known = sorted(_known(answer), key=lambda row: row["n_cases"], reverse=True)
    for row in known[:TOLD]:
        note = f" ({row['note']} leads)" if row.get("note") else ""
        orphaned = show(
            row["n_orphaned"], Unit.CHILDREN, low=row["n_orphaned_low"], high=row["n_orphaned_high"]
        )
        told.append(f"{row['group_label']}{note}: {_cases(row)} cases, {orphaned} orphaned")
    rows = "; ".join(told) or "No row can be shown"
    bars = "A bar is as long as its cases; the filled part is orphaned"
    both = f" (above: {names[0]}, below: {names[1]})" if len(names) > 1 else ""
    return f"{rows}. {bars}{both}. {answer.provenance.disclosure}"


def _against(fewer: Estimate, other: Scenario) -> str:
    held = f"Held against **{other.label}**, on the same children,"
    if fewer.low is None or fewer.low <= 0 <= fewer.high:
        return f"{held} the number of orphaned cases can't be told apart."
    if fewer.value < 0:
        more = show(-fewer.value, Unit.CHILDREN, low=-fewer.high, high=-fewer.low)
        ends = show_interval(-fewer.high, -fewer.low, Unit.CHILDREN)
        return f"{held} it leaves **{more}** more orphaned ({ends})."
    return f"{held} that is **{fewer.text}** fewer ({fewer.interval_text})."


def _known(answer: Answer) -> list[dict]:
    return answer.frame.filter(~pl.col("is_withheld"), pl.col("n_cases") > 0).rows(named=True)


def _cases(row: dict) -> str:
    return show(row["n_cases"], Unit.CHILDREN, low=row["n_cases_low"], high=row["n_cases_high"])


def _fewer(row: dict) -> str:
    return show(row["n_fewer"], Unit.CHILDREN, low=row["n_fewer_low"], high=row["n_fewer_high"])


TITLES = {"lead": lead_title, "threat": threat_title, "both": pairs_title}
"""The title of each table of `design_leads`."""
