"""Outcomes of intrusiveness: who can look, who does, at whom, and with what cause."""

from __future__ import annotations

from analysis.outcome import Outcome

INTRUSIVENESS: tuple[Outcome, ...] = ()
