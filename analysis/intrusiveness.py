"""Who can look, who does, at whom and with what cause: every part of it, under one design.

The parts are the ingredients of a judgement. Each is a figure of its own, and nothing here
adds them.
"""

from __future__ import annotations

import numpy as np

from analysis.access import Volumes, views_by_life, volumes
from analysis.chances import Chances, chances_in
from analysis.entries import entry_tallies, share_with_entry
from analysis.futures import Values
from analysis.groups import Dimension
from analysis.levers import Levers
from analysis.lifetime import BY_LIFE, NO_CONCERN, lifetime, lifetime_tallies
from analysis.misuse import BY_KIND, improper, misuse_tallies
from analysis.occasions import REPLICATE, occasions_by
from analysis.openers import able_to_open
from analysis.shield_failures import shield_failures
from analysis.tally import REPLICATES, Tally
from data.schema import NEED_TIERS

DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        BY_KIND,
        "Kind of misuse",
        "child.child_id",
        (
            ("relative", "Relatives and acquaintances"),
            ("curiosity", "Curiosity"),
            ("shared_login", "Somebody else's sign-in"),
            ("trawl", "Trawl through many children"),
        ),
    ),
    Dimension(
        BY_LIFE,
        "Kind of childhood",
        "child.need_tier",
        (
            (NO_CONCERN, "No concern all year"),
            *((tier, f"Need tier: {tier}") for tier in NEED_TIERS),
        ),
    ),
    Dimension("name_origin", "Where the family's names come from", "child.name_origin", ()),
    Dimension(
        "is_looked_after",
        "Looked after",
        "child.is_looked_after",
        (("not_looked_after", "Not looked after"), ("looked_after", "Looked after")),
    ),
)
"""The ways these figures are grouped, beside the groups of children on screens."""


def intrusiveness(
    store,
    levers: Levers,
    value: Values,
    chances: Chances | None = None,
    seen: Volumes | None = None,
) -> list[Tally]:
    """Every part but views per gap closed, which needs gaps, and fairness, which needs groups.

    Without an index each is exactly 0, or not defined where nothing can be divided. ``chances``
    of the design in every future, and what `seen_by_replicate` gives, where they are at hand.
    """
    seen = seen or seen_by_replicate(store, levers, value)
    chances = chances or chances_in(levers, value, value.assumptions)
    return [
        *entry_tallies(store, levers, value),
        able_to_open(store, levers, value),
        *view_tallies(seen),
        *unexplained(store, levers, value, seen),
        *misuse_tallies(store, levers, value),
        shield_failures(store, levers, value, chances),
        *lifetime_tallies(lifetime(store, levers, value, views_by_life(store, levers, value))),
    ]


def seen_by_replicate(store, levers: Levers, value: Values) -> Volumes:
    """Look-ups and views by random group of households [F, REPLICATES + 1]."""
    return volumes(occasions_by(store, REPLICATE), levers, value)


def view_tallies(seen: Volumes) -> list[Tally]:
    """Views without a concern and their share, of the wrong child, and of sensitive services."""
    return [
        _tally("needless_views", seen.needless),
        _tally("needless_view_share", seen.needless, seen.views),
        _tally("wrong_child_views", seen.wrong),
        _tally("sensitive_disclosures", seen.sensitive),
    ]


def unexplained(store, levers: Levers, value: Values, seen: Volumes) -> list[Tally]:
    """Views for which no record gives a reason, and their share of all entries opened.

    Improper look-ups are England's and views are the world's, so the former are taken down to
    the size of the world first.
    """
    misused = improper(levers, value, share_with_entry(store, levers, value)).sum(axis=1)
    misused = misused * (store.world.manifest.get("fraction") or 1.0)
    # Every random group of households bears its part of the misuse.
    spread = np.append(np.full(REPLICATES, 1 / REPLICATES), 0.0)
    improper_views = misused[:, None] * spread
    unrecorded = seen.views * value("unrecorded_contact_share")[:, None]
    found = unrecorded + improper_views + seen.wrong
    return [
        _tally("unexplained_views", found),
        _tally("unexplained_view_share", found, seen.views + improper_views + seen.wrong),
    ]


def views_per_gap_closed(
    seen: Volumes, gaps_closed: np.ndarray, parts: np.ndarray | None = None
) -> Tally:
    """Views for each sharing gap that the design closes.

    ``gaps_closed``: of this world, gaps of another less those of the design [F]; ``parts``:
    the same in each random group at central assumptions [REPLICATES]. Not defined where no gap
    is closed.
    """
    closed = np.maximum(gaps_closed, 0.0)
    both = None
    if parts is not None:
        both = np.stack([seen.views[0, :REPLICATES], parts], axis=-1)
    return Tally("views_per_gap_closed", seen.views.sum(axis=1), closed, parts=both)


def _tally(outcome: str, of: np.ndarray, out_of: np.ndarray | None = None) -> Tally:
    """The sum over random groups; the groups, at central assumptions, are its parts."""
    below = np.zeros_like(of) if out_of is None else out_of
    return Tally(
        outcome,
        of.sum(axis=1),
        None if out_of is None else out_of.sum(axis=1),
        parts=np.stack([of[0, :REPLICATES], below[0, :REPLICATES]], axis=-1),
    )
