"""Does the public interface hold what its page says, and does the page's code run?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis import api
from synthetic.generate import generate_world

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


@pytest.fixture
def in_a_folder_with_a_world(tmp_path, monkeypatch):
    """The working folder holds a small default world, as after `make data`."""
    generate_world(tmp_path / "data/worlds/default", n_children=1_500, seed=3, workers=1)
    monkeypatch.chdir(tmp_path)


def test_every_public_name_is_there_and_described():
    for name in api.__all__:
        one = getattr(api, name)
        assert name == "OUTCOMES" or (one.__doc__ and one.__doc__.strip()), name


def test_the_page_names_what_the_interface_offers():
    page = PAGE.read_text(encoding="utf-8")
    for name in ("workbench", "evaluate", "compare", "believed", "read_scenario", "levers_with"):
        assert name in api.__all__
        assert f"{name}(" in page


def test_the_code_of_the_page_runs(in_a_folder_with_a_world, capsys):
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    assert len(blocks) >= 3
    known: dict = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), known)
    said = capsys.readouterr().out
    assert "Sharing gaps under local hubs: " in said
    assert "Local hubs close " in said
    assert "is dominated by" in said
