"""Outcomes of comparisons between scenarios, and of who leads."""

from __future__ import annotations

from analysis.outcome import Outcome

BETWEEN: tuple[Outcome, ...] = ()
