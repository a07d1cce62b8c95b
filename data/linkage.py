"""What a linkage study rests on besides the world: data/reference/linkage.toml."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from data.schema import REFERENCE

FILE = REFERENCE / "linkage.toml"


@lru_cache(maxsize=1)
def linkage_beliefs() -> dict[str, dict]:
    """The sections of the file: identifier_errors, threshold, training."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
