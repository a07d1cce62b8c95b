"""What a world says of itself, and what it can't answer for want of tables and columns."""

from __future__ import annotations

import pytest

from data.describe import describe_world, without
from data.schema import TABLES
from synthetic.generate import generate_world


def test_a_synthetic_world_says_so_first(tmp_path):
    world = generate_world(tmp_path / "world", n_children=200, workers=1)
    lines = describe_world(world)
    assert lines[0] == ("Origin", "synthetic children; none is a real child")
    said = dict(lines)
    assert said["Seed"] == "7"
    assert said["Children"] == "200"
    assert said["Period"] == "1 April 2023 to 31 March 2024"
    assert said["Contacts held before it"] == "180 days"
    assert said["Share of England"].endswith(" percent of children")
    assert said["Fingerprint"] == world.fingerprint
    assert said["Table contact"].startswith(f"{world.rows('contact'):,} rows: child_id, agency,")
    assert not [label for label, _ in lines if label.startswith("Without")]


def test_an_imported_world_says_what_it_lacks_and_lost(extracts):
    contact = (extracts.src / "contact.csv").read_text()
    extracts.write("contact.csv", contact + "9,police,2023-05-01,1,\n")
    said = dict(describe_world(extracts.load().world))
    assert said["Origin"] == "imported records; they may be about real children"
    assert "Seed" not in said
    assert "Share of England" not in said
    assert said["Table contact"].startswith("4 rows (1 rejected at import): child_id")
    assert said["Without table household"] == "no names and addresses of homes in the case view"
    assert said["Without child.area_code"] == "no figures by council or region"
    assert said["Parameters"] == "none"


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_everything_that_may_be_absent_has_words_for_its_absence(table):
    if not table.required:
        assert without(table.name)
    for column in table.columns:
        if not column.required:
            assert without(table.name, column.name)
