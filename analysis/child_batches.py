"""A world in batches of children, for work that never joins two children.

Sorting then stays in the processor's caches and memory stays flat, however large the
world is.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.child_ranges import cut_parts
from data.world import World

ROWS_AT_ONCE = 6_000_000  # contacts: about a million children of a synthetic world


def child_batches(world: World, *, rows: int | None = None) -> list[World]:
    """``world`` in pieces of at least ``rows`` contacts, no child in two, children ascending.

    ``rows``: by default ROWS_AT_ONCE. Each piece is the world with some of the files of
    `contact`, cut as `cut_parts` does.
    """
    groups = cut_parts(world, ROWS_AT_ONCE if rows is None else rows)
    return [_with_contacts(world, parts) for _, parts in groups]


def _with_contacts(world: World, parts: list[dict]) -> World:
    tables = world.manifest["tables"]
    contact = tables.get("contact", {"columns": []}) | {"parts": parts}
    return replace(world, manifest=world.manifest | {"tables": tables | {"contact": contact}})
