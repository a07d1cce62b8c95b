"""Outcomes of coverage: which sharing gaps there are, and which a design closes."""

from __future__ import annotations

from analysis.outcome import Better, Outcome
from analysis.units import Unit

NEEDS_PAGE = "docs/methods-needs.md"
DECISION_PAGE = "docs/decisions/0004-what-is-a-sharing-need.md"
LEVELS_CAVEAT = (
    "How often practice shares today is a judgement with a wide range: compare designs and "
    "groups, and don't quote the level."
)

COVERAGE: tuple[Outcome, ...] = (
    Outcome(
        id="sharing_needs",
        label="Sharing needs",
        question="How often does an agency meet a child about whom another holds a concern?",
        unit=Unit.NEEDS,
        better=Better.NONE,
        numerator="n_needs",
        denominator="",
        formula="decisions x other agencies with a concern contact in the window before the day",
        caveat="A need says that there was something to know, not that knowing would have helped.",
        source=DECISION_PAGE,
        query="gaps_by_group",
    ),
    Outcome(
        id="sharing_gaps",
        label="Sharing gaps",
        question="How often does it not know of the other agency's concern?",
        unit=Unit.GAPS,
        better=Better.LOWER,
        numerator="gaps_central",
        denominator="",
        formula="sum over needs of the chance that practice has not met it by that day",
        caveat=LEVELS_CAVEAT,
        source=NEEDS_PAGE,
        query="gaps_by_group",
    ),
    Outcome(
        id="gap_share",
        label="Gap share",
        question="Of all sharing needs, what share stays a gap?",
        unit=Unit.SHARE,
        better=Better.LOWER,
        numerator="gaps_central",
        denominator="n_needs",
        formula="sharing gaps / sharing needs",
        caveat=LEVELS_CAVEAT,
        source=NEEDS_PAGE,
        query="gaps_by_group",
    ),
    Outcome(
        id="children_with_need",
        label="Children with a sharing need",
        question="About how many children did one agency hold what another had use for?",
        unit=Unit.CHILDREN,
        better=Better.NONE,
        numerator="n_with_need",
        denominator="",
        formula="children with at least one sharing need in the year",
        caveat="A child counts once, however many needs it has.",
        source=DECISION_PAGE,
        query="children_by_group",
    ),
    Outcome(
        id="children_with_gap",
        label="Children with at least one gap",
        question="For how many children did at least one agency act without knowing?",
        unit=Unit.CHILDREN,
        better=Better.LOWER,
        numerator="gap_central",
        denominator="",
        formula="sum over children of 1 - product, over seeker and holder, of the chance that "
        "the first need is met",
        caveat=LEVELS_CAVEAT,
        source=NEEDS_PAGE,
        query="children_by_group",
    ),
    Outcome(
        id="children_never_put_together",
        label="Children never put together",
        question="For how many children with a sharing need was none met all year?",
        unit=Unit.CHILDREN,
        better=Better.LOWER,
        numerator="never_central",
        denominator="",
        formula="sum over children with a need of the chance that every need stays a gap",
        caveat=LEVELS_CAVEAT,
        source=NEEDS_PAGE,
        query="children_by_group",
    ),
    Outcome(
        id="median_held_days",
        label="Median days a concern had been held",
        question="For how long had the other agency held its concern?",
        unit=Unit.DAYS,
        better=Better.NONE,
        numerator="held_days",
        denominator="",
        formula="median over sharing gaps of the days from the holder's first concern inside "
        "the window to the decision, each gap weighted by its chance",
        caveat="Never longer than the window, which is an assumption.",
        source=DECISION_PAGE,
        query="sharing_delay",
    ),
    Outcome(
        id="needs_by_delay",
        label="Sharing needs by days held",
        question="How old was the concern that the other agency held?",
        unit=Unit.SHARE,
        better=Better.NONE,
        numerator="n_needs",
        denominator="n_needs over all days",
        formula="sharing needs with so many days held / all sharing needs",
        caveat="Never longer than the window, which is an assumption.",
        source=NEEDS_PAGE,
        query="sharing_delay",
    ),
    Outcome(
        id="funnel",
        label="How far children get",
        question="What of children in greatest need can sharing reach, and what not?",
        unit=Unit.PER_1000,
        better=Better.NONE,
        numerator="central",
        denominator="children of the chosen need tiers",
        formula="children in the step / children of the complex and acute tiers x 1,000",
        caveat="Seen means a concern on record, in the year or in the window before it. "
        "Routine contacts don't count.",
        source=NEEDS_PAGE,
        query="funnel",
    ),
)
