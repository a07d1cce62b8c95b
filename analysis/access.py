"""How often an index is looked into under a design, in every future at once.

Look-ups, views, needless views, views of the wrong child and sensitive services shown, each
expected over the occasions of a world. What they are stands in docs/methods-access.md. A
design reduces the occasions to a few sums per group; chances then multiply those.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.entries import IS_SHIELDED, entry_chance
from analysis.entry_rules import among
from analysis.futures import Values
from analysis.levers import Levers
from analysis.occasion_counts import AGES, LIFE, N_TIERS
from analysis.occasions import HAD_CONCERN, Occasions, occasions_by
from data.schema import NEED_TIERS, QUALITIES, SENSITIVE_AGENCIES


@dataclass(frozen=True, slots=True, eq=False)
class Volumes:
    """Expected numbers of this world's period, not scaled: float64 [F, groups]."""

    lookups: np.ndarray  # a user asks the index about a child
    on_concern: np.ndarray  # of those look-ups, the ones at a decision
    views: np.ndarray  # look-ups that open the child's entry
    needless: np.ndarray  # views of a child about whom no agency holds a concern
    wrong: np.ndarray  # look-ups that open another child's entry
    sensitive: np.ndarray  # sensitive services, other than the viewer's own, that views show


def volumes(occasions: Occasions, levers: Levers, value: Values) -> Volumes:
    """What a design gives in every future; exactly 0 without an index or anybody who may look."""
    found, on_concern = _asked(occasions, levers, value)
    is_open = may_look(occasions, levers) & in_scope(occasions, levers)
    if levers.shielding:
        is_open &= ~occasions.is_shielded
    opens, opened = _view_chances(levers, value), _counted(occasions, is_open)
    return Volumes(
        lookups=found,
        on_concern=on_concern,
        views=opens @ opened,
        needless=opens[:, :1] @ opened[:1],
        wrong=found * _mistaken(occasions, levers, value)[:, None],
        sensitive=_sensitive(occasions, levers, value, is_open, opens),
    )


def lookups(occasions: Occasions, levers: Levers, value: Values) -> np.ndarray:
    """The look-ups of `volumes` alone, which take less time: float64 [F, groups]."""
    return _asked(occasions, levers, value)[0]


def views_by_life(store, levers: Levers, value: Values) -> np.ndarray:
    """A year's views of children of each life and age: float64 [F, 1 + need tiers, ages].

    The first life is that of children without a concern at any agency in the period, of
    whatever tier; the others are the need tiers, with a concern or without one. A child whose
    age is not known is left out.
    """
    found = volumes(occasions_by(store, LIFE), levers, value).views[:, :-1]
    found = found.reshape(len(found), AGES, len(HAD_CONCERN), N_TIERS)
    quiet = found[:, :, [0]].sum(axis=-1)
    tiers = found.sum(axis=2)[:, :, : len(NEED_TIERS)]
    return np.moveaxis(np.concatenate([quiet, tiers], axis=-1), 2, 1)


def look_chances(levers: Levers, value: Values) -> tuple[np.ndarray, np.ndarray]:
    """The chance that a user looks at a decision and at a routine occasion, each [F]."""
    adoption = value("adoption_share")
    return (
        value(f"lookup_share.{levers.lookup_rule}") * adoption,
        value(f"routine_lookup_share.{levers.lookup_rule}") * adoption,
    )


def may_look(occasions: Occasions, levers: Levers) -> np.ndarray:
    """Whether there is an index and the agency of each row is authorised to open it."""
    return among(levers.authorised_agencies)[occasions.agency] & (levers.scope != "none")


def in_scope(occasions: Occasions, levers: Levers) -> np.ndarray:
    """Whether the child of each row has an entry that day, opting out aside."""
    if levers.scope == "known_to_social_care":
        return occasions.is_known
    if levers.scope == "concern_triggered":
        return occasions.n_agencies >= levers.trigger_agencies
    return np.full(len(occasions.n), levers.scope == "universal")


# Chances differ by class alone: routine and no agency with a concern; routine and some agency
# with one; a decision.
_CLASSES = 3


def _counted(occasions: Occasions, rows: np.ndarray) -> np.ndarray:
    """The occasions for which ``rows`` holds, by class and group: float64."""
    rows = np.flatnonzero(rows)
    found = occasions.is_concern[rows].astype(np.int64) + (occasions.n_agencies[rows] > 0)
    place = found * len(occasions.labels) + occasions.group[rows]
    size = _CLASSES * len(occasions.labels)
    return np.bincount(place, occasions.n[rows], minlength=size).reshape(_CLASSES, -1)


def _asked(occasions: Occasions, levers: Levers, value: Values) -> tuple[np.ndarray, np.ndarray]:
    """Look-ups, and those of them at a decision [F, groups]."""
    counted = _counted(occasions, may_look(occasions, levers))
    decision, routine = look_chances(levers, value)
    on_concern = decision[:, None] * counted[2]
    return on_concern + routine[:, None] * counted[:2].sum(axis=0), on_concern


def _view_chances(levers: Levers, value: Values) -> np.ndarray:
    """The chance that the entry is opened where it is open, but for opting out [F, class]."""
    decision, routine = look_chances(levers, value)
    opens = np.stack([routine, routine, decision], axis=-1)
    opens *= value(f"search_success.{levers.identifier}")[:, None]
    if levers.opt_out:
        without, some = (value(f"opt_out_share.{which}_concern") for which in ("without", "with"))
        opens *= 1 - np.stack([without, some, some], axis=-1)
    return opens


def _mistaken(occasions: Occasions, levers: Levers, value: Values) -> np.ndarray:
    """The chance that a look-up opens the entry of another child [F].

    Only an entry can be mistaken for another: the chance falls with the share of children who
    have one that is not hidden.
    """
    share = value("false_match_share")
    if levers.identifier == "single_identifier":
        share = share * value("false_match_identifier_ratio")
    held = occasions.children * ~(IS_SHIELDED & levers.shielding)
    return share * (entry_chance(levers, value) @ held) / max(occasions.children.sum(), 1.0)


def _sensitive(
    occasions: Occasions, levers: Levers, value: Values, is_open: np.ndarray, opens: np.ndarray
) -> np.ndarray:
    """Views x the sensitive agencies with a concern that they show [F, groups].

    An agency is shown if it is connected, its record is linked (in the mean over its records)
    and it is not withheld.
    """
    shown = np.zeros((len(opens), len(occasions.labels)))
    if levers.sensitive_rule == "withheld":
        return shown
    consents = value("consent_share") if levers.sensitive_rule == "consent" else np.ones(1)
    for place, agency in enumerate(SENSITIVE_AGENCIES):
        if agency in levers.connected_agencies:
            holds = (occasions.sensitive >> place & 1).astype(bool)
            links = _mean_link(occasions.records[place], levers, value)
            chance = opens * (links * consents)[:, None]
            shown += chance @ _counted(occasions, is_open & holds)
    return shown


def _mean_link(records: np.ndarray, levers: Levers, value: Values) -> np.ndarray:
    """The chance that a record is linked, in the mean over ``records`` [quality, identifier]."""
    if not records.any():  # as replay reads what is not told: exact, without an identifier
        return value("link_share.exact")
    by_names = np.stack([value(f"link_share.{quality}") for quality in QUALITIES], axis=-1)
    linked = by_names @ records[:, 0]
    if levers.identifier == "single_identifier":
        linked = linked + value("link_share.identifier") * records[:, 1].sum()
    else:
        linked = linked + by_names @ records[:, 1]
    return linked / records.sum()
