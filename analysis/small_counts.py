"""Which groups of a figure rest on too few: counts gathered from an answer, then judged.

Counts are of the world, before they are scaled to England; an expected number counts as the
nearest whole one, and as one where something may happen.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from analysis.appetite import Appetite
from analysis.disclosure import protect
from analysis.outcomes import outcome
from analysis.units import Unit
from data.schema import REFERENCE

COUNTED = "children or events"
Counts = tuple[int, ...]  # one for each group


@dataclass(frozen=True, slots=True)
class Table:
    """Counts that are shown together: ``parts`` of ``of``, or without it each by itself."""

    parts: tuple[Counts, ...]
    of: Counts | None = None


def whole_counts(numbers: Sequence[float | None], scale: float) -> Counts:
    """Scaled expectations as whole counts of the world; of a difference, its size."""
    found = (abs(number or 0.0) / scale for number in numbers)
    return tuple(max(1, round(number)) if number else 0 for number in found)


def tables_behind(
    rows: pl.DataFrame, groups: Sequence[str], scale: float
) -> tuple[list[Table], dict[tuple[str, str], list[Counts]]]:
    """The tables behind ``rows`` (`evaluation.SCHEMA`), and what each figure rests on.

    Figures are named by scenario and outcome. Counts that several figures share stand once.
    """
    parts: dict[Counts | None, dict[Counts, None]] = {None: {}}
    rests_on = {}
    for name, lines in rows.group_by("scenario", "outcome", maintain_order=True):
        unit = outcome(name[1]).unit
        more = 1_000 if unit is Unit.PER_1000 else 1  # such a numerator is a thousand times it
        top = _by_group(lines, "numerator", groups, scale * more)
        bottom = _by_group(lines, "denominator", groups, scale)
        is_part = bottom and unit.is_share
        is_part = is_part and all(a <= b for a, b in zip(top, bottom, strict=True))
        parts.setdefault(bottom if is_part else None, {})[top] = None
        if bottom and not is_part:
            parts[None][bottom] = None
        rests_on[name] = [top, bottom] if bottom else [top]
    shown = {one for of, ones in parts.items() if of for one in (*ones, of)}
    alone = tuple(one for one in parts.pop(None) if one not in shown)
    tables = [Table(tuple(ones), of) for of, ones in parts.items()]
    return tables + ([Table(alone)] if alone else []), rests_on


def withheld_groups(
    groups: Sequence[str], dimension: str, tables: Sequence[Table], appetite: Appetite
) -> tuple[dict[Counts, list[bool]], str]:
    """For each of the counts, which groups are withheld; and the sentence that says how many."""
    found: dict[Counts, list[bool]] = {}
    regions = _regions()
    within = [regions.get(group) if dimension == "area" else None for group in groups]
    for table in tables:
        columns = {f"n{number}": counts for number, counts in enumerate(table.parts)}
        everybody = {"of": table.of} if table.of else {}
        frame = pl.DataFrame(
            {"group": groups, "within": within} | columns | everybody,
            schema_overrides={"group": pl.String, "within": pl.String},
        )
        told = protect(
            frame,
            key="group",
            counts=list(columns),
            of="of" if table.of else None,
            within="within" if dimension == "area" else None,
            counted=COUNTED,
            appetite=appetite,
        )
        for name, counts in (columns | everybody).items():
            found[counts] = _either(found.get(counts), told.frame[f"{name}_withheld"].to_list())
    rows = [any(column) for column in zip(*found.values(), strict=True)]
    return found, _sentence(sum(rows), len(groups), appetite)


def _by_group(lines: pl.DataFrame, column: str, groups: Sequence[str], scale: float):
    """``column`` in the order of ``groups``; None where the figure has no such end."""
    if lines[column].null_count() == lines.height:
        return None
    known = dict(lines.select("group", column).iter_rows())
    return whole_counts([known.get(group) for group in groups], scale)


def _either(one: list[bool] | None, other: list[bool]) -> list[bool]:
    return other if one is None else [a or b for a, b in zip(one, other, strict=True)]


def _sentence(n_withheld: int, n_groups: int, appetite: Appetite) -> str:
    if not n_withheld:
        return f"None of {n_groups} groups withheld."
    why = ", or needed so that such a count can't be worked out" if appetite.secondary else ""
    return (
        f"{n_withheld} of {n_groups} groups withheld, wholly or in part: fewer than "
        f"{appetite.threshold} {COUNTED} in this world{why}."
    )


@cache
def _regions() -> dict[str, str]:
    """The region of each council, by its code."""
    with (REFERENCE / "council.csv").open(encoding="utf-8", newline="") as file:
        return {row["area_code"]: row["region"] for row in csv.DictReader(file)}
