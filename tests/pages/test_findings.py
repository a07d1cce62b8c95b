"""Do the sentences say what the figures say, and no more?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analysis import areas, compare, delay, findings, funnel, gaps
from analysis.levels import PRACTICE_LEVELS, at_level, noted
from analysis.tables import heading_of, readable
from data.schema import SEXES


def with_rows(answer, **columns):
    """``answer`` with other values in some of its columns."""
    return replace(answer, frame=answer.frame.with_columns(**columns))


@pytest.fixture(scope="module")
def sexes(prepared, assumptions):
    return compare.compare_groups(prepared, "sex", assumptions)


def test_groups_that_the_sample_cannot_separate_are_not_ranked(sexes):
    near = with_rows(
        sexes,
        gap_share_sample_low=pl.lit(0.40),
        gap_share_sample_high=pl.lit(0.44),
    )
    assert findings.groups_title(near, "sex") == "Sex: gap shares can't be told apart"


def test_groups_that_differ_by_more_than_the_sample_are_ranked(sexes):
    share = pl.Series([0.5, 0.3])
    apart = with_rows(
        sexes,
        group_label=pl.Series([sex.capitalize() for sex in SEXES]),
        gap_share=share,
        gap_share_sample_low=share - 0.01,
        gap_share_sample_high=share + 0.01,
    )
    title = findings.groups_title(apart, "sex")
    assert title == (
        "A need stays a gap most often for children who are female (50%), "
        "least often who are male (30%)"
    )


def test_a_single_group_is_not_compared(sexes):
    alone = replace(sexes, frame=sexes.frame.head(1))
    assert "too few groups" in findings.groups_title(alone, "sex")


def test_groups_without_needs_leave_a_sentence(sexes):
    none = with_rows(sexes, gap_share=pl.lit(None, dtype=pl.Float64))
    assert findings.groups_summary(none, "sex") == "No group has a sharing need in this world."


def test_the_sample_interval_lies_inside_the_whole_one(sexes):
    inside = sexes.frame.select(
        (pl.col("gap_share_low") <= pl.col("gap_share_sample_low")).all(),
        (pl.col("gap_share_sample_high") <= pl.col("gap_share_high")).all(),
    )
    assert inside.row(0) == (True, True)


def test_a_level_that_is_held_leaves_the_sample_alone(prepared, assumptions):
    held = compare.compare_groups(prepared, "sex", at_level(assumptions, "low"))
    ends = held.frame.select("gap_share_low", "gap_share_high")
    sample = held.frame.select("gap_share_sample_low", "gap_share_sample_high")
    assert ends.rows() == sample.rows()


def test_lower_practice_leaves_more_gaps(prepared, assumptions):
    found = {
        level: gaps.headline(prepared, at_level(assumptions, level)).frame["value"][1]
        for level in ("low", "central", "high")
    }
    assert found["low"] > found["central"] > found["high"]


def test_the_whole_range_changes_nothing(assumptions):
    assert at_level(assumptions, "range") == assumptions
    assert set(PRACTICE_LEVELS) == {"range", "low", "central", "high"}


def test_a_held_level_is_in_the_record(prepared, assumptions):
    told = noted(gaps.headline(prepared, at_level(assumptions, "low")), "low").provenance
    assert ("practice_level", "low") in told.params
    assert told.intervals.startswith("Practice held at its low value.")
    whole = noted(gaps.headline(prepared, assumptions), "range").provenance
    assert ("practice_level", "range") in whole.params


def test_groups_without_an_order_come_by_share_and_those_with_one_do_not(prepared, assumptions):
    regions = compare.compare_groups(prepared, "region", assumptions).frame["gap_share"]
    assert regions.to_list() == sorted(regions, reverse=True)
    ages = compare.compare_groups(prepared, "age_band", assumptions).frame["position"]
    assert ages.to_list() == sorted(ages)


def test_councils_show_both_ends_or_a_region(prepared, assumptions):
    found = compare.compare_groups(prepared, "area", assumptions)
    both = areas.ranked(found, region=None, ends=3)
    assert both.frame.height == 6
    assert "3 councils with the highest" in areas.what_is_shown(found, region=None, ends=3)
    shares = both.frame["gap_share"].to_list()
    assert shares == sorted(shares, reverse=True)
    assert len(areas.regions(found)) == 9
    one = areas.ranked(found, region="North East", ends=3)
    assert set(one.frame["region"]) == {"North East"}
    assert areas.ranked(found, region=None, ends=500).frame.height <= 153
    assert areas.what_is_shown(found, region=None, ends=500).startswith("All ")


def test_extremes_among_many_carry_a_warning(prepared, assumptions):
    found = compare.compare_groups(prepared, "area", assumptions)
    assert "some differ by chance alone" in findings.groups_summary(found, "area")


def test_a_period_that_is_no_year_is_named(prepared):
    assert findings.per_period(prepared) == "a year"
    manifest = prepared.world.manifest | {"period_end": date(2023, 6, 30).isoformat()}
    shorter = replace(prepared, world=replace(prepared.world, manifest=manifest))
    assert findings.per_period(shorter) == "from 1 April 2023 to 30 June 2023"


def test_every_table_has_a_heading_for_every_column(prepared, assumptions):
    answers = [
        gaps.headline(prepared, assumptions),
        gaps.by_pair(prepared, assumptions),
        funnel.funnel(prepared, assumptions),
        delay.delay(prepared, assumptions),
        compare.compare_groups(prepared, "area", assumptions),
    ]
    for answer in answers:
        table = readable(answer)
        assert table.height == answer.frame.height
        assert all(name.strip() for name in table.columns)
    shares = readable(answers[1])["Gap share (% of needs)"].drop_nulls()
    assert shares.max() > 1  # percent, not a share


def test_a_heading_keeps_its_unit_last():
    assert heading_of("gap_share_low") == ("Gap share, low (% of needs)", True)
    assert heading_of("n_gaps") == ("Sharing gaps", False)
    with pytest.raises(KeyError, match="has no heading"):
        heading_of("surprise")


def test_the_sum_of_what_sharing_cannot_reach_is_that_of_its_parts(prepared, assumptions):
    found = funnel.funnel(prepared, assumptions)
    reach, beyond, acting = findings.what_sharing_can_do(found)
    steps = dict(found.frame.select("step", "per_1000").rows())
    total = steps["not_seen"] + steps["seen_by_one"] + steps["nothing_to_share"]
    assert f"about {total:.0f}:" in beyond
    assert "did not know" in reach
    assert "Knowing is not acting" in acting
