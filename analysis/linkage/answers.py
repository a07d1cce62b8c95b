"""Figures of a study as answers: a frame with the record of how it was made.

What screens show of a study goes through here, so that definition, formula, table and download
come along. Counts of few children are withheld as if they were real.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analysis.answer import Answer, DesignTold, Provenance
from analysis.answers import COMMAND, provenance
from analysis.evaluation import SCHEMA
from analysis.linkage.found import (
    CERTAINTIES,
    IDENTIFIER,
    Share,
    certainty,
    counts,
    curve,
    false,
    missed,
)
from analysis.linkage.harm import HARMS, harm_by_threshold
from analysis.linkage.report import in_order, percent
from analysis.linkage.study import Study
from analysis.outcomes import outcome
from analysis.scenarios import Scenario
from analysis.withheld import withheld
from analysis.workbench import Workbench

STUDY = "linkage study"
AT = "certainty"
COUNTED = "As counted in the study"
CURVE = ("records_linked_right", "link_precision", "records_linked_false")


def by_group(study: Study, method: str, bits: float, dimension: str) -> Answer:
    """Records missed, and linked to another child, by group at one threshold."""
    rows = []
    for row in in_order(counts(study, method, bits, by=dimension), dimension).to_dicts():
        n, more = row["n_records"], 1 / study.index_share
        alike = (row["n_false"] - row["n_misnumbered"]) * more + row["n_misnumbered"]
        group = (dimension, row["group"])
        rows.append(_row("records_missed", *group, missed(row), n - row["n_right"], n))
        rows.append(_row("records_linked_false", *group, false(row, study), alike, n))
    rows.sort(key=lambda row: row[2], reverse=True)  # one outcome after the other
    told = _provenance(study, method, ("records_missed", "records_linked_false"), bits)
    return withheld(Answer(pl.DataFrame(rows, schema=SCHEMA, orient="row"), told))


def by_threshold(study: Study, method: str) -> Answer:
    """Right links, false ones and the share of links that are right, by threshold."""
    rows = [
        _row(row["outcome"], AT, CERTAINTIES[row["certainty"]], Share(*_ends(row)), None, None)
        for row in curve(study, method).iter_rows(named=True)
    ]
    told = _provenance(study, method, CURVE, None)
    return Answer(pl.DataFrame(rows, schema=SCHEMA, orient="row"), told)


def harms(bench: Workbench, study: Study, scenario: Scenario) -> Answer:
    """What a design closes and reveals, by threshold; columns of `evaluation.SCHEMA`."""
    rows = []
    for row in harm_by_threshold(bench, study, scenario.levers).iter_rows(named=True):
        one = outcome(row["outcome"])
        named = (scenario.id, one.family.value, one.id, one.label, AT)
        figures = (*_ends(row), row["numerator"], row["denominator"])
        group = CERTAINTIES[row["certainty"]]
        rows.append((*named, group, one.unit.value, *figures, row["text"], row["interval"]))
    told = provenance(bench, (), HARMS, "What a threshold of linking closes and reveals")
    params = [(name, value) for name, value in told.params if name in ("window_days", "futures")]
    told = replace(
        told,
        params=(("scenario", scenario.id), *params, *_params(study, None)),
        designs=(DesignTold(scenario, bench.assumptions),),
        notes=(*told.notes, _stands_for(study)),
    )
    return Answer(pl.DataFrame(rows, schema=SCHEMA, orient="row"), told)


def _ends(row: dict) -> tuple[float, float, float]:
    return row["value"], row["low"], row["high"]


def _row(
    id: str, dimension: str, group: str, share: Share, numerator: float | None, of: float | None
) -> tuple:
    one, half = outcome(id), (share.high - share.low) / 2
    text, *ends = (percent(end, half) for end in (share.value, share.low, share.high))
    interval = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    named = (STUDY, one.family.value, one.id, one.label, dimension, group, one.unit.value)
    return (*named, share.value, share.low, share.high, numerator, of, text, interval)


def _provenance(
    study: Study, method: str, outcomes: Sequence[str], bits: float | None
) -> Provenance:
    return Provenance(
        title="Records linked to the entries of an index",
        outcomes=tuple(outcomes),
        sql="",
        params=(("method", method), *_params(study, bits, method)),
        world_fingerprint=study.world_fingerprint,
        is_synthetic=True,
        fraction=None,
        scaling="as counted in this study",
        intervals="95 percent for the records counted (Wilson).",
        notes=(_stands_for(study),),
    )


def _params(study: Study, bits: float | None, method: str = "") -> tuple[tuple[str, str], ...]:
    chosen = study.chosen
    words = ["contactlens", "linkage", "--world", "DIR"]
    for flag, values in (("--agency", chosen.agencies), ("--area", chosen.areas)):
        words += [word for value in values for word in (flag, value)]
    words += ["--children", str(chosen.n_children or study.n_entries), "--seed", str(chosen.seed)]
    words += ["--rarity"] if chosen.rarity else []
    words += ["--by", "identifier"] if method == IDENTIFIER else []
    words += ["--certainty", f"{certainty(bits):.10g}"] if bits is not None else []
    return (
        ("agencies", ", ".join(chosen.agencies)),
        ("areas", ", ".join(chosen.areas) or "all"),
        ("children", f"{study.n_entries:,}"),
        (COMMAND, shlex.join([*words, "--format", "csv"])),
    )


def _stands_for(study: Study) -> str:
    share = study.index_share
    if share >= 1:
        return "The study holds every child of the index."
    return (
        f"The study holds one in {1 / share:,.0f} of the children that such an index would hold; "
        "false links between children who look alike are scaled up by that."
    )
