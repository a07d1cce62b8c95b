"""The public interface: ask a world what an index would cost, reach and reveal.

Described with a runnable example in docs/python.md. What is not named here may change
without notice.
"""

from __future__ import annotations

from analysis.access_log.write import write_access_log
from analysis.assuming import believed
from analysis.comparison import Comparison, compare
from analysis.evaluation import Evaluation, evaluate
from analysis.history import history
from analysis.levers import Levers, levers_with, load_levers
from analysis.linkage.kept_studies import read_study, write_study
from analysis.linkage.measured import believing as measured_beliefs
from analysis.linkage.report import by_all_groups
from analysis.linkage.study import Chosen, Study, make_study
from analysis.outcomes import OUTCOMES, Outcome, outcome
from analysis.oversight.audit import Audit, audit_log
from analysis.oversight.importing import import_log
from analysis.policy import Assumptions, load_assumptions
from analysis.replay_file import write_replay
from analysis.scenarios import Scenario, load_scenarios, read_scenario, scenario_card
from analysis.workbench import Workbench, workbench
from data.world import World, WorldError, open_world

__all__ = [
    "OUTCOMES",
    "Assumptions",
    "Audit",
    "Chosen",
    "Comparison",
    "Evaluation",
    "Levers",
    "Outcome",
    "Scenario",
    "Study",
    "Workbench",
    "World",
    "WorldError",
    "audit_log",
    "believed",
    "by_all_groups",
    "compare",
    "evaluate",
    "history",
    "import_log",
    "levers_with",
    "load_assumptions",
    "load_levers",
    "load_scenarios",
    "make_study",
    "measured_beliefs",
    "open_world",
    "outcome",
    "read_scenario",
    "read_study",
    "scenario_card",
    "workbench",
    "write_access_log",
    "write_replay",
    "write_study",
]
