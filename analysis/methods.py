"""What the Methods page says in words, made from the registries that the words speak of."""

from __future__ import annotations

from analysis.appetite import load_rules
from analysis.calibration import MarginResult
from analysis.child_panel import FUTURES, PANEL
from analysis.estimates import MIDDLE
from analysis.futures import MOVE_TOGETHER, N_FUTURES
from analysis.outcome import Better
from analysis.outcomes import OUTCOMES, Family, Outcome
from analysis.policy import Assumptions
from analysis.tally import REPLICATES

ALL_MARGINS, MISSED = "all", "missed"
MARGINS_NOTE = (
    "Published figures for England against this world, scaled to England. In a sample a margin may "
    "differ by its own tolerance or by four standard errors of the sample, whichever is more. A "
    "missed margin stays in the table, with the reason."
)
ASSUMPTIONS_NOTE = (
    "A range is what we hold possible, not a measured spread. Evidence: how much there is for it. "
    "Effect: how far the answer moves over the range, by judgement; Trade-offs measures it for one "
    "outcome at a time. What moves the answer most stands first."
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
WITHHELD = (
    "Every table and file by area or by group of children withholds small counts, as if the "
    "children were real, and whatever would give them away."
)
PARTS = {
    "assumptions": "What is assumed",
    "outcomes": "What is counted",
    "intervals": "Intervals",
    "calibration": "Calibration",
    "generated": "What is generated",
    "withheld": "What is withheld",
    "limits": "Limits",
    "tables": "Tables",
    "words": "Words",
}
CONTENTS = " · ".join(f"[{label}](#{anchor})" for anchor, label in PARTS.items())
BETTER = {Better.LOWER: "Lower is better.", Better.HIGHER: "Higher is better.", Better.NONE: ""}


def families() -> list[tuple[str, str, tuple[Outcome, ...]]]:
    """Id, heading and outcomes of every family of outcomes, in the order of the registry."""
    found = []
    for family in Family:
        outcomes = tuple(one for one in OUTCOMES if one.family is family)
        if outcomes:
            words = f"{family.value[0].upper()}{family.value[1:]} · {len(outcomes)}"
            found.append((f"outcomes-{family.name.casefold()}", words, outcomes))
    return found


def definition(one: Outcome) -> str:
    """What an outcome is and how it is made, as Markdown."""
    formula = f"{one.formula[0].upper()}{one.formula[1:]}"
    return (
        f"**{one.axis_title}** · {one.question} {BETTER[one.better]}  \n{formula}. "
        f"*{one.caveat}* Told in {one.source}."
    )


def intervals(beliefs: Assumptions) -> tuple[str, ...]:
    """How figures get their intervals, with the numbers that the program takes."""
    entries = list(beliefs)
    drawn = sum(one.kind == "uncertainty" for one in entries)
    fixed = [one.label[0].lower() + one.label[1:] for one in entries if one.kind == "structural"]
    together = sum(one.id.partition(".")[0] in MOVE_TOGETHER for one in entries)
    middle = f"{MIDDLE[1] - MIDDLE[0]:.0%}".replace("%", " percent")
    return (
        f"**Futures.** A figure takes every assumption at its central value. Its interval holds "
        f"the middle {middle} of {N_FUTURES:,} futures. In each, {drawn} assumptions have a value "
        "from their range, and every design meets the same futures, so a difference between two "
        "designs is taken future by future.",
        f"**Together and apart.** {together} of them move in families: whoever has misjudged one "
        "look-up rule has misjudged the others alike. The others are drawn apart from each other.",
        f"**Left central.** What changes the needs themselves is explored as a what-if: "
        f"{'; '.join(fixed)}.",
        "**The sample.** Where a world holds a part of England's children, households fall into "
        f"{REPLICATES} random groups, and how much those differ adds to the interval.",
        f"**Whole children.** Figures of children rest on all of them; their intervals on "
        f"{PANEL:,} with a need and as many without, followed through {FUTURES} futures.",
    )


def disclosure() -> list[str]:
    """The rules on what may be told about few children, each with reason and source."""
    return [
        f"**{rule.label}: {_value(rule.value, rule.unit)}.** {rule.why} Source: "
        + (f"[{rule.source}]({rule.link})." if rule.link else f"{rule.source}.")
        for rule in load_rules()
    ]


def chosen_margins(margins: list[MarginResult], which: str) -> list[MarginResult]:
    """All margins, or the missed alone."""
    return [one for one in margins if which == ALL_MARGINS or not one.passed]


def _value(value: int | bool, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value} {'child' if value == 1 and unit == 'children' else unit}"
