"""The chart beside the levers as it ships: its specification is read in, not made.

Making one takes Altair half a second, which the first visitor would wait. `make docs` makes it
again, and a test holds it against `live.live`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import polars as pl

from analysis.charts.live import COLUMNS, live, rows
from analysis.charts.style import compiled
from analysis.live import LIVE

FILE = Path(__file__).with_name("live.json")
ROWS = "rows"  # the name of its data
MODES = ("light", "dark")


def ready(frame: pl.DataFrame, *, mode: str | None, mark: str) -> dict:
    """What `live.live` draws of ``frame`` in ``mode``, its rows apart under "datasets"."""
    mode = mode if mode in MODES else MODES[0]
    spec = _read()[mode]
    return spec | {"title": spec["title"] | {"text": mark}, "datasets": {ROWS: rows(frame, mode)}}


def written() -> str:
    """The specification in each mode, as JSON, of as many figures as there are."""
    empty = pl.DataFrame({name: [None] * len(LIVE) for name in COLUMNS}, schema=COLUMNS)
    made = {}
    for mode in MODES:
        spec = compiled(live(empty, mode=mode, alt_text="", mark=""))
        del spec["datasets"], spec["description"]  # told by the page, as rows and words
        made[mode] = spec | {"data": {"name": ROWS}}
    return json.dumps(made, indent=1) + "\n"


@cache
def _read() -> dict[str, dict]:
    return json.loads(FILE.read_text(encoding="utf-8"))
