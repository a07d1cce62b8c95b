"""Which world the screens show: the one that CONTACTLENS_WORLD names, else the default one."""

from __future__ import annotations

import os
from pathlib import Path

from data.world import World, WorldError, open_world

__all__ = ["DEFAULT_WORLD", "VARIABLE", "World", "WorldError", "current_world", "england_share"]

VARIABLE = "CONTACTLENS_WORLD"
DEFAULT_WORLD = Path(__file__).resolve().parent.parent / "data" / "worlds" / "default"


def current_world() -> World:
    """The world to show, opened; WorldError with one sentence when there is none or it is broken.

    Takes a few milliseconds, so that each run of a page notices a world that was replaced.
    """
    return open_world(Path(os.environ.get(VARIABLE) or DEFAULT_WORLD))


def england_share(world: World) -> str:
    """How many of England's children this world holds, in a sentence; "" for no share of them."""
    if world.fraction is None:
        return ""
    if world.fraction >= 1:
        return "This world holds all of England's children."
    share = f"one child in {round(1 / world.fraction):,}"
    return f"This world holds {share}; counts are scaled up to England."
