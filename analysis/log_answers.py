"""What one drawn log holds as answers: how look-ups are spread, with small counts withheld.

Of every 1,000 users or children, how many so often; and the share that a contact explains.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from analysis import sql
from analysis.answer import Answer
from analysis.answers import provenance
from analysis.appetite import read_appetite
from analysis.disclosure import Protected, protect
from analysis.evaluation import SCHEMA, Evaluation
from analysis.outcome import Family
from analysis.units import Unit, show
from analysis.workbench import Workbench
from data.schema import AGENCY_LABELS

WITHHELD = "withheld"
USER_BANDS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, 19), (20, 49), (50, None))
CHILD_BANDS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, None))
PER_USER, PER_CHILD, EXPLAINED = "looks_of_user", "looks_at_child", "explained_by_agency"
OUT_OF = 1_000


@dataclass(frozen=True, slots=True)
class LogAnswers:
    """Makes answers of the log of one design."""

    bench: Workbench
    evaluation: Evaluation

    def of_users(self, each: pl.DataFrame) -> Answer:
        """Users who looked, by how often (`access_volumes.per_user`)."""
        return self._spread(each, "n_users", USER_BANDS, PER_USER, "access_per_user")

    def of_children(self, each: pl.DataFrame) -> Answer:
        """Children by how often they were looked at (`access_volumes.per_child`)."""
        return self._spread(each, "n_children", CHILD_BANDS, PER_CHILD, "access_per_child")

    def _spread(
        self, each: pl.DataFrame, column: str, bands: tuple, dimension: str, query: str
    ) -> Answer:
        """Of every 1,000, how many in each band of look-ups."""
        counts = _in_bands(each, column, bands)
        counted = "users" if dimension == PER_USER else "children"
        safe = protect(counts, key="group", counts=["n"], groups="bands", counted=counted)
        total = counts["n"].sum()
        label = f"{counted.capitalize()} by look-ups in the year"
        rows = [
            self._row(dimension, group, label, f"per 1,000 {counted}", n, total, OUT_OF)
            for group, n in safe.frame.select("group", "n").iter_rows()
        ]
        return self._answer(rows, query, label, safe)

    def shares(self, explained: pl.DataFrame) -> Answer:
        """Of the look-ups of each agency, the share that a recorded contact explains."""
        safe = protect(
            explained,
            key="agency",
            counts=["n_explained"],
            of="n_lookups",
            groups="agencies",
            counted="look-ups",
        )
        label = "Explained share of look-ups"
        rows = [
            self._row(EXPLAINED, AGENCY_LABELS[agency], label, Unit.SHARE_OF_VIEWS.value, n, of, 1)
            for agency, n, of in safe.frame.select("agency", "n_explained", "n_lookups").iter_rows()
        ]
        return self._answer(rows, "access_explained", label, safe)

    def _row(self, dimension, group, label, unit, n, of, times: int) -> dict:
        is_told = n is not None and of is not None
        value = n / of * times if is_told and of else (0.0 if is_told else None)
        kind = Unit.SHARE_OF_VIEWS if times == 1 else Unit.PER_1000
        ends = {} if times == 1 or value is None else _ends(value)
        return {
            "scenario": self.evaluation.scenario.id,
            "family": Family.ACCESS.value,
            "outcome": "lookups",
            "label": label,
            "dimension": dimension,
            "group": group,
            "unit": unit,
            "value": value,
            "low": None,
            "high": None,
            "numerator": None if n is None else float(n),
            "denominator": None if of is None else float(of),
            "text": show(value, kind, **ends) if is_told else WITHHELD,
            "interval": "as drawn" if is_told else WITHHELD,
        }

    def _answer(self, rows: list[dict], query: str, title: str, safe: Protected) -> Answer:
        told = provenance(self.bench, [self.evaluation], ("lookups",), title)
        return Answer(
            pl.DataFrame(rows, schema=SCHEMA),
            replace(
                told,
                sql=sql.text(query),
                scaling="as drawn, not scaled",
                intervals="none: one log, drawn with central assumptions",
                disclosure=safe.sentence,
            ),
        )


def _in_bands(each: pl.DataFrame, column: str, bands: tuple) -> pl.DataFrame:
    """How many in each band: group and n. The last bands are put together while they hold few."""
    counts = [(first, last, _within(each, column, first, last)) for first, last in bands]
    few = read_appetite().threshold
    while len(counts) > 1 and counts[-1][2] < few:
        *counts, (first, _, n), (_, _, more) = counts
        counts.append((first, None, n + more))
    return pl.DataFrame(
        [(_band(first, last), n) for first, last, n in counts],
        schema={"group": pl.String, "n": pl.Int64},
        orient="row",
    )


def _band(first: int, last: int | None) -> str:
    if last is None:
        return f"{first} or more" if first else "any number"
    return str(first) if first == last else f"{first} to {last}"


def _within(each: pl.DataFrame, column: str, first: int, last: int | None) -> int:
    is_in = pl.col("n_lookups") >= first
    if last is not None:
        is_in &= pl.col("n_lookups") <= last
    return each.filter(is_in)[column].sum()


def _ends(value: float) -> dict[str, float]:
    """So that a rare thing keeps a decimal: "0.3" of 1,000, beside "843"."""
    return {"low": value - 0.5, "high": value + 0.5} if value < 10 else {}
