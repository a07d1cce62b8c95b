"""How the number of an assumption or a lever is written: with its unit, and as it was given.

Unlike a figure, such a number is exact as it stands, so nothing is rounded but pounds, which
are written in millions where they are.
"""

from __future__ import annotations

from analysis.policy import Assumption

MILLION = 1_000_000
ONE = {"agencies": "agency", "people": "person"}  # the others lose their s


def amount(value: float, unit: str) -> str:
    """``value`` in words: "25%", "180 days", "£41 million", "3 per 1,000 user-years"."""
    if unit == "share":
        return f"{value * 100:.6g}%"
    if unit == "gbp":
        return f"£{value / MILLION:,.6g} million" if value >= MILLION else f"£{value:,.12g}"
    if unit == "ratio":
        return f"{value:,.6g}"
    return f"{value:,.12g} {ONE.get(unit, unit.removesuffix('s')) if value == 1 else unit}"


def amount_range(entry: Assumption) -> str:
    """The central value with its range, such as "180 days (30 to 730)", or the value alone."""
    low, central, high = (amount(v, entry.unit) for v in (entry.low, entry.central, entry.high))
    if low == high:
        return central
    word = f" {entry.unit}"
    return f"{central} ({low.removesuffix(word)} to {high.removesuffix(word)})"
