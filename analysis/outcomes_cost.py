"""Outcomes of cost: what a design takes."""

from __future__ import annotations

from analysis.outcome import Outcome

COST: tuple[Outcome, ...] = ()
