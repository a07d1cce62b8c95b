"""Which imported logs there are for a world: those in the folders that are looked at.

No path is shown: a log is named by the first digits of its fingerprint.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from analysis.access_log.folder import EVENT, MANIFEST
from data.world import World

FOLDERS = "CONTACTLENS_LOGS"  # environment: folders that hold logs, apart by the path separator
HOME = Path(__file__).parents[2] / "data" / "logs"
SHORT = 8


@dataclass(frozen=True, slots=True)
class KnownLog:
    """A log that was imported for a world."""

    path: Path
    fingerprint: str
    n_rows: int

    @property
    def short(self) -> str:
        """Its name in an address."""
        return self.fingerprint[:SHORT]

    @property
    def label(self) -> str:
        """Size and name in words."""
        return f"Imported log of {self.n_rows:,} look-ups ({self.short})"


def known_logs(world: World) -> list[KnownLog]:
    """Every imported log of ``world``, by name."""
    named = [Path(one) for one in os.environ.get(FOLDERS, "").split(os.pathsep) if one]
    found = {}
    for folder in (*named, HOME):
        for path in sorted((folder / MANIFEST, *folder.glob(f"*/{MANIFEST}"))):
            log = _known(path, world)
            if log is not None:
                found.setdefault(log.fingerprint, log)
    return sorted(found.values(), key=lambda one: one.fingerprint)


def _known(path: Path, world: World) -> KnownLog | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["world"] != world.fingerprint or told.get("origin") != "imported":
            return None
        return KnownLog(path.parent, str(told["fingerprint"]), int(told["tables"][EVENT]["rows"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # whatever it is, it is no log
