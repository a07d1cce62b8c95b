"""Intervals of a sample: known answers, and the coverage that they promise."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis.sampling import Z_95, Sample, ratio_error, total_error

SIZE, FRACTION, REPEATS = 4_000, 0.1, 400


def value(expression: pl.Expr) -> float:
    return pl.select(expression).item()


def test_a_total_has_the_error_of_the_textbook():
    y = np.array([0.0, 1, 2, 5, 0, 3])
    sample = Sample(fraction=0.5, n_units=len(y))
    found = value(total_error(pl.lit(y.sum()), pl.lit((y * y).sum()), sample))
    assert found == pytest.approx(Z_95 * 2 * np.sqrt(0.5 * len(y) * y.var(ddof=1)))


def test_everybody_and_an_import_have_no_sampling_error():
    for sample in (Sample(1.0, 10), Sample(None, 10), Sample(0.5, 1)):
        assert value(total_error(pl.lit(5.0), pl.lit(9.0), sample)) == 0
    assert Sample(None, 10).scale == 1
    assert Sample(0.25, 10).scale == 4


def test_a_ratio_that_never_varies_has_no_error():
    x = np.array([1.0, 2, 3, 4])
    moments = tuple(
        pl.lit(sum_) for sum_ in (((x / 2) ** 2).sum(), (x * x / 2).sum(), (x * x).sum())
    )
    found = value(ratio_error(pl.lit(x.sum() / 2), pl.lit(x.sum()), moments, Sample(0.1, 4)))
    assert found == pytest.approx(0, abs=1e-9)


def test_19_of_20_samples_hold_the_truth():
    """Households of a made-up country, sampled over and over with a fixed seed."""
    chance = np.random.default_rng(20240331)
    needs = chance.poisson(chance.gamma(0.3, 4.0, SIZE)).astype(float)
    gaps = chance.binomial(needs.astype(int), 0.4).astype(float)
    within = {"total": 0, "ratio": 0}
    for _ in range(REPEATS):
        drawn = chance.choice(SIZE, int(SIZE * FRACTION), replace=False)
        x, g = needs[drawn], gaps[drawn]
        sample = Sample(FRACTION, len(drawn))
        half = value(total_error(pl.lit(g.sum()), pl.lit((g * g).sum()), sample))
        within["total"] += abs(g.sum() / FRACTION - gaps.sum()) <= half
        moments = tuple(pl.lit(sum_) for sum_ in ((g * g).sum(), (g * x).sum(), (x * x).sum()))
        half = value(ratio_error(pl.lit(g.sum()), pl.lit(x.sum()), moments, sample))
        within["ratio"] += abs(g.sum() / x.sum() - gaps.sum() / needs.sum()) <= half
    # 0.95 less 4 standard errors of a share over the repeats, and some for the skew
    floor = 0.95 - 4 * np.sqrt(0.95 * 0.05 / REPEATS) - 0.01
    assert all(count / REPEATS >= floor for count in within.values()), within
