"""A second, plain implementation of docs/methods-access.md: occasion by occasion, no arrays.

It is slow and easy to check by eye. The property tests hold the counted engine to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.levers import Levers
from data.schema import SENSITIVE_AGENCIES


@dataclass(frozen=True)
class Occasion:
    """A child, an agency and a day of the period with a contact, and the state of the child."""

    child: int
    agency: str
    day: date
    area: str | None
    is_concern: bool
    is_known: bool
    n_agencies: int
    sensitive: frozenset[str]


def occasions(
    contacts: list[dict], children: list[dict], period: tuple[date, date], window_days: int
) -> list[Occasion]:
    """Every occasion of the children in ``children``, in no order that matters."""
    ids = {child["child_id"] for child in children}
    met = {
        (contact["child_id"], contact["agency"], contact["contacted_on"])
        for contact in contacts
        if contact["child_id"] in ids and period[0] <= contact["contacted_on"] <= period[1]
    }
    return [_occasion(contacts, *one, window_days) for one in met]


def _occasion(contacts: list[dict], child: int, agency: str, day: date, window: int) -> Occasion:
    own = [contact for contact in contacts if contact["child_id"] == child]
    that_day = [c for c in own if c["agency"] == agency and c["contacted_on"] == day]
    areas = sorted(c["area_code"] for c in that_day if c["area_code"] is not None)
    first = day - timedelta(days=window)
    held = [c for c in own if c["is_concern"] and first <= c["contacted_on"] <= day]
    return Occasion(
        child=child,
        agency=agency,
        day=day,
        area=areas[0] if areas else None,
        is_concern=any(c["is_concern"] for c in that_day),
        is_known=any(c["agency"] == "social_care" and c["contacted_on"] <= day for c in own),
        n_agencies=len({c["agency"] for c in held}),
        sensitive=frozenset(
            c["agency"]
            for c in held
            if c["agency"] in SENSITIVE_AGENCIES
            and c["agency"] != agency
            and c["contacted_on"] < day
        ),
    )


@dataclass(frozen=True)
class Beliefs:
    """A design, the value of every assumption by id, and what else a volume rests on."""

    levers: Levers
    values: dict[str, float]
    is_shielded: dict[int, bool]  # by child
    entry_share: float  # of all children, those who have an entry that is not hidden
    links: dict[str, float]  # by sensitive agency: the mean chance that a record is linked


def looks(told: Beliefs, one: Occasion) -> float:
    """The chance that somebody asks the index."""
    if told.levers.scope == "none" or one.agency not in told.levers.authorised_agencies:
        return 0.0
    which = "lookup_share" if one.is_concern else "routine_lookup_share"
    return told.values[f"{which}.{told.levers.lookup_rule}"] * told.values["adoption_share"]


def views(told: Beliefs, one: Occasion) -> float:
    """The chance that the child's own entry is opened."""
    levers, values = told.levers, told.values
    is_open = {
        "none": False,
        "known_to_social_care": one.is_known,
        "concern_triggered": one.n_agencies >= levers.trigger_agencies,
        "universal": True,
    }[levers.scope]
    if not is_open or (levers.shielding and told.is_shielded[one.child]):
        return 0.0
    chance = looks(told, one) * values[f"search_success.{levers.identifier}"]
    if levers.opt_out:
        which = "with_concern" if one.n_agencies else "without_concern"
        chance *= 1 - values[f"opt_out_share.{which}"]
    return chance


def needless(told: Beliefs, one: Occasion) -> float:
    """The chance of a view of a child about whom no agency holds a concern."""
    return 0.0 if one.n_agencies else views(told, one)


def wrong(told: Beliefs, one: Occasion) -> float:
    """The chance that another child's entry is opened."""
    chance = looks(told, one) * told.values["false_match_share"] * told.entry_share
    if told.levers.identifier == "single_identifier":
        chance *= told.values["false_match_identifier_ratio"]
    return chance


def shown(told: Beliefs, one: Occasion) -> float:
    """The expected number of sensitive services that are shown."""
    consents = {"withheld": 0.0, "consent": told.values["consent_share"], "shared": 1.0}
    return views(told, one) * sum(
        told.links[agency] * consents[told.levers.sensitive_rule]
        for agency in one.sensitive
        if agency in told.levers.connected_agencies
    )


def looked_up_at_all(told: Beliefs, pair: list[Occasion]) -> float:
    """The chance that any of the occasions ``pair`` of one child and agency has a look-up."""
    never = 1.0
    for one in pair:
        never *= 1 - looks(told, one)
    return 1 - never
