"""What a study finds at one threshold: right links, false ones, and records without one.

A record is linked to its best entry if the weight reaches the threshold and no other entry
fits as well. By identifier, a record that carries one that is somebody's is linked to that
child; the others go by names. Intervals are Wilson's, 95 percent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.linkage.study import Study
from analysis.sampling import Z_95

NAMES, IDENTIFIER = "name_and_birth_date", "single_identifier"
METHODS = (NAMES, IDENTIFIER)  # the choices of the lever "identifier"
RIGHT, FALSE, ALIKE, NONE = "right", "false", "several_alike", "none"
ALL = "all"
DIMENSIONS = (
    "agency",
    "quality",
    "process",
    "ethnic_group",
    "name_origin",
    "is_mobile",
    "is_looked_after",
    "deprivation_decile",
    "age",
)
CERTAINTIES = {
    1e-6: "0.0001%",
    1e-4: "0.01%",
    0.01: "1%",
    0.1: "10%",
    0.5: "50%",
    0.9: "90%",
    0.95: "95%",
    0.99: "99%",
    0.999: "99.9%",
    0.9999: "99.99%",
    0.99999: "99.999%",
    0.999999: "99.9999%",
}
"""Thresholds to choose from: how certain the method must be that a pair is of one child."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of records with its 95 percent interval, 0 to 1."""

    value: float
    low: float
    high: float


def links(study: Study, method: str, bits: float) -> pl.Series:
    """Of each record what became of it: one of RIGHT, FALSE, ALIKE, NONE."""
    return study.records.select(link=_link(method, bits)).to_series()


def _link(method: str, bits: float) -> pl.Expr:
    enough = pl.col("weight") >= bits
    is_own = pl.col("entry") == pl.col("child_id")
    by_names = (
        pl.when(~enough.fill_null(False))
        .then(pl.lit(NONE))
        .when(pl.col("n_alike") > 1)
        .then(pl.lit(ALIKE))
        .otherwise(pl.when(is_own).then(pl.lit(RIGHT)).otherwise(pl.lit(FALSE)))
    )
    if method == IDENTIFIER:
        is_numbered = pl.col("numbered_entry").is_not_null()
        is_own = pl.col("numbered_entry") == pl.col("child_id")
        numbered = pl.when(is_own).then(pl.lit(RIGHT)).otherwise(pl.lit(FALSE))
        by_names = pl.when(is_numbered).then(numbered).otherwise(by_names)
    elif method != NAMES:
        raise ValueError(f"one of {', '.join(METHODS)} was expected, got {method!r}")
    return by_names


def counts(study: Study, method: str, bits: float, *, by: str = ALL) -> pl.DataFrame:
    """Records by group and by what became of them: group, n_records, n_right, n_false, ...

    ``n_misnumbered``: of the false links those by a number that is another child's.
    """
    by_number = pl.lit(method == IDENTIFIER) & pl.col("numbered_entry").is_not_null()
    told = study.records.select(link=_link(method, bits), group=_group(by), by_number=by_number)
    return (
        told.filter(pl.col("group").is_not_null())
        .group_by("group")
        .agg(
            n_records=pl.len(),
            n_right=(pl.col("link") == RIGHT).sum(),
            n_false=(pl.col("link") == FALSE).sum(),
            n_misnumbered=((pl.col("link") == FALSE) & pl.col("by_number")).sum(),
            n_alike=(pl.col("link") == ALIKE).sum(),
            n_none=(pl.col("link") == NONE).sum(),
        )
        .sort("group")
    )


def right(row: dict) -> Share:
    """The share of a row of `counts` that is linked to its own child."""
    return wilson(row["n_right"], row["n_records"])


def missed(row: dict) -> Share:
    """The share that is not: without a link, or with a false one."""
    return wilson(row["n_records"] - row["n_right"], row["n_records"])


def false(row: dict, study: Study) -> Share:
    """The share linked to another child, for an index of all children.

    Children who look alike are as many times more there; wrong numbers are not.
    """
    alike = wilson(row["n_false"] - row["n_misnumbered"], row["n_records"])
    number = wilson(row["n_misnumbered"], row["n_records"])
    more = 1 / study.index_share
    value = alike.value * more + number.value
    below = np.hypot((alike.value - alike.low) * more, number.value - number.low)
    above = np.hypot((alike.high - alike.value) * more, number.high - number.value)
    ends = (max(value - float(below), 0.0), min(value + float(above), 1.0))
    return Share(min(value, 1.0), *ends)


def precision(row: dict, study: Study) -> Share | None:
    """Of the links the share that is right, for an index of all children; None without links."""
    wrong = false(row, study)
    own = row["n_right"] / row["n_records"] if row["n_records"] else 0.0
    if not own + wrong.value:
        return None
    value, low, high = (
        own / (own + share) if own + share else 0.0
        for share in (wrong.value, wrong.high, wrong.low)
    )
    return Share(value, low, high)


def curve(study: Study, method: str) -> pl.DataFrame:
    """Precision and recall at each of CERTAINTIES: of each outcome value, low and high."""
    rows = []
    for chance in CERTAINTIES:
        row = counts(study, method, weight_of(chance)).row(0, named=True)
        for id, share in (
            ("records_linked_right", right(row)),
            ("link_precision", precision(row, study)),
            ("records_linked_false", false(row, study)),
        ):
            if share is not None:
                rows.append((chance, id, share.value, share.low, share.high))
    schema = {"certainty": pl.Float64, "outcome": pl.String}
    schema |= dict.fromkeys(("value", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def wilson(n: int, of: int) -> Share:
    """The share ``n`` / ``of`` with Wilson's 95 percent interval; all of it where ``of`` is 0."""
    if not of:
        return Share(0.0, 0.0, 1.0)
    share, z2 = n / of, Z_95 * Z_95 / of
    middle = (share + z2 / 2) / (1 + z2)
    half = np.sqrt(share * (1 - share) * z2 + z2 * z2 / 4) / (1 + z2)
    low = 0.0 if not n else max(float(middle - half), 0.0)
    high = 1.0 if n == of else min(float(middle + half), 1.0)
    return Share(share, min(low, share), max(high, share))


def certainty(bits: float) -> float:
    """The chance that a pair of this weight is of one child, as the method sees it."""
    return float(1 / (1 + np.exp2(-bits)))


def weight_of(chance: float) -> float:
    """The weight in bits of a pair that is of one child with this ``chance``."""
    return float(np.log2(chance / (1 - chance)))


def _group(by: str) -> pl.Expr:
    if by == ALL:
        return pl.lit(ALL)
    if by not in DIMENSIONS:
        raise ValueError(f"one of {', '.join(DIMENSIONS)} was expected, got {by!r}")
    if by == "process":
        return pl.col("process").fill_null("none")
    return pl.col(by).cast(pl.String)
