"""The funnel of a thousand under one design, with what becomes of the needs that are met."""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.answer import Answer
from analysis.answers import provenance
from analysis.child_results import CHANNELS
from analysis.estimates import Estimate, estimate
from analysis.evaluation import Evaluation
from analysis.funnel import STEPS
from analysis.funnel_by_design import CLOSED, CLOSED_BY
from analysis.tally import Tally
from analysis.workbench import Workbench

FAMILY = "funnel"
TITLE = "How far children with complex or acute needs get"
ACTED_ON = "needs_acted_on"


def funnel_answer(bench: Workbench, held: Evaluation) -> Answer:
    """One row per step, with the columns of `funnel.funnel`; the title names the design."""
    rows = []
    for place, (step, label, why) in enumerate(STEPS):
        per, number = (held.estimate(id, "step", step) for id in ("funnel", "children_by_step"))
        told = CLOSED_BY if step == CLOSED and held.scenario.sets else why
        row = {"step": step, "position": place, "label": label, "explanation": told}
        row |= _ends("n_children", number) | _ends("per_1000", per)
        rows.append(row | {"text": per.text, "interval_text": per.interval_text})
    floats = {name: pl.Float64 for name in rows[0] if name.startswith(("n_children", "per_1000"))}
    record = provenance(
        bench, [held], ("funnel", "children_by_step"), f"{TITLE}: {held.scenario.label}"
    )
    return Answer(pl.DataFrame(rows, schema_overrides=floats), record)


def acted_on(held: Evaluation) -> Estimate:
    """Needs of these children that are met and acted on."""
    return held.estimate(ACTED_ON)


def met(bench: Workbench, held: Evaluation) -> Estimate | None:
    """Needs of these children that are met; None where nobody is taken to act on what is met."""
    found = []
    for channel in CHANNELS:
        told = held.tally(ACTED_ON, "channel", channel)
        share = np.asarray(bench.futures(f"acted_on_share.{channel}"))[: len(told.numerator)]
        if not share.all():
            return None
        found.append((told.numerator / share, told.parts / share[0]))
    numerator, parts = (sum(told) for told in zip(*found, strict=True))
    return estimate(Tally("needs_met", numerator, parts=parts), bench.sample)


def chances_to_act(bench: Workbench, held: Evaluation) -> dict[str, tuple[float, float, float]]:
    """Per channel that meets any need, the share assumed to be acted on: central, low, high."""
    told = {
        name: bench.assumptions.get(f"acted_on_share.{name}")
        for name in CHANNELS
        if held.tally(ACTED_ON, "channel", name).numerator[0]
    }
    return {name: (one.central, one.low, one.high) for name, one in told.items()}


def _ends(column: str, one: Estimate) -> dict[str, float | None]:
    return {column: one.value, f"{column}_low": one.low, f"{column}_high": one.high}
