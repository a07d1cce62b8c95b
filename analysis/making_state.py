"""How far a world is that is being made: what `world_job` writes down and screens read.

One file beside the worlds, replaced in one step each time.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.known_worlds import size_words

STATE = ".making.json"
RUNNING, READY, FAILED, CANCELLED, KILLED = "running", "ready", "failed", "cancelled", "killed"
CHILDREN, SCREENS = "making children", "preparing the screens"
OF_CHILDREN = 0.9  # of the whole work


@dataclass(frozen=True, slots=True)
class Making:
    """A world that is being made, or how that ended. ``done`` of ``total`` in this ``phase``."""

    name: str  # of the world's folder
    fraction: float
    seed: int
    started_at: str  # ISO, UTC
    state: str = RUNNING
    phase: str = CHILDREN
    done: int = 0
    total: int = 0
    pid: int = 0
    fingerprint: str = ""  # when it is ready
    why: str = ""  # when it failed, a sentence

    @property
    def share(self) -> float:
        """How much of the whole work is done, 0 to 1; children are most of it."""
        part = self.done / self.total if self.total else 0.0
        before, own = (
            (0.0, OF_CHILDREN) if self.phase == CHILDREN else (OF_CHILDREN, 1 - OF_CHILDREN)
        )
        return before + own * part

    @property
    def sentence(self) -> str:
        """How it stands, in a sentence."""
        what = f"{size_words(self.fraction)}, seed {self.seed}"
        if self.state == RUNNING:
            far = f": {self.done:,} of {self.total:,} children" if self.phase == CHILDREN else ""
            return f"{what}: {self.phase}{far if self.total else ''}."
        return f"{what}: " + {
            READY: "ready to be looked at.",
            CANCELLED: "cancelled; nothing was left behind.",
            KILLED: "its process was ended from outside; nothing was left behind.",
        }.get(self.state, f"it could not be made. {self.why}")


def read_state(folder: Path) -> Making | None:
    """What the file says, whether or not it is still so."""
    try:
        return Making(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(folder: Path, told: Making) -> None:
    """Replace the file in one step, so that no reader meets half of it."""
    scratch = folder / f"{STATE}.{os.getpid()}"
    scratch.write_text(json.dumps(asdict(told)), encoding="utf-8")
    os.replace(scratch, folder / STATE)
