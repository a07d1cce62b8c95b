"""Words that charts and sentences about gaps share: views, differences in points, withheld."""

from __future__ import annotations

from typing import Literal

from analysis.outcomes import Outcome
from analysis.units import Unit, show

View = Literal["design", "reference", "difference"]
COLUMNS: dict[View, tuple[str, str]] = {
    "design": ("gap_share", "n_gaps"),
    "reference": ("reference_gap_share", "reference_n_gaps"),
    "difference": ("gap_share_change", "n_closed"),
}
"""Per view the columns of `gap_figures.figures` that hold its share and its count."""
COUNTS: dict[View, str] = {
    "design": "sharing_gaps",
    "reference": "sharing_gaps",
    "difference": "gaps_closed",
}
"""Per view the outcome that its count is one of."""
WITHHELD = "withheld"


def points(value: float, low: float, high: float) -> tuple[str, str]:
    """A difference of two shares in percentage points, with its interval, less the unit:
    ("−3", "−8 to −1")."""
    text, *ends = (
        show(one, Unit.SHARE, low=low, high=high).rstrip("%") for one in (value, low, high)
    )
    first, last = (_signed(end) for end in ends)
    return _signed(text), first if first == last else f"{first} to {last}"


def moved(share: Outcome) -> str:
    """What a difference of ``share`` is called: its label with the unit of a difference."""
    return f"Change of {share.label[0].lower()}{share.label[1:]} (percentage points)"


def _signed(number: str) -> str:
    """ "−3", "+2" or "0": a true minus, and no sign before nothing."""
    if not float(number.replace(",", "")):
        return number.lstrip("-")
    return number.replace("-", "−") if number.startswith("-") else f"+{number}"
