"""An answer as a table for readers: words for headings, whole counts, shares as percent."""

from __future__ import annotations

import csv
from functools import cache

import polars as pl

from analysis.answer import Answer
from analysis.evaluation import SCHEMA
from analysis.groups import DIMENSIONS
from analysis.outcomes import outcome
from analysis.tally import ALL
from data.schema import AGENCY_LABELS, REFERENCE

MEASURED_BY = {  # column -> outcome whose label and unit head it
    "n_needs": "sharing_needs",
    "n_gaps": "sharing_gaps",
    "gap_share": "gap_share",
    "per_1000": "funnel",
    "needs_share": "needs_by_delay",
    "n_closed": "gaps_closed",
    "n_cases": "lead_cases",
    "n_orphaned": "lead_orphaned",
}
PLAIN = {
    "seeker_label": "Seeker",
    "holder_label": "Holder",
    "group_label": "Group",
    "region": "Region",
    "n_children": "Children",
    "label": "",
    "explanation": "Meaning",
    "from_days": "From day",
    "to_days": "To day",
    "gaps_share": "Share of gaps (%)",
    "reference_gaps_share": "Share of gaps under the reference (%)",
    "reference_gap_share": "Gap share under the reference (% of needs)",
    "gap_share_change": "Change of gap share (percentage points)",
    "reference_n_gaps": "Sharing gaps under the reference",
    "reference_n_orphaned": "Orphaned cases under the reference (children)",
    "n_fewer": "Orphaned cases fewer (children)",
    "note": "Lead",
    "against_all": "Against all children",
    "children_in_world": "Children in this world",
    "with_need_in_world": "Children with a need in this world",
    "is_withheld": "Withheld",
    "value": "Value",
    "text": "Shown as",
    "interval_text": "Interval shown",
}
ENDS = (
    ("_sample_low", ", low from the sample alone"),
    ("_sample_high", ", high from the sample alone"),
    ("_low", ", low"),
    ("_high", ", high"),
    ("", ""),
)
SHARES = ("gaps_share", "reference_gaps_share", "reference_gap_share", "gap_share_change")
"""Of PLAIN those that hold a share from 0 to 1."""
LEFT_OUT = {"seeker", "holder", "group_id", "position", "step", "outcome_id", "low", "high"}
BY_GROUP = ("dimension", "group")


def readable(answer: Answer) -> pl.DataFrame:
    """The frame of ``answer`` with headings that say what and in which unit."""
    if set(answer.frame.columns) >= set(SCHEMA):
        return _scored(answer)
    columns, taken = [], set()
    for name in answer.frame.columns:
        if name in LEFT_OUT:
            continue
        heading, is_share = _heading(name)
        heading = heading or answer.provenance.definitions[0].label
        heading = name if heading in taken else heading
        taken.add(heading)
        column = pl.col(name)
        if is_share:
            column = (column * 100).round(1)
        elif answer.frame.schema[name].is_float():
            column = column.round(1 if name.startswith("per_1000") else 0)
            if not name.startswith("per_1000"):
                column = column.cast(pl.Int64)
        elif answer.frame.schema[name] == pl.Boolean:
            column = pl.when(column).then(pl.lit("yes")).otherwise(pl.lit(""))
        columns.append(column.alias(heading))
    return answer.frame.select(columns)


def _scored(answer: Answer) -> pl.DataFrame:
    """Figures of designs (`evaluation.SCHEMA`): one line each, what is the same on all left out."""
    frame = answer.frame
    labels = {one.scenario.id: one.scenario.label for one in answer.provenance.designs}
    percent = pl.when(pl.col("unit").str.starts_with("%")).then(100).otherwise(1)
    numbers = [
        _rounded(pl.col(name) * percent).alias(heading)
        for name, heading in (("value", "Value"), ("low", "Low"), ("high", "High"))
    ]
    groups = [
        group_label(dimension, group) for dimension, group in frame.select(BY_GROUP).iter_rows()
    ]
    table = frame.select(
        pl.col("scenario").replace(labels).alias("Design"),
        pl.col("label").alias("Outcome"),
        pl.Series("Group", groups, dtype=pl.String),
        pl.col("text").alias(PLAIN["text"]),
        pl.col("interval").alias(PLAIN["interval_text"]),
        *numbers,
        pl.col("unit").alias("Unit"),
    )
    same = [name for name in ("Design", "Group") if table[name].n_unique() == 1]
    return table.drop(same if table.height > 1 else ["Group"])


def group_label(dimension: str, group: str) -> str:
    """A group in words, such as "Complex", "Leeds" or "Police"."""
    if dimension == ALL:
        return "Everybody"
    if dimension in ("area", "contact_area"):
        return councils().get(group, group)
    known = next((dict(one.groups) for one in DIMENSIONS if one.id == dimension), {})
    if label := known.get(group) or AGENCY_LABELS.get(group):
        return label
    return f"{group[:1].upper()}{group[1:]}".replace("_", " ")


@cache
def councils() -> dict[str, str]:
    """The name of each council, by its code."""
    with (REFERENCE / "council.csv").open(encoding="utf-8", newline="") as file:
        return {row["area_code"]: row["area_name"] for row in csv.DictReader(file)}


def number_columns(table: pl.DataFrame) -> list[str]:
    """The headings of ``table`` below which there are numbers."""
    return [name for name, kind in table.schema.items() if kind.is_numeric()]


def written(value: object) -> str:
    """A cell in words: thousands apart, no decimals that say nothing, "–" for none."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def heading_of(name: str) -> tuple[str, bool]:
    """Heading of column ``name`` and whether it holds a share from 0 to 1."""
    for ending, words in ENDS:
        stem = name.removesuffix(ending)
        if not name.endswith(ending) or stem not in MEASURED_BY | PLAIN:
            continue
        if stem in MEASURED_BY:
            one = outcome(MEASURED_BY[stem])
            return _worded(one.axis_title, words), one.unit.is_share
        return _worded(PLAIN[stem], words), stem in SHARES
    raise KeyError(f"column {name!r} has no heading: give it one in analysis/tables.py")


def _heading(name: str) -> tuple[str, bool]:
    """As `heading_of`; a column that nobody has worded is headed by its name."""
    try:
        return heading_of(name)
    except KeyError:
        words = name.removeprefix("n_").replace("_", " ")
        return f"{words[0].upper()}{words[1:]}", name.endswith("_share")


def _rounded(number: pl.Expr) -> pl.Expr:
    """Whole from a hundred up, else two decimals: more than a figure deserves, and readable."""
    return pl.when(number.abs() >= 100).then(number.round(0)).otherwise(number.round(2))


def _worded(title: str, words: str) -> str:
    """``title`` with ``words`` before its unit: "Gap share, low (% of needs)"."""
    before, bracket, unit = title.partition(" (")
    return f"{before}{words}{bracket}{unit}"
