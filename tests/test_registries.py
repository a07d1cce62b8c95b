"""Outcomes, dimensions, units and assumptions: each complete, each defined once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis import funnel, gaps, sql
from analysis.groups import DIMENSIONS
from analysis.outcomes import OUTCOMES, Better, outcome
from analysis.policy import load_assumptions
from analysis.units import Unit, show, show_interval
from data.schema import AGENCIES, QUALITIES, TABLES

ROOT = Path(__file__).parent.parent
ASSUMPTIONS = tuple(load_assumptions())


def test_ids_are_unique():
    for registry in (OUTCOMES, DIMENSIONS, ASSUMPTIONS):
        ids = [one.id for one in registry]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("one", OUTCOMES, ids=lambda one: one.id)
def test_an_outcome_says_all_that_a_reader_needs(one):
    for words in (one.label, one.question, one.formula, one.caveat, one.source):
        assert words.strip()
    assert one.question.endswith("?")
    assert one.caveat.endswith(".")
    assert "_" not in one.label
    assert isinstance(one.unit, Unit)
    assert isinstance(one.better, Better)
    assert one.axis_title.startswith(one.label)
    assert outcome(one.id) is one


@pytest.mark.parametrize("one", [one for one in OUTCOMES if one.query], ids=lambda one: one.id)
def test_an_outcome_names_a_query_and_its_columns(one):
    returns = sql.load(one.query).returns
    assert one.numerator in returns
    if re.fullmatch(r"[a-z_]+", one.denominator):
        assert one.denominator in returns


@pytest.mark.parametrize("one", OUTCOMES, ids=lambda one: one.id)
def test_the_source_of_an_outcome_is_a_page_that_tells_of_it(one):
    page = (ROOT / one.source).read_text(encoding="utf-8")
    assert one.label.casefold() in page.casefold()


def test_an_unknown_outcome_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match="Did you mean 'gap_share'"):
        outcome("gap_shares")


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_can_be_written(unit):
    assert show(0.5, unit)
    assert show_interval(0.25, 0.75, unit)
    assert unit.tooltip_format


@pytest.mark.parametrize("one", DIMENSIONS, ids=lambda one: one.id)
def test_a_dimension_rests_on_a_column_of_the_schema(one):
    table, column = one.needs.split(".")
    assert TABLES[table].column(column)
    assert "_" not in one.label
    assert all(label and "_" not in label for _, label in one.groups)


@pytest.mark.parametrize("one", DIMENSIONS, ids=lambda one: one.id)
def test_a_dimension_is_known_to_the_sql(one):
    assert f"when '{one.id}' then" in sql.load_macro("person_group").body


def test_the_groups_of_ages_are_those_of_the_sql():
    bands = next(one for one in DIMENSIONS if one.id == "age_band")
    written = re.findall(r"'(\w+_\w+(?:_\w+)?)'", sql.load_macro("age_band").body)
    assert [id for id, _ in bands.groups] == [band for band in written if band != "year"]


def test_the_steps_of_the_funnel_are_those_of_the_sql():
    body = sql.load("funnel").body
    for step, *_ in funnel.STEPS:
        assert step == "closed_by_design" or f"'{step}'" in body


@pytest.mark.parametrize("one", ASSUMPTIONS, ids=lambda one: one.id)
def test_an_assumption_owns_up_to_its_evidence(one):
    assert one.source
    assert one.low < one.high or one.kind == "constant"
    if "judgement" in one.source:
        assert one.quality == "red"
    assert "_" not in one.label


def test_every_assumption_is_in_the_docs():
    page = (ROOT / "docs/assumptions.md").read_text(encoding="utf-8")
    for one in ASSUMPTIONS:
        assert f"`{one.id}`" in page


@pytest.mark.parametrize("one", ASSUMPTIONS, ids=lambda one: one.id)
def test_an_assumption_has_a_link_or_says_that_nothing_was_found(one):
    found = one.link.startswith("http") and ":" in one.source
    assert found or one.is_judgement or one.source.startswith("definition: ")
    assert not (one.is_judgement and one.link)


@pytest.mark.parametrize(
    "one", [one for one in ASSUMPTIONS if one.unit == "gbp"], ids=lambda o: o.id
)
def test_pounds_can_be_brought_to_one_price_year(one):
    assert load_assumptions().has(f"deflator.{one.price_year}")


def test_kinds_of_misuse_add_to_one():
    kinds = [one.central for one in ASSUMPTIONS if one.id.startswith("misuse_kind_share.")]
    assert len(kinds) == 4
    assert sum(kinds) == pytest.approx(1)


def test_every_quality_of_record_and_every_agency_has_its_number():
    known = load_assumptions()
    for quality in QUALITIES:
        assert known.has(f"link_share.{quality}")
    for agency in AGENCIES:
        assert known.has(f"workforce.{agency}")


def test_measures_have_both_ends():
    assert len(gaps.MEASURES) == 9
