"""Which worlds can be looked at, and by what name in an address?"""

from __future__ import annotations

import json
import os

import pytest

from analysis.current_world import VARIABLE
from analysis.known_worlds import FOLDERS, folders, known_worlds, size_words, world_called
from data.world import MANIFEST
from synthetic.generate import generate_world
from tests.tables import drawn_world

BARE = "child_id | agency | contacted_on | is_concern\n1 | police | 2023-05-01 | true"


@pytest.fixture
def worlds(tmp_path, monkeypatch):
    """A default world elsewhere, and a folder with one imported and two synthetic ones."""
    usual = generate_world(tmp_path / "usual", n_children=50, seed=3, workers=1)
    folder = tmp_path / "worlds"
    large = generate_world(folder / "large", n_children=300, seed=4, workers=1)
    generate_world(folder / "same", n_children=300, seed=4, workers=1)
    drawn_world(folder, origin="imported", child="child_id\n1", contact=BARE)
    monkeypatch.setenv(VARIABLE, str(usual.path))
    monkeypatch.setenv(FOLDERS, str(folder))
    return usual, large


def known_here(tmp_path):
    return [one for one in known_worlds() if one.path.is_relative_to(tmp_path)]


def test_the_usual_world_comes_first_and_each_world_once(worlds, tmp_path):
    usual, large = worlds
    found = known_here(tmp_path)
    assert [one.n_children for one in found] == [50, 1, 300]
    assert found[0].fingerprint == usual.fingerprint
    assert found[2].fingerprint == large.fingerprint


def test_a_world_is_told_by_size_origin_and_seed_never_by_its_path(worlds, tmp_path):
    synthetic, imported = known_here(tmp_path)[0], known_here(tmp_path)[1]
    assert "50 synthetic children" in synthetic.label
    assert synthetic.caption.startswith("seed 3, contacts from 1 April 2023 to 31 March 2024")
    assert imported.label == "Imported records of 1 children"
    assert "seed" not in imported.caption
    assert str(tmp_path) not in "".join((synthetic.label, synthetic.caption, imported.label))


def test_a_world_is_opened_by_the_first_digits_of_its_fingerprint(worlds):
    _, large = worlds
    assert world_called(large.fingerprint[:8]).fingerprint == large.fingerprint


@pytest.mark.parametrize("short", ["", "0" * 8, "../worlds", "ABCDEF12", "1234567", "é" * 8])
def test_whatever_else_an_address_says_is_no_world(worlds, short):
    assert world_called(short) is None


def test_what_is_broken_half_made_or_of_another_format_is_left_out(worlds, tmp_path):
    folder = tmp_path / "worlds"
    manifest = json.loads((folder / "large" / MANIFEST).read_text())
    for name, text in {
        "torn": "{",
        "list": "[]",
        "older": json.dumps(manifest | {"format": 0, "fingerprint": "a" * 64}),
        ".large.partial-1": json.dumps(manifest | {"fingerprint": "b" * 64}),
    }.items():
        (folder / name).mkdir()
        (folder / name / MANIFEST).write_text(text)
    assert len(known_here(tmp_path)) == 3


def test_several_folders_may_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDERS, os.pathsep.join((str(tmp_path / "a"), str(tmp_path / "b"))))
    assert folders()[:2] == [tmp_path / "a", tmp_path / "b"]


@pytest.mark.parametrize(
    ("fraction", "words"),
    [(1.0, "All of England"), (0.1, "One child in 10"), (1 / 1000, "One child in 1,000")],
)
def test_a_size_is_told_in_words(fraction, words):
    assert size_words(fraction) == words
