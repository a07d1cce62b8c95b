"""Outcomes of comparisons between scenarios, and of who leads."""

from __future__ import annotations

from functools import partial

from analysis.outcome import Better, Family, Outcome
from analysis.units import Unit

CHILDREN_PAGE = "docs/methods-children.md"
SAME_CHILDREN = "Both designs meet the same children, the same luck and the same beliefs."
NO_GAP = "Left open where no gap is closed. What is extra may be less than nothing."
_between = partial(Outcome, source=CHILDREN_PAGE, family=Family.BETWEEN)
_lead = partial(Outcome, source=CHILDREN_PAGE, family=Family.LEAD, denominator="")

BETWEEN: tuple[Outcome, ...] = (
    _between(
        id="gaps_closed",
        label="Gaps closed",
        question="How many sharing gaps fewer than under the reference?",
        unit=Unit.GAPS,
        better=Better.HIGHER,
        numerator="sharing gaps of the reference less those of the design",
        denominator="",
        formula="sharing gaps of the reference - sharing gaps of the design",
        caveat=SAME_CHILDREN,
    ),
    _between(
        id="extra_views",
        label="Extra views",
        question="How often more is an entry opened than under the reference?",
        unit=Unit.VIEWS,
        better=Better.LOWER,
        numerator="views of the design less those of the reference",
        denominator="",
        formula="views of the design - views of the reference",
        caveat=SAME_CHILDREN,
    ),
    _between(
        id="extra_gbp",
        label="Extra pounds a year",
        question="How much more does a year cost than under the reference?",
        unit=Unit.GBP,
        better=Better.LOWER,
        numerator="pounds a year of the design less those of the reference",
        denominator="",
        formula="yearly cost of the design - yearly cost of the reference",
        caveat="Time saved is not taken off.",
    ),
    _between(
        id="extra_gbp_per_gap",
        label="Extra pounds per gap closed",
        question="What does it cost to close one gap more than the reference does?",
        unit=Unit.GBP,
        better=Better.LOWER,
        numerator="extra pounds a year",
        denominator="gaps closed in a year",
        formula="extra pounds a year / gaps closed",
        caveat=NO_GAP,
    ),
    _between(
        id="extra_views_per_gap",
        label="Extra views per gap closed",
        question="How many entries more are opened for one gap more that is closed?",
        unit=Unit.VIEWS_PER_GAP,
        better=Better.LOWER,
        numerator="extra views",
        denominator="gaps closed",
        formula="extra views / gaps closed",
        caveat=NO_GAP,
    ),
    _between(
        id="children_who_gain",
        label="Children who gain",
        question="For how many children is at least one gap fewer left open?",
        unit=Unit.CHILDREN,
        better=Better.HIGHER,
        numerator="children with fewer gaps than under the reference",
        denominator="",
        formula="children with a sharing need and fewer gaps",
        caveat=SAME_CHILDREN,
    ),
    _between(
        id="children_as_before",
        label="Children for whom as many gaps remain",
        question="For how many children with a sharing need does nothing change?",
        unit=Unit.CHILDREN,
        better=Better.NONE,
        numerator="children with a need and as many gaps as under the reference",
        denominator="",
        formula="children with a sharing need and as many gaps",
        caveat="Children whose needs are all met under both designs are among them.",
    ),
    _between(
        id="children_who_lose",
        label="Children who lose",
        question="For how many children is at least one gap more left open?",
        unit=Unit.CHILDREN,
        better=Better.LOWER,
        numerator="children with more gaps than under the reference",
        denominator="",
        formula="children with a sharing need and more gaps",
        caveat="Against the baseline nobody loses: what practice meets stays met. See those who "
        "are looked at without gaining.",
    ),
    _between(
        id="children_viewed_without_gain",
        label="Children looked at without gaining",
        question="How many children had their entry opened and no gap of theirs closed?",
        unit=Unit.CHILDREN,
        better=Better.LOWER,
        numerator="children whose entry was opened at a decision, with no fewer gaps",
        denominator="",
        formula="children with at least one view at a decision and no gap closed",
        caveat="Views at decisions alone: routine look-ups, misuse and wrong matches come on top.",
    ),
    _between(
        id="children_new_entry_no_need",
        label="Children newly with an entry and no need",
        question="How many children without a sharing need have an entry that they had not?",
        unit=Unit.CHILDREN,
        better=Better.LOWER,
        numerator="children without a need who have an entry under this design alone",
        denominator="",
        formula="sum over children without a sharing need of the chance to have an entry under the "
        "design and none under the reference",
        caveat="No need this year: one may arise in another.",
    ),
    _lead(
        id="lead_cases",
        label="Cases",
        question="For how many children with concerns at several agencies would an agency lead?",
        unit=Unit.CHILDREN,
        better=Better.NONE,
        numerator="children with concerns at two or more agencies in the period",
        formula="cases with a lead agency among those of their types of concern",
        caveat="A case with two leads counts for both. Who leads is a choice that can be edited.",
    ),
    _lead(
        id="lead_contested",
        label="Contested cases",
        question="For how many would two agencies or more lead?",
        unit=Unit.CHILDREN,
        better=Better.NONE,
        numerator="cases with two leads or more",
        formula="cases whose types of concern have different lead agencies",
        caveat="The same under every design: an index tells who is involved, not who leads.",
    ),
    _lead(
        id="lead_orphaned",
        label="Orphaned cases",
        question="For how many does no agency that would lead know enough to lead?",
        unit=Unit.CHILDREN,
        better=Better.LOWER,
        numerator="cases of which no lead knows of concerns at two agencies",
        formula="cases of which no lead learned of another agency by the end of the period",
        caveat="A lead that never met the child in the period can't learn: no design mends that.",
    ),
)
