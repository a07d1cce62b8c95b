"""Trade-offs: choices of the reader, and what is worked out once per design. Keys are small."""

from __future__ import annotations

import streamlit as st

from analysis import trade_off_answers as answers
from analysis.comparison import Comparison
from analysis.estimates import futures_of
from analysis.one_at_a_time import Moved, one_at_a_time
from analysis.outcomes import outcome
from analysis.regret import Limit, stops
from analysis.run_table import Figures, estimate_of, tally_of
from analysis.scenarios import Scenario
from analysis.sensitivity import Explained, causes, explained
from analysis.units import show
from analysis.workbench import Workbench
from pages.parts import session

AS_CHOSEN, ANY = "as", "any"
NAMES = ("most_gbp", "least_closed", "most_part")  # in the address


def pick_limits(
    bench: Workbench, found: Comparison, told: Figures, chosen: Scenario, part: str
) -> list[Limit]:
    """The limits that the reader sets, one on each axis at most."""
    own = next(one for one in found.evaluations if one.scenario == chosen)
    limits, ids = [], (answers.COST, answers.COVERAGE, part)
    for place, name, id in zip(st.columns(3), NAMES, ids, strict=True):
        with place:
            measure, central = outcome(id), estimate_of(own, id, bench.sample)
            most = "at most" if Limit(id, 0).is_most else "at least"
            known = {f"{stop:g}": stop for stop in stops(told, id)}
            options = {AS_CHOSEN: f"{central.text}, as {chosen.label}", ANY: "no limit"}
            options |= {key: show(stop, measure.unit) for key, stop in known.items()}
            label = f"{measure.label}, {most}"
            asked = session.pick(name, label, options, AS_CHOSEN)
            if asked == AS_CHOSEN and central.value is not None:
                limits.append(Limit(id, central.value))
            elif asked in known:
                limits.append(Limit(id, known[asked]))
    return limits


def moved_of(bench: Workbench, design: Scenario, reference: Scenario) -> Moved:
    """``design`` with each assumption moved by itself."""
    return _moved(bench.key, design, reference, bench)


@st.cache_resource(max_entries=60, show_spinner="Moving each assumption by itself.")
def _moved(key: str, design: Scenario, reference: Scenario, _bench: Workbench) -> Moved:
    return one_at_a_time(_bench, design, reference.levers)


def explained_of(
    bench: Workbench, found: Comparison, design: Scenario, outcome_id: str
) -> Explained:
    """What the spread of one figure of ``design`` over the futures comes from."""
    reference = found.reference.scenario
    return _explained(bench.key, design, reference, outcome_id, found, bench)


@st.cache_resource(max_entries=400, show_spinner=False)
def _explained(
    key: str,
    design: Scenario,
    reference: Scenario,
    outcome_id: str,
    _found: Comparison,
    _bench: Workbench,
) -> Explained:
    own = next(one for one in _found.evaluations if one.scenario == design)
    values = futures_of(tally_of(own, outcome_id), _bench.sample)
    return explained(values, _bench.futures, causes(_bench.assumptions))
