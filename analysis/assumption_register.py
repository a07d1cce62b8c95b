"""The register of assumptions for readers: by family, what moves the answer most first.

    register(beliefs)                    every family, with its assumptions
    register(beliefs, find="look-up")    those alone that tell of something

Within a family and between them, a large effect comes before a small one, and of two alike the
one with less evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analysis.amounts import amount_range
from analysis.dictionary import IMPACT, RATING, source_of
from analysis.policy import Assumption, Assumptions, load_assumptions

WORST = {"red": 0, "amber": 1, "green": 2}
FAMILIES: dict[str, tuple[str, ...]] = {
    "What counts as a need": ("window_days", "open_case_days", "knowledge_days"),
    "What practice shares today": ("practice_share", "open_case_uplift"),
    "Who uses an index, and how often": (
        "adoption_share",
        "lookup_share",
        "routine_lookup_share",
        "workforce",
        "contactpoint_users",
        "user_turnover_share",
        "peak_factor",
    ),
    "Finding an entry and linking records": (
        "search_success",
        "link_share",
        "false_match_share",
        "false_match_identifier_ratio",
        "duplicate_entry_share",
    ),
    "Consent, opting out and keeping away": ("consent_share", "opt_out_share", "avoidance_share"),
    "Alerts, and acting on what is known": ("alert_follow_up", "acted_on_share"),
    "What more staff achieve": ("staff_effect",),
    "Misuse, and what prevents or finds it": (
        "misuse_rate",
        "misuse_kind_share",
        "misuse_lookups",
        "misuse_prevented",
        "misuse_uses_per_user",
        "misuse_pattern_share",
        "detection_share",
        "explained_days",
        "unrecorded_contact_share",
        "lookup_lag_days",
        "public_figure_children",
        "trawl_minutes",
        "audit",
    ),
    "Time that things take": ("minutes", "working_hours_per_year"),
    "Money": (
        "setup_gbp",
        "setup_share",
        "running_gbp",
        "running_share",
        "hourly_gbp",
        "two_factor_gbp",
        "optimism_bias",
        "discount_rate",
        "horizon_years",
        "build_years",
        "deflator",
    ),
    "What an entry holds": ("items_held",),
}
"""Headings with the first word of the ids below them; every assumption stands below one."""


@dataclass(frozen=True, slots=True)
class Family:
    """Assumptions on one subject, the one that moves the answer most first."""

    id: str
    label: str
    entries: tuple[Assumption, ...]

    @property
    def title(self) -> str:
        """Its name with how many there are and how many of them move the answer much."""
        large = sum(one.impact == "red" for one in self.entries)
        moving = f", {large} with a large effect" if large else ""
        return f"{self.label} · {len(self.entries)} in all{moving}"


def register(beliefs: Assumptions, find: str = "") -> list[Family]:
    """The families of ``beliefs`` that hold an assumption that tells of ``find``, worst first."""
    wanted = find.casefold().strip()
    found = []
    for label, stems in FAMILIES.items():
        entries = [one for one in beliefs if one.id.partition(".")[0] in stems]
        entries = sorted((one for one in entries if wanted in _words(one)), key=_weight)
        if entries:
            found.append(Family(stems[0].replace("_", "-"), label, tuple(entries)))
    return sorted(found, key=lambda family: [_weight(one) for one in family.entries])


def words(one: Assumption) -> str:
    """One assumption with its range, weight, evidence and source: three lines of Markdown."""
    shape = one.kind if one.distribution == "none" else f"{one.kind}, {one.distribution}"
    price = f", in pounds of {one.price_year}" if one.price_year else ""
    return (
        f"**{one.label}: {_held(one)}**{price} · `{one.id}`  \n"
        f"Effect {IMPACT[one.impact]} · evidence {RATING[one.quality]} · {shape}  \n"
        f"{source_of(one)}"
    )


def trust(beliefs: Assumptions) -> str:
    """How far figures can be trusted, by what they rest on, in one sentence with counts."""
    entries = list(beliefs)
    judged = sum(one.is_judgement for one in entries)
    both = sum(one.is_judgement and one.impact == "red" for one in entries)
    return (
        f"Far enough to compare designs, not to quote levels: **{judged} of {len(entries)}** "
        f"assumptions rest on judgement alone, and **{both}** of those move the answer much."
    )


def _held(one: Assumption) -> str:
    """Its range, or the value at which the reader holds it beside what ships."""
    shipped = _shipped().get(one.id, one)
    if one == shipped:
        return amount_range(one)
    return f"{amount_range(one)}, held by you; ships as {amount_range(shipped)}"


@cache
def _shipped() -> dict[str, Assumption]:
    return {one.id: one for one in load_assumptions()}


def _words(one: Assumption) -> str:
    return " ".join((one.id, one.label, one.source, one.note)).casefold()


def _weight(one: Assumption) -> tuple[int, int]:
    return WORST[one.impact], WORST[one.quality]
