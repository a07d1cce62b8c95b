"""How the command line sums up a calibration and an import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from terminal import say, show_table

if TYPE_CHECKING:
    from analysis.calibration import MarginResult
    from data.importing import ImportReport


def show_margins(margins: Sequence[MarginResult]) -> None:
    """Every margin beside its target, the misses with their reasons, the sources, the count."""
    say("Synthetic children beside published figures; differences in percent of the target.")
    sources = {(m.source, m.link): "" for m in margins}
    sources = {source: f"[{number}]" for number, source in enumerate(sources, start=1)}
    show_table(
        ("Margin", "Target", "This world", "Difference", "Tolerance", "Result", "Source"),
        (
            (
                m.label,
                _figure(m.target, m.unit),
                _figure(m.value, m.unit),
                "-" if m.difference is None else f"{m.difference:+.2%}",
                f"{m.tolerance:.2%}",
                "pass" if m.passed else "MISSED",
                sources[m.source, m.link],
            )
            for m in margins
        ),
        right={1, 2, 3, 4},
    )
    missed = [margin for margin in margins if not margin.passed]
    for margin in missed:
        say(f"Missed: {margin.label}: {margin.reason or 'no reason is known'}")
    for (source, link), mark in sources.items():
        say(f"{mark} {source}: {link}")
    say(f"{len(margins) - len(missed)} of {len(margins)} margins within tolerance.")


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:,.0f}" if unit == "count" else f"{value:,.1f}"


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
