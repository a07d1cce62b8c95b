"""One audit of one log, drawn or imported: what is explained, told of, ranked and scored."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.access_log import open_log
from analysis.oversight.budget import share_for
from analysis.oversight.detectors import Detected, detect
from analysis.oversight.door import open_doors
from analysis.oversight.laboratory import Experiment, scored
from analysis.oversight.ranked import ranked
from analysis.policy import Assumptions, load_assumptions
from data.world import World, WorldError

COLUMNS = ("place", "event_id", "surprise", "raised_on", "detectors")


@dataclass(frozen=True, slots=True)
class Audit:
    """What the detectors tell of one log. ``experiment``: its scores; None for an imported log."""

    is_synthetic: bool
    n_lookups: int
    detected: Detected
    queue: pl.DataFrame
    hours: float  # of reviewers
    n_reviewed: int  # look-ups from the top of the queue that they can look at
    experiment: Experiment | None

    def write_queue(self, out: Path) -> int:
        """Write the queue as CSV; returns its rows. No names: numbers and words of ours alone."""
        try:
            with Path(out).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                for row in self.queue.select(COLUMNS).iter_rows():
                    writer.writerow([*row[:-1], " ".join(row[-1])])
        except OSError as error:
            raise WorldError(f"'{out}' can't be written: {error.strerror}.") from None
        return len(self.queue)


def audit_log(
    world: World,
    folder: str | Path,
    *,
    assumptions: Assumptions | None = None,
    hours: float | None = None,
    threads: int | None = None,
) -> Audit:
    """Audit the log in ``folder`` against the contacts of ``world``.

    ``hours`` of reviewers for this log; by default those of the assumptions, which are
    England's, times the share of England that the world holds. Raises WorldError where the log
    can't be read or belongs to another world.
    """
    assumptions, log = assumptions or load_assumptions(), open_log(folder)
    experiment = None
    if log.has_truth and log.is_synthetic:
        experiment = scored(world, Path(folder), assumptions=assumptions, threads=threads)
        detected, queue = experiment.detected, experiment.queue
    else:
        with open_doors(world, log, threads=threads) as doors:
            detected = detect(doors, assumptions)
        queue = ranked(detected)
    if hours is None:
        hours = assumptions.get("audit.reviewer_hours").central * (world.fraction or 1)
    minutes = assumptions.get("minutes.review").central
    share = share_for(hours, detected.n_lookups, minutes)
    return Audit(
        is_synthetic=log.is_synthetic and world.is_synthetic,
        n_lookups=detected.n_lookups,
        detected=detected,
        queue=queue,
        hours=hours,
        n_reviewed=round(share * detected.n_lookups),
        experiment=experiment,
    )
