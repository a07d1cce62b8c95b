"""How far children in greatest need get under a design, and what of it is acted on.

The steps are those of `funnel`: every child of the chosen need tiers is in exactly one. Here
they are counted on replayed children, so that what a design closes is told from what practice
shares anyway.
"""

from __future__ import annotations

import numpy as np

from analysis.availability import require
from analysis.child_counts import Flag, add_up, both, by_replicate, carried, everybody
from analysis.child_outcomes import has_gap
from analysis.child_panel import Replayed, replayed
from analysis.child_results import CHANNELS, ChildResults
from analysis.funnel import GREATEST_NEED, STEPS
from analysis.futures import Values
from analysis.levers import Levers, baseline
from analysis.policy import Assumptions, unknown
from analysis.tally import REPLICATES, Tally
from data.world import WorldError

UNSHARED = ("not_seen", "seen_by_one", "nothing_to_share")  # the same under every design
SHARED, CLOSED, REMAINS = REPLAYED = tuple(step for step, *_ in STEPS if step not in UNSHARED)
CLOSED_BY = "An index or more staff met every need that practice alone would have missed."
"""What explains the step "closed by this design" where there is one."""
_PER = 1_000  # children: the unit of the outcome


def funnel_tallies(
    store,
    levers: Levers,
    value: Values,
    assumptions: Assumptions,
    *,
    tiers: tuple[str, ...] = GREATEST_NEED,
    design: Replayed | None = None,
    status_quo: Replayed | None = None,
) -> list[Tally]:
    """Per step of `funnel.STEPS` children per 1,000 of ``tiers`` and their number; then the
    needs of these children acted on.

    ``design`` and ``status_quo``: replays of ``levers`` and of the baseline, where they are at
    hand. Raises NotAvailable without child.need_tier.
    """
    require(store.world, "How far children get", "child.need_tier")
    design = design or replayed(store, levers, value, assumptions)
    status_quo = status_quo or replayed(store, baseline(), value, assumptions)
    people, chosen = store.people, in_tiers(store.people, tiers)
    steps = steps_of(people, chosen, design.everyone, status_quo.everyone)[chosen]
    cell = steps.astype(np.int64) * REPLICATES + people.replicate[chosen]
    counts = np.bincount(cell, minlength=len(STEPS) * REPLICATES).reshape(-1, REPLICATES)
    told = [both(flag, design, status_quo) for flag in _flags(chosen).values()]
    moving = add_up([carried(design, one, everybody(people))[:, 0] for one in told])
    fixed = [np.full(len(moving[0]), parts.sum()) for parts in counts[: len(UNSHARED)]]
    tallies = []
    for (step, *_), number, parts in zip(STEPS, fixed + moving, counts, strict=True):
        of = np.stack([parts * _PER, counts.sum(axis=0)], axis=-1)
        total = np.full(len(number), counts.sum())
        tallies.append(Tally("funnel", number * _PER, total, "step", step, of))
        alone = np.stack([parts, np.zeros(REPLICATES)], axis=-1)
        tallies.append(Tally("children_by_step", number, None, "step", step, alone))
    return tallies + acted_on(people, chosen, design, value)


def in_tiers(people, tiers: tuple[str, ...]) -> np.ndarray:
    """Per child: is its need tier one of ``tiers``? WorldError for a tier that there is not."""
    known = people.labels["need_tier"]
    for tier in tiers:
        if tier not in known:
            raise WorldError(unknown("need tier", tier, list(known)))
    return np.isin(people.need_tier, [known.index(tier) for tier in tiers])


def steps_of(
    people, chosen: np.ndarray, design: ChildResults, status_quo: ChildResults
) -> np.ndarray:
    """Per child of ``people`` its place in `funnel.STEPS` (int8); -1 for those not chosen."""
    names = [step for step, *_ in STEPS]
    steps = np.minimum(people.n_agencies_seen, len(UNSHARED) - 1).astype(np.int8)
    for step, flag in _flags(chosen).items():
        steps[design.person[flag(design, status_quo)]] = names.index(step)
    steps[~chosen] = -1
    return steps


def acted_on(people, chosen: np.ndarray, design: Replayed, value: Values) -> list[Tally]:
    """Needs of the ``chosen`` children expected to be acted on: all, and by who told first.

    A need that is known already was made known by the channel that met the first of its pair.
    """
    tallies = []
    for number, channel in enumerate(CHANNELS):
        told = both(_told_by(number, chosen), design)
        needs = carried(design, told, everybody(people))[:, 0]
        share = value(f"acted_on_share.{channel}")[: len(needs)]
        parts = by_replicate(design, told, people, everybody(people))[0] * share[0]
        tallies.append(Tally("needs_acted_on", needs * share, None, "channel", channel, parts))
    everything = sum(one.numerator for one in tallies)
    together = sum(one.parts for one in tallies)
    return [Tally("needs_acted_on", everything, parts=together), *tallies]


def _flags(chosen: np.ndarray) -> dict[str, Flag]:
    """Per replayed step: is a child with a need in it, given a design and the status quo?"""

    def among(results: ChildResults) -> np.ndarray:
        return results.has_need & chosen[results.person]

    return {
        SHARED: lambda now, before: among(now) & ~has_gap(now) & ~has_gap(before),
        CLOSED: lambda now, before: among(now) & ~has_gap(now) & has_gap(before),
        REMAINS: lambda now, _: among(now) & has_gap(now),
    }


def _told_by(channel: int, chosen: np.ndarray) -> Flag:
    return lambda results: results.n_told[..., channel] * chosen[results.person]
