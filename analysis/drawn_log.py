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
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from analysis import access_volumes, sql
from analysis.access_log import write_access_log
from analysis.answer import Answer
from analysis.answers import provenance
from analysis.appetite import read_appetite
from analysis.disclosure import Protected, protect
from analysis.evaluation import SCHEMA, Evaluation
from analysis.outcome import Family
from analysis.units import Unit, show
from analysis.workbench import Workbench
from data.schema import AGENCY_LABELS

MOST_LOGS = 6
WITHHELD = "withheld"
USER_BANDS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, 19), (20, 49), (50, None))
CHILD_BANDS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, None))
PER_USER, PER_CHILD, EXPLAINED = "looks_of_user", "looks_at_child", "explained_by_agency"
OUT_OF = 1_000


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
    told = _Told(bench, evaluation)
    return DrawnLog(
        n_rows=written.n_rows,
        n_children_seen=children.filter(pl.col("n_lookups") > 0)["n_children"].sum(),
        n_explained=explained["n_explained"].sum(),
        explained_days=int(bench.assumptions.get("explained_days").central),
        peaks=dict(peaks.select("span", "n_lookups").iter_rows()),
        per_user=told.spread(users, "n_users", USER_BANDS, PER_USER, "access_per_user"),
        per_child=told.spread(children, "n_children", CHILD_BANDS, PER_CHILD, "access_per_child"),
        explained=told.shares(explained),
        notes=written.notes,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """Makes answers of one log."""

    bench: Workbench
    evaluation: Evaluation

    def spread(
        self, each: pl.DataFrame, column: str, bands: tuple, dimension: str, query: str
    ) -> Answer:
        """Of every 1,000, how many in each band of look-ups."""
        counts = _in_bands(each, column, bands)
        counted = "users" if dimension == PER_USER else "children"
        safe = protect(counts, key="group", counts=["n"], groups="bands", counted=counted)
        total = counts["n"].sum()
        label = f"{counted.capitalize()} by look-ups in the year"
        rows = [
            self._row(dimension, group, label, f"per 1,000 {counted}", n, total, OUT_OF)
            for group, n in safe.frame.select("group", "n").iter_rows()
        ]
        return self._answer(rows, query, label, safe)

    def shares(self, explained: pl.DataFrame) -> Answer:
        """Of the look-ups of each agency, the share that a recorded contact explains."""
        safe = protect(
            explained,
            key="agency",
            counts=["n_explained"],
            of="n_lookups",
            groups="agencies",
            counted="look-ups",
        )
        label = "Explained share of look-ups"
        rows = [
            self._row(EXPLAINED, AGENCY_LABELS[agency], label, Unit.SHARE_OF_VIEWS.value, n, of, 1)
            for agency, n, of in safe.frame.select("agency", "n_explained", "n_lookups").iter_rows()
        ]
        return self._answer(rows, "access_explained", label, safe)

    def _row(self, dimension, group, label, unit, n, of, times: int) -> dict:
        is_told = n is not None and of is not None
        value = n / of * times if is_told and of else (0.0 if is_told else None)
        kind = Unit.SHARE_OF_VIEWS if times == 1 else Unit.PER_1000
        ends = {} if times == 1 or value is None else _ends(value)
        return {
            "scenario": self.evaluation.scenario.id,
            "family": Family.ACCESS.value,
            "outcome": "lookups",
            "label": label,
            "dimension": dimension,
            "group": group,
            "unit": unit,
            "value": value,
            "low": None,
            "high": None,
            "numerator": None if n is None else float(n),
            "denominator": None if of is None else float(of),
            "text": show(value, kind, **ends) if is_told else WITHHELD,
            "interval": "as drawn" if is_told else WITHHELD,
        }

    def _answer(self, rows: list[dict], query: str, title: str, safe: Protected) -> Answer:
        told = provenance(self.bench, [self.evaluation], ("lookups",), title)
        return Answer(
            pl.DataFrame(rows, schema=SCHEMA),
            replace(
                told,
                sql=sql.text(query),
                scaling="as drawn, not scaled",
                intervals="none: one log, drawn with central assumptions",
                disclosure=safe.sentence,
            ),
        )


def _in_bands(each: pl.DataFrame, column: str, bands: tuple) -> pl.DataFrame:
    """How many in each band: group and n. The last bands are put together while they hold few."""
    counts = [(first, last, _within(each, column, first, last)) for first, last in bands]
    few = read_appetite().threshold
    while len(counts) > 1 and counts[-1][2] < few:
        *counts, (first, _, n), (_, _, more) = counts
        counts.append((first, None, n + more))
    return pl.DataFrame(
        [(_band(first, last), n) for first, last, n in counts],
        schema={"group": pl.String, "n": pl.Int64},
        orient="row",
    )


def _band(first: int, last: int | None) -> str:
    if last is None:
        return f"{first} or more" if first else "any number"
    return str(first) if first == last else f"{first} to {last}"


def _within(each: pl.DataFrame, column: str, first: int, last: int | None) -> int:
    is_in = pl.col("n_lookups") >= first
    if last is not None:
        is_in &= pl.col("n_lookups") <= last
    return each.filter(is_in)[column].sum()


def _ends(value: float) -> dict[str, float]:
    """So that a rare thing keeps a decimal: "0.3" of 1,000, beside "843"."""
    return {"low": value - 0.5, "high": value + 0.5} if value < 10 else {}
