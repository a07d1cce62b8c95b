"""All that a log is drawn by: a design's levers with the central values of its assumptions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.chances import chances_of
from analysis.entry_rules import among
from analysis.levers import Levers
from analysis.policy import Assumptions
from analysis.situations import EPOCH, seed_of
from data.schema import ACCESS_REASONS
from data.world import World

ON_CONCERN = ("new_concern", "assessment", "open_case")
ROUTINE = ("routine_contact", "open_case", "asked_by_colleague")
MINUTE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Design:
    """Shares from 0 to 1, days since 1970-01-01."""

    levers: Levers
    assumptions: Assumptions
    seed: int
    window_days: int
    first_day: int  # of the period
    last_day: int
    fraction: float  # of England's children that the world holds; 1 where it was imported
    may_look: np.ndarray  # bool per agency number; nobody without an index
    lookup_share: float  # of decisions
    routine_share: float  # of routine occasions
    found_share: float  # of searches
    mistaken_share: float  # of look-ups: those that open another child's entry

    @property
    def n_days(self) -> int:
        """Days of the period."""
        return self.last_day - self.first_day + 1

    @property
    def looks_at_once(self) -> bool:
        """Whether the system itself looks on a concern."""
        return self.levers.lookup_rule == "automatic"

    def central(self, id: str) -> float:
        """The central value of assumption ``id``."""
        return self.assumptions.get(id).central


def design_of(world: World, levers: Levers, assumptions: Assumptions, window_days: int) -> Design:
    """What a log of ``world`` under ``levers`` is drawn by."""
    chances = chances_of(levers, assumptions)

    def central(id: str) -> float:
        return assumptions.get(id).central

    mistaken = central("false_match_share")
    if levers.identifier == "single_identifier":
        mistaken *= central("false_match_identifier_ratio")
    routine = central(f"routine_lookup_share.{levers.lookup_rule}") * central("adoption_share")
    return Design(
        levers=levers,
        assumptions=assumptions,
        seed=seed_of(world),
        window_days=window_days,
        first_day=(world.period_start - EPOCH).days,
        last_day=(world.period_end - EPOCH).days,
        fraction=world.fraction or 1.0,
        may_look=among(levers.authorised_agencies if levers.scope != "none" else ()),
        lookup_share=float(chances.opens_index),
        routine_share=float(routine),
        found_share=float(chances.finds_entry),
        mistaken_share=min(mistaken, 1.0),
    )


def stated(design: Design, reasons: tuple[str, ...], words: np.ndarray) -> np.ndarray:
    """One of ``reasons`` by each draw, as a place in ACCESS_REASONS; -1 where none is asked."""
    if not design.levers.reason_required:
        return np.full(len(words), -1, dtype=np.int8)
    codes = np.array([ACCESS_REASONS.index(one) for one in reasons], dtype=np.int8)
    return codes[(words >> np.uint64(32)) * np.uint64(len(codes)) >> np.uint64(32)]
