"""How good staff would have to be for a design's own money to close as many gaps as the design.

Both are held to the same present value and to gaps over all years, each counting what a
pound of it counts. The formula stands in docs/methods-cost.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.estimates import MIDDLE, Estimate, estimate
from analysis.evaluation import Evaluation
from analysis.families import account
from analysis.levers import Levers
from analysis.outcomes import outcome
from analysis.sampling import Sample
from analysis.staff_instead import (
    Staff,
    counted_years,
    effect,
    reached,
    staff_instead,
    yearly,
)
from analysis.tally import Tally
from analysis.units import show
from analysis.workbench import Workbench

OUT_OF_REACH, ANY_SUM = "out of reach", "any sum"
TIE = 1e-6  # of the gaps: closer than gaps between two values of k are known


@dataclass(frozen=True, slots=True, eq=False)
class BreakEven:
    """One design against its own money as staff. Arrays have one number per future."""

    staff: Staff
    years: int  # in which staff are paid: the horizon
    gaps_needed: np.ndarray  # a year, of this world, to close as many over the years
    k_needed: np.ndarray  # share of missed needs that staff would have to meet; nan: out of reach
    share_needed: np.ndarray  # of any number of staff; endless: out of reach
    half_gbp_needed: np.ndarray  # for half of the effect; 0: out of reach, endless: any would do

    @property
    def staff_ahead(self) -> float:
        """Share of futures in which staff close at least as many gaps as the design, 0 to 1."""
        return float(np.mean(self.staff.closed[1:] >= (1 - TIE) * self.gaps_needed[1:]))

    def estimates(self, sample: Sample) -> dict[str, Estimate]:
        """What staff close, and what they would have to achieve, by outcome id."""
        found = [estimate(self.staff.tally(), sample)]
        for id, values, out in (
            ("staff_share_needed", self.share_needed, np.inf),
            ("staff_half_gbp_needed", self.half_gbp_needed, 0.0),
        ):
            told = estimate(Tally(id, values, is_national=True), sample)
            found.append(_worded(told, values, out=out))
        return {one.outcome_id: one for one in found}


def why_none(bench: Workbench, design: Evaluation, reference: Levers) -> str:
    """Why a design can't be held against its own money as staff, in a sentence; empty if it can."""
    levers = design.scenario.levers
    if levers == reference:
        return "This design is what it is held against: there is no money to spend otherwise."
    if levers.scope == "none":
        return "Without an index, all that this design pays for is staff already."
    own, other = account(bench, levers), account(bench, reference)
    if own.present_value()[0] <= other.present_value()[0]:
        return "This design costs no more than what it is held against: no money is left for staff."
    if design.estimate("gaps_closed").value <= 0:
        return "This design closes no more gaps than what it is held against: any staff do as well."
    return ""


def break_even(bench: Workbench, design: Evaluation, reference: Levers) -> BreakEven | None:
    """``design`` (families costs and against) held against ``reference`` with its money as staff.

    None where `why_none` says why.
    """
    if why_none(bench, design, reference):
        return None
    levers = design.scenario.levers
    own, other = account(bench, levers), account(bench, reference)
    extra = own.present_value() - other.present_value()
    years = own.schedule.discount.shape[1]
    gbp = np.maximum(yearly(extra, bench, years), 0.0)
    closed = design.tally("gaps_closed").numerator
    needed = closed * own.schedule.counted_years_in_use / counted_years(bench, years)
    before = reached(bench, reference, 0.0)
    found = effect(bench, reference)
    k = found.share_that_leaves(found.gaps(before) - needed)
    k = np.where(needed <= 0, before, k)
    spent = reference.extra_staff_gbp_per_year + gbp
    most, half = (bench.futures(f"staff_effect.{id}") for id in ("max_share", "half_gbp"))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k * (spent + half) / spent
        half_needed = spent * (most / k - 1)
    return BreakEven(
        staff=staff_instead(bench, reference, gbp),
        years=years,
        gaps_needed=needed,
        k_needed=k,
        share_needed=np.where(share <= 1, share, np.inf),
        half_gbp_needed=np.where(np.isnan(k), 0.0, np.maximum(half_needed, 0.0)),
    )


def _worded(one: Estimate, values: np.ndarray, *, out: float) -> Estimate:
    """``one`` in words where its value or an end is no number: ``out`` is out of reach."""
    ends = np.quantile(values[1:], MIDDLE, method="inverted_cdf")
    three = values[0], min(ends[0], values[0]), max(ends[1], values[0])
    can_be = [float(number) if np.isfinite(number) and number != out else None for number in three]
    unit, (value, first, last) = outcome(one.outcome_id).unit, can_be
    known = last is not None and (first is not None or not unit.is_share)
    span = {"low": first or 0.0, "high": last} if known else {}
    text, low, high = (
        (OUT_OF_REACH if number == out else ANY_SUM) if told is None else show(told, unit, **span)
        for number, told in zip(three, can_be, strict=True)
    )
    return replace(
        one,
        value=value,
        low=first,
        high=last,
        text=text,
        interval_text=low if low == high else f"{low} to {high}",
    )
