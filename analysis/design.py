"""A design made ready for evaluation: its needs by type, counted once per structural levers.

Structural levers say which needs an index can reach at all. Chances, consent, opting out,
look-up rule, money, users and audit leave the types as they are, so moving those needs no
second look at the world.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import astuple, dataclass, replace
from functools import partial
from itertools import product
from typing import Protocol

import numpy as np

from analysis.evaluate_types import Plan, plan_of
from analysis.kept import Arrays
from analysis.levers import Levers, baseline
from analysis.need_counts import NeedCounts, count_needs, groups_of_needs, narrowed, steady
from analysis.need_groups import BY, REPLICATE, count_groups
from analysis.need_index import Ways
from analysis.need_types import NeedTypes
from analysis.people import People
from analysis.situations import Situations
from data.schema import AGENCIES, SENSITIVE_AGENCIES

Remember = Callable[[Hashable, Callable[[], "State"]], "State"]


class Store(Protocol):
    """What is asked of `store.Store`."""

    @property
    def people(self) -> People: ...

    def situations(self) -> list[Situations]: ...

    def keep(self, name: str, make: Callable[[], dict[str, np.ndarray]], *, soon: bool = False): ...


@dataclass(frozen=True, slots=True)
class State:
    """Needs by type if some sensitive agencies may show children and others may not.

    Its chance is consents^n_consenting x (1 - consents)^n_withheld.
    """

    n_consenting: int
    n_withheld: int
    digest: str  # of what the types depend on, besides the store
    levers: Levers  # structural; the agencies withheld are not connected
    types: NeedTypes
    plan: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A design, its needs by type in every state of the consents that alerts depend on."""

    store: Store
    levers: Levers
    everyone: bool
    states: tuple[State, ...]  # one, unless alerts count agencies whose consent is asked

    @property
    def n_needs(self) -> int:
        return int(self.states[0].types.n.sum())

    @property
    def asks_consent(self) -> bool:
        """Whether a sensitive holder is shown by chance: no state says which are."""
        return self.levers.sensitive_rule == "consent" and len(self.states) == 1


def prepare_design(
    store: Store,
    levers: Levers,
    *,
    everyone: bool = False,
    sampled: bool = False,
    remember: Remember = lambda _, make: make(),
) -> Design:
    """The needs of the world in ``store`` by type under ``levers``; what was counted is kept.

    ``everyone``: count children that table child lacks too, as replay does. Figures don't.
    ``sampled``: count each random group as well, for the error of a sample. ``remember``
    keeps a state in memory by its digest, for designs that differ in their chances alone.
    """
    consents = _consents(levers)
    ways = [structural(_without(levers, withheld)) for _, withheld in consents]

    def state_of(way: int) -> State:
        known, numbers = ways[way], (len(consents[way][0]), len(consents[way][1]))
        digest = _digest(known, everyone)

        def made() -> State:
            types = _types(store, ways, way, everyone=everyone, sampled=sampled)
            return State(*numbers, digest, known, types, plan_of(types))

        return remember((digest, *numbers, sampled), made)

    return Design(store, levers, everyone, tuple(state_of(way) for way in range(len(ways))))


def group_counts(design: Design, state: State, dimension: str) -> dict[str, np.ndarray]:
    """What `need_groups.count_groups` counts of the needs in ``state``, kept in the store.

    Random groups, which every figure of a sample asks for, are counted apart from the others.
    """
    alone = dimension == REPLICATE
    by = (REPLICATE,) if alone else tuple(one for one in BY if one != REPLICATE)

    def counted() -> dict[str, np.ndarray]:
        store = design.store
        return count_groups(
            store.situations(),
            store.people,
            state.types,
            state.levers,
            by=by,
            everyone=design.everyone,
        )

    name = "replicates" if alone else "groups"
    return design.store.keep(f"{name}-{state.digest}", counted)


def structural(levers: Levers) -> Levers:
    """The levers that decide which needs the index can reach; the others at the baseline.

    Designs that reach the same needs come out alike: a lever that the others make idle is at
    the baseline too.
    """
    none = baseline()
    connected = levers.connected_agencies
    if levers.sensitive_rule == "withheld":
        connected = _others(connected, SENSITIVE_AGENCIES)
    alerts = levers.alert_threshold if levers.alert_threshold <= len(connected) else 0
    if levers.scope == "none" or not connected or not (levers.authorised_agencies or alerts):
        return none
    triggered = levers.scope == "concern_triggered"
    return replace(
        none,
        scope=levers.scope,
        trigger_agencies=levers.trigger_agencies if triggered else none.trigger_agencies,
        connected_agencies=connected,
        authorised_agencies=levers.authorised_agencies,
        visibility=levers.visibility,
        update_delay_days=levers.update_delay_days,
        shielding=levers.shielding,
        alert_threshold=alerts,
    )


def _consents(levers: Levers) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The ways in which sensitive agencies may show a child or not, where alerts depend on it.

    Elsewhere consent is a factor of the holder alone, and there is one way.
    """
    asked = structural(levers).alert_threshold and levers.sensitive_rule == "consent"
    drawn = [one for one in SENSITIVE_AGENCIES if asked and one in levers.connected_agencies]
    return [
        (
            tuple(one for one, shows in zip(drawn, shown, strict=True) if shows),
            tuple(one for one, shows in zip(drawn, shown, strict=True) if not shows),
        )
        for shown in product([True, False], repeat=len(drawn))
    ]


def _without(levers: Levers, withheld: tuple[str, ...]) -> Levers:
    return replace(levers, connected_agencies=_others(levers.connected_agencies, withheld))


def _others(agencies: tuple[str, ...], less: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(agency for agency in agencies if agency not in less)


def _types(
    store: Store, ways: list[Levers], way: int, *, everyone: bool, sampled: bool
) -> NeedTypes:
    """The needs by type under structural levers, those of one of several ``ways`` of consent.

    They are those of the same with all agencies, narrowed. So a choice of agencies asks nothing
    of the world that another choice has not asked, but for alerts, which count the agencies that
    are connected. The first way is that of all consents: the others connect fewer agencies.
    """
    whole, asked = ways[0], ()
    if whole.alert_threshold:
        asked = tuple(one.connected_agencies for one in ways)
        whole = replace(whole, authorised_agencies=AGENCIES)
    elif whole.scope != "none":
        whole = replace(whole, authorised_agencies=AGENCIES, connected_agencies=AGENCIES)
    name = f"{'sampled' if sampled else 'kinds'}-{_digest(whole, everyone, *asked)}"
    make = partial(_counted, store, whole, asked, everyone=everyone, sampled=sampled)
    kept = store.keep(name, make, soon=True)  # a reader waits for it, with a lever in hand
    counts = NeedCounts(kept["types"], kept["n"], kept.get("by_group"))
    found = counts.in_way(way)
    return found if ways[way] == whole else narrowed(found, ways[way])


def _counted(store: Store, levers: Levers, ways: Ways, *, everyone: bool, sampled: bool) -> Arrays:
    parts, whose = store.situations(), "everyone-" if everyone else ""
    steadies, groups = [], []
    for number, part in enumerate(parts):
        one = partial(steady, part, everyone=everyone)
        steadies.append(store.keep(f"steady-{whose}{number:05d}", one))
        if sampled:
            one = partial(groups_of_needs, part, store.people, everyone=everyone)
            groups.append(store.keep(f"steady-groups-{whose}{number:05d}", one))
    found = count_needs(
        parts, steadies, levers, ways, everyone=everyone, groups=groups if sampled else None
    )
    told = {"types": found.types, "n": found.n}
    return told if found.by_group is None else told | {"by_group": found.by_group}


def _digest(levers: Levers, everyone: bool, *ways: tuple[str, ...]) -> str:
    told = (everyone, astuple(levers), *ways)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
