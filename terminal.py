"""What the command line shows: progress, tables and plain sentences.

Results go to standard output; progress and complaints to standard error, so that a result
can be piped. Away from a terminal a progress bar becomes a few plain lines.
"""

from __future__ import annotations

import contextlib
import csv
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

PLAIN_WIDTH = 1000  # in a pipe or a log no window folds a row: each keeps to its line
PLAIN_SECONDS = 5.0  # at most one plain progress line in this time


class Form(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


OnProgress = Callable[[int, int, int], None]
Show = Callable[[str, int, int, str], None]


def say(sentence: str) -> None:
    """Print a sentence of the result."""
    print(sentence, flush=True)


def complain(sentence: str) -> None:
    """Print a sentence to standard error."""
    print(sentence, file=sys.stderr, flush=True)


def show_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: set[int]) -> None:
    """Print a table; ``right`` holds the numbers of the columns that hold figures."""
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        justify = "right" if number in right else "left"
        table.add_column(heading, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print comma-separated rows, quoted where they must be."""
    written = csv.writer(sys.stdout, lineterminator="\n")
    written.writerow(headings)
    written.writerows(rows)


@contextlib.contextmanager
def progress(doing: str) -> Iterator[OnProgress]:
    """Gives a function to report (children done, of total, rows written) to; shows both."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} children"),
        TextColumn("{task.fields[more]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with _shown(columns, "children") as show:
        yield lambda done, total, rows: show(doing, done, total, f"{rows:,} rows")


@contextlib.contextmanager
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """Gives a function to report (what is being done, done, of total) to, and shows it."""
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), TaskProgressColumn())
    with _shown(columns, "") as show:
        yield lambda doing, done, total: show(doing.capitalize(), done, total, "")


@contextlib.contextmanager
def _shown(columns: Sequence[ProgressColumn], things: str) -> Iterator[Show]:
    if not sys.stderr.isatty():
        yield _plain_lines(things)
        return
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1, more="", visible=False)

        def show(doing: str, done: int, total: int, more: str) -> None:
            bar.update(
                task, description=doing, completed=done, total=total, more=more, visible=True
            )

        yield show


def _plain_lines(things: str) -> Show:
    """A line when something begins or ends, and now and then between, with the time left."""
    started = time.monotonic()
    last, said_at = "", 0.0

    def show(doing: str, done: int, total: int, more: str) -> None:
        nonlocal last, said_at
        now = time.monotonic()
        if doing == last and done < total and now - said_at < PLAIN_SECONDS:
            return
        last, said_at = doing, now
        line = f"{doing}: {done:,} of {total:,} {things}" if things else f"{doing}"
        if more:
            line += f", {more}"
        if things and 0 < done < total:
            line += f", about {(now - started) / done * (total - done):.0f} seconds left"
        complain(line)

    return show
