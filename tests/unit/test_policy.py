"""Assumptions are loaded whole and right, or refused with the place and the remedy."""

from __future__ import annotations

import pytest

from analysis.policy import (
    ANY,
    PRACTICE,
    load_assumptions,
    practice_for,
    practice_pairs,
    window_days,
)
from data.schema import AGENCIES
from data.world import WorldError

ASSUMPTIONS = load_assumptions()
ENTRY = {
    "label": '"A number"',
    "unit": '"share"',
    "low": "0.1",
    "central": "0.2",
    "high": "0.3",
    "distribution": '"triangular"',
    "kind": '"uncertainty"',
    "quality": '"red"',
    "impact": '"amber"',
    "source": '"judgement: no published figure found"',
}


def loaded(folder, name: str = "my_number", **changed):
    """The assumptions of a file with one entry; None leaves a field out."""
    fields = {field: value for field, value in (ENTRY | changed).items() if value is not None}
    file = folder / "assumptions.toml"
    lines = [f"[{name}]", *(f"{field} = {value}" for field, value in fields.items())]
    file.write_text("\n".join(lines))
    return load_assumptions(file)


def test_an_entry_is_read_as_written(tmp_path):
    one = loaded(tmp_path).get("my_number")
    assert (one.low, one.central, one.high, one.unit) == (0.1, 0.2, 0.3, "share")
    assert one.note == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"central": "0.4"}, "low <= central <= high"),
        ({"high": "1.2"}, "from 0 to 1"),
        ({"low": "-0.1"}, "from 0 to 1"),
        ({"unit": '"days"', "low": "-2"}, "from 0 to 36,525"),
        ({"quality": '"crimson"'}, "quality"),
        ({"source": None}, "source"),
        ({"source": '""'}, "source"),
        ({"low": '"some"'}, "low"),
        ({"low": "nan"}, "low"),
        ({"qualty": '"red"'}, "Did you mean 'quality'"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_entry_and_field(tmp_path, changed, words):
    with pytest.raises(WorldError, match=words) as refused:
        loaded(tmp_path, **changed)
    assert "assumptions.toml, assumption 'my_number'" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("practice_share.school.polise", "Did you mean 'police'"),
        ("practice_share.school", "SEEKER.HOLDER"),
    ],
)
def test_a_pair_names_two_agencies(tmp_path, name, words):
    with pytest.raises(WorldError, match=words):
        loaded(tmp_path, name)


def test_a_file_that_is_no_toml_or_not_there_is_told(tmp_path):
    with pytest.raises(WorldError, match="can't be read"):
        load_assumptions(tmp_path / "none.toml")
    (tmp_path / "broken.toml").write_text("[a\nb = 1")
    with pytest.raises(WorldError, match="not valid TOML"):
        load_assumptions(tmp_path / "broken.toml")
    (tmp_path / "bare.toml").write_text("window_days = 180")
    with pytest.raises(WorldError, match="lacks its fields"):
        load_assumptions(tmp_path / "bare.toml")


def test_an_unknown_assumption_is_answered_with_the_nearest():
    with pytest.raises(WorldError, match="Did you mean 'window_days'"):
        ASSUMPTIONS.get("windowdays")


def test_the_most_exact_practice_wins():
    assert practice_for(ASSUMPTIONS, "school", "police").id == f"{PRACTICE}.school.police"
    assert practice_for(ASSUMPTIONS, "social_care", "police").id == f"{PRACTICE}.social_care.{ANY}"
    assert practice_for(ASSUMPTIONS, "police", "social_care").id == f"{PRACTICE}.{ANY}.social_care"
    assert practice_for(ASSUMPTIONS, "police", "school").id == f"{PRACTICE}.{ANY}.{ANY}"


def test_every_ordered_pair_of_agencies_has_a_chance():
    pairs = practice_pairs(ASSUMPTIONS)
    assert {(pair["seeker"], pair["holder"]) for pair in pairs} == {
        (seeker, holder) for seeker in AGENCIES for holder in AGENCIES if seeker != holder
    }
    assert len(pairs) == len(AGENCIES) * (len(AGENCIES) - 1)
    assert all(0 <= pair["low"] <= pair["central"] <= pair["high"] <= 1 for pair in pairs)


def test_an_assumption_can_be_held_at_one_value():
    fixed = ASSUMPTIONS.fixed({"open_case_uplift": 0})
    one = fixed.get("open_case_uplift")
    assert (one.low, one.central, one.high) == (0, 0, 0)
    assert fixed.get("window_days") == ASSUMPTIONS.get("window_days")
    assert ASSUMPTIONS.get("open_case_uplift").high > 0
    assert hash(fixed) != hash(ASSUMPTIONS)


def test_a_value_out_of_bounds_is_refused():
    with pytest.raises(WorldError, match="from 0 to 1"):
        ASSUMPTIONS.fixed({"open_case_uplift": 1.5})


@pytest.mark.parametrize("given", [30, 180, 730])
def test_a_window_in_its_range_is_taken(given):
    assert window_days(ASSUMPTIONS, given) == given


def test_the_window_is_180_days_unless_told_otherwise():
    assert window_days(ASSUMPTIONS) == 180
    assert window_days(ASSUMPTIONS.fixed({"window_days": 90})) == 90


@pytest.mark.parametrize("given", [29, 731, 0, -5, 90.5, True, "180"])
def test_another_window_is_refused_with_one_sentence(given):
    with pytest.raises(WorldError, match="30 to 730 whole days"):
        window_days(ASSUMPTIONS, given)
