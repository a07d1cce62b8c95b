"""Which worlds there are to look at: the default one, those beside it, and those of other folders.

No path is ever shown: a world is named by the first digits of its fingerprint.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from analysis.current_world import DEFAULT_WORLD, VARIABLE
from data.world import FORMAT, MANIFEST, World, WorldError, open_world

FOLDERS = "CONTACTLENS_WORLDS"  # environment: folders that hold worlds, apart by the path separator
SHORT = 8  # digits of a fingerprint, in an address
ADDRESS = re.compile(rf"[0-9a-f]{{{SHORT},64}}")
HOME = DEFAULT_WORLD.parent


@dataclass(frozen=True, slots=True)
class KnownWorld:
    """A world that could be opened. ``fraction`` of England's children; None: imported."""

    path: Path
    fingerprint: str
    is_synthetic: bool
    n_children: int
    fraction: float | None
    seed: int | None
    period: tuple[date, date]

    @property
    def short(self) -> str:
        """Its name in an address."""
        return self.fingerprint[:SHORT]

    @property
    def label(self) -> str:
        """Size and origin in words."""
        if not self.is_synthetic:
            return f"Imported records of {self.n_children:,} children"
        return f"{size_words(self.fraction)}: {self.n_children:,} synthetic children"

    @property
    def caption(self) -> str:
        """What tells it from others of its size."""
        seed = f"seed {self.seed}, " if self.seed is not None else ""
        start, end = (f"{day.day} {day:%B %Y}" for day in self.period)
        return f"{seed}contacts from {start} to {end}, world {self.short}"


def size_words(fraction: float | None) -> str:
    """A share of England's children in words, such as "One child in 10"."""
    if fraction is None:
        return "A world"
    return "All of England" if fraction >= 1 else f"One child in {round(1 / fraction):,}"


def folders() -> list[Path]:
    """Where worlds are looked for: the folders that CONTACTLENS_WORLDS names, then our own."""
    named = [Path(one) for one in os.environ.get(FOLDERS, "").split(os.pathsep) if one]
    return [*named, HOME]


def known_worlds() -> list[KnownWorld]:
    """Every world that can be opened, each once: the default one first, then small to large."""
    first = [Path(os.environ.get(VARIABLE) or DEFAULT_WORLD)]
    beside = [path.parent for folder in folders() for path in _manifests(folder)]
    found = {}
    for path in [*first, *beside]:
        known = _known(path)
        if known is not None:
            found.setdefault(known.fingerprint, known)
    worlds = list(found.values())
    is_first = bool(worlds) and worlds[0].path == first[0]
    rest = sorted(worlds[is_first:], key=lambda one: (one.n_children, one.fingerprint))
    return [*worlds[:is_first], *rest]


def world_called(short: str) -> World | None:
    """The world whose fingerprint begins with ``short``, opened; None when there is none."""
    if not ADDRESS.fullmatch(short):
        return None
    for known in known_worlds():
        if known.fingerprint.startswith(short):
            try:
                return open_world(known.path)
            except WorldError:
                return None
    return None


def _manifests(folder: Path) -> list[Path]:
    """The descriptions of worlds in ``folder``: of each in a folder of its own, or of itself."""
    return sorted(
        path
        for path in (folder / MANIFEST, *folder.glob(f"*/{MANIFEST}"))
        if path.is_file() and not path.parent.name.startswith(".")
    )


def _known(path: Path) -> KnownWorld | None:
    try:
        told = (path / MANIFEST).stat()
        return _read(path, told.st_mtime_ns, told.st_size)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # whatever it is, it is no world


@lru_cache(maxsize=200)
def _read(path: Path, changed: int, size: int) -> KnownWorld | None:
    """What `world.json` says; kept as long as the file doesn't change."""
    manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    world = World(path, manifest)
    if manifest["format"] != FORMAT or not ADDRESS.fullmatch(world.fingerprint):
        return None
    return KnownWorld(
        path=path,
        fingerprint=world.fingerprint,
        is_synthetic=world.is_synthetic,
        n_children=world.rows("child"),
        fraction=world.fraction,
        seed=manifest.get("seed") if world.is_synthetic else None,
        period=(world.period_start, world.period_end),
    )
