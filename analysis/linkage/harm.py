"""From threshold to harm: what one design closes and reveals as the threshold of linking moves.

A low threshold links more records and some to the wrong child; a high one leaves records that
become second entries, and a second entry of a shielded child stands open. The shares that link
and the false matches are those measured at each threshold; all else is as assumed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from analysis.chances import chances_in
from analysis.estimates import estimate
from analysis.families import against, seen
from analysis.intrusiveness import view_tallies
from analysis.levers import Levers, baseline
from analysis.linkage.found import CERTAINTIES, weight_of
from analysis.linkage.measured import FALSE_MATCH, believing
from analysis.linkage.study import Study
from analysis.luck import NUMBER
from analysis.policy import Assumptions
from analysis.record_kinds import link_chances, records_by
from analysis.shield_failures import shield_failures
from analysis.tally import ALL, Tally
from analysis.workbench import Workbench

HARMS = (
    "gaps_closed",
    "gaps_closed_of_possible",
    "wrong_child_views",
    "duplicate_entries",
    "shield_failures",
)
"""Together, in this order; none is weighed against another."""
EVERYBODY = "is_looked_after"  # a grouping that leaves no synthetic child out
SCHEMA = {
    "certainty": pl.Float64,
    "outcome": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "text": pl.String,
    "interval": pl.String,
}


def harm_by_threshold(
    bench: Workbench,
    study: Study,
    levers: Levers,
    certainties: Iterable[float] = tuple(CERTAINTIES),
) -> pl.DataFrame:
    """The figures of HARMS under ``levers`` at each threshold; columns as in SCHEMA.

    Empty for a design without an index: nothing is linked.
    """
    rows = []
    if levers.scope == "none":
        return pl.DataFrame(rows, schema=SCHEMA)
    possible = _gaps_closed(bench.believing(perfect(bench.assumptions)), levers)
    for chance in certainties:
        told = bench.believing(believing(study, weight_of(chance), bench.assumptions))
        for tally in harm_tallies(told, levers, possible):
            one = estimate(tally, bench.sample)
            figures = (one.value, one.low, one.high, one.numerator, one.denominator)
            figures = (*figures, one.text, one.interval_text)
            rows.append((chance, one.outcome_id, *figures))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def harm_tallies(bench: Workbench, levers: Levers, possible: Tally) -> list[Tally]:
    """The figures of HARMS under ``levers``, as the workbench believes.

    ``possible``: the gaps that it closes where every record links.
    """
    chances = chances_in(levers, bench.futures, bench.assumptions)
    store = bench.store_for(levers)
    closed = _gaps_closed(bench, levers)
    views = {one.outcome: one for one in view_tallies(seen(bench, levers))}
    return [
        closed,
        Tally(
            "gaps_closed_of_possible",
            closed.numerator,
            possible.numerator,
            parts=np.stack([closed.parts[:, 0], possible.parts[:, 0]], axis=-1),
        ),
        views["wrong_child_views"],
        duplicate_entries(bench, levers),
        shield_failures(store, levers, bench.futures, chances),
    ]


def perfect(start: Assumptions) -> Assumptions:
    """``start`` with every record linked, and to its own child."""
    told = {one.id: 1.0 for one in start if one.id.startswith("link_share.")}
    return start.fixed(told | {FALSE_MATCH: 0.0})


def _gaps_closed(bench: Workbench, levers: Levers) -> Tally:
    return next(
        one
        for one in against(bench, levers, baseline())
        if (one.outcome, one.dimension) == ("gaps_closed", ALL)
    )


def duplicate_entries(bench: Workbench, levers: Levers) -> Tally:
    """Records of connected agencies that do not link and become an entry of their own."""
    chances = chances_in(levers, bench.futures, bench.assumptions)
    connected = [NUMBER[agency] for agency in levers.connected_agencies]
    held = records_by(bench.store_for(levers), EVERYBODY).sum(axis=1)  # over groups
    n = held[:, connected].sum(axis=1)
    unlinked = (1 - link_chances(chances)) * bench.futures("duplicate_entry_share")[:, None]
    if levers.scope == "none":
        unlinked = np.zeros_like(unlinked)
    return Tally("duplicate_entries", unlinked @ n.sum(axis=0), parts=_parts(n @ unlinked[0]))


def _parts(numerator: np.ndarray) -> np.ndarray:
    return np.stack([numerator, np.zeros_like(numerator)], axis=-1)
