"""Answers to what the first visitor of a server asks, worked out while the browser loads."""

from __future__ import annotations

from analysis.current_world import current_world
from analysis.families import QUICK
from analysis.live import live
from analysis.policy import load_assumptions
from analysis.scenarios import BASELINE, load_scenarios, read_scenario
from pages.parts import engine, live_figures, session


def first_answers() -> None:
    """The figures beside the levers with their chart, then all designs beside each other.

    Whatever is wrong with the world is raised here as it is to the visitor.
    """
    bench = engine.believing(current_world(), load_assumptions())
    start, reference = read_scenario(session.START), read_scenario(BASELINE)
    live_figures.make_ready(bench, live(bench, start, reference))
    for one in (start, reference):
        engine.evaluation_on(bench, one, reference.levers, QUICK)
    engine.comparison_on(bench, (reference, *load_scenarios()), QUICK)
