"""Answers to claims on sharing and on who leads."""

from __future__ import annotations

import numpy as np

from analysis.amounts import amount_range
from analysis.claim_answer import AGREES, OPEN, PARTLY, Answered, Drawn
from analysis.claim_figures import Desk, made
from analysis.estimates import difference
from analysis.luck import AGENCY_NAMES
from analysis.outcome import Family
from analysis.units import Unit, show
from data.claims import Claim
from data.schema import AGENCY_LABELS

BEFORE, INDEX = "status_quo", "contactpoint_2009"
OTHERS = ("contactpoint_with_identifier", "identifier_without_index", "reference_index")
LEAD = "lead"


def proper_sharing(desk: Desk, claim: Claim) -> Answered:
    """What stays a gap with an index and without, and what is acted on."""
    before, after = (desk.scored(id, "gap_share") for id in (BEFORE, INDEX))
    closed = desk.scored(INDEX, "gaps_closed")
    part = made(
        "Of all gaps, closed", _over(desk.futures(INDEX, "gaps_closed"),
        desk.futures(BEFORE, "sharing_gaps")), Unit.SHARE,
        "sharing gaps closed / sharing gaps without an index", INDEX,
    )  # fmt: skip
    acted = made(
        "Gaps closed and acted on",
        desk.futures(INDEX, "gaps_closed") * desk.bench.futures("acted_on_share.lookup"),
        Unit.GAPS,
        "sharing gaps closed x share of needs met by a look-up that is acted on",
        INDEX,
    )
    others = tuple(desk.scored(id, "gap_share") for id in OTHERS)
    least = min(others, key=lambda one: one.value if one.value is not None else np.inf)
    if before.value is None or part.low is None or part.low <= 0:
        verdict, lead = OPEN, "It can't be told that it closes any gap."
    elif after.high > 0:
        verdict, lead = (
            PARTLY,
            "More would be shared, and most gaps would stay."
            if (part.value < 1 / 2)
            else "Most gaps would close, and some would stay.",
        )
    else:
        verdict, lead = AGREES, "No gap would stay."
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** Of the times that another agency holds a concern, the one that "
        f"meets the child does not know in **{before.words}** today. With an index like "
        f"ContactPoint it is **{after.words}**: it closes {closed.words} gaps a year, "
        f"{part.words} of them.",
        reasons=(
            "It closes a gap only if somebody looks. Of people with access "
            f"{_believed(desk, 'adoption_share')} are taken to use it, and of concerns "
            f"{_believed(desk, 'lookup_share.discretionary')} to be looked up: assumptions with "
            f"wide ranges. Of the designs beside it, {least.design} leaves the fewest open, "
            f"{least.words}.",
            f"Knowing is not acting. Of the gaps closed, {acted.words} would be acted on, by an "
            "assumption with a wide range. Inquiries also find what was known and nobody owned.",
        ),
        figures=(before, after, closed, part, acted, *others),
        drawn=Drawn(
            title="Sharing needs that stay gaps, by design",
            figures=tuple(one.named(one.design) for one in (before, after, *others)),
            axis=Family.COVERAGE,
        ),
    )


def who_leads(desk: Desk, claim: Claim) -> Answered:
    """Cases per lead, contested and orphaned, with an index and without."""
    cases, contested = (desk.scored(INDEX, id) for id in ("lead_cases", "lead_contested"))
    alone, helped = (desk.scored(id, "lead_orphaned") for id in (BEFORE, INDEX))
    share = made(
        "Cases in which several agencies would lead",
        _over(desk.futures(INDEX, "lead_contested"), desk.futures(INDEX, "lead_cases")),
        Unit.SHARE_OF_CHILDREN,
        "contested cases / cases",
        INDEX,
    )
    fewer = difference(
        desk.tally(BEFORE, "lead_orphaned"), desk.tally(INDEX, "lead_orphaned"), desk.bench.sample
    )
    leads = tuple(
        desk.scored(INDEX, "lead_cases", (LEAD, agency)).named(AGENCY_LABELS[agency])
        for agency in AGENCY_NAMES
        if desk.has(INDEX, "lead_cases", (LEAD, agency))
    )
    one = show(1 - share.value, Unit.SHARE) if share.value is not None else ""
    if share.value is None:
        verdict, lead = OPEN, "There is no case in this world."
    elif share.high > 0:
        verdict, lead = PARTLY, f"For {one} of cases the kinds of concern name one agency."
    else:
        verdict, lead = AGREES, "In every case the kinds of concern name one agency."
    by = f"a difference of {fewer.text} ({fewer.interval_text})"
    if fewer.low is None or fewer.low <= 0:
        by = "the two can't be told apart"
    return Answered(
        verdict=verdict,
        sentence=f"**{lead}** Of {cases.words} children with concerns at several agencies, the "
        f"kinds of concern point to two leads or more for **{contested.words}**.",
        reasons=(
            f"For {alone.words} children no agency that would lead learns enough to do so without "
            f"an index, and for {helped.words} with one like ContactPoint: {by}.",
            "An index tells who is involved. It does not settle who takes the case, so contested "
            "cases are as many under every design.",
        ),
        figures=(cases, contested, share, alone, helped, *leads),
        drawn=Drawn(
            title="Children with concerns at several agencies, by who would lead",
            figures=(
                *leads,
                contested.named("Contested: several would"),
                helped.named("Orphaned: none knows enough"),
            ),
            axis=Family.COVERAGE,
        ),
    )


def _believed(desk: Desk, id: str) -> str:
    """An assumption with its range: "50% (4.5% to 95%)"."""
    return amount_range(desk.bench.assumptions.get(id))


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return top / bottom
