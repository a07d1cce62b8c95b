"""Access volumes of a design as tallies: how often an index is looked into, by whom and when.

Each is an outcome of `outcomes_access`. Counts are of this world's period, not scaled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.access import Volumes, look_chances, lookups, volumes
from analysis.entries import counted_children
from analysis.entry_rules import among
from analysis.futures import Values
from analysis.groups import Dimension
from analysis.levers import Levers
from analysis.lookup_hours import HOURS, WEEK, hour_shares
from analysis.luck import AGENCY_NAMES
from analysis.occasion_counts import CONTACT_AREA, REPLICATE, WEEKDAY, WEEKDAYS
from analysis.occasions import BY_AGENCY, Occasions, Pairs, occasions_by, pairs_met
from analysis.openers import users_with_access
from analysis.policy import Assumptions
from analysis.tally import REPLICATES, Tally
from data.schema import AGENCIES, AGENCY_LABELS
from data.world import World

BY_HOUR, BY_OCCASION, BY_ORDER = "hour", "occasion", "order"
DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        BY_AGENCY,
        "Agency that looks",
        "contact.agency",
        tuple((agency, AGENCY_LABELS[agency]) for agency in AGENCIES),
    ),
    Dimension(CONTACT_AREA, "Council where the contact was", "contact.area_code", ()),
    Dimension(
        WEEKDAY,
        "Day of the week",
        "contact.contacted_on",
        tuple((day, day.capitalize()) for day in WEEKDAYS),
    ),
    Dimension(
        BY_HOUR,
        "Hour of the day",
        "contact.contacted_on",
        tuple((f"{hour:02d}", f"{hour:02d}:00") for hour in range(HOURS)),
    ),
    Dimension(
        BY_OCCASION,
        "Occasion",
        "contact.is_concern",
        (("decision", "On a concern"), ("routine", "Routine")),
    ),
    Dimension(
        BY_ORDER,
        "First or repeat",
        "contact.child_id",
        (("first", "First of the child by the agency"), ("repeat", "Repeat")),
    ),
)
"""The ways look-ups are grouped, beside the groups of children."""
_SECONDS = 3_600  # of an hour


def access_tallies(store, levers: Levers, value: Values) -> list[Tally]:
    """Access volumes in every future that ``value`` tells of: all outcomes of their family."""
    whole, of_part = _volumes(store, levers, value)
    return [
        *_by_agency("lookups", whole.lookups, of_part.lookups),
        *_by_agency("views", whole.views, of_part.views),
        *_by_occasion(whole, of_part),
        *_by_area(store, levers, value),
        *_by_time(store, levers, value),
        *_by_order(pairs_met(store), levers, value),
        _for_each_user(store.world, levers, value, whole, of_part),
        _for_each_child(store, whole, of_part),
    ]


def volume_totals(store, levers: Levers, value: Values) -> list[Tally]:
    """Look-ups and views of everybody, as `access_tallies` has them, in a third of its time."""
    whole, of_part = _volumes(store, levers, value)
    return [
        _total("lookups", whole.lookups, of_part.lookups),
        _total("views", whole.views, of_part.views),
    ]


def _volumes(store, levers: Levers, value: Values) -> tuple[Volumes, Volumes]:
    """By agency; and, in the central future, by agency within each random group of households.

    How much those groups differ tells how far the sample may be off.
    """
    whole = volumes(occasions_by(store, BY_AGENCY), levers, value)
    return whole, volumes(_split(occasions_by(store, REPLICATE)), levers, _Central(value))


@dataclass(frozen=True, slots=True)
class _Central:
    """The central future alone."""

    value: Values

    @property
    def assumptions(self) -> Assumptions:
        return self.value.assumptions

    def __call__(self, id: str) -> np.ndarray:
        return self.value(id)[:1]


def _split(occasions: Occasions) -> Occasions:
    """The same occasions grouped by agency within each group."""
    return replace(
        occasions,
        labels=tuple(f"{one} {agency}" for one in occasions.labels for agency in AGENCY_NAMES),
        group=occasions.group * np.int32(len(AGENCY_NAMES)) + occasions.agency,
    )


def _parts(of_part: np.ndarray) -> np.ndarray:
    """By random group and agency [REPLICATES, agencies], of volumes by `_split` replicates."""
    return of_part[0].reshape(-1, len(AGENCY_NAMES))[:REPLICATES]


def _as_parts(numerator: np.ndarray, denominator: np.ndarray | float = 0.0) -> np.ndarray:
    return np.stack([numerator, np.broadcast_to(denominator, numerator.shape)], axis=-1)


def _total(outcome: str, found: np.ndarray, of_part: np.ndarray) -> Tally:
    return Tally(outcome, found.sum(axis=1), parts=_as_parts(_parts(of_part).sum(axis=1)))


def _by_agency(outcome: str, found: np.ndarray, of_part: np.ndarray) -> list[Tally]:
    parts = _parts(of_part)
    each = (
        Tally(outcome, found[:, row], None, BY_AGENCY, agency, _as_parts(parts[:, row]))
        for row, agency in enumerate(AGENCY_NAMES)
    )
    return [_total(outcome, found, of_part), *each]


def _by_occasion(whole: Volumes, of_part: Volumes) -> list[Tally]:
    def tally(group: str, found: np.ndarray, of_part: np.ndarray) -> Tally:
        parts = _as_parts(_parts(of_part).sum(axis=1))
        return Tally("lookups", found.sum(axis=1), None, BY_OCCASION, group, parts)

    return [
        tally("decision", whole.on_concern, of_part.on_concern),
        tally("routine", whole.lookups - whole.on_concern, of_part.lookups - of_part.on_concern),
    ]


def _by_area(store, levers: Levers, value: Values) -> list[Tally]:
    occasions = occasions_by(store, CONTACT_AREA)
    found = lookups(occasions, levers, value)
    return [
        Tally("lookups", found[:, place], None, CONTACT_AREA, area)
        for place, area in enumerate(occasions.labels)
        if (occasions.group == place).any()
    ]


def _by_time(store, levers: Levers, value: Values) -> list[Tally]:
    """By weekday, by hour, and the busiest second of the period's average week."""
    found = lookups(_split(occasions_by(store, WEEKDAY)), levers, value)
    found = found.reshape(-1, len(WEEKDAYS), len(AGENCY_NAMES))
    hours = np.einsum("fda,adh->fdh", found, hour_shares()[:, WEEK])
    mean = hours / np.maximum(weekdays_in(store.world), 1)[:, None]  # of one such day
    peak = mean.max(axis=(1, 2)) / _SECONDS * value("peak_factor")
    by_day, by_hour = found.sum(axis=2), hours.sum(axis=1)
    return [
        *(Tally("lookups", by_day[:, row], None, WEEKDAY, day) for row, day in enumerate(WEEKDAYS)),
        *(
            Tally("lookups", by_hour[:, hour], None, BY_HOUR, f"{hour:02d}")
            for hour in range(HOURS)
        ),
        Tally("peak_lookups_per_second", peak),
    ]


def _by_order(pairs: Pairs, levers: Levers, value: Values) -> list[Tally]:
    """First look-ups of a child by an agency in the period, and repeats: exact.

    An agency looks a child up at all with 1 - (1 - p)^decisions (1 - q)^routine occasions,
    because occasions are drawn apart.
    """
    rows = among(levers.authorised_agencies)[pairs.agency] & (levers.scope != "none")
    decisions, at_decision = np.unique(pairs.decisions[rows], return_inverse=True)
    routine, at_routine = np.unique(pairs.routine[rows], return_inverse=True)
    n = np.zeros((len(decisions), len(routine)))
    np.add.at(n, (at_decision, at_routine), pairs.n[rows])
    p, q = look_chances(levers, value)
    never = ((1 - p)[:, None] ** decisions @ n * (1 - q)[:, None] ** routine).sum(axis=1)
    first = n.sum() - never
    every = p * (decisions @ n.sum(axis=1)) + q * (routine @ n.sum(axis=0))
    return [
        Tally("lookups", first, None, BY_ORDER, "first"),
        Tally("lookups", every - first, None, BY_ORDER, "repeat"),
    ]


def _for_each_user(
    world: World, levers: Levers, value: Values, whole: Volumes, of_part: Volumes
) -> Tally:
    """Both stand for England: a world that is no sample is taken to be all there is."""
    scale = 1 / (world.fraction or 1)
    users = users_with_access(levers) * value("adoption_share")
    parts = _parts(of_part.lookups).sum(axis=1) * scale
    return Tally(
        "lookups_per_user",
        whole.lookups.sum(axis=1) * scale,
        users,
        parts=_as_parts(parts, users[0] / REPLICATES),
        is_national=True,
    )


def _for_each_child(store, whole: Volumes, of_part: Volumes) -> Tally:
    n = counted_children(store, REPLICATE).by(REPLICATE, REPLICATES).sum(axis=1)
    return Tally(
        "lookups_per_1000_children",
        whole.lookups.sum(axis=1) * 1_000,
        np.full(len(whole.lookups), n.sum()),
        parts=_as_parts(_parts(of_part.lookups).sum(axis=1) * 1_000, n),
    )


def weekdays_in(world: World) -> np.ndarray:
    """How many of each weekday the period has."""
    days = (world.period_end - world.period_start).days + 1
    first = world.period_start.weekday()
    return np.bincount((np.arange(days) + first) % len(WEEKDAYS), minlength=len(WEEKDAYS))
