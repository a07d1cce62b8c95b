"""What is spent in each year of the horizon, as planned and with optimism bias."""

from __future__ import annotations

from analysis.cost import CostAccount
from analysis.tally import Tally

BY_YEAR = "year"
"""Dimension: year 0 is the year of the decision."""


def spending_tallies(account: CostAccount) -> list[Tally]:
    """Pounds of each year, not discounted, all for England."""
    return [
        Tally(outcome, spent[:, year], dimension=BY_YEAR, group=str(year), is_national=True)
        for outcome, spent in (
            ("spent_in_year", account.spent()),
            ("spent_in_year_with_bias", account.spent(with_bias=True)),
        )
        for year in range(spent.shape[1])
    ]
