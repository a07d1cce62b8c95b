"""Fifty and more kinds of tampering, each tried in several places: every one is caught.

Most are tried twice: as somebody would who edits a file, and as somebody who writes a new list of
checksums as well.
"""

from __future__ import annotations

import random
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.editions.checksums import SUMS, files_in, listed
from analysis.editions.folder import write_edition
from data.world import WorldError, open_world
from tests.editions.kinds_of_tampering import INPUTS, KINDS


@pytest.mark.parametrize("name", KINDS)
def test_tampering_is_caught_with_old_checksums_and_with_new_ones(
    name, printing, pressed, tmp_path
):
    edit = KINDS[name]

    @given(seed=st.integers(0, 2**16), forged=st.booleans())
    @settings(
        max_examples=2 if name in INPUTS else 4,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def every_time(seed: int, forged: bool) -> None:
        folder = tmp_path / "edition"
        shutil.rmtree(folder, ignore_errors=True)
        write_edition(pressed, folder)
        before = {path: (folder / path).read_bytes() for path in files_in(folder)}
        edit(folder, random.Random(seed))
        after = {path: (folder / path).read_bytes() for path in files_in(folder)}
        assert before != after
        if forged:
            (folder / SUMS).write_bytes(listed(after))
        try:
            told = printing.checked(folder)
        except WorldError:
            return  # it is no edition that can be made again, which is said in a sentence
        assert not told.is_same
        assert told.sentence.startswith("Differs")

    every_time()


def test_more_than_fifty_kinds_are_tried():
    assert len(KINDS) >= 50


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.partition("\n")[2],  # a line left out
        lambda text: text.replace(text[:64], "0" * 64),
        lambda text: text + text.partition("\n")[0] + "\n",  # a line twice
        lambda text: text + f"{'0' * 64}  ../outside\n",
        lambda text: "",
        lambda text: text.replace("  ", " *"),
    ],
)
def test_a_list_of_checksums_that_was_edited_is_caught(copy, printing, edit):
    file = copy / SUMS
    file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert not printing.checked(copy).is_same


def test_an_edition_that_nobody_touched_is_the_same(copy, printing):
    told = printing.checked(copy)
    assert told.is_same, (told.sentence, dict(told.files))
    assert told.sentence.startswith("Same: all")


def test_a_world_that_was_tampered_with_is_caught(printing, tmp_path):
    folder = tmp_path / "world"
    shutil.copytree(printing.world().path, folder)
    part = folder / "contact" / "part-00000.parquet"
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    with pytest.raises(WorldError, match="not as it was written"):
        open_world(folder, verify=True)
