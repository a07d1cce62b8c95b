"""A small synthetic world, and the dashboard opened on it without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.policy import Assumptions, load_assumptions
from analysis.prepared import Prepared, prepare
from data.world import World
from synthetic.generate import generate_world

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(scope="session")
def small_world(tmp_path_factory) -> World:
    """20,000 synthetic children."""
    return generate_world(tmp_path_factory.mktemp("worlds") / "small", n_children=20_000, workers=1)


@pytest.fixture(scope="session")
def prepared(small_world) -> Prepared:
    return prepare(small_world, threads=1, memory_limit="1GB")


@pytest.fixture(scope="session")
def assumptions() -> Assumptions:
    return load_assumptions()


@pytest.fixture
def open_page(monkeypatch) -> Callable[..., AppTest]:
    """Opens a page of the dashboard on a world; further keywords set widgets by key."""

    def open_on(world: World | Path, page: str = "", **chosen: str) -> AppTest:
        monkeypatch.setenv("CONTACTLENS_WORLD", str(getattr(world, "path", world)))
        app = AppTest.from_file(str(APP), default_timeout=120)
        if page:
            app.switch_page(f"pages/{page}.py")
        for name, value in chosen.items():
            app.query_params[name] = value
        return app.run()

    return open_on
