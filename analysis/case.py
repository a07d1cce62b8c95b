"""The case of one child under one design: contacts, decisions, needs with what met them, looks.

Nothing is invented here: needs are those of `replay` for the child's part of the prepared
world, look-ups those of the access log (`case_looks`), and a design meets the child with the
luck that it has in every other figure. Words for it are in `findings_case` and `case_days`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from analysis.case_child import (
    CaseChild,
    child_of,
    may_tell_places,
    occasions_of,
    situations_of,
)
from analysis.case_looks import looks_at
from analysis.case_reasons import CODES, reasons
from analysis.chances import chances_of
from analysis.child_results import is_viewed
from analysis.luck import AGENCY_NAMES
from analysis.replay import MET_BY, acts_on_alert, has_open_entry, replay
from analysis.scenarios import Scenario
from analysis.situations import Situations
from analysis.workbench import Workbench
from data.schema import AGENCIES


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One child under one design. Frames stand in the order of days.

    ``contacts``: agency, contacted_on, n_contacts, n_concerns, concern_types, area_names.
    ``decisions``: seeker, decision_on, has_entry (one that a user may open), is_opened (by the
    seeker), is_alerted (and acts on it).
    ``needs``: seeker, holder, decision_on, held_days, held_since, ordinal, met_by, reason.
    ``looks``: see `case_looks.SCHEMA`.
    """

    child: CaseChild
    scenario: Scenario
    window_days: int
    period: tuple[date, date]
    contacts: pl.DataFrame
    decisions: pl.DataFrame
    needs: pl.DataFrame
    looks: pl.DataFrame

    @property
    def agencies(self) -> list[str]:
        """Agencies that had any contact with the child, as agency.csv orders them."""
        met = set(self.contacts["agency"])
        return [agency for agency in AGENCIES if agency in met]

    @property
    def first_learned(self) -> pl.DataFrame:
        """The needs at which a seeker first learned of a holder, with what told it."""
        return self.needs.filter(~pl.col("met_by").is_in(["unmet", "already_known"]))

    @property
    def gaps(self) -> pl.DataFrame:
        """The needs that stay gaps, with the reason."""
        return self.needs.filter(pl.col("met_by") == "unmet")


def case_of(bench: Workbench, child_id: int, scenario: Scenario) -> Case:
    """One child under one design, at the central values of what is assumed.

    Raises WorldError where the world has no such child.
    """
    world, levers = bench.world, scenario.levers
    chances = chances_of(levers, bench.assumptions)
    occasions = occasions_of(bench, child_id, levers)
    situations = situations_of(bench, child_id, levers)
    met_by = replay(situations, levers, chances)
    child = child_of(bench, child_id)
    first_shown = world.period_start - timedelta(days=bench.store.window_days)
    return Case(
        child=child,
        scenario=scenario,
        window_days=bench.store.window_days,
        period=(world.period_start, world.period_end),
        contacts=_shown(
            occasions,
            first_shown,
            world.period_end,
            with_places=may_tell_places(bench, child.is_shielded),
        ),
        decisions=_decisions(situations, levers, chances),
        needs=_needs(situations, met_by, reasons(situations, levers, chances, met_by)),
        looks=looks_at(bench, child_id, levers, occasions),
    )


def _shown(occasions: pl.DataFrame, first: date, last: date, *, with_places: bool) -> pl.DataFrame:
    """The contacts that a reader sees; places only where nobody could be found by them."""
    places = pl.col("area_names") if with_places else pl.lit("")
    return occasions.filter(pl.col("contacted_on").is_between(first, last)).select(
        "contacted_on",
        "agency",
        "n_contacts",
        "n_concerns",
        "concern_types",
        places.alias("area_names"),
    )


def _decisions(situations: Situations, levers, chances) -> pl.DataFrame:
    decisions = situations.decisions
    rows = np.arange(len(decisions.day))
    open_entry = has_open_entry(situations, levers, chances)
    if levers.scope == "none":
        open_entry[:] = False
    return pl.DataFrame(
        {
            "seeker": _words(decisions.seeker, AGENCY_NAMES),
            "decision_on": _dates(decisions.day),
            "has_entry": open_entry,
            "is_opened": is_viewed(situations, levers, chances),
            "is_alerted": open_entry & acts_on_alert(situations, levers, chances, rows),
        }
    ).sort("decision_on", "seeker")


def _needs(situations: Situations, met_by: np.ndarray, reason: np.ndarray) -> pl.DataFrame:
    needs, decisions = situations.needs, situations.decisions
    day = decisions.day[needs.decision]
    return pl.DataFrame(
        {
            "seeker": _words(decisions.seeker[needs.decision], AGENCY_NAMES),
            "holder": _words(needs.holder, AGENCY_NAMES),
            "decision_on": _dates(day),
            "held_days": needs.held_days.astype(np.int32),
            "held_since": _dates(day - needs.held_days),
            "ordinal": needs.ordinal.astype(np.int32),
            "met_by": _words(met_by, MET_BY),
            "reason": _words(reason, CODES),
        }
    ).sort("decision_on", "seeker", "holder")


def _words(codes: np.ndarray, words: tuple[str, ...]) -> pl.Series:
    return pl.Series([words[code] for code in codes], dtype=pl.String)


def _dates(days: np.ndarray) -> pl.Series:
    return pl.Series(days.astype(np.int32)).cast(pl.Date)
