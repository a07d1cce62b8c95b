"""Why one record is linked, or not: each detail's weight, from the start to the threshold.

Every weight is a factor: how much likelier the agreement is between a record and the entry of
one child than between those of two.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from analysis.linkage.found import certainty
from analysis.linkage.model import COMPARISONS, Comparison
from analysis.linkage.study import Study
from analysis.tables import group_label

SAYS = {
    "forename": ("forename",),
    "surname": ("surname",),
    "born_on": ("born_on",),
    "home": ("address_line", "postcode"),
}
"""The details that each comparison reads."""
FIRST = "earlier_address"  # the commonest reason for a missed link
LEAST, NEAR, SURE = 1e-4, 0.99, 0.9999995  # where a certainty is told with other digits


@dataclass(frozen=True, slots=True)
class Step:
    """One detail. ``bits``: what it adds; ``running``: the weight so far."""

    label: str
    record: str
    entry: str
    agreement: str
    bits: float
    running: float
    words: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """One record and its best entry, detail by detail."""

    start: str
    start_bits: float
    steps: tuple[Step, ...]
    end: str
    bits: float
    is_linked: bool


def examples(study: Study) -> dict[int, str]:
    """The records that can be looked at, by number, in words: those that moved first."""
    told = {}
    is_first = (pl.col("process") == FIRST).fill_null(False)
    for row in study.examples.sort(is_first, descending=True, maintain_order=True).rows(named=True):
        how = group_label("process", row["process"] or "no error")
        agency = group_label("agency", row["agency"]).casefold()
        name = f"{row['record_forename']} {row['record_surname']}"
        told[row["record"]] = f"{how}: {name}, a synthetic record of {agency}"
    return told


def waterfall(study: Study, record: int, threshold: float) -> Waterfall:
    """How the weight of one of `examples` comes about, held against ``threshold`` in bits."""
    row = study.examples.filter(pl.col("record") == record).row(0, named=True)
    odds = round(1 / certainty(study.prior_bits))
    steps, running = [], study.prior_bits
    for one in COMPARISONS:
        bits = float(row[one.id])
        running += bits
        said, held = (_details(row, side, one.id) for side in ("record", "entry"))
        agreement = _level(study, one, bits, said == held)
        steps.append(
            Step(
                one.label,
                said,
                held,
                agreement,
                bits,
                running,
                f"{one.label} {agreement}: {factor(bits)}",
            )
        )
    return Waterfall(
        start=f"Of all pairs of a record and an entry, one in {odds:,} is of one child",
        start_bits=study.prior_bits,
        steps=tuple(steps),
        end=_end(row, threshold),
        bits=row["weight"],
        is_linked=row["weight"] >= threshold and row["n_alike"] == 1,
    )


def factor(bits: float) -> str:
    """A weight in words: "1,200 times likelier", "20 times less likely"."""
    times = 2.0 ** abs(bits)
    digits = max(0, 2 - math.ceil(math.log10(max(times, 1.0000001))))
    told = f"{round(times, digits):,.{digits}f}" if times < 100 else f"{_two_digits(times):,}"
    if told in ("1", "1.0"):
        return "hardly a difference"
    return f"{told} times {'likelier' if bits > 0 else 'less likely'}"


def sure(bits: float) -> str:
    """How certain a weight makes a link: "99.22%", "more than 99.9999%"."""
    chance = certainty(bits)
    if chance > SURE:
        return "more than 99.9999%"
    if chance < LEAST:
        return "less than 0.01%"
    if chance > NEAR:
        return f"{chance * 100:.4f}".rstrip("0").rstrip(".") + "%"
    return f"{chance * 100:.2g}%"


def _two_digits(times: float) -> int:
    step = 10 ** (math.floor(math.log10(times)) - 1)
    return round(times / step) * step


def _details(row: dict, side: str, comparison: str) -> str:
    return ", ".join(str(row[f"{side}_{one}"]) for one in SAYS[comparison])


def _level(study: Study, one: Comparison, bits: float, is_same: bool) -> str:
    """Which level of agreement a weight belongs to; rarity moves that of a name that agrees."""
    if is_same:
        return one.levels[0].words
    told = next(c for c in study.model["comparisons"] if c["output_column_name"] == one.id)
    weights = {
        level["label_for_charts"]: math.log2(level["m_probability"] / level["u_probability"])
        for level in told["comparison_levels"]
        if not level.get("is_null_level")
    }
    rest = [level.words for level in one.levels[1:]]
    return min(rest, key=lambda words: abs(weights[words] - bits))


def _end(row: dict, threshold: float) -> str:
    is_own = row["entry"] == row["child_id"]
    whose = "It is this child's own entry." if is_own else "It is another child's entry."
    weighed = f"Together the method is {sure(row['weight'])} certain"
    if row["weight"] < threshold:
        return f"{weighed}, below the {sure(threshold)} that is asked: no link is made. {whose}"
    if row["n_alike"] > 1:
        return f"{weighed}, but {row['n_alike']} entries fit as well: no link is made."
    return f"{weighed}, above the {sure(threshold)} that is asked: the link is made. {whose}"


def table_of(told: Waterfall) -> pl.DataFrame:
    """Detail by detail: what the record says, what the entry says, and what that is worth."""
    return pl.DataFrame(
        {
            "Detail": [step.label for step in told.steps],
            "Record says": [step.record for step in told.steps],
            "Entry says": [step.entry for step in told.steps],
            "It": [step.agreement for step in told.steps],
            "Makes one child": [factor(step.bits) for step in told.steps],
            "Certainty so far": [sure(step.running) for step in told.steps],
        }
    )
