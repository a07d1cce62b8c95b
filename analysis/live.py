"""The few figures that stand beside the levers while they are moved.

They are those of `evaluate`, to the last digit, but nothing else is worked out: a design is
asked for nine figures of everybody instead of some hundreds.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.contradictions import require_columns
from analysis.cost import cost_tallies
from analysis.entries import with_entry
from analysis.estimates import Estimate, difference, estimate
from analysis.evaluation import Evaluation, evaluation_of
from analysis.families import account, closed, needs, seen, volumes
from analysis.intrusiveness import view_tallies
from analysis.levers import Levers
from analysis.misuse import improper_tally
from analysis.openers import able_to_open
from analysis.scenarios import Scenario
from analysis.tally import ALL, Tally
from analysis.workbench import Workbench

CLOSED = "gaps_closed"
LIVE = (
    CLOSED,
    "gap_share",
    "yearly_cost",
    "present_value",
    "views",
    "needless_views",
    "children_with_entry",
    "people_able_to_open",
    "improper_lookups",
)
"""Coverage, cost, access and intrusiveness, in the order in which screens show them."""


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A design and what it is held against, with the difference of each figure.

    What is closed is a difference already: ``reference`` has no figure for it.
    """

    design: Evaluation
    reference: Evaluation
    differences: tuple[Estimate, ...]  # in the order of LIVE

    def difference(self, outcome_id: str) -> Estimate:
        """How much more the design has than the reference, future by future."""
        return self.differences[LIVE.index(outcome_id)]


def live(bench: Workbench, design: Scenario, reference: Scenario) -> Live:
    """The figures of ``design`` held against ``reference``.

    Raises NotAvailable where the world lacks what one of them can't be judged without.
    """
    for one in (design, reference):
        require_columns(one.levers, bench.world)
    both = design.levers, reference.levers
    ours, theirs, differences = bench.kept(("live", *both), lambda: _worked_out(bench, *both))
    return Live(
        evaluation_of(bench, design, *ours), evaluation_of(bench, reference, *theirs), differences
    )


def foresee(bench: Workbench, levers: Levers) -> None:
    """Work out what takes longest of `live`, and hangs on few levers, before anybody asks."""
    for family in (needs, volumes, seen):
        family(bench, levers)


def _worked_out(bench: Workbench, design: Levers, reference: Levers) -> tuple:
    ours, theirs = (
        bench.kept(("live", one), lambda one=one: _figures(bench, one))
        for one in (design, reference)
    )
    fewer = closed(bench, design, reference)
    first = estimate(fewer, bench.sample)
    rest = zip(ours[0], theirs[0], strict=True)
    differences = (first, *(difference(*both, bench.sample) for both in rest))
    return ((fewer, *ours[0]), (first, *ours[1])), theirs, differences


def _figures(bench: Workbench, levers: Levers) -> tuple[tuple[Tally, ...], tuple[Estimate, ...]]:
    """The figures of one design alone, as tallies and as estimates: LIVE without CLOSED."""
    store, value = bench.store_for(levers), bench.futures
    found = [
        *needs(bench, levers),
        *cost_tallies(account(bench, levers)),
        *volumes(bench, levers).values(),
        *view_tallies(seen(bench, levers)),
        with_entry(store, levers, value),
        able_to_open(store, levers, value),
        improper_tally(store, levers, value),
    ]
    by_id = {one.outcome: one for one in found if one.dimension == ALL}
    tallies = tuple(by_id[id] for id in LIVE if id != CLOSED)
    return tallies, tuple(estimate(one, bench.sample) for one in tallies)
