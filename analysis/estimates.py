"""From tallies to figures: scaled, divided, with an interval and the digits that it deserves.

The interval holds the middle 95 percent of the futures and, where the world is a sample of
England's children, what the sample adds. Both are drawn apart from chance, so their widths
add as squares do. The figure itself takes every assumption at its central value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.outcomes import Family, outcome
from analysis.sampling import Z_95, Sample
from analysis.tally import REPLICATES, Tally, less
from analysis.units import Unit, show, show_interval

MIDDLE = (0.025, 0.975)
"""Of the futures: a 95 percent interval, as that of the sample."""
ENDLESS, NO_LIMIT = {Unit.DAYS: "never"}, "no limit"
"""How a figure without an end is written: days until something that does not happen."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure. ``value``, ``low`` and ``high`` are None where nothing can be divided."""

    outcome_id: str
    dimension: str
    group: str
    value: float | None
    low: float | None
    high: float | None
    numerator: float
    denominator: float | None
    text: str
    interval_text: str


def estimate(tally: Tally, sample: Sample) -> Estimate:
    """The figure of one tally; no end of its interval lies below nothing."""
    values, error = futures_of(tally, sample), sampling_error(tally, sample)
    return _estimate(tally, values, error, sample, least=0.0)


def difference(tally: Tally, reference: Tally, sample: Sample) -> Estimate:
    """``tally`` less ``reference``, future by future, on the same children."""
    if (tally.outcome, tally.dimension, tally.group) != (
        reference.outcome,
        reference.dimension,
        reference.group,
    ):
        raise ValueError(f"two tallies of one figure were expected, got {tally} and {reference}")
    with np.errstate(invalid="ignore"):  # never less never is not known
        values = less(futures_of(tally, sample), futures_of(reference, sample))
    one, other = _influence(tally, sample), _influence(reference, sample)
    error = 0.0 if one is None or other is None else _error(one - other, sample)
    return _estimate(tally, values, error, sample, least=-np.inf)


def futures_of(tally: Tally, sample: Sample) -> np.ndarray:
    """The figure in every future, scaled to England; nan where nothing is divided by nothing."""
    if tally.denominator is None:
        return tally.numerator * _scale(tally, sample)
    with np.errstate(invalid="ignore", divide="ignore"):  # 0 / 0 is not known, 1 / 0 endless
        values = tally.numerator / tally.denominator
    return np.where(values == -np.inf, np.nan, values)  # a saving for nothing is no rate either


def sampling_error(tally: Tally, sample: Sample) -> float:
    """Half the 95 percent interval that the sample of children gives; 0 for a whole world."""
    found = _influence(tally, sample)
    return 0.0 if found is None else _error(found, sample)


def _influence(tally: Tally, sample: Sample) -> np.ndarray | None:
    """What each random group of households adds to the figure, about its mean."""
    if tally.parts is None or not sample.is_sample:
        return None
    numerator, denominator = tally.parts.T
    if tally.denominator is None:
        return (numerator - numerator.mean()) * _scale(tally, sample)
    if not tally.denominator[0]:
        return np.zeros(REPLICATES)
    ratio = tally.numerator[0] / tally.denominator[0]
    return (numerator - ratio * denominator) / tally.denominator[0]


def _error(influence: np.ndarray, sample: Sample) -> float:
    groups = len(influence)
    left_out = 1 - sample.fraction
    return Z_95 * float(np.sqrt(left_out * groups / (groups - 1) * np.sum(influence**2)))


def _scale(tally: Tally, sample: Sample) -> float:
    return 1.0 if tally.is_national else sample.scale


def _estimate(
    tally: Tally, values: np.ndarray, error: float, sample: Sample, *, least: float
) -> Estimate:
    told, scale = outcome(tally.outcome), _scale(tally, sample)
    value, low, high = _with_ends(values, error)
    # A design may take less than the other, or open gaps; fewer children than none can't be.
    if told.family is not Family.BETWEEN or told.unit is Unit.CHILDREN:
        low = max(low, least)
    high = min(high, 1.0) if told.unit.is_share else high
    ends = {"low": _or_none(low), "high": _or_none(high)}
    return Estimate(
        outcome_id=tally.outcome,
        dimension=tally.dimension,
        group=tally.group,
        value=_or_none(value),
        **ends,
        numerator=float(tally.numerator[0]) * scale,
        denominator=None if tally.denominator is None else float(tally.denominator[0]) * scale,
        text=ENDLESS.get(told.unit, NO_LIMIT)
        if value == np.inf
        else show(value, told.unit, **ends),
        interval_text=_interval(low, high, told.unit),
    )


def _interval(low: float, high: float, unit: Unit) -> str:
    if high != np.inf:
        return show_interval(_or_none(low), _or_none(high), unit)
    endless = ENDLESS.get(unit, NO_LIMIT)
    return endless if low == np.inf else f"{show(low, unit)} to {endless}"


def _with_ends(values: np.ndarray, error: float) -> tuple[float, float, float]:
    """Central value and both ends; nan where nothing is known, infinity where there is no end."""
    central = float(values[0])
    drawn = values[1:][~np.isnan(values[1:])]
    if np.isnan(central):
        return np.nan, np.nan, np.nan
    if not np.isfinite(drawn).all():  # nothing lies between a number and infinity
        low, high = np.quantile(drawn, MIDDLE, method="inverted_cdf")
    else:
        low, high = np.quantile(drawn, MIDDLE) if len(drawn) else (central, central)
    low, high = min(float(low), central), max(float(high), central)
    if not np.isfinite(central):
        return central, low, high
    return (
        central,
        central - np.hypot(central - low, error),
        central + np.hypot(high - central, error),
    )


def _or_none(number: float) -> float | None:
    return number if np.isfinite(number) else None
