"""Cuts a world into runs of children that are small enough to be worked on in memory."""

from __future__ import annotations

import pyarrow.parquet as pq

from data.world import World

MOST_CONTACTS = 5_000_000  # per run; about 0.5 GiB while it is worked on
LAST = 2**63 - 1  # the largest child_id there can be


def child_ranges(world: World, *, most_contacts: int = MOST_CONTACTS) -> list[tuple[int, int]]:
    """Ranges of child_id, both ends inclusive, ascending, together all there are.

    Cuts fall between part files only, where no child has contacts on both sides, so a part
    is read for one range alone. A world whose parts overlap is one range.
    """
    ranges, first, rows, highest = [], 0, 0, -1
    for low, high, n in sorted(filter(None, map(_children_of, world.files("contact")))):
        if rows >= most_contacts and low > highest:
            ranges.append((first, low - 1))
            first, rows = low, 0
        rows += n
        highest = max(highest, high)
    return [*ranges, (first, LAST)]


def _children_of(file: str) -> tuple[int, int, int] | None:
    """Lowest and highest child_id of one part and its rows; None when it is empty."""
    about = pq.read_metadata(file)
    if not about.num_rows:
        return None
    names = about.schema.names
    column = names.index("child_id")
    parts = [about.row_group(number).column(column) for number in range(about.num_row_groups)]
    if not all(part.is_stats_set and part.statistics.has_min_max for part in parts):
        return 0, LAST, about.num_rows
    return (
        min(part.statistics.min for part in parts),
        max(part.statistics.max for part in parts),
        about.num_rows,
    )
