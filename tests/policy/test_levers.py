"""Is every lever complete, and is a value that it can't take answered in plain words?"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from analysis.levers import Levers, baseline, lever, levers_with, load_levers
from data.world import WorldError

LEVERS = load_levers()
COMPLETE = {
    "label": '"L"',
    "help": '"H."',
    "group": '"G"',
    "unit": '"choice"',
    "kind": '"choice"',
    "choices": '{none = "No index"}',
    "baseline": '"none"',
    "source": '"Decision 0009"',
}


def test_there_are_twenty_with_one_typed_field_each():
    assert len(LEVERS) == 20
    assert [one.id for one in LEVERS] == [field.name for field in fields(Levers)]


@pytest.mark.parametrize("one", LEVERS, ids=lambda one: one.id)
def test_a_lever_says_all_that_a_reader_needs(one):
    for words in (one.label, one.help, one.group, one.unit, one.source):
        assert words.strip()
    assert "_" not in one.label
    assert one.help.endswith(".")
    assert one.source.startswith("Decision 0009") or one.link
    assert one.checked(one.baseline) == one.baseline
    assert one.show(one.baseline)


def test_the_baseline_is_no_index_and_can_key_a_cache():
    start = baseline()
    assert start.scope == "none"
    assert not start.connected_agencies
    assert not start.authorised_agencies
    assert start.extra_staff_gbp_per_year == start.authorised_users == start.alert_threshold == 0
    assert hash(start) == hash(levers_with({}))
    with pytest.raises(FrozenInstanceError):
        start.scope = "universal"


def test_agencies_are_kept_in_one_order_whatever_the_order_given():
    one, other = ["police", "school"], ["school", "police"]
    assert levers_with({"connected_agencies": one}) == levers_with({"connected_agencies": other})


def test_a_share_may_be_written_as_a_whole_number():
    assert isinstance(levers_with({"audit_share": 1}).audit_share, float)


@pytest.mark.parametrize(
    ("sets", "sentence"),
    [
        ({"scop": "none"}, "'scop' is no lever. Did you mean 'scope'?"),
        ({"scope": "univeral"}, "Lever 'scope' can't be 'univeral'. Did you mean 'universal'?"),
        ({"scope": 3}, "Lever 'scope' takes one of none, known_to_social_care"),
        ({"scope": ["none"]}, "Lever 'scope' takes one of none"),
        (
            {"connected_agencies": ["polis"]},
            "lists 'polis', which is no agency. Did you mean 'police'?",
        ),
        ({"connected_agencies": [["police"]]}, "which is no agency"),
        ({"connected_agencies": "police"}, "takes a list of agencies, like ['school', 'police']"),
        ({"authorised_agencies": ["police", "police"]}, "lists 'police' more than once."),
        ({"audit_share": 1.2}, "takes a number from 0 to 1 (unit: share), got 1.2."),
        ({"audit_share": float("nan")}, "takes a number from 0 to 1"),
        ({"audit_share": True}, "takes a number from 0 to 1"),
        ({"update_delay_days": -1}, "takes a whole number from 0 to 365 (unit: days), got -1."),
        ({"extra_staff_gbp_per_year": -5}, "takes a whole number from 0 to 10,000,000,000"),
        ({"authorised_users": 1.5}, "takes a whole number from 0 up (unit: people), got 1.5."),
        ({"trigger_agencies": 0}, "takes a whole number from 1 to 10"),
        ({"opt_out": 1}, "takes true or false, got 1."),
        ({"opt_out": "yes"}, "takes true or false, got 'yes'."),
    ],
)
def test_a_value_that_a_lever_can_not_take_is_told(sets, sentence):
    with pytest.raises(WorldError) as refused:
        levers_with(sets)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("id", "value", "words"),
    [
        ("scope", "universal", "Every child"),
        ("connected_agencies", ("school", "youth_justice"), "School, Youth justice"),
        ("connected_agencies", (), "none"),
        ("audit_share", 0.015, "1.5%"),
        ("extra_staff_gbp_per_year", 60_000_000, "£60 million"),
        ("authorised_users", 330_000, "330,000 people"),
        ("alert_threshold", 1, "1 agency"),
        ("opt_out", True, "yes"),
    ],
)
def test_a_value_is_shown_in_words(id, value, words):
    assert lever(id).show(value) == words


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"choices": None}, "choices belong to a lever of kind choice"),
        ({"minimum": "1"}, "a minimum belongs to a number"),
        ({"baseline": '"some"'}, "its baseline can't be 'some'"),
        ({"label": None}, "field 'label'"),
        ({"unit": '"furlongs"'}, "field 'unit'"),
        ({}, "the levers scope, trigger_agencies"),
    ],
)
def test_a_wrong_registry_is_told_by_file_lever_and_field(tmp_path, changed, sentence):
    table = {key: value for key, value in (COMPLETE | changed).items() if value is not None}
    file = tmp_path / "levers.toml"
    file.write_text("[scope]\n" + "\n".join(f"{key} = {value}" for key, value in table.items()))
    with pytest.raises(WorldError) as refused:
        load_levers(file)
    assert "levers.toml" in str(refused.value)
    assert sentence in str(refused.value)


def test_a_registry_that_can_not_be_read_is_told(tmp_path):
    with pytest.raises(WorldError, match="can't be read"):
        load_levers(tmp_path / "none.toml")
    (tmp_path / "broken.toml").write_text("[scope")
    with pytest.raises(WorldError, match="not valid TOML"):
        load_levers(tmp_path / "broken.toml")
