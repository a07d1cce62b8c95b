"""What would be withheld if the children were real: shown before anything is published."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.editions.request import Request
from analysis.editions.scored import by_groups
from analysis.tables import group_label
from analysis.withheld import WITHHELD, withheld
from analysis.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """``rows``: one for each figure that would be withheld."""

    sentences: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def rehearsal(bench: Workbench, request: Request) -> Rehearsal:
    """What the risk appetite of ``request`` takes out of its tables, figure by figure."""
    sentences, rows = [], []
    rules = request.rules
    for dimension, answer in by_groups(bench, request)[0].items():
        shown = withheld(answer, appetite=rules)
        sentences.append(f"{answer.provenance.title}: {shown.provenance.disclosure}")
        both = zip(
            answer.frame.iter_rows(named=True), shown.frame.iter_rows(named=True), strict=True
        )
        rows += [
            (
                one["scenario"],
                one["label"],
                group_label(dimension, one["group"]),
                one["text"],
                _why(one, answer.provenance.fraction, rules.threshold),
            )
            for one, other in both
            if other["text"] == WITHHELD
        ]
    headings = ("Design", "Outcome", "Group", "Would be shown as", "Withheld because")
    return Rehearsal(tuple(sentences), headings, tuple(rows))


def _why(row: dict, fraction: float | None, threshold: int) -> str:
    counts = [n for n in (row["numerator"], row["denominator"]) if n is not None]
    scale = fraction if fraction and fraction < 1 else 1.0
    if any(0 < round(n * scale) < threshold for n in counts):
        return f"fewer than {threshold} in this world"
    return "a small count could be worked out from it"
