"""How the command line sums up a calibration, an import and scenarios."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from terminal import Form, say, show_table, write_csv

if TYPE_CHECKING:
    from analysis.calibration import MarginResult
    from analysis.scenarios import Scenario
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


def show_scenarios(scenarios: Sequence[Scenario], form: Form) -> None:
    """Every scenario with its label, its summary and how many levers it sets."""
    if form is Form.JSON:
        say(json.dumps([_told(one) for one in scenarios], indent=1))
        return
    rows = [(one.id, one.label, one.summary, str(len(one.sets))) for one in scenarios]
    if form is Form.CSV:
        write_csv(("id", "label", "summary", "n_levers_set"), rows)
        return
    show_table(("Scenario", "Label", "In a sentence", "Levers set"), rows, right={3})
    say("What one of them changes: contactlens scenarios SCENARIO")


def show_card(scenario: Scenario, form: Form) -> None:
    """What the scenario changes: each lever with old value, new value, unit and source."""
    from analysis.scenarios import scenario_card

    card = scenario_card(scenario)
    rows = [(row.lever, row.old, row.new, row.unit, row.source) for row in card]
    if form is Form.JSON:
        say(json.dumps(_told(scenario) | {"changes": [asdict(row) for row in card]}, indent=1))
        return
    if form is Form.CSV:
        write_csv(("lever", "old", "new", "unit", "source"), rows)
        return
    say(f"{scenario.label} ({scenario.id})")
    say(scenario.summary)
    if card:
        say("What this scenario changes:")
        labelled = [(row.label, *rest[1:]) for row, rest in zip(card, rows, strict=True)]
        show_table(("Lever", "Old value", "New value", "Unit", "Source"), labelled, right=set())
    else:
        say("It changes nothing: every lever is at the baseline.")
    for source in scenario.sources:
        say(f"Source: {source.publisher}: {source.says}. {source.link}".rstrip())


def _told(scenario: Scenario) -> dict:
    """The scenario as other programs read it, with the fingerprint of what decides its figures."""
    from analysis.policy import load_assumptions
    from analysis.scenarios import digest

    facts = asdict(scenario)
    order = ("id", "label", "summary", "sources")
    return {name: facts[name] for name in order} | {
        "sets": dict(scenario.sets),
        "levers": facts["levers"],
        "digest": digest(scenario, load_assumptions()),
    }


def show_met_by(met_by: Sequence[tuple[str, int]]) -> None:
    """Needs by what met them, with their share; no need at all has no share."""
    total = sum(n for _, n in met_by)
    show_table(
        ("Met by", "Needs", "Share"),
        ((word, f"{n:,}", f"{n / total:.1%}" if total else "-") for word, n in met_by),
        right={1, 2},
    )
