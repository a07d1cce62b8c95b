"""The worlds that a screen may ask: screens know analysis alone, so they open them here."""

from __future__ import annotations

from data.world import World, WorldError, open_world

__all__ = ["World", "WorldError", "open_world"]
