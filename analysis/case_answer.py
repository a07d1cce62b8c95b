"""A case as an answer, so that it can be checked and taken along: rows, SQL, parameters.

One row per design and sharing need. Cases of an imported world are not handed out.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import polars as pl

from analysis import sql
from analysis.answer import Answer, DesignTold, Provenance
from analysis.answers import held
from analysis.case import Case
from analysis.case_words import label_of, reason_clause
from analysis.workbench import Workbench

HOW = {
    "already_known": "knew already",
    "practice": "existing sharing",
    "lookup": "look-up",
    "alert": "alert",
    "unmet": "not learned",
}
NEED_COLUMNS = {
    "design": pl.String,
    "day": pl.Date,
    "agency": pl.String,
    "other_agency": pl.String,
    "held_since": pl.Date,
    "days_held": pl.Int32,
    "how_it_learned": pl.String,
    "why_not": pl.String,
}


def case_answer(bench: Workbench, cases: Sequence[Case]) -> Answer:
    """The needs of one child under the designs of ``cases``, with what met them."""
    child = cases[0].child.child_id
    frames = [_needs(case) for case in cases]
    return Answer(
        pl.concat([pl.DataFrame(schema=NEED_COLUMNS), *frames]),
        Provenance(
            title=f"Case of child {child}",
            outcomes=("sharing_needs", "sharing_gaps"),
            sql=sql.text("case_occasions"),
            params=(
                ("first_child", str(child)),
                ("last_child", str(child)),
                ("window_days", str(cases[0].window_days)),
                *((f"needs under {case.scenario.label}", _command(bench, case)) for case in cases),
            ),
            world_fingerprint=bench.world.fingerprint,
            is_synthetic=bench.world.is_synthetic,
            fraction=bench.world.fraction,
            scaling="those of one child",
            intervals="none, for the luck of one child is drawn once.",
            assumptions=held(bench),
            notes=bench.notes,
            designs=tuple(DesignTold(case.scenario, bench.assumptions) for case in cases),
        ),
    )


def contacts_table(cases: Sequence[Case]) -> pl.DataFrame:
    """Every contact by day with words for headings; beside it who opened the entry."""
    table = cases[0].contacts.select(
        Day=pl.col("contacted_on"),
        Agency=pl.col("agency").replace_strict(_labels(cases[0]), return_dtype=pl.String),
        Concern=pl.when(pl.col("n_concerns") > 0)
        .then(
            pl.when(pl.col("concern_types") == "")
            .then(pl.lit("kind not recorded"))
            .otherwise(pl.col("concern_types").str.replace_all("_", " ").str.replace_all(",", ", "))
        )
        .otherwise(pl.lit("none")),
        Place=pl.col("area_names"),
    )
    for case in cases:
        if case.scenario.levers.scope != "none":
            table = table.join(_looks(case), on=["Day", "Agency"], how="left")
    return table.with_columns(pl.col(pl.String).fill_null("")).sort("Day", "Agency")


def _needs(case: Case) -> pl.DataFrame:
    rows = [
        (
            case.scenario.label,
            row["decision_on"],
            label_of(row["seeker"]),
            label_of(row["holder"]),
            row["held_since"],
            row["held_days"],
            HOW[row["met_by"]],
            reason_clause(row["reason"], row["seeker"], row["holder"], case.scenario.levers)
            if row["met_by"] == "unmet"
            else "",
        )
        for row in case.needs.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=NEED_COLUMNS, orient="row")


def _looks(case: Case) -> pl.DataFrame:
    opened = case.looks.filter("is_opened")
    stamp = pl.col("logged_at").dt.strftime("%d %b %Y, %H:%M")
    return opened.select(
        Day=pl.col("contact_on"),
        Agency=pl.col("agency").replace_strict(_labels(case), return_dtype=pl.String),
        **{f"Entry opened, {case.scenario.label}": stamp},
    )


def _labels(case: Case) -> dict[str, str]:
    return {agency: label_of(agency) for agency in case.agencies}


def _command(bench: Workbench, case: Case) -> str:
    """The command line that writes the same needs, among those of all children."""
    assumed = [
        word for id, _, central, _ in held(bench) for word in ("--assume", f"{id}={central:.12g}")
    ]
    words = ["contactlens", "replay", case.scenario.id, "--world", "DIR", *assumed]
    return shlex.join([*words, "--out", "needs.parquet"])
