"""How far a figure may be off because the world holds a sample of England's children.

Households are the sampling unit (a child alone where households are not known), drawn
without replacement at the world's fraction. A total is scaled by 1 / fraction, with the
variance of a total over units; a ratio has the linearised variance of a ratio estimator.
A world that holds everybody (fraction 1), or an imported one, has no sampling interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

Z_95 = 1.959964  # standard normal, two-sided 95 percent


@dataclass(frozen=True, slots=True)
class Sample:
    """``fraction`` of England's children (0 to 1; None: not a sample), in ``n_units`` units."""

    fraction: float | None
    n_units: int

    @property
    def scale(self) -> float:
        """What a count is multiplied by to stand for England; 1 when the world is no sample."""
        return 1 / self.fraction if self.fraction else 1.0

    @property
    def is_sample(self) -> bool:
        return self.fraction is not None and self.fraction < 1

    @property
    def correction(self) -> float:
        """(1 - fraction) n / (n - 1): no error when all are in, and the degree of freedom."""
        if not self.is_sample or self.n_units < 2:
            return 0.0
        return (1 - self.fraction) * self.n_units / (self.n_units - 1)


def total_error(total: pl.Expr, squares: pl.Expr, sample: Sample) -> pl.Expr:
    """Half the 95 percent interval of a count scaled to England.

    ``total`` is the sum over units in the sample, ``squares`` the sum of their squares.
    """
    n = max(sample.n_units, 1)
    spread = (squares - total * total / n).clip(lower_bound=0)
    return (spread * sample.correction).sqrt() * (Z_95 * sample.scale)


def ratio_error(top: pl.Expr, bottom: pl.Expr, moments: tuple, sample: Sample) -> pl.Expr:
    """Half the 95 percent interval of ``top / bottom``, both sums over the sampled units.

    ``moments`` are the sums over units of top squared, top x bottom and bottom squared.
    """
    top_top, top_bottom, bottom_bottom = moments
    ratio = top / bottom
    residual = top_top - 2 * ratio * top_bottom + ratio * ratio * bottom_bottom
    return (residual.clip(lower_bound=0) * sample.correction).sqrt() * Z_95 / bottom
