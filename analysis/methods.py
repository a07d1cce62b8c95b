"""What the Methods page says in words: how the world is made, and what to beware of."""

from __future__ import annotations

from analysis.calibration import MarginResult
from analysis.dictionary import margins_answer
from analysis.policy import Assumptions

ALL_MARGINS, MISSED = "all", "missed"
MARGINS_NOTE = (
    "Published figures for England against this world, scaled to England. In a sample a margin may "
    "differ by its own tolerance or by four standard errors of the sample, whichever is more. A "
    "missed margin stays in the table, with the reason."
)
ASSUMPTIONS_NOTE = (
    "A range is what we hold possible, not a measured spread. Evidence: how much there is for it. "
    "Effect: how far the answer moves over the range, so far by judgement."
)
GENERATED = (
    "**Children** are placed council by council so that their number, age and sex agree with "
    "published totals. Households, siblings, ethnic group, deprivation and moves are judged: the "
    "table below says how.",
    "**Needs and contacts** follow from pathways: a family's circumstances raise the chance of a "
    "need; a need leads to contacts with agencies, some routine, some because of a concern. "
    "Incidents touch several agencies within days. Rates are fitted to published counts.",
    "**Records** of agencies describe a child with errors of known kinds, more often where "
    "families move or names are unfamiliar to those who write them.",
    "**Chance** is a function of the seed, the decision and the child: the same seed gives the "
    "same children, whatever the machine and however many work on it.",
    "**Nothing is tuned to please a measure.** The generator does not know what is asked of it.",
)
BELIEFS_NOTE = (
    "Everything the generator takes that no published margin fixes. Off by: a number may "
    "reasonably be so many times smaller or larger. Chances are relative where a margin sets their "
    "level."
)
LIMITS = (
    "**Contacts between agencies are not published together.** How often several agencies meet "
    "the same child within a window comes from the pathways, not from a measured total.",
    "**What practice shares today is a judgement** under one published ceiling; it moves every "
    "level on these pages.",
    "**The sample stands for England**, but small councils and small groups rest on few children: "
    "their intervals say so.",
)


def answer(margins: list[MarginResult], assumptions: Assumptions) -> str:
    """How far the figures can be trusted, in one or two sentences."""
    entries = list(assumptions)
    judged = sum(entry.quality == "red" for entry in entries)
    trust = (
        f"{judged} of {len(entries)} assumptions rest on judgement, so compare and don't quote "
        "levels."
    )
    if not margins:
        return f"Imported records are counted as they are; {trust}"
    return f"{margins_answer(margins)} But {trust}"


def chosen_margins(margins: list[MarginResult], which: str) -> list[MarginResult]:
    """All margins, or the missed alone."""
    return [one for one in margins if which == ALL_MARGINS or not one.passed]
