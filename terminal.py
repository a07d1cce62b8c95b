"""What the command line shows: progress, tables and plain sentences.

Results go to standard output; progress and complaints to standard error, so that a result
can be piped. Away from a terminal a progress bar becomes a few plain lines.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

PLAIN_WIDTH = 160  # columns of a table in a pipe or a log, where no window sets a width
PLAIN_SECONDS = 5.0  # at most one plain progress line in this time

OnProgress = Callable[[int, int, int], None]


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


def figure(value: float | None) -> str:
    """A number for a table: thousands in groups, small ones with four digits."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


@contextlib.contextmanager
def progress(doing: str, *, things: str = "children") -> Iterator[OnProgress]:
    """Gives a function to report (done, total, rows written) to, and shows what it is told."""
    if not sys.stderr.isatty():
        yield _plain_progress(doing, things)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} " + things),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(doing, total=1, rows=0, visible=False)

        def report(done: int, total: int, rows: int) -> None:
            bar.update(task, completed=done, total=total, rows=rows, visible=True)

        yield report


def _plain_progress(doing: str, things: str) -> OnProgress:
    started = time.monotonic()
    last_line = -PLAIN_SECONDS

    def report(done: int, total: int, rows: int) -> None:
        nonlocal last_line
        elapsed = time.monotonic() - started
        if done < total and elapsed - last_line < PLAIN_SECONDS:
            return
        last_line = elapsed
        left = f", about {elapsed / done * (total - done):.0f} seconds left" if done else ""
        complain(f"{doing}: {done:,} of {total:,} {things}, {rows:,} rows{left}")

    return report
