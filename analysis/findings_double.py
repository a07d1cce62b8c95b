"""What is said of double fairness: who is seen too much, and who is helped too little."""

from __future__ import annotations

import polars as pl

from analysis.evaluation import Evaluation
from analysis.outcomes import outcome

DOUBLE = (
    "A group can be seen too much and helped too little at once, so these figures stand together. "
    "They are never added. Small differences may be chance of the sample alone."
)


def ends_of(rows: pl.DataFrame, figure: str, found: Evaluation) -> tuple[dict, dict] | None:
    """The rows of the groups with the lowest and the highest figure; None where none is told."""
    own = rows.filter(
        pl.col("scenario") == found.scenario.id,
        pl.col("outcome") == figure,
        pl.col("value").is_not_null(),
    ).sort("value")
    return (own.row(0, named=True), own.row(-1, named=True)) if len(own) else None


def fair_title(
    figure: str, ends: tuple[dict, dict] | None, words: dict[str, str], *, is_apart: bool
) -> str:
    """The groups at both ends of one figure, or that they can't be told apart."""
    label = outcome(figure).label
    if ends is None:
        return f"{label}: not told for these groups"
    least, most = ends
    if not most["value"]:
        return f"{label}: none in any group"
    if most["text"] == least["text"]:
        return f"{label}: about {most['text']} in every group"
    first, last = (f"{row['text']} ({words[row['group']]})" for row in ends)
    told = f"{label}: from {first} to {last}"
    return told if is_apart else f"{told}, which can't be told apart"


def fair_summary(figure: str, found: Evaluation) -> str:
    """What the figure counts, and its caveat."""
    told = outcome(figure)
    if not found.estimate("children_with_entry").value and figure != "gap_share":
        return "There is no index, so nothing is linked and nobody is looked at."
    return f"{told.question} {told.caveat}"
