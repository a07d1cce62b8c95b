"""A small synthetic world, made once by the command itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import main


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> Path:
    """The folder of a world of 2,000 children."""
    folder = tmp_path_factory.mktemp("worlds") / "small"
    assert main(["generate", "--children", "2000", "--workers", "1", "--out", str(folder)]) == 0
    return folder
