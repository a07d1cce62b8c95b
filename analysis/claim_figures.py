"""The figures that claims are answered with: scored designs, published numbers, and what follows.

Each carries its interval and its definition. What is made of two figures is made future by
future; what was published has no interval of ours.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from analysis.estimates import MIDDLE, NO_LIMIT, Estimate, futures_of
from analysis.evaluation import Evaluation, evaluate
from analysis.history import published
from analysis.history_answer import plain
from analysis.outcomes import Family, outcome
from analysis.scenarios import read_scenario
from analysis.tally import ALL, Tally
from analysis.units import Unit, show
from analysis.workbench import Workbench
from data.claims import Said
from data.schema import REFERENCE
from data.world import WorldError

MODEL = "this model"
SAME_WORD, SAID_ONCE = r"^(\S+) (million|billion) to (\S+) \2$", r"\1 to \3 \2"
NOTHING = ("0", "0.0", "£0", "0%")
FAMILY_OF = {
    Family.COVERAGE: "needs",
    Family.ACCESS: "access",
    Family.INTRUSIVENESS: "intrusion",
    Family.COST: "costs",
    Family.BETWEEN: "against",
    Family.LEAD: "leads",
}
"""Which family of `families.FAMILIES` works out outcomes that speak of it."""
ELSEWHERE = {"views_per_gap_closed": "against"}


class NoFigure(WorldError):
    """The world lacks what a claim asks for; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number beside a claim. ``value``, ``low`` and ``high`` in ``unit``; None: no end."""

    label: str
    scenario: str  # id of its design; empty where no design is meant
    unit: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    interval_text: str  # empty where nothing in it is uncertain
    definition: str
    source: str = MODEL
    link: str = ""
    outcome: str = ""  # id in the registry, where it is one

    @property
    def design(self) -> str:
        """The name of its design; empty where no design is meant."""
        return read_scenario(self.scenario).label if self.scenario else ""

    @property
    def words(self) -> str:
        """The figure with its interval: "3 (2 to 8)", "£330 million (£280 to £420 million)"."""
        if not self.interval_text:
            return self.text
        return f"{self.text} ({re.sub(SAME_WORD, SAID_ONCE, self.interval_text)})"

    def named(self, label: str) -> Figure:
        """The same figure under another name."""
        return replace(self, label=label)

    def counted(self, unit: str) -> Figure:
        """The same figure with another word for what it counts."""
        return replace(self, unit=unit)

    def from_source(self, text: str, source: str = MODEL, link: str = "") -> Figure:
        """The same figure as it was published: in its own digits, with its source."""
        return replace(self, text=text, interval_text="", source=source, link=link)


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """A workbench, and what claims have asked of it so far."""

    bench: Workbench
    evaluations: dict[tuple[str, str], Evaluation] = field(default_factory=dict)

    def scored(self, design: str, outcome_id: str, group: tuple[str, str] = (ALL, ALL)) -> Figure:
        """An outcome of a preset, named after the outcome."""
        told, found = outcome(outcome_id), self._found(design, outcome_id)
        try:
            one: Estimate = found.estimate(outcome_id, *group)
        except KeyError:
            raise self._lacking(found, outcome_id) from None
        return Figure(
            label=told.label,
            scenario=design,
            unit=told.unit.value,
            value=one.value,
            low=one.low,
            high=one.high,
            text=one.text,
            interval_text="" if one.interval_text == one.text else one.interval_text,
            definition=f"{told.formula}. {told.caveat}",
            outcome=outcome_id,
        )

    def futures(self, design: str, outcome_id: str) -> np.ndarray:
        """The same outcome of everybody in every future, scaled to England; central first."""
        return futures_of(self.tally(design, outcome_id), self.bench.sample)

    def has(self, design: str, outcome_id: str, group: tuple[str, str]) -> bool:
        """Whether there is a figure of a group."""
        found = self._found(design, outcome_id).tallies
        return (outcome_id, *group) in {(one.outcome, one.dimension, one.group) for one in found}

    def tally(self, design: str, outcome_id: str) -> Tally:
        """What the figure was made of."""
        found = self._found(design, outcome_id)
        try:
            return found.tally(outcome_id)
        except KeyError:
            raise self._lacking(found, outcome_id) from None

    def asked(self) -> tuple[Evaluation, ...]:
        """An evaluation of each design that was asked for."""
        return tuple({one.scenario.id: one for one in self.evaluations.values()}.values())

    def _lacking(self, found: Evaluation, outcome_id: str) -> NoFigure:
        """Why a world has no such figure, as the evaluation says."""
        label = outcome(outcome_id).label
        return NoFigure(" ".join(found.notes) or f"This world has no figure: {label}.")

    def _found(self, design: str, outcome_id: str) -> Evaluation:
        family = ELSEWHERE.get(outcome_id, FAMILY_OF[outcome(outcome_id).family])
        if (design, family) not in self.evaluations:
            found = evaluate(self.bench, read_scenario(design), families=(family,))
            self.evaluations[design, family] = found
        return self.evaluations[design, family]


def made(label: str, values: np.ndarray, unit: Unit, definition: str, design: str = "") -> Figure:
    """A figure of ours from its values in every future, the central one first."""
    value = float(values[0])
    drawn = values[1:][~np.isnan(values[1:])]
    if np.isnan(value) or not len(drawn):
        nothing = (None, None, None, show(None, unit), "")
        return Figure(label, design, unit.value, *nothing, definition)
    endless = not np.isfinite(drawn).all()
    low, high = np.quantile(drawn, MIDDLE, method="inverted_cdf" if endless else "linear")
    low, high = min(float(low), value), max(float(high), value)
    text = show(value, unit, low=low, high=_end(high)) if np.isfinite(value) else NO_LIMIT
    told = _interval(low, high, unit)
    ends = (_end(value), _end(low), _end(high))
    interval = "" if told == text else told
    return Figure(label, design, unit.value, *ends, text, interval, definition)


def told_elsewhere(said: Said) -> Figure:
    """A published figure that stands with the claim."""
    text = show(said.value, Unit.RATIO)
    ends = (said.value, said.value, said.value)
    return Figure(
        said.label,
        "",
        said.unit,
        *ends,
        text,
        "",
        f"published, {said.year}",
        said.source,
        said.link,
    )


def from_history(id: str) -> Figure:
    """A row of data/reference/history.csv, as published."""
    row = next(row for row in published() if row["id"] == id)
    value = float(row["published"])
    return Figure(
        row["label"], "", row["unit"], value, value, value, show(value, Unit.CHILDREN), "",
        f"published, {row['year']}", row["source"], row["link"],
    )  # fmt: skip


@cache
def margin(id: str) -> Figure:
    """A row of data/reference/margin.csv, as published."""
    with (REFERENCE / "margin.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == id)
    value, is_share = float(row["target"]), row["unit"] == "share"
    text = f"{value:.1%}" if is_share else show(value, Unit.CHILDREN)
    unit = Unit.SHARE_OF_CHILDREN if is_share else Unit.CHILDREN
    source = f"{row['publisher']}, {row['year']}"
    return Figure(
        row["label"], "", unit.value, value, value, value, text, "",
        f"published, {row['year']}", source, row["link"],
    )  # fmt: skip


def number(value: float, unit: Unit) -> str:
    """A number as it was claimed: "5 million", "£225 million", "300,000"."""
    return plain(show(value, unit))


def _end(number: float) -> float | None:
    return number if np.isfinite(number) else None


def _interval(low: float, high: float, unit: Unit) -> str:
    """Both ends in words; a low end that is not nothing is not written as nothing."""
    if not np.isfinite(high):
        return f"{show(low, unit)} to {NO_LIMIT}" if np.isfinite(low) else NO_LIMIT
    start, end = (show(one, unit, low=low, high=high) for one in (low, high))
    if start in NOTHING and low > 0:
        start = show(low, unit, low=low / 2, high=2 * low)
    return start if start == end else f"{start} to {end}"
