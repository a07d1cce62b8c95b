"""Outcomes of access volumes: how often an index is opened, by whom and when."""

from __future__ import annotations

from analysis.outcome import Outcome

ACCESS: tuple[Outcome, ...] = ()
