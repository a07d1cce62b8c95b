"""A finished world is held to the same rules; each fault is planted and found."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.checks import check_world
from data.schema import TABLES
from data.world import World, manifest_of, open_world, part_entry
from synthetic.generate import generate_world

PERIOD = {"period_start": "2023-04-01", "period_end": "2024-03-31", "window_days": 180}
CHILDREN = {"child_id": [1, 2, 3], "born_on": [date(2015, 1, 1)] * 3, "household_id": [1, 1, 2]}
CONTACTS = {
    "child_id": [1, 1, 2],
    "agency": ["school", "police", "school"],
    "contacted_on": [date(2023, 5, 1)] * 3,
    "is_concern": [True] * 3,
}


def planted(folder, **tables: dict | list[dict]) -> World:
    """A world of these columns as they are, by part when a list is given; nothing is checked."""
    tables = {"child": CHILDREN, "contact": CONTACTS} | tables
    parts, columns = {}, {}
    for name, content in tables.items():
        (folder / name).mkdir()
        parts[name] = []
        for number, values in enumerate(content if isinstance(content, list) else [content]):
            columns[name] = list(values)
            types = [
                pa.field(f.name, f.type, nullable=True)
                for f in (
                    TABLES[name].arrow.field(c) for c in values if c in TABLES[name].arrow.names
                )
            ]
            known = pa.table({f.name: values[f.name] for f in types}, schema=pa.schema(types))
            for extra in values.keys() - set(known.column_names):
                known = known.append_column(extra, pa.array(values[extra]))
            file = folder / name / f"part-{number:05}.parquet"
            pq.write_table(known, file)
            parts[name].append(part_entry(folder, file))
    facts = {"origin": "imported", "n_children": 3, **PERIOD}
    manifest = manifest_of(parts, columns, **facts)
    (folder / "world.json").write_text(json.dumps(manifest))
    return open_world(folder)


def findings(world: World) -> list[str]:
    return [str(finding) for finding in check_world(world)]


def test_a_generated_world_is_sound(tmp_path):
    world = generate_world(tmp_path / "world", n_children=500, workers=1, shards=3)
    assert check_world(world) == []


def test_a_planted_world_is_sound(tmp_path):
    assert findings(planted(tmp_path)) == []


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("agency", ["school", None, "school"], "contact: 1 row in which agency is empty."),
        ("agency", ["school", "zoo", "zoo"], "contact: 2 rows in which agency is not one of: sch"),
        ("is_concern", [True, None, True], "contact: 1 row in which is_concern is empty."),
        (
            "contacted_on",
            [date(2022, 1, 1), date(2023, 5, 1), date(2025, 1, 1)],
            "contact: 1 row in which contacted_on is before 2022-10-03, 180 days before",
        ),
        (
            "contacted_on",
            [date(2023, 5, 1), date(2023, 5, 1), date(2025, 1, 1)],
            "contact: 1 row in which contacted_on is after the period's end, 2024-03-31.",
        ),
        ("child_id", [1, 1, 9], "contact: 1 row in which child_id is not in child."),
        ("child_id", [-1, 1, 2], "contact: 1 row in which child_id is below 0."),
        (
            "child_id",
            [2, 1, 1],
            "contact: 2 rows out of the order of child_id, contacted_on, agency.",
        ),
    ],
)
def test_each_broken_rule_is_one_sentence_with_its_count(tmp_path, column, values, said):
    assert any(
        s.startswith(said) for s in findings(planted(tmp_path, contact=CONTACTS | {column: values}))
    )


def test_order_looks_at_days_and_agencies_too(tmp_path):
    days = [date(2023, 5, 2), date(2023, 5, 1), date(2023, 5, 1)]
    world = planted(tmp_path, contact=CONTACTS | {"contacted_on": days})
    assert findings(world) == ["contact: 1 row out of the order of child_id, contacted_on, agency."]


def test_a_key_that_comes_again_is_found_next_to_its_twin_and_far_from_it(tmp_path):
    (tmp_path / "near").mkdir()
    (tmp_path / "far").mkdir()
    near = planted(tmp_path / "near", child=CHILDREN | {"child_id": [1, 1, 2]})
    far = planted(tmp_path / "far", child=CHILDREN | {"child_id": [1, 2, 1]})
    again = "child: 1 row with the same child_id again."
    assert findings(near) == [again]
    assert findings(far) == ["child: 1 row out of the order of child_id.", again]


def test_households_and_birth_dates(tmp_path):
    child = CHILDREN | {"born_on": [date(2015, 1, 1), date(2030, 1, 1), None]}
    world = planted(tmp_path, child=child, household={"household_id": [1]})
    assert findings(world) == [
        "child: 1 row in which born_on is after the period's end, 2024-03-31.",
        "child: 1 row in which household_id is not in household.",
    ]


def test_a_contradicting_concern(tmp_path):
    contact = CONTACTS | {"is_concern": [False] * 3, "concern_type": ["violence", None, None]}
    assert findings(planted(tmp_path, contact=contact)) == [
        "contact: 1 row in which concern_type is given although is_concern is false."
    ]


def test_a_child_divided_between_parts(tmp_path):
    parts = [{c: v[i : i + 1] for c, v in CONTACTS.items()} for i in range(3)]
    assert findings(planted(tmp_path, contact=parts)) == [
        "contact: 1 of 2 borders of parts divide a child."
    ]


def test_a_column_of_another_type_or_name(tmp_path):
    world = planted(tmp_path, contact=CONTACTS | {"mood": ["good"] * 3})
    assert findings(world) == ["contact.mood is not in the schema."]


def test_a_file_that_was_changed_or_is_missing(tmp_path):
    world = planted(tmp_path)
    file = tmp_path / "contact/part-00000.parquet"
    content = bytearray(file.read_bytes())
    content[20] ^= 1
    file.write_bytes(content)
    (tmp_path / "child/part-00000.parquet").unlink()
    assert findings(world) == [
        "'child/part-00000.parquet' is missing.",
        "'contact/part-00000.parquet' was changed after it was written.",
    ]


def test_a_manifest_that_was_tampered_with(tmp_path):
    world = planted(tmp_path)
    world.manifest["window_days"] = 400
    world.manifest["n_children"] = 5
    world.manifest["tables"]["contact"]["rows"] = 7
    world.manifest["tables"]["contact"]["parts"][0]["rows"] = 2
    world.manifest["tables"]["child"]["columns"].remove("child_id")
    world.manifest["tables"]["zoo"] = {"rows": 0, "columns": [], "parts": []}
    assert findings(world) == [
        "Table zoo is not in the schema.",
        "The fingerprint in world.json is not that of what it describes.",
        "world.json says 5 children, but child has 3.",
        "Table child lacks column child_id.",
        "'child/part-00000.parquet' has columns child_id, born_on, household_id, "
        "not born_on, household_id.",
        "'contact/part-00000.parquet' has 3 rows, not 2.",
        "world.json says 7 rows of contact, but lists 2.",
    ]
    del world.manifest["tables"]["contact"]
    assert "Table contact is missing." in findings(world)


def test_a_column_stored_as_another_type(tmp_path):
    world = planted(tmp_path)
    file = tmp_path / "child/part-00000.parquet"
    pl.DataFrame(CHILDREN | {"household_id": ["1", "1", "2"]}).write_parquet(file)
    entry = world.manifest["tables"]["child"]
    entry["parts"] = [part_entry(tmp_path, file)]
    assert "'child/part-00000.parquet' has household_id as string, not int64." in findings(world)
