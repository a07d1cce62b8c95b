"""A second, plain implementation of model section 5: how each need is met, row by row.

It is slow and easy to check by eye: loops over rows, no arrays, no SQL. Only the draws are
shared with the fast engine, for both must meet the same luck. The readings of sentences that
leave room stand in docs/methods-replay.md; each function below repeats its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analysis import luck
from analysis.levers import Levers
from data.schema import SENSITIVE_AGENCIES
from tests import naive

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Small:
    """A small world as rows, with the design and the beliefs it is replayed under."""

    contacts: list[dict]  # child_id, agency, contacted_on, is_concern, area_code
    children: dict[int, dict]  # by child_id: household_id, is_shielded
    records: dict[tuple[int, str], dict]  # by child_id and agency: quality, has_identifier
    region: dict[str, str]  # by area_code
    period: tuple[date, date]
    window_days: int
    seed: int
    levers: Levers
    values: dict[str, float]  # assumptions by id; practice as practice_share.SEEKER.HOLDER

    def of(self, child: int) -> list[dict]:
        return [contact for contact in self.contacts if contact["child_id"] == child]

    def concerns(self, child: int, agency: str, day: date, *, back: int, ahead: int) -> list[dict]:
        """Concern contacts of the agency from ``back`` days before the day to ``ahead`` before."""
        return [
            contact
            for contact in self.of(child)
            if contact["agency"] == agency
            and contact["is_concern"]
            and day - timedelta(days=back) <= contact["contacted_on"] <= day - timedelta(days=ahead)
        ]


def happened(contacts: list[dict], seed: int, avoidance: float) -> list[dict]:
    """The contacts that take place: families keep away from an agency for a day as a whole."""
    return [
        contact
        for contact in contacts
        if not _happens(
            luck.avoids(
                seed, *_keys(contact["child_id"], contact["agency"]), _day(contact["contacted_on"])
            ),
            avoidance,
        )
    ]


def replay(small: Small) -> list[tuple]:
    """Every need (child, seeker, holder, day, held_days, ordinal, met_by), in that order."""
    met_by: dict[tuple, str] = {}
    needs = naive.needs(small.contacts, *small.period, small.window_days)
    for child, seeker, holder, day, held_days, _ in sorted(needs, key=lambda need: need[3]):
        earlier = [word for need, word in met_by.items() if need[:3] == (child, seeker, holder)]
        if any(word != "unmet" for word in earlier):
            word = "already_known"
        elif by_practice(small, child, seeker, holder, day):
            word = "practice"
        elif by_lookup(small, child, seeker, holder, day, held_days):
            word = "lookup"
        elif by_alert(small, child, seeker, holder, day, held_days):
            word = "alert"
        else:
            word = "unmet"
        met_by[child, seeker, holder, day] = word
    return [(*need, met_by[need[:4]]) for need in needs]


def by_practice(small: Small, child: int, seeker: str, holder: str, day: date) -> bool:
    """Channel 1. An open case: any social care contact in the days before, not on the day."""
    b = small.values[f"practice_share.{seeker}.{holder}"]
    is_open = any(
        contact["agency"] == "social_care"
        and 1 <= (day - contact["contacted_on"]).days <= small.values["open_case_days"]
        for contact in small.of(child)
    )
    if is_open:
        b = b + (1 - b) * small.values["open_case_uplift"]
    gbp = small.levers.extra_staff_gbp_per_year
    if gbp > 0:
        share = gbp / (gbp + small.values["staff_effect.half_gbp"])
        b = b + (1 - b) * small.values["staff_effect.max_share"] * share
    draw = luck.practice(small.seed, *_keys(child, seeker, holder), _day(day))
    return _happens(draw, b)


def by_lookup(small, child: int, seeker: str, holder: str, day: date, held_days: int) -> bool:
    """Channel 2. Being an active user is part of the probability of opening the index."""
    levers, values = small.levers, small.values
    share = values[f"lookup_share.{levers.lookup_rule}"] * values["adoption_share"]
    found = values[f"search_success.{levers.identifier}"]
    return (
        _has_open_entry(small, child, day)
        and seeker in levers.authorised_agencies
        and _happens(luck.lookup(small.seed, *_keys(child, seeker), _day(day)), share)
        and _happens(luck.found(small.seed, *_keys(child, seeker)), found)
        and _is_shown(small, child, seeker, holder, day, held_days)
    )


def by_alert(small, child: int, seeker: str, holder: str, day: date, held_days: int) -> bool:
    """Channel 3. The boundary, the delay and the link decide which holders are told of, not
    which agencies count towards the threshold. Whoever decides is told, authorised or not."""
    levers = small.levers
    if levers.alert_threshold == 0:
        return False
    counted = [
        agency
        for agency in levers.connected_agencies
        if small.concerns(child, agency, day, back=small.window_days, ahead=0)
        and not _is_withheld(small, child, agency)
    ]
    return (
        len(counted) >= levers.alert_threshold
        and _has_open_entry(small, child, day)
        and _happens(
            luck.alert(small.seed, *_keys(child, seeker), _day(day)),
            small.values["alert_follow_up"],
        )
        and _is_shown(small, child, seeker, holder, day, held_days)
    )


def _has_open_entry(small: Small, child: int, day: date) -> bool:
    """The child is in scope on the day, not opted out and not hidden by shielding."""
    levers, about = small.levers, small.children.get(child, {})
    if levers.opt_out:
        household = about.get("household_id")
        key = np.array([child if household is None else household])
        # At a decision the household has a concern, so the other share never applies.
        if _happens(luck.opt_out(small.seed, key), small.values["opt_out_share.with_concern"]):
            return False
    if levers.shielding and about.get("is_shielded"):
        return False
    if levers.scope == "known_to_social_care":
        return any(
            contact["agency"] == "social_care" and contact["contacted_on"] <= day
            for contact in small.of(child)
        )
    if levers.scope == "concern_triggered":
        agencies = {
            contact["agency"]
            for contact in small.of(child)
            if small.concerns(child, contact["agency"], day, back=small.window_days, ahead=0)
        }
        return len(agencies) >= levers.trigger_agencies
    return levers.scope == "universal"


def _is_shown(small, child: int, seeker: str, holder: str, day: date, held_days: int) -> bool:
    """Whether the child's entry shows this holder to this seeker on this day."""
    levers = small.levers
    return (
        holder in levers.connected_agencies
        and held_days >= levers.update_delay_days
        and not _is_withheld(small, child, holder)
        and _is_linked(small, child, holder)
        and _is_near(small, child, seeker, holder, day)
    )


def _is_withheld(small: Small, child: int, agency: str) -> bool:
    """Sensitive is an agency, not a contact."""
    if agency not in SENSITIVE_AGENCIES or small.levers.sensitive_rule == "shared":
        return False
    consents = _happens(
        luck.consent(small.seed, *_keys(child, agency)), small.values["consent_share"]
    )
    return small.levers.sensitive_rule == "withheld" or not consents


def _is_linked(small: Small, child: int, holder: str) -> bool:
    """A record that no row describes is exact and lacks the identifier."""
    record = small.records.get((child, holder), {})
    by_identifier = small.levers.identifier == "single_identifier"
    if by_identifier and record.get("has_identifier"):
        chance = small.values["link_share.identifier"]
    else:
        chance = small.values[f"link_share.{record.get('quality') or 'exact'}"]
    return _happens(luck.linked(small.seed, *_keys(child, holder)), chance)


def _is_near(small: Small, child: int, seeker: str, holder: str, day: date) -> bool:
    """The decision is in every area where the seeker had a concern contact that day."""
    visibility = small.levers.visibility
    held = small.concerns(child, holder, day, back=small.window_days, ahead=1)
    at = [contact["area_code"] for contact in small.concerns(child, seeker, day, back=0, ahead=0)]
    places = [contact["area_code"] for contact in held]
    if visibility == "national":
        return bool(held)
    if visibility == "local":
        return any(area is not None and area in at for area in places)
    regions = {small.region[area] for area in at if area in small.region}
    same = any(area in small.region and small.region[area] in regions for area in places)
    return same or any(area is not None and area in at for area in places)


def _keys(child: int, *agencies: str) -> list[np.ndarray]:
    return [np.array([child]), *(np.array([luck.NUMBER[agency]]) for agency in agencies)]


def _day(day: date) -> np.ndarray:
    return np.array([(day - EPOCH).days])


def _happens(draw: np.ndarray, chance: float) -> bool:
    return bool(luck.happens(draw, luck.limit(chance))[0])
