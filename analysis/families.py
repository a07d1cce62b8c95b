"""The outcomes of one design, family by family, each worked out once for a workbench.

Every function takes a workbench, a design and the design that it is held against, and gives
tallies. `evaluation` puts them together.
"""

from __future__ import annotations

import numpy as np

from analysis import gap_columns
from analysis.access import Volumes
from analysis.access_tallies import access_tallies, volume_totals
from analysis.alerts import alert_tally
from analysis.between import between_tallies
from analysis.child_outcomes import child_tallies
from analysis.cost import CostAccount, cost_account, cost_tallies
from analysis.coverage import chances, equity_tallies, need_tallies
from analysis.fairness import fairness
from analysis.funnel_by_design import funnel_tallies
from analysis.gap_figures import side
from analysis.groups import DIMENSIONS
from analysis.intrusiveness import intrusiveness, seen_by_replicate, views_per_gap_closed
from analysis.kept_tallies import kept_tallies
from analysis.levers import Levers, baseline
from analysis.luck import AGENCY_NAMES
from analysis.rests_on import NEEDS, VIEWS, VOLUMES, only
from analysis.tally import ALL, Tally, less
from analysis.who_leads import lead_tallies
from analysis.winners import winner_tallies
from analysis.workbench import Workbench

PAIR = "seeker_and_holder"


def needs(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """Needs, gaps, gap share, and needs by channel."""
    told = only(levers, NEEDS)
    return bench.kept(("needs", told), lambda: need_tallies(bench, told))


def equal(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """Equity between groups: the worst gap share over the best."""
    return bench.kept(("equal", levers), lambda: equity_tallies(bench, levers))


def children(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """What replay says of children, with the funnel of those in greatest need."""
    told = (bench.store_for(levers), levers, bench.futures, bench.assumptions)

    def made() -> list[Tally]:
        return child_tallies(*told, design=bench.replayed(levers))

    return bench.kept(("children", levers), lambda: kept_tallies(bench, "children", [levers], made))


def funnel(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """How far children in greatest need get; NotAvailable without need tiers."""

    def made() -> list[Tally]:
        return funnel_tallies(
            bench.store_for(levers),
            levers,
            bench.futures,
            bench.assumptions,
            design=bench.replayed(levers),
            status_quo=bench.on_contacts_of(levers).replayed(baseline()),
        )

    return bench.kept(("funnel", levers), lambda: kept_tallies(bench, "funnel", [levers], made))


def leads(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """Who would lead; NotAvailable without concern types."""
    told = (bench.store_for(levers), levers, bench.futures, bench.assumptions)

    def made() -> list[Tally]:
        return lead_tallies(*told, design=bench.replayed(levers))

    return bench.kept(("leads", levers), lambda: kept_tallies(bench, "leads", [levers], made))


def access(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """Look-ups, views and alerts."""

    def made() -> list[Tally]:
        store = bench.store_for(levers)
        alerts = alert_tally(store, levers, bench.futures)
        return [*access_tallies(store, levers, bench.futures), alerts]

    return bench.kept(("access", levers), made)


def volumes(bench: Workbench, levers: Levers) -> dict[str, Tally]:
    """Look-ups, views and alerts of everybody, by outcome."""
    told = only(levers, VOLUMES)

    def made() -> dict[str, Tally]:
        store = bench.store_for(told)
        alerts = alert_tally(store, told, bench.futures)
        found = [*volume_totals(store, told, bench.futures), alerts]
        return {one.outcome: one for one in found}

    return bench.kept(("volumes", told), made)


def seen(bench: Workbench, levers: Levers) -> Volumes:
    """Look-ups and views by random group of households."""
    told = only(levers, VIEWS)
    return bench.kept(
        ("seen", told), lambda: seen_by_replicate(bench.store_for(told), told, bench.futures)
    )


def intrusion(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """Every part of intrusiveness that needs no second design."""
    store = bench.store_for(levers)

    def made() -> list[Tally]:
        told = chances(bench, levers), seen(bench, levers)
        return intrusiveness(store, levers, bench.futures, *told)

    return bench.kept(("intrusion", levers), made)


def fair(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """Missed links, wrong and needless views by group; gap shares stand with `groups`."""
    store = bench.store_for(levers)
    return bench.kept(("fair", levers), lambda: fairness(store, levers, bench.futures))


def groups(bench: Workbench, levers: Levers, reference: Levers | None = None) -> list[Tally]:
    """Needs, gaps and gap share by seeker and holder, and by every group of children."""

    def made() -> list[Tally]:
        pairs = side(bench, levers, gap_columns.PAIR)
        found = [
            tally
            for pair in np.flatnonzero(pairs.needs)
            for tally in pairs.told(pair, PAIR, _seeker_and_holder(pair))
        ]
        for one in DIMENSIONS:
            found += group_tallies(bench, levers, one.id)
        return found

    return bench.kept(("groups", levers), made)


def group_tallies(bench: Workbench, levers: Levers, dimension: str) -> list[Tally]:
    """Needs, gaps and gap share of each group of ``dimension`` that has a need."""
    told = side(bench, levers, dimension)
    labels = bench.store_for(levers).people.labels[dimension]
    return [
        tally
        for place, group in enumerate(labels)
        if told.needs[place]
        for tally in told.told(place, dimension, group)
    ]


def _seeker_and_holder(pair: int) -> str:
    seeker, holder = divmod(int(pair), len(AGENCY_NAMES))
    return f"{AGENCY_NAMES[seeker]} from {AGENCY_NAMES[holder]}"


def account(bench: Workbench, levers: Levers) -> CostAccount:
    """The cost account of ``levers`` for England."""

    def made() -> CostAccount:
        scale = bench.sample.scale
        found = volumes(bench, levers)
        met = np.maximum(closed(bench, levers, baseline()).numerator, 0.0)
        return cost_account(
            levers,
            bench.futures,
            n_lookups=found["lookups"].numerator * scale,
            n_alerts=found["alerts"].numerator * scale,
            n_needs_met_by_index=met * scale,
        )

    return bench.kept(("account", levers), made)


def costs(bench: Workbench, levers: Levers, reference: Levers) -> list[Tally]:
    """The lines of the account, present value, and what one gap closed takes."""
    gaps = closed(bench, levers, baseline()).numerator * bench.sample.scale
    found = account(bench, levers)
    return cost_tallies(found, gaps_closed=gaps if levers != baseline() else None)


def against(bench: Workbench, levers: Levers, reference: Levers) -> list[Tally]:
    """Gaps closed, what they take, and who gains and loses, against ``reference``."""
    if levers == reference:
        return []

    def made() -> list[Tally]:
        fewer = closed(bench, levers, reference)
        return [
            *between_tallies(
                gaps=(_gaps(bench, levers, levers), _gaps(bench, reference, levers)),
                views=tuple(volumes(bench, one)["views"] for one in (levers, reference)),
                gbp=tuple(_yearly(bench, one) for one in (levers, reference)),
                sample=bench.sample,
            ),
            views_per_gap_closed(seen(bench, levers), fewer.numerator, fewer.parts[:, 0]),
        ]

    return bench.kept(("against", levers, reference), made)


def winners(bench: Workbench, levers: Levers, reference: Levers) -> list[Tally]:
    """The same children under both: who gains, who loses, who is looked at for nothing."""
    if levers == reference:
        return []

    def made() -> list[Tally]:
        return winner_tallies(
            bench.store_for(levers),
            levers,
            reference,
            bench.futures,
            bench.assumptions,
            design=bench.replayed(levers),
            before=bench.on_contacts_of(levers).replayed(reference),
        )

    both = [levers, reference]
    return bench.kept(("winners", *both), lambda: kept_tallies(bench, "winners", both, made))


FAMILIES = {
    one.__name__: one
    for one in (
        needs,
        equal,
        groups,
        access,
        intrusion,
        fair,
        costs,
        against,
        children,
        funnel,
        leads,
        winners,
    )
}
"""By name. The last four rest on replay: seconds the first time that a design is asked for."""
QUICK = ("needs", "access", "intrusion", "costs", "against")


def closed(bench: Workbench, levers: Levers, reference: Levers) -> Tally:
    """Gaps of ``reference`` that ``levers`` close, on the contacts that happen under these."""
    one, other = _gaps(bench, reference, levers), _gaps(bench, levers, levers)
    closed = less(one.numerator, other.numerator)
    return Tally("gaps_closed", closed, parts=less(one.parts, other.parts))


def _gaps(bench: Workbench, of: Levers, beside: Levers) -> Tally:
    """Sharing gaps under ``of``, on the contacts that happen under ``beside``."""
    return _one(needs(bench.on_contacts_of(beside), of), "sharing_gaps")


def _yearly(bench: Workbench, levers: Levers) -> Tally:
    return Tally("yearly_cost", account(bench, levers).yearly, is_national=True)


def _one(tallies: list[Tally], outcome: str) -> Tally:
    """The tally of everybody."""
    return next(one for one in tallies if one.outcome == outcome and one.dimension == ALL)
