"""Is one pair told as it was weighed, in words that follow the numbers?"""

from __future__ import annotations

import polars as pl
import pytest

from analysis.linkage.model import COMPARISONS
from analysis.linkage.waterfall import examples, factor, sure, table_of, waterfall


def records(study, process: str | None) -> list[int]:
    told = study.examples
    which = pl.col("process").is_null() if process is None else pl.col("process") == process
    return told.filter(which)["record"].to_list()


def test_every_example_adds_up_to_its_weight(study):
    assert len(examples(study)) == len(study.examples) > 20
    for record in examples(study):
        told = waterfall(study, record, 5.0)
        assert told.start_bits + sum(step.bits for step in told.steps) == pytest.approx(
            told.bits, abs=1e-3
        )
        assert told.steps[-1].running == pytest.approx(told.bits, abs=1e-3)
        assert [step.label for step in told.steps] == [one.label for one in COMPARISONS]


def test_agreement_is_told_as_the_details_are(study):
    """What is the same on both sides is called the same, and nothing else is."""
    for record in examples(study):
        for step in waterfall(study, record, 5.0).steps:
            assert (step.agreement == "is the same") == (step.record == step.entry)


@pytest.mark.parametrize(
    ("process", "label", "words"),
    [
        ("nickname", "Forename", "begins with the same letters"),
        ("spelling", "Surname", "differs by one letter"),
        ("swapped_birth_date", "Birth date", "day"),
        (
            "earlier_address",
            "Address",
            "is another in the same postal district|is in another place",
        ),
    ],
)
def test_a_process_shows_in_its_own_detail(study, process, label, words):
    shown = 0
    for record in records(study, process):
        told = next(step for step in waterfall(study, record, 5.0).steps if step.label == label)
        if told.agreement != "is the same":  # a short name is its own nickname
            assert any(word in told.agreement for word in words.split("|"))
            shown += 1
    assert shown


def test_the_end_says_whether_a_link_is_made_and_to_whom(study):
    exact = records(study, None)[0]
    linked = waterfall(study, exact, 5.0)
    assert linked.is_linked
    assert linked.end.endswith("the link is made. It is this child's own entry.")
    missed = waterfall(study, exact, 60.0)
    assert not missed.is_linked
    assert "no link is made" in missed.end


def test_the_table_has_a_line_for_each_detail(study):
    told = table_of(waterfall(study, records(study, None)[0], 5.0))
    assert told.height == len(COMPARISONS)
    assert told["Record says"].to_list() == told["Entry says"].to_list()


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (0, "hardly a difference"),
        (1, "2.0 times likelier"),
        (-1, "2.0 times less likely"),
        (5, "32 times likelier"),
        (10, "1,000 times likelier"),
        (-20, "1,000,000 times less likely"),
    ],
)
def test_a_weight_in_words(bits, words):
    assert factor(bits) == words


@pytest.mark.parametrize(
    ("bits", "words"),
    [(0, "50%"), (-30, "less than 0.01%"), (30, "more than 99.9999%"), (10, "99.9024%")],
)
def test_a_certainty_in_words(bits, words):
    assert sure(bits) == words
