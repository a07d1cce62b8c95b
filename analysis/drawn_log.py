"""The access log of a design, drawn once and kept while the program runs, and what it holds.

    shelf = LogShelf()
    log = shelf.drawn(bench, scenario)     seconds, the first time
    shelf.kept(bench, scenario)            the same, or None where none was drawn

Expectations say how often people look on average; a log says how that is spread over users and
children. Counts are of this world, not scaled. The truth about look-ups is not read.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis import access_volumes
from analysis.access_log import write_access_log
from analysis.answer import Answer
from analysis.evaluation import Evaluation
from analysis.log_answers import LogAnswers
from analysis.workbench import Workbench

MOST_LOGS = 6


@dataclass(frozen=True, slots=True)
class DrawnLog:
    """What one log holds. Small counts are withheld in every part."""

    n_rows: int
    n_children_seen: int
    n_explained: int
    explained_days: int
    peaks: dict[str, int]  # most look-ups in one second, minute and hour
    per_user: Answer  # of every 1,000 sign-ins that were used, how many so often
    per_child: Answer  # of every 1,000 children, how many so often
    explained: Answer  # share of look-ups that a recorded contact explains, by agency
    notes: tuple[str, ...]


class LogShelf:
    """Logs in a folder of their own, which goes when the program ends. Threads may share it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="contactlens-logs-"))
        self._logs: OrderedDict[tuple, tuple[Path, DrawnLog]] = OrderedDict()
        self._lock = threading.Lock()
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)

    def kept(self, bench: Workbench, evaluation: Evaluation) -> DrawnLog | None:
        """The log of a design on a world, if it was drawn."""
        held = self._logs.get(_key(bench, evaluation))
        return held[1] if held else None

    def drawn(self, bench: Workbench, evaluation: Evaluation) -> DrawnLog:
        """The log of a design on a world, drawn now unless it is kept. WorldError as written."""
        key = _key(bench, evaluation)
        with self._lock:
            if key not in self._logs:
                folder = Path(tempfile.mkdtemp(dir=self._folder)) / "log"
                self._logs[key] = (folder, _draw(bench, evaluation, folder))
            self._logs.move_to_end(key)
            while len(self._logs) > MOST_LOGS:
                _, (gone, _) = self._logs.popitem(last=False)
                shutil.rmtree(gone.parent, ignore_errors=True)
            return self._logs[key][1]


def _key(bench: Workbench, evaluation: Evaluation) -> tuple:
    return (bench.key, evaluation.scenario.levers)


def _draw(bench: Workbench, evaluation: Evaluation, folder: Path) -> DrawnLog:
    written = write_access_log(
        bench.world,
        evaluation.scenario,
        folder,
        assumptions=bench.assumptions,
        window=bench.store.window_days,
        threads=bench.store.threads,
    )
    with access_volumes.open_volumes(bench.world, folder, threads=bench.store.threads) as opened:
        users, children = access_volumes.per_user(opened), access_volumes.per_child(opened)
        peaks = access_volumes.busiest(opened)
        explained = access_volumes.explained(opened, bench.assumptions)
    told = LogAnswers(bench, evaluation)
    return DrawnLog(
        n_rows=written.n_rows,
        n_children_seen=children.filter(pl.col("n_lookups") > 0)["n_children"].sum(),
        n_explained=explained["n_explained"].sum(),
        explained_days=int(bench.assumptions.get("explained_days").central),
        peaks=dict(peaks.select("span", "n_lookups").iter_rows()),
        per_user=told.of_users(users),
        per_child=told.of_children(children),
        explained=told.shares(explained),
        notes=written.notes,
    )
