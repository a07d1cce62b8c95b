"""A study made on demand for the dashboard, by the command line in a process of its own.

Analysis knows no generator, and what agencies' records say comes from there: so the front door
makes the study, and it is read from where that keeps it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from analysis.linkage.kept_studies import MANIFEST, study_folder
from analysis.linkage.study import Chosen
from data.world import World, WorldError

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 1_800
SIZES = (20_000, 100_000, 500_000)
_ALONE = threading.Lock()


def make(world: World, chosen: Chosen) -> None:
    """Make a study and keep it. WorldError with a sentence when that fails."""
    if not world.is_synthetic:
        raise WorldError("The truth about imported records is not known, so no link can be judged.")
    words = [sys.executable, "-m", "cli", "linkage", "--world", str(world.path)]
    for flag, values in (("--agency", chosen.agencies), ("--area", chosen.areas)):
        words += [word for value in values for word in (flag, value)]
    if chosen.n_children:
        words += ["--children", str(chosen.n_children)]
    words += ["--seed", str(chosen.seed), *(["--rarity"] if chosen.rarity else [])]
    with _ALONE:
        if (study_folder(world, chosen) / MANIFEST).is_file():
            return
        try:
            ended = subprocess.run(
                words, cwd=ROOT, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            raise WorldError("The study could not be made here; choose fewer children.") from None
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or ["No reason was given."]
        raise WorldError(f"The study could not be made. {said[-1]}")
