"""What is worked out ahead is what a screen then asks for."""

from __future__ import annotations

from dataclasses import replace

from analysis.live import foresee, live
from analysis.scenarios import own_scenario, read_scenario
from analysis.workbench import workbench


def test_what_is_foreseen_is_what_the_page_asks_for(small_world, monkeypatch):
    """A move that was foreseen counts nothing more, and its figures are those of any other."""
    levers = read_scenario("contactpoint_2009").levers
    next_one = replace(levers, update_delay_days=levers.update_delay_days + 1, audit_share=0.5)
    design, reference = (
        own_scenario(next_one, label="Mine", summary="Mine."),
        read_scenario("status_quo"),
    )
    plain = live(workbench(small_world), design, reference)
    bench = workbench(small_world)
    live(bench, read_scenario("contactpoint_2009"), reference)
    foresee(bench.without_writing(), replace(next_one, audit_share=levers.audit_share))
    with monkeypatch.context() as patch:
        patch.setattr("analysis.workbench.prepare_design", None)
        foreseen = live(bench, design, reference)
    assert foreseen.design.estimates == plain.design.estimates
    assert foreseen.differences == plain.differences
