"""The generator's beliefs are readable in full, each with unit, range and source."""

from __future__ import annotations

import tomllib

from analysis.dictionary import belief_rows
from data.beliefs import ABOUT, read_beliefs
from data.schema import REFERENCE


def numbers(value) -> int:
    if isinstance(value, dict):
        return sum(numbers(inner) for inner in value.values())
    return len(value) if isinstance(value, list) else 1


def test_every_number_of_the_file_is_shown():
    sections = tomllib.loads((REFERENCE / "generator.toml").read_text(encoding="utf-8"))
    held = {name: {k: v for k, v in s.items() if k not in ABOUT} for name, s in sections.items()}
    shown = {b.section: ", ".join(value for _, value in b.values) for b in read_beliefs()}
    assert set(shown) == set(held)
    for section, text in shown.items():
        assert len(text.split(", ")) == numbers(held[section]), section


def test_every_belief_has_a_unit_a_range_and_a_source():
    for belief in read_beliefs():
        assert belief.unit, belief.section
        assert belief.factor > 1, belief.section
        assert belief.source, belief.section


def test_judgement_is_called_judgement():
    judged = [belief.section for belief in read_beliefs() if belief.is_judgement]
    assert "incidents" in judged
    assert "past" not in judged


def test_screens_get_one_row_per_number_or_list():
    rows = belief_rows()
    assert len(rows) == sum(len(belief.values) for belief in read_beliefs())
    assert rows["Value"].null_count() == 0
    assert not rows["Number"].str.contains("_").any()
