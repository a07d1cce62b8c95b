"""Cuts a world into runs of children that are small enough to be worked on in memory."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.world import World, WorldError

MOST_CONTACTS = 5_000_000  # per run; about 0.5 GiB while it is worked on
LAST = 2**63 - 1  # the largest child_id there can be


def child_ranges(world: World, *, most_contacts: int | None = None) -> list[tuple[int, int]]:
    """Ranges of child_id, both ends inclusive, ascending, together all there are.

    Each holds at least ``most_contacts`` contacts (by default MOST_CONTACTS) but the last; the
    cuts are those of `cut_parts`.
    """
    rows = MOST_CONTACTS if most_contacts is None else most_contacts
    starts = [0, *(first for first, _ in cut_parts(world, rows)[1:])]
    return [(first, after - 1) for first, after in pairwise([*starts, LAST + 1])]


def cut_parts(world: World, rows: int) -> list[tuple[int, list[dict]]]:
    """The parts of table contact in groups of at least ``rows`` rows, no child in two.

    With each its least child_id; they ascend. Parts that share children stay together, so a
    world whose parts are in no order is one group. Raises WorldError for a part that can't be
    read.
    """
    parts = world.manifest["tables"].get("contact", {"parts": []})["parts"]
    ranges = [_children_of(world.path / part["file"]) for part in parts]
    groups: list[tuple[int, list[dict]]] = [(0, [])]
    for place, part in enumerate(parts):
        before = max((last for _, last in ranges[:place]), default=-math.inf)
        after = min(first for first, _ in ranges[place:])
        full = sum(one["rows"] for one in groups[-1][1]) >= rows
        if full and before < after < math.inf:
            groups.append((after, []))
        groups[-1][1].append(part)
    return groups


def _children_of(file: Path) -> tuple[float, float]:
    """Least and greatest child_id of a part, from its statistics; everything if it has none."""
    try:
        about = pq.read_metadata(file)
    except pa.ArrowInvalid:
        raise WorldError(
            f"'{file}' can't be read as Parquet. Generate or import the world again."
        ) from None
    column = about.schema.names.index("child_id")
    first, last = math.inf, -math.inf
    for number in range(about.num_row_groups):
        group = about.row_group(number)
        known = group.column(column).statistics
        if not group.num_rows:
            continue
        if known is None or not known.has_min_max:
            return -math.inf, math.inf
        first, last = min(first, known.min), max(last, known.max)
    return first, last
