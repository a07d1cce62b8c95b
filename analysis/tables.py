"""An answer as a table for readers: words for headings, whole counts, shares as percent."""

from __future__ import annotations

import polars as pl

from analysis.answer import Answer
from analysis.outcomes import outcome

MEASURED_BY = {  # column -> outcome whose label and unit head it
    "n_needs": "sharing_needs",
    "n_gaps": "sharing_gaps",
    "gap_share": "gap_share",
    "per_1000": "funnel",
    "needs_share": "needs_by_delay",
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
LEFT_OUT = {"seeker", "holder", "group_id", "position", "step", "outcome_id", "low", "high"}
FIRST_COLUMN = {"funnel": "Step", "delay": "Days held"}


def readable(answer: Answer) -> pl.DataFrame:
    """The frame of ``answer`` with headings that say what and in which unit."""
    columns, taken = [], set()
    for name in answer.frame.columns:
        if name in LEFT_OUT:
            continue
        heading, is_share = heading_of(name)
        heading = heading or answer.provenance.definitions[0].label
        assert heading not in taken, f"two columns would be headed {heading!r}"
        taken.add(heading)
        column = pl.col(name)
        if is_share:
            column = (column * 100).round(1)
        elif answer.frame.schema[name].is_float():
            column = column.round(1 if name.startswith("per_1000") else 0)
            if not name.startswith("per_1000"):
                column = column.cast(pl.Int64)
        columns.append(column.alias(heading))
    return answer.frame.select(columns)


def number_columns(table: pl.DataFrame) -> list[str]:
    """The headings of ``table`` below which there are numbers."""
    return [name for name, kind in table.schema.items() if kind.is_numeric()]


def heading_of(name: str) -> tuple[str, bool]:
    """Heading of column ``name`` and whether it holds a share from 0 to 1."""
    for ending, words in ENDS:
        stem = name.removesuffix(ending)
        if not name.endswith(ending) or stem not in MEASURED_BY | PLAIN:
            continue
        if stem in MEASURED_BY:
            one = outcome(MEASURED_BY[stem])
            return _worded(one.axis_title, words), one.unit.is_share
        return _worded(PLAIN[stem], words), stem == "gaps_share"
    raise KeyError(f"column {name!r} has no heading: give it one in analysis/tables.py")


def _worded(title: str, words: str) -> str:
    """``title`` with ``words`` before its unit: "Gap share, low (% of needs)"."""
    before, bracket, unit = title.partition(" (")
    return f"{before}{words}{bracket}{unit}"
