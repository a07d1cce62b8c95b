"""What a design changes, on one page: every lever that it moves, from what, to what, and why."""

from __future__ import annotations

import polars as pl

from analysis.findings_design import card, card_title
from analysis.levers import Levers
from analysis.scenarios import Scenario
from pages.parts import session
from pages.parts.heading import heading
from pages.parts.text_table import text_table


def design_card(scenario: Scenario | None, levers: Levers) -> None:
    """The card of ``levers``; ``scenario`` is None while they contradict each other."""
    rows = card(scenario, levers)
    label = session.name() or (scenario.label if scenario else session.UNNAMED)
    heading(card_title(rows, label), id="changes")
    if rows:
        text_table(
            pl.DataFrame(
                [
                    {
                        "Lever": one.label,
                        "Without an index": one.old,
                        "Here": one.new,
                        "Unit": one.unit,
                        "Source": one.source,
                    }
                    for one in rows
                ]
            ),
            caption="Levers that are set otherwise than in England without an index",
            key="changes",
        )
