"""Outcomes of access volumes: how often an index is opened, by whom and when."""

from __future__ import annotations

from functools import partial

from analysis.outcome import Better, Family, Outcome
from analysis.units import Unit

PAGE = "docs/methods-access.md"
LOOKUP_CAVEAT = "How often people look is a judgement with a wide range: compare designs."
_measured = partial(Outcome, better=Better.NONE, source=PAGE, family=Family.ACCESS)

ACCESS: tuple[Outcome, ...] = (
    _measured(
        id="lookups",
        label="Look-ups a year",
        question="How often does a user ask the index about a child?",
        unit=Unit.LOOKUPS,
        numerator="look-ups in the year",
        denominator="",
        formula="sum over occasions of agencies that may look of the chance to look x adoption",
        caveat="How often people look, on a concern and above all without one, is a judgement with "
        "a wide range: compare designs. Synthetic worlds put weekend work on Monday and Friday.",
    ),
    _measured(
        id="views",
        label="Views a year",
        question="How often is a child's entry opened?",
        unit=Unit.VIEWS,
        numerator="look-ups that open the entry of the child",
        denominator="",
        formula="sum over occasions with an open entry of the chance to look x adoption x the "
        "chance to find the entry x 1 - the chance of opting out",
        caveat=LOOKUP_CAVEAT,
    ),
    _measured(
        id="lookups_per_user",
        label="Look-ups per user",
        question="How often does an active user look a child up in a year?",
        unit=Unit.LOOKUPS,
        numerator="look-ups in the year",
        denominator="people with access x share of them who use it",
        formula="look-ups a year / active users",
        caveat="A mean. Adoption is in both, so that the figure does not depend on it: fewer users "
        "look as often each. A world that is not all of England needs users to match.",
    ),
    _measured(
        id="lookups_per_1000_children",
        label="Look-ups per 1,000 children",
        question="How often is a child looked up in a year?",
        unit=Unit.PER_1000,
        numerator="look-ups in the year x 1,000",
        denominator="all children",
        formula="look-ups a year / children x 1,000",
        caveat="A mean over all children: few are looked up often and most never.",
    ),
    _measured(
        id="peak_lookups_per_second",
        label="Look-ups in the busiest second",
        question="How many look-ups at once must the system bear?",
        unit=Unit.LOOKUPS_PER_SECOND,
        numerator="look-ups in the busiest hour of the average week / 3,600 x peak factor",
        denominator="",
        formula="largest over weekday and hour of look-ups in that hour of the average week / "
        "3,600 x how far the worst second exceeds the mean second of that hour",
        caveat="Hours of look-ups and the peak factor are judged. Synthetic worlds put weekend "
        "work on Monday and Friday, which makes the busiest day too busy.",
    ),
    Outcome(
        id="alerts",
        label="Alerts a year",
        question="How often does the index tell an agency of others unasked?",
        unit=Unit.ALERTS,
        better=Better.NONE,
        numerator="decisions at which enough agencies hold a concern",
        denominator="",
        formula="decisions with an open entry at which connected agencies with a concern in the "
        "window or on the day reach the threshold",
        caveat="One for each decision, so a child about whom several agencies worry sets off many.",
        source="docs/methods-replay.md",
        family=Family.ACCESS,
    ),
)
