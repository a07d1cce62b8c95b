"""How the command line sums up a calibration and an import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from terminal import figure, say, show_table

if TYPE_CHECKING:
    from analysis.calibration import MarginResult
    from data.importing import ImportReport


def show_margins(margins: Sequence[MarginResult]) -> None:
    """Every margin with its source, then the misses with their reasons, then the count."""
    show_table(
        ("Margin", "Target", "This world", "Difference", "Tolerance", "Result", "Source"),
        (
            (
                f"{m.label} ({m.unit})",
                *map(figure, (m.target, m.value, m.difference, m.tolerance)),
                "pass" if m.passed else "MISSED",
                f"{m.source} {m.link}".strip(),
            )
            for m in margins
        ),
        right={1, 2, 3, 4},
    )
    missed = [margin for margin in margins if not margin.passed]
    for margin in missed:
        say(f"Missed: {margin.label}: {margin.reason or 'no reason is known'}")
    say(f"{len(margins) - len(missed)} of {len(margins)} margins within tolerance.")


def show_import(report: ImportReport) -> None:
    """Rows read, accepted and rejected by table; what is absent; remarks; what to do next."""
    show_table(
        ("Table", "Files", "Read", "Accepted", "Rejected"),
        (
            (t.table, ", ".join(t.files), f"{t.read:,}", f"{t.accepted:,}", f"{t.rejected:,}")
            for t in report.tables
        ),
        right={2, 3, 4},
    )
    if report.absent_tables:
        say(f"Absent tables: {', '.join(report.absent_tables)}.")
    for table, columns in report.absent_columns.items():
        say(f"Absent columns of {table}: {', '.join(columns)}.")
    for note in report.notes:
        say(note)
    for table in report.tables:
        for reason in table.reasons:
            say(f"{table.table}: {reason.rows:,} rejected: {reason.column} {reason.reason}".strip())
    if report.rejected_dir:
        say(f"Rejected rows, with file, line, column and reason, are in '{report.rejected_dir}'.")
    say(f"The world is in '{report.world.path}'; next: contactlens describe '{report.world.path}'")
