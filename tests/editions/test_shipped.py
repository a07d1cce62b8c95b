"""Is the edition that ships whole? Whether it can be made again is for `contactlens verify`."""

from __future__ import annotations

import pytest

from analysis.editions.checksums import files_in, found_wrong
from analysis.editions.folder import read_edition
from analysis.editions.press import MOST_BYTES
from analysis.editions.shelf import HOME
from analysis.scenario_file import PRESET_IDS
from data.claims import read_claims

ENGLAND = 12_059_476  # children, mid-2023: model.md, section 13
SHIPPED = sorted(file.parent for file in HOME.glob("*/edition.json"))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_edition_is_whole_and_small(folder):
    assert found_wrong(folder) == {}
    assert sum((folder / path).stat().st_size for path in files_in(folder)) < MOST_BYTES
    assert read_edition(folder).edition.figures


def test_one_of_them_is_the_nine_designs_over_full_england_with_every_claim():
    found = [read_edition(folder).edition for folder in SHIPPED]
    assert any(
        one.world.n_children == ENGLAND
        and {told.id for told in one.inputs.designs} == set(PRESET_IDS)
        and [told.id for told in one.claims] == [told.id for told in read_claims()]
        for one in found
    )
