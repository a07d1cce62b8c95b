"""What an answer to a claim consists of."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.claim_figures import Figure
from analysis.evaluation import Evaluation
from analysis.outcome import Family

AGREES, PARTLY, DIFFERS, OPEN = "agrees", "partly", "differs", "open"
VERDICTS = {
    AGREES: "The figures agree",
    PARTLY: "The figures agree in part",
    DIFFERS: "The figures differ",
    OPEN: "Figures can't tell",
}
"""What a claim may get, and the words for it. OPEN: no figure of ours decides it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The chart of an answer: figures of one unit, and the number that was claimed if any."""

    title: str  # the finding
    figures: tuple[Figure, ...]
    axis: Family  # whose colour the bands have
    claimed: float | None = None
    claimed_words: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """The answer to one claim. ``sentence`` and ``reasons`` are Markdown."""

    verdict: str  # one of VERDICTS
    sentence: str
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...]
    drawn: Drawn
    evaluations: tuple[Evaluation, ...] = ()  # what the figures were taken from
