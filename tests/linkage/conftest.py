"""One small world and one study of it, made once for all tests of linking."""

from __future__ import annotations

import pytest

from analysis.linkage.study import Chosen, Study, make_study
from data.world import World
from synthetic.generate import generate_world
from synthetic.recorded import recorded_identity


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    """30,000 synthetic children."""
    out = tmp_path_factory.mktemp("worlds") / "small"
    return generate_world(out, n_children=30_000, workers=1)


@pytest.fixture(scope="session")
def study(world) -> Study:
    return make_study(world, Chosen(), recorded_identity, threads=1)
