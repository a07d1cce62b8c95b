"""A world in batches of children, for work that never joins two children.

Sorting then stays in the processor's caches and memory stays flat, however large the
world is.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.world import World, WorldError

ROWS_AT_ONCE = 6_000_000  # contacts: about a million children of a synthetic world


def child_batches(world: World, *, rows: int | None = None) -> list[World]:
    """``world`` in pieces of at least ``rows`` contacts, no child in two, children ascending.

    ``rows``: by default ROWS_AT_ONCE.

    Each piece is the world with some of the files of `contact`. Files that share children
    stay together, so a world whose files are in no order is one piece.
    """
    rows = ROWS_AT_ONCE if rows is None else rows
    parts = world.manifest["tables"].get("contact", {"parts": []})["parts"]
    ranges = [_child_range(world.path / part["file"]) for part in parts]
    batches, batch = [], []
    for place, part in enumerate(parts):
        before = max((last for _, last in ranges[:place]), default=-math.inf)
        after = min(first for first, _ in ranges[place:])
        if before < after and sum(one["rows"] for one in batch) >= rows:
            batches.append(batch)
            batch = []
        batch.append(part)
    return [_with_contacts(world, batch) for batch in [*batches, batch]]


def _child_range(file: Path) -> tuple[float, float]:
    """Least and greatest child_id of a file, from its statistics; everything if it has none."""
    try:
        groups = pq.read_metadata(file)
    except pa.ArrowInvalid:
        raise WorldError(
            f"'{file}' can't be read as Parquet. Generate or import the world again."
        ) from None
    first, last = math.inf, -math.inf
    for number in range(groups.num_row_groups):
        group = groups.row_group(number)
        names = (group.column(column).path_in_schema for column in range(group.num_columns))
        known = group.column(list(names).index("child_id")).statistics
        if known is None or not known.has_min_max:
            return -math.inf, math.inf
        first, last = min(first, known.min), max(last, known.max)
    return first, last


def _with_contacts(world: World, parts: list[dict]) -> World:
    tables = world.manifest["tables"]
    contact = tables.get("contact", {"columns": []}) | {"parts": parts}
    return replace(world, manifest=world.manifest | {"tables": tables | {"contact": contact}})
