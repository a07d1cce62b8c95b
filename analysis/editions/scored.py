"""What an edition asks of a world: designs compared, groups of children, claims answered.

All of it is made here, once; figures, charts, tables and sentences of an edition are read from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from analysis.answer import Answer
from analysis.answers import answer_of
from analysis.availability import NotAvailable
from analysis.claim_answer import Answered
from analysis.claim_figures import NoFigure
from analysis.claims import Claim, answer_claim, claims
from analysis.comparison import Comparison, compare
from analysis.editions.request import Request
from analysis.estimates import estimate
from analysis.evaluation import evaluation_of
from analysis.families import QUICK, group_tallies
from analysis.outcomes import outcome
from analysis.workbench import Workbench

GROUPED = ("region", "need_tier")
BY_GROUP = ("sharing_needs", "sharing_gaps", "gap_share")
BY_GROUP_FOR = 2
"""Designs that are counted by group: the one that others are held against, and the first of them.
All of England takes seconds for each, and `contactlens verify` does it again."""
OnProgress = Callable[[str, int, int], None]  # what is being done, done, of total


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """``groups``: an answer by way of grouping, before small counts are withheld."""

    bench: Workbench
    request: Request
    found: Comparison
    groups: dict[str, Answer]
    claims: tuple[tuple[Claim, Answered], ...]
    notes: tuple[str, ...]  # what could not be answered, one sentence each


def scored(bench: Workbench, request: Request, *, on_progress: OnProgress | None = None) -> Scored:
    """Everything that ``request`` publishes of the world of ``bench``."""
    told = on_progress or (lambda *_: None)
    asked = claims() if request.with_claims and bench.world.fraction is not None else ()
    total = len(request.designs) + len(GROUPED) + len(asked)
    for done, one in enumerate(request.designs):  # kept by the bench, so that progress can be told
        told(f"Scoring {one.label}", done, total)
        compare(bench, _with_reference(request, done), families=QUICK) if done else None
    found = compare(bench, request.designs, families=QUICK)
    done = len(request.designs)
    told("Counting by groups of children", done, total)
    groups, notes = by_groups(bench, request)
    done += len(GROUPED)
    answered = []
    for claim in asked:
        told(f"Answering: {claim.title}", done, total)
        try:
            answered.append((claim, answer_claim(bench, claim)))
        except (NoFigure, NotAvailable) as absent:
            notes.append(f"{claim.title}: {absent}")
        done += 1
    told("Scored", total, total)
    return Scored(bench, request, found, groups, tuple(answered), tuple(dict.fromkeys(notes)))


def by_groups(bench: Workbench, request: Request) -> tuple[dict[str, Answer], list[str]]:
    """Needs and gaps by every way of GROUPED, nothing withheld; and why some are not there."""
    groups, notes = {}, []
    for dimension in GROUPED:
        try:
            groups[dimension] = _by_group(bench, request, dimension)
        except NotAvailable as absent:
            notes.append(str(absent))
        except KeyError:  # nobody has a need, or the world knows no such groups
            continue
    return groups, notes


def _with_reference(request: Request, at: int) -> tuple:
    return request.designs[0], request.designs[at]


def _by_group(bench: Workbench, request: Request, dimension: str) -> Answer:
    """Needs, gaps and gap share of every group under every design, counted exactly."""
    found = []
    for one in request.designs[:BY_GROUP_FOR]:
        tallies = tuple(group_tallies(bench, one.levers, dimension))
        estimates = tuple(estimate(tally, bench.sample) for tally in tallies)
        found.append(evaluation_of(bench, one, tallies, estimates))
    title = f"{outcome('sharing_gaps').label} by {dimension.replace('_', ' ')}"
    answer = answer_of(bench, found, BY_GROUP, dimension=dimension, title=title)
    if answer.frame.is_empty():
        raise KeyError(dimension)
    return answer


def steady(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with numbers of as many digits as every machine agrees on."""
    return frame.with_columns(
        pl.col(name).map_elements(rounded, return_dtype=pl.Float64)
        for name, kind in frame.schema.items()
        if kind == pl.Float64
    )


DIGITS = 10
"""Significant digits of a published number: adding up in another order changes the twelfth."""


def rounded(number: float | None) -> float | None:
    """``number`` with DIGITS significant digits."""
    return None if number is None else float(f"{number:.{DIGITS}g}") + 0.0
