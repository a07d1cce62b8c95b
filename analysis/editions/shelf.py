"""Which editions there are to read: those that ship, and those of a folder that was given.

No path is shown: an edition is named by its id.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import data
from analysis.editions.check import Check, check
from analysis.editions.folder import Found, read_edition
from analysis.editions.format import Edition
from analysis.editions.press import RECORD
from analysis.known_worlds import SHORT, world_called
from data.world import World, WorldError

FOLDER = "CONTACTLENS_EDITIONS"  # environment: folders of editions, apart by the path separator
HOME = Path(data.__file__).parent / "editions"


@dataclass(frozen=True, slots=True)
class Shelved:
    """An edition that can be read."""

    folder: Path
    edition: Edition

    @property
    def label(self) -> str:
        """Title and day."""
        return f"{self.edition.title} ({self.edition.dated})"


def shelved() -> list[Shelved]:
    """Every edition that can be read, each once, the newest first."""
    named = [Path(one) for one in os.environ.get(FOLDER, "").split(os.pathsep) if one]
    found: dict[str, Shelved] = {}
    for place in (*named, HOME):
        for file in sorted((*place.glob(RECORD), *place.glob(f"*/{RECORD}"))):
            one = _read_if_changed(file)
            if one is not None:
                found.setdefault(one.id, Shelved(file.parent, one))
    return sorted(found.values(), key=lambda one: (one.edition.dated, one.edition.id), reverse=True)


def before(one: Shelved, all_of_them: list[Shelved]) -> Shelved | None:
    """The edition that was published last before ``one``."""
    older = [other for other in all_of_them if other.edition.dated < one.edition.dated]
    return older[0] if older else None


def still(one: Shelved, chart: str) -> str:
    """The picture of a chart as SVG; "" where it is missing."""
    try:
        return (one.folder / "charts" / f"{chart}.svg").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def page(one: Shelved) -> bytes:
    """Its article, to be downloaded; empty where it is missing."""
    try:
        return (one.folder / "index.html").read_bytes()
    except OSError:
        return b""


def world_of(edition: Edition) -> World | None:
    """The world of ``edition`` if it is on this machine."""
    return world_called(edition.world.fingerprint[:SHORT])


def recheck(one: Shelved, world: World) -> Check:
    """The edition worked out again on ``world``; WorldError where that can't be done."""
    return check(Found(one.edition, one.folder / RECORD, one.folder), world)


def _read_if_changed(file: Path) -> Edition | None:
    try:
        told = file.stat()
        return _read(file, told.st_mtime_ns, told.st_size)
    except (OSError, WorldError):
        return None  # whatever it is, this version can't read it


@lru_cache(maxsize=50)
def _read(file: Path, changed: int, size: int) -> Edition:
    return read_edition(file.parent).edition
