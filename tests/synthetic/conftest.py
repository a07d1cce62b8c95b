"""Small generated worlds, made once per test run."""

from __future__ import annotations

import pytest

from data.world import World
from synthetic.generate import generate_world


@pytest.fixture(scope="session")
def small_world(tmp_path_factory) -> World:
    """150,000 children in three parts, made by one worker."""
    out = tmp_path_factory.mktemp("worlds") / "small"
    return generate_world(out, n_children=150_000, seed=7, workers=1)
