"""What the first visitor would wait for, done before they come: modules, the world, figures."""

from __future__ import annotations

from importlib import import_module

from analysis.availability import NotAvailable
from analysis.current_world import WorldError, current_world
from analysis.live import live
from analysis.policy import load_assumptions
from analysis.scenarios import BASELINE, read_scenario
from pages.parts import engine, session

MODULES = ("design_files", "figure", "link", "live_figures", "panel", "story")


def ready() -> None:
    """Make ready the page on which an index is designed, as a browser without an address sees it.

    Whoever comes meanwhile waits for what is under way and for nothing twice.
    """
    for name in MODULES:
        import_module(f"pages.parts.{name}")
    try:
        bench = engine.prepared(current_world(), load_assumptions())
        live(bench, read_scenario(session.START), read_scenario(BASELINE))
    except (WorldError, NotAvailable):
        return  # the page says why, in its place
