"""What was said in public, answered with figures: agrees, in part, differs, or can't be told.

    claims()                      every claim of data/reference/claim.toml, in its order
    answer_claim(bench, claim)    the answer to one of them

A verdict is given only where a figure decides it. Opinions, and what no figure of ours can
reach, are left open and said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from analysis import (
    claims_access,
    claims_children,
    claims_cost,
    claims_intrusion,
    claims_sharing,
    claims_staff,
)
from analysis.answer import Answer
from analysis.answers import provenance
from analysis.claim_answer import AGREES, DIFFERS, OPEN, PARTLY, VERDICTS, Answered
from analysis.claim_figures import MODEL, Desk, Figure, NoFigure
from analysis.evaluation import SCHEMA as SCORED
from analysis.tally import ALL
from analysis.workbench import Workbench
from data.claims import Claim, read_claims

ANSWERS: dict[str, Callable[[Desk, Claim], Answered]] = {
    "cost_225m": claims_cost.cost_of_the_system,
    "all_children": claims_access.every_child,
    "users_300k": claims_access.officials,
    "proper_sharing": claims_sharing.proper_sharing,
    "who_leads": claims_sharing.who_leads,
    "intrusive": claims_intrusion.intrusive,
    "insecure": claims_intrusion.insecure,
    "social_workers": claims_staff.social_workers,
    "ninety_percent": claims_children.never_in_contact,
    "five_million_hours": claims_cost.hours_saved,
}
NOT_ENGLAND = (
    "What was said is about England, and this world was imported, so it stands for itself alone. "
    "The claims are listed with what figures can't answer; open a synthetic world for the answers."
)
HOW_TO_READ = (
    "The claims are in our words but for a few in quotation marks. A verdict is given only where a "
    "figure decides it. In the charts an upright stroke is the model's figure and the band its "
    "interval; grey is England without an index."
)
SHORT = {AGREES: "agree", PARTLY: "agree in part", DIFFERS: "differ", OPEN: "can't tell"}
SOURCES = dict.fromkeys(("definition", "source", "link"), pl.String)


def claims() -> tuple[Claim, ...]:
    """Every claim, in the order in which they stand."""
    return read_claims()


def answer_claim(bench: Workbench, claim: Claim) -> Answered:
    """The answer to one claim; NoFigure where the world lacks what it asks for."""
    if bench.world.fraction is None:
        raise NoFigure(NOT_ENGLAND)
    desk = Desk(bench)
    answered = ANSWERS[claim.id](desk, claim)
    return replace(answered, evaluations=desk.asked())


def as_answer(bench: Workbench, claim: Claim, answered: Answered) -> Answer:
    """The figures of an answer as a frame with the record of how they were made."""
    ids = tuple(dict.fromkeys(one.outcome for one in answered.figures if one.outcome))
    told = provenance(bench, answered.evaluations, ids, f"Claim: {claim.title}")
    own = [f"{one.label}: {one.definition}." for one in answered.figures if not one.outcome]
    notes = (*told.notes, *dict.fromkeys(own), f"Not answered: {claim.limits}")
    return Answer(figures_frame(claim.id, answered.figures), replace(told, notes=notes))


def figures_frame(claim: str, figures: tuple[Figure, ...]) -> pl.DataFrame:
    """One row per figure; columns of `evaluation.SCHEMA`, and where each is from."""
    rows = []
    for one in figures:
        named = (one.scenario, claim, one.outcome, one.label, ALL, ALL, one.unit)
        ends = (one.value, one.low, one.high, one.value, None)
        told = (one.text, one.interval_text, one.definition, one.source, one.link)
        rows.append((*named, *ends, *told))
    return pl.DataFrame(rows, schema=SCORED | SOURCES, orient="row")


def summary(found: Sequence[Answered | None]) -> str:
    """How many claims the figures agree with, in one sentence; None: not answered here."""
    if not any(found):
        return "None of them can be answered from this world."
    said = {one: sum(a is not None and a.verdict == one for a in found) for one in VERDICTS}
    return (
        f"Of {len(found)} claims, the figures agree with **{said[AGREES]}**, agree in part with "
        f"**{said[PARTLY]}** and differ from **{said[DIFFERS]}**; **{said[OPEN]}** they can't "
        f"decide.{_missing(sum(a is None for a in found))}"
    )


def contents(found: Sequence[Answered | None]) -> pl.DataFrame:
    """The claims with links to their answers, who made them, and what the figures say."""
    rows = [
        {
            "Claim": f"[{claim.title}](#{claim.id})",
            "Said by": claim.speaker,
            "The figures": SHORT.get(answered and answered.verdict, "not in this world"),
        }
        for claim, answered in zip(claims(), found, strict=True)
    ]
    return pl.DataFrame(rows)


def verdict(answered: Answered | None) -> str:
    """What the figures say of a claim, in a few words."""
    return "Not in this world" if answered is None else VERDICTS[answered.verdict]


def said(claim: Claim) -> str:
    """The claim in our words, with who made it, when and where, as Markdown."""
    return (
        f"**Claimed:** {claim.claim}  \n{claim.speaker}, {claim.role}, {claim.date}. "
        f"Source: [{claim.source}]({claim.link})."
    )


def answer_words(answered: Answered) -> str:
    """The verdict, the answer and the reasoning, as paragraphs of Markdown."""
    return "\n\n".join([f"*{verdict(answered)}.* {answered.sentence}", *answered.reasons])


def limits(claim: Claim) -> str:
    """What figures can't answer."""
    return f"**Not answered:** {claim.limits[0].lower()}{claim.limits[1:]}"


def chart_summary(answered: Answered) -> str:
    """What the chart's lines are, in one or two short sentences."""
    drawn = answered.drawn
    units = {one.unit for one in drawn.figures}
    parts = [f"In {units.pop()}."] if len(units) == 1 else []
    if drawn.claimed is not None:
        parts.append(f"Dashed line: {drawn.claimed_words}, as claimed.")
    if any(one.source != MODEL for one in drawn.figures):
        parts.append("Diamonds: published figures.")
    return " ".join(parts)


def chart_words(answered: Answered) -> str:
    """The figures of the chart, for those who can't see it."""
    told = "; ".join(f"{one.label}: {one.words}" for one in answered.drawn.figures)
    return f"{told}. {chart_summary(answered)}"


def _missing(number: int) -> str:
    return f" For {number} this world lacks what it takes." if number else ""
