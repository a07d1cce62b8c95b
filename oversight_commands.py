"""Commands about oversight: auditing a log, and taking in a log of others.

Each is a few lines over one function of `analysis`, imported when it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from options import Assume, AssumptionFile, Format, InWorld, Replace, opened_world
from summaries_of_oversight import show_audit, show_log_import
from terminal import Form, say

Log = Annotated[Path, typer.Option("--log", metavar="DIR", help="Folder of the access log.")]
Queue = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="CSV file for the queue: whom to review first."),
]
ReviewerHours = Annotated[
    float | None,
    typer.Option(
        metavar="H",
        min=0,
        help="Hours that reviewers have for this log; if not given, the assumption's.",
    ),
]


def add_oversight_commands(cli: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    cli.command()(audit)
    cli.command("import-log")(import_log)


def audit(
    *,
    log: Log,
    world: InWorld,
    reviewer_hours: ReviewerHours = None,
    out: Queue = None,
    assume: Assume = None,
    assumptions: AssumptionFile = None,
    form: Format = Form.TABLE,
) -> None:
    """Run detectors over an access log, and rank.

    What they tell of is ranked into a queue, the strangest first. A drawn log is scored against
    its truth, which no detector can reach; an imported one has no truth and gets no scores.
    """
    opened = opened_world(world)
    from analysis.assuming import believed
    from analysis.oversight.audit import audit_log

    found = audit_log(opened, log, assumptions=believed(assumptions, assume), hours=reviewer_hours)
    if out is not None:
        n = found.write_queue(out)
        if form is Form.TABLE:
            say(f"The queue of {n:,} look-ups is in '{out}'.")
    show_audit(found, form)


def import_log(
    extracts: Annotated[Path, typer.Argument(metavar="EXTRACTS", help="Folder with the extract.")],
    *,
    world: InWorld,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the log.")],
    replace: Replace = False,
) -> None:
    """Take in an access log of your own, to be audited.

    A table access_event (CSV or Parquet), and practitioner_identity where surnames and postcodes
    of staff may be used. Rows that break the schema go to rejected/ with the reason.
    """
    opened = opened_world(world)
    from analysis.oversight.importing import import_log as take_in

    show_log_import(take_in(extracts, out, opened, replace=replace), world)
