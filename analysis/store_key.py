"""Where prepared worlds are kept, and the key that says what they were made from."""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path

import analysis
import data
from data.schema import REFERENCE
from data.world import World, WorldError, open_world

FORMAT = 1  # of what is kept
CACHE = "CONTACTLENS_CACHE"  # environment: the folder to keep prepared worlds in
FOLDER = ".prepared"  # else this one, in the world's own folder


def cache_folder(world: World) -> Path:
    """Where what is prepared of ``world`` is kept, if it can be written."""
    told = os.environ.get(CACHE)
    if not told:
        return world.path / FOLDER  # never made together with the world's folder
    folder = Path(told).expanduser()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def store_key(world: World, **structural: float) -> str:
    """A digest of all that the kept arrays depend on: 16 hexadecimal digits.

    That is the world, the structural assumptions and the code itself, so nothing that is out
    of date is ever read, whichever formula was changed.
    """
    told = (FORMAT, world.fingerprint, sorted(structural.items()), _code())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def is_still(world: World) -> bool:
    """Whether the world's folder holds the world that was opened, and not another by now."""
    try:
        return open_world(world.path).fingerprint == world.fingerprint
    except WorldError:
        return False


@cache
def _code() -> str:
    """A digest of the modules, queries and reference tables that kept arrays are made by."""
    here, there = Path(analysis.__file__).parent, Path(data.__file__).parent
    files = [*here.glob("*.py"), *here.glob("*/*.sql"), *there.glob("*.py")]
    digest = hashlib.sha256()
    for file in sorted([*files, REFERENCE / "agency.csv", REFERENCE / "council.csv"]):
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()
