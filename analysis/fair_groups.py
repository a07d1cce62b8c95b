"""Double fairness on screens: seen too much and helped too little, by group, side by side.

The four figures of `fairness` for one way of grouping children, with what rests on few children
withheld. They are never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analysis.access_tallies import DIMENSIONS as OF_ACCESS
from analysis.answer import Answer
from analysis.answers import provenance
from analysis.child_groups import FAIR_DIMENSIONS, group_labels
from analysis.estimates import Estimate, difference, estimate
from analysis.evaluation import Evaluation, frame_of
from analysis.fairness import FIGURES, fair_dimensions, fairness
from analysis.families import group_tallies
from analysis.groups import DIMENSIONS as OF_CHILDREN
from analysis.intrusiveness import DIMENSIONS as OF_INTRUSION
from analysis.levers import Levers
from analysis.need_groups import BY
from analysis.outcomes import outcome
from analysis.short_words import NOT_DEFINED, heading_of, words_of
from analysis.tally import Tally
from analysis.withheld import withheld
from analysis.workbench import Workbench

SEEN_TOO_MUCH = ("needless_views_per_1000", "wrong_child_views_per_1000")
HELPED_TOO_LITTLE = ("gap_share", "missed_link_share")
ORIGINS = {
    "east_european": "Eastern European",
    "south_asian": "South Asian",
    "west_african": "West African",
}
SHORT = {"deprivation_decile": "Deprivation", "name_origin": "Origin of names"}
WORDS = {one.id: one for one in (*OF_ACCESS, *OF_CHILDREN, *OF_INTRUSION)}


def ways_of_grouping(bench: Workbench) -> dict[str, str]:
    """The groupings that this world can tell, with short words, in a fixed order."""
    told = fair_dimensions(bench.store)
    return {id: SHORT.get(id, WORDS[id].label) for id in FAIR_DIMENSIONS if id in told}


def group_words(bench: Workbench, dimension: str) -> dict[str, str]:
    """The groups of a grouping, in order, with their words."""
    words = ORIGINS | dict(WORDS[dimension].groups)
    return {
        id: words.get(id, id.replace("_", " ").capitalize())
        for id in group_labels(bench.store, dimension)
    }


def by_group(bench: Workbench, evaluations: Sequence[Evaluation], dimension: str) -> Answer:
    """The four figures of each design by group of ``dimension``; columns of `evaluation.SCHEMA`."""
    frames = [
        frame_of(one.scenario.id, _estimates(bench, one.scenario.levers, dimension))
        for one in evaluations
    ]
    title = f"Errors and gaps by {WORDS[dimension].label.casefold()}"
    answer = Answer(pl.concat(frames), provenance(bench, evaluations, FIGURES, title))
    return withheld(answer)


def of_figure(answer: Answer, figure: str) -> pl.DataFrame:
    """The rows of one figure, of every design."""
    return answer.frame.filter(pl.col("outcome") == figure)


def side_by_side(answer: Answer, scenario: str, words: dict[str, str]) -> pl.DataFrame:
    """One row per group, the four figures of one design with their intervals, in words."""
    held = {
        (row["group"], row["outcome"]): row
        for row in answer.frame.filter(pl.col("scenario") == scenario).iter_rows(named=True)
    }
    shown = [id for id in (*SEEN_TOO_MUCH, *HELPED_TOO_LITTLE) if any(id == o for _, o in held)]
    rows = [
        {"Group": label} | {_heading(id): _said(held.get((group, id))) for id in shown}
        for group, label in words.items()
    ]
    return pl.DataFrame(rows)


def told_apart(
    bench: Workbench, evaluation: Evaluation, dimension: str, figure: str, one: str, other: str
) -> bool:
    """Whether ``figure`` is larger in group ``one`` than in ``other``, whatever is assumed."""
    tallies = {
        tally.group: tally
        for tally in _tallies(bench, evaluation.scenario.levers, dimension)
        if tally.outcome == figure
    }
    gap = difference(tallies[one], replace(tallies[other], group=one), bench.sample)
    return gap.low is not None and gap.low > 0


def _heading(figure: str) -> str:
    return heading_of(outcome(figure).label, outcome(figure).unit)


def _said(row: dict | None) -> str:
    if row is None or row["text"] == "not known":
        return NOT_DEFINED
    return row["text"] if row["value"] is None else words_of(row["text"], row["interval"])


def _estimates(bench: Workbench, levers: Levers, dimension: str) -> tuple[Estimate, ...]:
    def made() -> tuple[Estimate, ...]:
        return tuple(estimate(one, bench.sample) for one in _tallies(bench, levers, dimension))

    return bench.kept(("fair groups", dimension, levers), made)


def _tallies(bench: Workbench, levers: Levers, dimension: str) -> list[Tally]:
    def all_of_them() -> list[Tally]:
        return fairness(bench.store_for(levers), levers, bench.futures)

    found = [one for one in bench.kept(("fair", levers), all_of_them) if one.dimension == dimension]
    if dimension in BY:
        gaps = group_tallies(bench, levers, dimension)
        found += [one for one in gaps if one.outcome == "gap_share"]
    return found
