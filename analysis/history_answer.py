"""The history test as an answer: published beside model, row by row, with how each was made.

The worst misses stand first, hits and what is built in after them; nothing is left out.
"""

from __future__ import annotations

import math
import re
import shlex
from dataclasses import replace

import polars as pl

from analysis.answer import Answer, DesignTold, Provenance
from analysis.answers import COMMAND, held, provenance
from analysis.evaluation import SCHEMA as SCORED
from analysis.history import BUILT_IN, HIT, MISS, NO_NUMBER, Checked, history, published
from analysis.scenarios import read_scenario
from analysis.workbench import Workbench

VERDICTS = {MISS: "miss", HIT: "hit", BUILT_IN: "built in", NO_NUMBER: "no number published"}
"""What `history` calls them, and the word on screen, in the order in which they stand."""
FLOOR = "floor"
TITLE = "Designs that existed, against what was published"
WORKED_OUT = {
    "children_with_entry": "children in scope on some day of the year, scaled to England",
    "setup_in_2008_09": "cost to set up, in pounds of 2008-09",
    "setup_in_2013_14": "cost to set up, in pounds of 2013-14",
    "running_in_2009_10": "running cost of a year, in pounds of 2009-10",
    "system_cost_in_2009_10": "running, training, second factors and oversight of a year, in "
    "pounds of 2009-10; the time of users is left out",
    "users_planned": "people with access, as the design sets them",
    "users_active": "people with access x share of them who use it",
    "lookups_per_working_day": "look-ups from Monday to Friday / working days of the year",
    "peak_lookups_per_second": "look-ups in the busiest hour of the average week / seconds in an "
    "hour x peak factor",
    "children_shielded": "shielded children of the world, scaled to England",
    "shield_failures": "shielded children with at least one open second entry",
    "breaches_of_early_adopters": "improper look-ups that review finds / user-years x users and "
    "years of the first phase",
    "hours_saved": "sharing gaps closed x minutes saved for each need met",
    "alerts_for_the_netherlands": "alerts / children x children in the Netherlands",
    "alert_follow_up": "assumption on the share of alerts that is followed up",
    "social_care_records_linked": "social care's records that link / social care's records",
}
"""By the name in column ``figure`` of history.csv: how the model comes to its figure."""
WHO = "published or model"
REASONS = dict.fromkeys(("verdict", "worked_out", "explanation", "source", "link"), pl.String)
SCHEMA = {
    "id": pl.String,
    "scenario": pl.String,
    "design": pl.String,
    "label": pl.String,
    "verdict": pl.String,
    "is_floor": pl.Boolean,
    "unit": pl.String,
    "year": pl.String,
    "published": pl.Float64,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "times": pl.Float64,  # published / model; None where either is nothing
    "published_text": pl.String,
    "text": pl.String,
    "interval_text": pl.String,
    "worked_out": pl.String,
    "explanation": pl.String,
    "source": pl.String,
    "link": pl.String,
}


def held_against_history(bench: Workbench) -> Answer:
    """Every published figure beside the model's, one row each; columns as in SCHEMA."""
    kinds = {row["id"]: row for row in published()}
    rows = [_row(one, kinds[one.id]) for one in history(bench)]
    order = list(VERDICTS.values())
    rows.sort(key=lambda row: (order.index(row["verdict"]), -_off(row["times"])))
    designs = list(dict.fromkeys(row["scenario"] for row in published()))
    return Answer(pl.DataFrame(rows, schema=SCHEMA), _provenance(bench, designs))


def as_evidence(told: Answer) -> Answer:
    """The same, published and modelled below each other, with columns of `evaluation.SCHEMA`."""
    rows = []
    for row in told.frame.iter_rows(named=True):
        named = (row["scenario"], "history", row["id"], row["label"], WHO)
        reason = (row["verdict"], row["worked_out"], row["explanation"], row["source"], row["link"])
        model = (row["unit"], row["value"], row["low"], row["high"], row["value"], None)
        seen = (row["unit"], row["published"], None, None, row["published"], None)
        rows.append((*named, "published", *seen, row["published_text"], "", *reason))
        rows.append((*named, "model", *model, row["text"], row["interval_text"], *reason))
    return replace(told, frame=pl.DataFrame(rows, schema=SCORED | REASONS, orient="row"))


def plain(text: str) -> str:
    """A published figure without zeros that say nothing: "£45.40 million" is "£45.4 million"."""
    return re.sub(r"\.(\d*?)0+(?= (?:m|b)illion)", lambda m: f".{m[1]}" if m[1] else "", text)


def _row(one: Checked, written: dict[str, str]) -> dict:
    nothing = one.published is None or one.value <= 0
    return {
        "id": one.id,
        "scenario": one.scenario,
        "design": read_scenario(one.scenario).label,
        "label": one.label.removesuffix(" (at least)"),
        "verdict": VERDICTS[one.verdict],
        "is_floor": written["kind"] == FLOOR,
        "unit": one.unit,
        "year": one.year,
        "published": one.published,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "times": None if nothing else one.published / one.value,
        "published_text": _published(one, written),
        "text": _not_nothing(one.text, one.value),
        "interval_text": one.interval_text,
        "worked_out": WORKED_OUT[written["figure"]],
        "explanation": one.explanation,
        "source": one.source,
        "link": one.link,
    }


def _published(one: Checked, written: dict[str, str]) -> str:
    if one.published is None:
        return f"it happened ({one.year})"
    least = "at least " if written["kind"] == FLOOR else ""
    return f"{least}{plain(one.published_text)}"


def _not_nothing(text: str, value: float) -> str:
    """A figure that rounds to nothing and is not: "0.0" becomes "under 0.1"."""
    return "under 0.1" if text == "0.0" and value > 0 else text


def _off(times: float | None) -> float:
    """How far published and model are apart, either way; 0 where that can't be told."""
    return abs(math.log(times)) if times else 0.0


def _provenance(bench: Workbench, designs: list[str]) -> Provenance:
    told = provenance(bench, (), (), TITLE)
    assumed = [
        word for id, _, central, _ in held(bench) for word in ("--assume", f"{id}={central:.12g}")
    ]
    command = shlex.join(["contactlens", "history", "--world", "DIR", *assumed, "--format", "csv"])
    kept = [(name, value) for name, value in told.params if name in ("window_days", "futures")]
    return replace(
        told,
        params=(*kept, (COMMAND, command)),
        notes=(*told.notes, *_definitions()),
        designs=tuple(DesignTold(read_scenario(id), bench.assumptions) for id in designs),
    )


def _definitions() -> tuple[str, ...]:
    """How the model comes to each figure, one sentence each."""
    rows = [row for row in published() if row["kind"] != "fact"]
    return tuple(f"{row['label']}: {WORKED_OUT[row['figure']]}." for row in rows)
