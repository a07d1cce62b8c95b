"""What every measure hands back: a small frame, and how it was made.

Pages show the definition, the SQL, the table and the download from this alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from analysis.design_link import design_id
from analysis.outcomes import Outcome, outcome
from analysis.policy import Assumptions
from analysis.scenarios import Scenario
from analysis.version import RESULTS_VERSION


@dataclass(frozen=True, slots=True)
class DesignTold:
    """A design behind a figure, and what was believed: enough to make the figure again."""

    scenario: Scenario
    assumptions: Assumptions

    @property
    def id(self) -> str:
        """A digest of levers and changed assumptions; worked out when it is asked for."""
        return design_id(self.scenario.levers, self.assumptions)


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a frame was made, as far as a reader needs it to make it again."""

    title: str
    outcomes: tuple[str, ...]  # ids in the registry
    sql: str  # with the macros that it rests on
    params: tuple[tuple[str, str], ...]  # written as text
    world_fingerprint: str
    is_synthetic: bool
    fraction: float | None  # of England's children; None: imported, counted as they are
    scaling: str  # "scaled to England", "all of England" or "as counted in this world"
    intervals: str  # what the low and high columns cover
    assumptions: tuple[tuple[str, float, float, float], ...] = ()  # id, low, central, high
    notes: tuple[str, ...] = ()
    designs: tuple[DesignTold, ...] = ()  # in the order shown; none: without an index
    disclosure: str = ""  # what was withheld, in a sentence; empty: nothing was looked at
    results_version: str = field(default=RESULTS_VERSION)

    @property
    def definitions(self) -> tuple[Outcome, ...]:
        """The outcomes that the frame shows, as the registry defines them."""
        return tuple(outcome(id) for id in self.outcomes)

    @property
    def origin(self) -> str:
        """One sentence for screens and files: whether these children are real."""
        if self.is_synthetic:
            return "Synthetic children: no figure describes a real child."
        return "Imported extracts: the figures describe real children."


@dataclass(frozen=True, slots=True)
class Answer:
    """A small frame with its provenance. Don't put it in a cache key: frames hash badly."""

    frame: pl.DataFrame
    provenance: Provenance
