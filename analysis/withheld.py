"""Small counts of a figure withheld, before it is shown or put into a file.

    shown = withheld(answer)      an answer by area or by group of children, safe to be shown

Whatever else an answer holds is left as it is, so it may be called on any. What may be told
stands in `data/policy/disclosure.toml`; `disclosure` decides which counts go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from analysis.answer import Answer
from analysis.appetite import Appetite, read_appetite
from analysis.disclosure import protect_cross
from analysis.groups import DIMENSIONS
from analysis.outcomes import outcome
from analysis.small_counts import Table, tables_behind, whole_counts, withheld_groups
from analysis.units import show

WITHHELD = "withheld"
OF_LINKING = ("name_origin", "is_looked_after", "is_mobile", "age")
OF_CHILDREN = frozenset((*(one.id for one in DIMENSIONS), *OF_LINKING))
SCORED = {"scenario", "outcome", "dimension", "group", "numerator", "denominator"}
GROUPED = {"group_id", "n_children", "n_needs", "n_gaps", "gap_share"}
FIGURES = ("value", "low", "high", "numerator", "denominator")
WORDS = {"text": WITHHELD, "interval": ""}


def withheld(answer: Answer, *, appetite: Appetite | None = None) -> Answer:
    """``answer`` with small counts, and what would give them away, withheld.

    Knows two kinds of frames: those of `answers.answer_of` by one way of grouping children, and
    those of `gaps.by_group` and `compare.compare_groups`. Any other comes back as it is, and so
    does one from which something was withheld before. A figure that is withheld is null and its
    words are WITHHELD; how many there are stands in ``provenance.disclosure``.
    """
    columns = set(answer.frame.columns)
    if answer.provenance.disclosure or answer.frame.is_empty() or _has_holes(answer.frame):
        return answer
    appetite = appetite or read_appetite()
    if columns >= SCORED:
        ways = answer.frame["dimension"].unique()
        if len(ways) == 1 and ways[0] in OF_CHILDREN:
            return _scored(answer, ways[0], appetite)
    if columns >= GROUPED:
        return _grouped(answer, appetite)
    return answer


def withheld_cells(
    answer: Answer,
    *,
    row: str,
    column: str,
    count: str,
    also: Sequence[str] = (),
    appetite: Appetite | None = None,
) -> Answer:
    """An answer of ``row`` by ``column``, one line per cell, with small counts withheld.

    ``count``: whole counts of the world, not scaled; ``also``: columns that rest on them.
    """
    told = protect_cross(
        answer.frame, row=row, column=column, count=count, also=also, appetite=appetite
    )
    return _told(answer, told.frame.drop(f"{count}_withheld"), told.sentence)


def _scored(answer: Answer, dimension: str, appetite: Appetite) -> Answer:
    """A frame of `evaluation.SCHEMA`: one line per design, outcome and group."""
    frame = _rounded(answer, appetite) if appetite.rounding_base > 1 else answer.frame
    groups = list(dict.fromkeys(answer.frame["group"]))
    place = {group: number for number, group in enumerate(groups)}
    tables, rests_on = tables_behind(answer.frame, groups, _scale(answer))
    flags, sentence = withheld_groups(groups, dimension, tables, appetite)
    hidden = pl.Series(
        [
            any(flags[counts][place[group]] for counts in rests_on[scenario, id])
            for scenario, id, group in answer.frame.select("scenario", "outcome", "group").rows()
        ],
        dtype=pl.Boolean,
    )
    frame = frame.with_columns(
        *(pl.when(~hidden).then(pl.col(name)).alias(name) for name in FIGURES),
        *(
            pl.when(hidden).then(pl.lit(word)).otherwise(pl.col(name)).alias(name)
            for name, word in WORDS.items()
        ),
    )
    return _told(answer, frame, sentence)


def _grouped(answer: Answer, appetite: Appetite) -> Answer:
    """A frame of `gaps.by_group`, with or without the ends of `compare_groups`."""
    frame, scale = answer.frame, _scale(answer)
    children, needs, gaps = (
        whole_counts(frame[name], scale) for name in ("n_children", "n_needs", "n_gaps")
    )
    groups = [id or "" for id in frame["group_id"]]
    dimension = "area" if "region" in frame.columns else ""
    tables = [Table((children,)), Table((gaps,), of=needs)]
    flags, sentence = withheld_groups(groups, dimension, tables, appetite)
    alone, both = np.array(flags[children]), np.array(flags[gaps]) | np.array(flags[needs])
    hidden = {
        "n_children": alone,
        "n_needs": alone | flags[needs],
        "n_gaps": alone | flags[gaps],
        "gap_share": alone | both,
    }
    frame = frame.with_columns(
        pl.when(~pl.Series(flag)).then(pl.col(name)).alias(name)
        for stem, flag in hidden.items()
        for name in frame.columns
        if name == stem or name.startswith(f"{stem}_")
    )
    return _told(answer, frame, sentence)


def _rounded(answer: Answer, appetite: Appetite) -> pl.DataFrame:
    """Numerators and denominators rounded, and values made from them anew."""
    step = appetite.rounding_base * _scale(answer)
    top, bottom = pl.col("numerator"), pl.col("denominator")
    frame = answer.frame.with_columns((top / step).round() * step, (bottom / step).round() * step)
    divided = pl.when(bottom > 0).then(top / bottom)
    frame = frame.with_columns(value=pl.when(bottom.is_null()).then(top).otherwise(divided))
    rows = frame.select("value", "low", "high", "outcome").rows()
    text = [show(value, outcome(id).unit, low=low, high=high) for value, low, high, id in rows]
    return frame.with_columns(text=pl.Series(text, dtype=pl.String))


def _has_holes(frame: pl.DataFrame) -> bool:
    """Whether a count is missing that every group has: somebody has withheld it already."""
    counts = [name for name in ("numerator", "n_needs") if name in frame.columns]
    return any(frame[name].null_count() for name in counts)


def _scale(answer: Answer) -> float:
    fraction = answer.provenance.fraction
    return 1.0 if fraction is None or fraction >= 1 else 1 / fraction


def _told(answer: Answer, frame: pl.DataFrame, sentence: str) -> Answer:
    return replace(answer, frame=frame, provenance=replace(answer.provenance, disclosure=sentence))
