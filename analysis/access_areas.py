"""Look-ups by council: of children who live there for every 1,000 of them, and made there in all.

The two are apart, for a contact may be in another council than the child's home. What rests on
few children or few look-ups is withheld, on screens and in files alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import polars as pl

from analysis.access import lookups
from analysis.answer import Answer
from analysis.answers import provenance
from analysis.council_children import children_met, names_of_councils
from analysis.disclosure import protect
from analysis.estimates import estimate
from analysis.evaluation import Evaluation, frame_of
from analysis.levers import Levers
from analysis.occasion_counts import CONTACT_AREA
from analysis.occasions import occasions_by
from analysis.outcomes import outcome
from analysis.tally import Tally
from analysis.workbench import Workbench

COUNT, RATE = "lookups", "lookups_per_1000_children"
HOME = "area"
MEASURES = {RATE: HOME, COUNT: CONTACT_AREA}
"""What councils are ranked by, and how its look-ups are put to a council."""
WORDS = {RATE: "Per 1,000 children", COUNT: "In all"}
"""Short words for the measures."""
EVERYWHERE = "all"
ENDS = 8  # councils shown at each end of the whole list
NOTES = (
    "Look-ups per 1,000 children are of children who live in the council; look-ups a year are "
    "those made where the contact was, which need not be where the child lives.",
    "Intervals by council leave the sample of children out.",
)
WITHHELD = "withheld"
FIGURES = ("value", "low", "high", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Councils:
    """Councils of one or two designs. ``withheld``: by measure, what is not told of the first."""

    answer: Answer  # columns of `evaluation.SCHEMA`; a group is a council's code
    names: dict[str, tuple[str, str]]  # code: name and region
    withheld: dict[str, str]


def councils(bench: Workbench, evaluations: Sequence[Evaluation]) -> Councils:
    """Look-ups by council, both ways, of each design."""
    made = [
        bench.kept(("councils", one.scenario.levers), partial(_of_design, bench, one))
        for one in evaluations
    ]
    frames = [
        frame_of(one.scenario.id, tuple(estimates)).pipe(_without, told)
        for one, parts in zip(evaluations, made, strict=True)
        for estimates, told, _ in parts.values()
    ]
    sentences = {measure: sentence for measure, (*_, sentence) in made[0].items()}
    told = provenance(bench, evaluations, tuple(MEASURES), "Look-ups by council")
    told = replace(
        told,
        notes=(*told.notes, *NOTES),
        disclosure=" ".join(
            f"{outcome(measure).label}: {sentence[0].lower()}{sentence[1:]}"
            for measure, sentence in sentences.items()
        ),
    )
    return Councils(Answer(pl.concat(frames), told), names_of_councils(bench), sentences)


def ranked(found: Councils, scenario: str, measure: str, *, region: str = "") -> pl.DataFrame:
    """Councils of one design by ``measure`` (of MEASURES), most first; those not withheld.

    ``region``: its councils alone. Columns of SCHEMA, with name and region.
    """
    known = pl.DataFrame(
        [(code, *both) for code, both in found.names.items()],
        schema={"group": pl.String, "name": pl.String, "region": pl.String},
        orient="row",
    )
    frame = found.answer.frame.filter(
        pl.col("scenario") == scenario, pl.col("outcome") == measure, pl.col("value").is_not_null()
    ).join(known, on="group")
    frame = frame.sort("value", "name", descending=[True, False])
    return frame if region in ("", EVERYWHERE) else frame.filter(pl.col("region") == region)


def ends_of(frame: pl.DataFrame, n: int = ENDS) -> pl.DataFrame:
    """The first and last ``n`` rows of ``frame``; all where there are no more."""
    return frame if frame.height <= 2 * n else pl.concat([frame.head(n), frame.tail(n)])


def in_words(shown: pl.DataFrame, known: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Codes of councils with their names, in order; both ends apart where not all are shown."""
    rows = shown.select("group", "name").rows()
    if shown.height == known.height:
        return {"": dict(rows)}
    half = shown.height // 2
    return {"Most": dict(rows[:half]), "Fewest": dict(rows[half:])}


def of_measure(found: Councils, measure: str) -> pl.DataFrame:
    """The rows of one measure, of every design."""
    return found.answer.frame.filter(pl.col("outcome") == measure)


def regions(found: Councils) -> dict[str, str]:
    """All of England, and each region with a council in the figures, in A to Z."""
    codes = set(found.answer.frame["group"])
    named = sorted({region for code, (_, region) in found.names.items() if code in codes})
    return {EVERYWHERE: "All of England"} | {region: region for region in named}


def _of_design(bench: Workbench, evaluation: Evaluation) -> dict[str, tuple]:
    """By measure: estimates, the councils that may be told, and a sentence on the others."""
    levers = evaluation.scenario.levers
    made_there = [
        one for one in evaluation.tallies if (one.outcome, one.dimension) == (COUNT, CONTACT_AREA)
    ]
    at_home, living = _at_home(bench, levers)
    met = children_met(bench, levers)
    behind = {
        RATE: [(round(one.numerator[0] / 1_000), living[one.group]) for one in at_home],
        COUNT: [(round(one.numerator[0]), met.get(one.group, 0)) for one in made_there],
    }
    found = {}
    for measure, tallies in ((RATE, at_home), (COUNT, made_there)):
        codes = [one.group for one in tallies]
        told, sentence = _told(codes, behind[measure], names_of_councils(bench))
        found[measure] = ([estimate(one, bench.sample) for one in tallies], told, sentence)
    return found


def _told(codes: list[str], behind: list[tuple[int, int]], names: dict) -> tuple[set[str], str]:
    """The councils whose look-ups and children are enough to be told, and a sentence."""
    counts = pl.DataFrame(
        [
            (code, names.get(code, ("", ""))[1], n_lookups, n_children, True)
            for code, (n_lookups, n_children) in zip(codes, behind, strict=True)
        ],
        schema={
            "group": pl.String,
            "region": pl.String,
            "n_lookups": pl.Int64,
            "n_children": pl.Int64,
            "is_told": pl.Boolean,
        },
        orient="row",
    )
    safe = protect(
        counts,
        key="group",
        counts=["n_lookups", "n_children"],
        within="region",
        also={"is_told": ["n_lookups", "n_children"]},
        groups="councils",
        counted="look-ups or children of this world",
    )
    return set(safe.frame.filter(pl.col("is_told"))["group"]), safe.sentence


def _without(frame: pl.DataFrame, told: set[str]) -> pl.DataFrame:
    """``frame`` with nothing in the rows of councils that are not ``told``."""
    is_told = pl.col("group").is_in(list(told))
    return frame.with_columns(
        *(pl.when(is_told).then(pl.col(name)).alias(name) for name in FIGURES),
        *(
            pl.when(is_told).then(pl.col(name)).otherwise(pl.lit(WITHHELD)).alias(name)
            for name in ("text", "interval")
        ),
    )


def _at_home(bench: Workbench, levers: Levers) -> tuple[list[Tally], dict[str, int]]:
    """Look-ups per 1,000 children by the council they live in, and how many live there."""
    store = bench.store_for(levers)
    people, codes = store.people, store.people.labels[HOME]
    n = np.bincount(people.area[people.area >= 0], minlength=len(codes))
    found = lookups(occasions_by(store, HOME), levers, bench.futures)
    tallies = [
        Tally(RATE, found[:, place] * 1_000, np.full(len(found), float(n[place])), HOME, code)
        for place, code in enumerate(codes)
    ]
    return tallies, dict(zip(codes, n.tolist(), strict=True))
