"""How the command line sums up an audit, and the taking in of a log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from terminal import Form, say, show_table, write_csv

if TYPE_CHECKING:
    from analysis.oversight.audit import Audit
    from analysis.oversight.importing import LogReport
    from analysis.oversight.laboratory import Experiment

FIELDS = (
    "detector",
    "alerts",
    "false_alarms",
    "false_alarm_rate",
    "precision",
    "recall",
    "lead_days",
    "improper_per_hour",
)


def show_audit(found: Audit, form: Form) -> None:
    """Explained share, alerts of each detector, the queue under the budget, scores if any."""
    if form is Form.JSON:
        say(json.dumps(_facts(found), indent=1))
        return
    rows = _detectors(found)
    if form is Form.CSV:
        write_csv(FIELDS, ([row.get(name) for name in FIELDS] for row in rows))
        return
    _say_explained(found)
    if found.experiment is None:
        show_table(
            ("Detector", "Look-ups told of", "Per 1,000"),
            ((r["label"], f"{r['alerts']:,}", f"{r['alerts_per_1000']:.2f}") for r in rows),
            right={1, 2},
        )
        say("The log has no truth, so nothing is scored.")
    else:
        show_table(
            ("Detector", "Alerts", "False", "Precision", "Recall", "Lead days", "Misuse per hour"),
            (_scored(row) for row in rows),
            right={1, 2, 3, 4, 5, 6},
        )
        _say_reviews(found.experiment)
    say(
        f"The queue holds {len(found.queue):,} look-ups; in {found.hours:,.0f} reviewer-hours "
        f"the first {min(found.n_reviewed, len(found.queue)):,} can be reviewed."
    )
    for sentence in found.detected.left_out:
        say(sentence)


def show_log_import(report: LogReport, world: Path) -> None:
    """Rows read, accepted and rejected by table; remarks; what to do next."""
    show_table(
        ("Table", "Read", "Accepted", "Rejected"),
        ((t.table, f"{t.read:,}", f"{t.accepted:,}", f"{t.rejected:,}") for t in report.tables),
        right={1, 2, 3},
    )
    for note in report.notes:
        say(note)
    for table in report.tables:
        for reason in table.reasons:
            say(f"{table.table}: {reason.rows:,} rejected: {reason.column} {reason.reason}".strip())
    if report.rejected_dir:
        say(f"Rejected rows, with file, line, column and reason, are in '{report.rejected_dir}'.")
    say(
        f"The log is in '{report.folder}'; next: contactlens audit --log '{report.folder}' "
        f"--world '{world}'"
    )


def _say_explained(found: Audit) -> None:
    if not found.n_lookups:
        say("The log holds no look-up.")
        return
    by = found.detected.explained
    kind = "Synthetic. " if found.is_synthetic else "Imported records. "
    say(
        f"{kind}{found.n_lookups:,} look-ups; {found.detected.explained_share:.1%} are explained: "
        f"{by['direct']:,} by a contact of the user, {by['group']:,} by one of the agency, "
        f"{by['referral']:,} by a concern of another agency before."
    )


def _detectors(found: Audit) -> list[dict]:
    from analysis.oversight.detectors import DETECTORS

    scores = {one.detector: one for one in found.experiment.scores} if found.experiment else {}
    rows = []
    for one in DETECTORS:
        n = len(found.detected.of(one.id))
        row = {"detector": one.id, "label": one.label, "alerts": n}
        row["alerts_per_1000"] = 1_000 * n / found.n_lookups if found.n_lookups else 0.0
        if score := scores.get(one.id):
            row |= {name: getattr(score, name) for name in FIELDS if name != "detector"}
        rows.append(row)
    return rows


def _scored(row: dict) -> tuple[str, ...]:
    def share(name: str) -> str:
        return "-" if row.get(name) is None else f"{row[name]:.1%}"

    lead, per_hour = row.get("lead_days"), row.get("improper_per_hour")
    return (
        row["label"],
        f"{row['alerts']:,.0f}",
        f"{row.get('false_alarms', 0):,}",
        share("precision"),
        share("recall"),
        "-" if lead is None else f"{lead:.0f}",
        "-" if per_hour is None else f"{per_hour:.2f}",
    )


def _say_reviews(found: Experiment) -> None:
    from analysis.oversight.scoring import ALL
    from analysis.oversight.truth import KIND_LABELS

    say(
        f"Misuse was planted {found.density:g} times as often as assumed: {found.n_planted:,} "
        "look-ups. Alerts, precision and hours are as at the assumed rate."
    )
    kinds = [kind for kind in found.at_shares[0].reached if kind != ALL]
    show_table(
        ("Share of misuse in what is reviewed", *(f"{one.share:.1%}" for one in found.at_shares)),
        (
            (
                "Any" if kind == ALL else KIND_LABELS[kind],
                *(f"{one.reached[kind]:.0%}" for one in found.at_shares if kind in one.reached),
            )
            for kind in ((ALL, *kinds) if kinds else ())
        ),
        right={1, 2, 3},
    )


def _facts(found: Audit) -> dict:
    facts = {
        "is_synthetic": found.is_synthetic,
        "n_lookups": found.n_lookups,
        "explained": found.detected.explained,
        "detectors": _detectors(found),
        "n_queued": len(found.queue),
        "reviewer_hours": found.hours,
        "left_out": list(found.detected.left_out),
    }
    if found.experiment:
        facts["density"] = found.experiment.density
        facts["reviews"] = [
            {"share": one.share, "hours": float(one.hours), "reached": one.reached}
            for one in found.experiment.at_shares
        ]
    return facts
