"""What reviewers decided: a DuckDB file for each log, to which rows are added and none is changed.

    book = DecisionBook(folder, log_fingerprint)
    book.decide(event_id=17, verdict="refer", seen=None)

A decision is on disk before `decide` returns, so none is lost when the program ends. The last
one on a look-up holds. Whoever decides says which decision on it they had `seen`: a second
click on the same button changes nothing, and a tab that shows an older state is told so.
"""

from __future__ import annotations

import csv
import io
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.world import WorldError

FOLDER = "CONTACTLENS_REVIEWS"  # environment: where decisions are kept
HOME = Path(__file__).parents[2] / "data" / "reviews"
ACCEPT, REFER = "accept", "refer"
VERDICTS = {ACCEPT: "Accepted", REFER: "Referred"}
PATIENCE = 10.0  # seconds to wait for another program that has the file
COLUMNS = ("decision_id", "event_id", "verdict", "decided_at", "is_training")
_TABLE = """
    create table if not exists decision (
        decision_id bigint primary key,
        event_id bigint not null,
        verdict varchar not null check (verdict in ('accept', 'refer')),
        decided_at timestamp not null,
        is_training boolean not null
    )
"""
_LOCKS: dict[Path, threading.Lock] = {}
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: the verdict on one look-up."""

    decision_id: int
    event_id: int
    verdict: str
    decided_at: datetime  # UTC
    is_training: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a wish to decide. ``is_kept``: the verdict asked for holds now."""

    is_kept: bool
    held: Decision  # the decision that holds
    note: str = ""  # a sentence where something stood in the way


class DecisionBook:
    """The decisions on one log. Threads, tabs and programs may share it."""

    def __init__(self, folder: Path, log: str) -> None:
        if not re.fullmatch(r"[0-9a-f]{16,64}", log):
            raise WorldError("A log is known by its fingerprint of at least 16 digits.")
        self.path = Path(folder) / f"{log[:16]}.duckdb"
        with _ONE_AT_A_TIME:
            self._lock = _LOCKS.setdefault(self.path.absolute(), threading.Lock())

    def decide(
        self, *, event_id: int, verdict: str, seen: int | None, is_training: bool = False
    ) -> Outcome:
        """Add a decision. ``seen``: the decision on this look-up that was shown; None: none.

        Raises WorldError where it can't be kept, and for a verdict that there is not.
        """
        if verdict not in VERDICTS:
            raise WorldError(f"A verdict is one of {', '.join(VERDICTS)}; got {verdict!r}.")
        with self._open() as con:
            con.execute("begin transaction")
            held = _held(con, event_id)
            if held is not None and held.verdict == verdict:
                con.execute("rollback")
                return Outcome(True, held)  # a second click, or the same from another tab
            if held is not None and held.decision_id != seen:
                con.execute("rollback")
                return Outcome(
                    False,
                    held,
                    f"This look-up was already {VERDICTS[held.verdict].lower()} elsewhere. "
                    "Nothing was changed; decide again to replace that.",
                )
            (number,) = con.execute(
                "select coalesce(max(decision_id), 0) + 1 from decision"
            ).fetchone()
            made = Decision(
                number,
                event_id,
                verdict,
                datetime.now(UTC).replace(tzinfo=None, microsecond=0),
                is_training,
            )
            con.execute(
                "insert into decision values (?, ?, ?, ?, ?)",
                [getattr(made, name) for name in COLUMNS],
            )
            con.execute("commit")
        return Outcome(True, made)

    def held(self) -> dict[int, Decision]:
        """The decision that holds on each look-up, by event_id."""
        return {one.event_id: one for one in self.all()}

    def all(self) -> list[Decision]:
        """Every decision ever made, the first first."""
        if not self.path.is_file():
            return []
        with self._open() as con:
            rows = con.execute(
                f"select {', '.join(COLUMNS)} from decision order by decision_id"
            ).fetchall()
        return [Decision(*row) for row in rows]

    def to_csv(self, *, is_synthetic: bool) -> bytes:
        """Every decision as CSV, with a first column that says of what children it is."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["origin", *COLUMNS, "holds"])
        held = {one.decision_id for one in self.held().values()}
        origin = "synthetic" if is_synthetic else "imported"
        for one in self.all():
            told = [getattr(one, name) for name in COLUMNS]
            writer.writerow([origin, *told, one.decision_id in held])
        return text.getvalue().encode()

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The file, open for as long as one question takes, so that others may have it too."""
        with self._lock:
            con = _connected(self.path)
            try:
                con.execute(_TABLE)
                yield con
            finally:
                con.close()  # writes everything to the file


def reviews_folder() -> Path:
    """Where decisions are kept: the folder that CONTACTLENS_REVIEWS names, else our own."""
    return Path(os.environ.get(FOLDER) or HOME)


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return duckdb.connect(str(path), config={"enable_external_access": False})
        except (duckdb.IOException, OSError) as error:
            if time.monotonic() > end:
                raise WorldError(
                    f"Decisions can't be kept in '{path.name}' ({str(error).splitlines()[0]}). "
                    "Close other programs that use it, or make room, and try again."
                ) from None
            time.sleep(0.1)


def _held(con: duckdb.DuckDBPyConnection, event_id: int) -> Decision | None:
    row = con.execute(
        f"select {', '.join(COLUMNS)} from decision where event_id = ? "
        "order by decision_id desc limit 1",
        [event_id],
    ).fetchone()
    return None if row is None else Decision(*row)
