"""Errors and gaps by group under two designs, one figure at a time, as charts take them.

From the answers of `fair_groups`: a group can be harmed twice, seen too much and helped too
little, so the figures stand together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from analysis.answer import Answer
from analysis.fairness import FIGURES
from analysis.gap_words import WITHHELD

TONES = {
    "gap_share": "gap",
    "missed_link_share": "coverage",
    "wrong_child_views_per_1000": "intrusiveness",
    "needless_views_per_1000": "intrusiveness",
}
"""What each figure speaks of, as the name of a colour, in the order shown."""
NOT_DEFINED = "not defined"  # without an index there is no link to miss
ENDS = {"": "value", "_low": "low", "_high": "high"}


def figures_of(answer: Answer) -> list[str]:
    """The figures that any of the designs has: without an index there is no link to miss."""
    held = answer.frame.filter(pl.col("value").is_not_null())["outcome"].unique()
    return [id for id in TONES if id in held and id in FIGURES]


def one_figure(
    answer: Answer, outcome_id: str, designs: Sequence[str], words: Mapping[str, str]
) -> pl.DataFrame:
    """One row per group: ``figure`` with its ends of the first of ``designs`` (ids of scenarios),
    ``reference_figure`` of the second; ``words``: the groups in order, with their labels."""
    rows = answer.frame.filter(pl.col("outcome") == outcome_id)
    frame = pl.DataFrame({"group": list(words), "group_label": list(words.values())})
    is_withheld = set(rows.filter(pl.col("text") == WITHHELD)["group"])
    for prefix, design in zip(("", "reference_"), designs, strict=False):
        ours = rows.filter(pl.col("scenario") == design).select(
            "group", **{f"{prefix}figure{end}": pl.col(name) for end, name in ENDS.items()}
        )
        frame = frame.join(ours, on="group", how="left", maintain_order="left")
    return frame.with_columns(is_withheld=pl.col("group").is_in(list(is_withheld)))


def drawn_designs(frame: pl.DataFrame, names: tuple[str, ...]) -> tuple[str, ...]:
    """``names`` of the designs, less the second where `one_figure` has nothing of it."""
    other = "reference_figure"
    is_told = other in frame.columns and frame[other].is_not_null().any()
    return names if is_told else names[:1]
