"""Are right, false and missed links counted as the words say, and near what was published?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis.linkage.found import (
    ALIKE,
    CERTAINTIES,
    DIMENSIONS,
    FALSE,
    IDENTIFIER,
    METHODS,
    NAMES,
    NONE,
    RIGHT,
    certainty,
    counts,
    curve,
    false,
    links,
    missed,
    precision,
    right,
    weight_of,
    wilson,
)
from analysis.linkage.study import Chosen, Study

DRAWN = pl.DataFrame(
    {
        "child_id": [1, 2, 3, 4, 5, 6],
        "entry": [1, 9, 3, None, 5, 9],
        "weight": [9.0, 8.0, 7.0, None, 1.0, 6.0],
        "n_alike": [1, 1, 2, None, 1, 1],
        "numbered_entry": [None, 2, 8, 4, None, None],
        "agency": ["school"] * 6,
        "quality": ["exact", "stale", "exact", "wrong", "stale", "exact"],
        "has_identifier": [False, True, True, True, False, True],
    }
)


def drawn(index_share: float = 1.0) -> Study:
    return Study(DRAWN, DRAWN, Chosen(), 6, index_share, -3.0, "0" * 64, {})


def test_what_becomes_of_a_record_by_names():
    """Own entry; another's; two alike; no candidate; below the threshold; another's."""
    assert links(drawn(), NAMES, 5.0).to_list() == [RIGHT, FALSE, ALIKE, NONE, NONE, FALSE]


def test_a_threshold_holds_from_its_own_weight_on():
    assert links(drawn(), NAMES, 9.0).to_list()[0] == RIGHT
    assert links(drawn(), NAMES, 9.1).to_list()[0] == NONE


def test_by_identifier_a_number_goes_before_names_and_names_fill_in():
    """No number: by names; own number; another's number; own number without any candidate."""
    told = links(drawn(), IDENTIFIER, 5.0).to_list()
    assert told == [RIGHT, RIGHT, FALSE, RIGHT, NONE, FALSE]


def test_counts_agree_with_a_plain_loop(study):
    for method in METHODS:
        for by in DIMENSIONS:
            told = {row["group"]: row for row in counts(study, method, 5.0, by=by).to_dicts()}
            found: dict = {}
            became = links(study, method, 5.0)
            column = study.records[by].cast(pl.String)
            for group, link in zip(column, became, strict=True):
                group = "none" if by == "process" and group is None else group
                if group is not None:
                    found.setdefault(group, []).append(link)
            assert told.keys() == found.keys()
            for group, each in found.items():
                assert told[group]["n_records"] == len(each)
                assert told[group]["n_right"] == each.count(RIGHT)
                assert told[group]["n_false"] == each.count(FALSE)
                assert told[group]["n_alike"] == each.count(ALIKE)
                assert told[group]["n_none"] == each.count(NONE)


def test_false_links_of_a_sample_are_scaled_but_wrong_numbers_are_not():
    row = counts(drawn(), IDENTIFIER, 5.0).row(0, named=True)
    assert (row["n_false"], row["n_misnumbered"]) == (2, 1)
    assert false(row, drawn()).value == pytest.approx(2 / 6)
    assert false(row, drawn(0.5)).value == pytest.approx(1 / 6 * 2 + 1 / 6)
    assert false(row, drawn(0.01)).value == 1.0


def test_precision_falls_with_false_links_and_is_not_defined_without_links():
    row = counts(drawn(), NAMES, 5.0).row(0, named=True)
    assert precision(row, drawn()).value == pytest.approx(1 / 3)
    assert precision(row, drawn(0.5)).value == pytest.approx(1 / 5)
    assert precision(counts(drawn(), NAMES, 99.0).row(0, named=True), drawn()) is None


@pytest.mark.parametrize(("n", "of"), [(0, 10), (10, 10), (3, 10), (1, 1_000_000), (0, 0)])
def test_an_interval_holds_its_share_and_stays_between_0_and_1(n, of):
    told = wilson(n, of)
    assert 0 <= told.low <= told.value <= told.high <= 1


def test_the_interval_is_wilsons():
    """30 of 100: 0.2189 to 0.3959 (Wilson 1927, as tabled)."""
    told = wilson(30, 100)
    assert (told.low, told.high) == (
        pytest.approx(0.2189, abs=1e-4),
        pytest.approx(0.3959, abs=1e-4),
    )


def test_certainty_and_weight_turn_into_each_other():
    for chance in CERTAINTIES:
        assert certainty(weight_of(chance)) == pytest.approx(chance)
    assert weight_of(0.5) == 0


def test_a_higher_threshold_never_links_more(study):
    told = curve(study, NAMES)
    for id in ("records_linked_right", "records_linked_false"):
        values = told.filter(pl.col("outcome") == id)["value"].to_numpy()
        assert len(values) == len(CERTAINTIES)
        assert (np.diff(values) <= 1e-12).all()


def test_overall_linking_is_near_what_was_published(study):
    """Near 95 percent by names (ECHILD), above 98 where the identifier stands."""
    everybody = right(counts(study, NAMES, study.default_bits).row(0, named=True))
    assert 0.92 < everybody.value < 0.97
    carrying = Study(
        study.records.filter("has_identifier"), study.examples, study.chosen, study.n_entries,
        study.index_share, study.prior_bits, study.world_fingerprint, study.model,
    )  # fmt: skip
    numbered = right(counts(carrying, IDENTIFIER, study.default_bits).row(0, named=True))
    assert numbered.low > 0.98


def test_looked_after_children_are_missed_most_and_movers_more_than_others(study):
    """37 to 85 percent link of looked-after children, as in the published cases."""
    told = {r["group"]: right(r) for r in at(study, "is_looked_after")}
    assert told["true"].high > 0.37
    assert told["true"].low < 0.85
    assert told["true"].high < told["false"].low
    moved = {r["group"]: missed(r) for r in at(study, "is_mobile")}
    assert moved["true"].low > moved["false"].high


def test_quality_decides_in_its_order(study):
    told = {r["group"]: right(r).value for r in at(study, "quality")}
    assert told["exact"] > told["variant"] > told["stale"] > told["wrong"]


def at(study: Study, by: str) -> list[dict]:
    return counts(study, NAMES, study.default_bits, by=by).to_dicts()


def test_an_unknown_method_or_grouping_is_named(study):
    with pytest.raises(ValueError, match="got 'magic'"):
        counts(study, "magic", 0.0)
    with pytest.raises(ValueError, match="got 'shoe_size'"):
        counts(study, NAMES, 0.0, by="shoe_size")
