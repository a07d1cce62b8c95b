"""Where the published figures come from: `reference/sources.toml` and the rows of margin.csv."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass

from data.schema import REFERENCE


@dataclass(frozen=True, slots=True)
class Source:
    """Publisher, year, link and licence of one reference table, or of one margin."""

    title: str
    publisher: str
    year: str
    link: str  # empty for our own lists
    licence: str
    note: str = ""


def table_sources() -> dict[str, Source]:
    """The source of each reference table, by the name of its file."""
    entries = tomllib.loads((REFERENCE / "sources.toml").read_text(encoding="utf-8"))
    return {name: Source(**entry) for name, entry in entries.items()}


def margin_sources() -> tuple[Source, ...]:
    """The source of each published margin, in the order of margin.csv."""
    with (REFERENCE / "margin.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Source(row["label"], row["publisher"], row["year"], row["link"], row["licence"])
            for row in csv.DictReader(file)
        )
