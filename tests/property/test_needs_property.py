"""For any small world the SQL says what plain loops over rows say."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import gaps, sql
from analysis.needs import write_needs
from analysis.policy import LEVELS, load_assumptions, practice_pairs
from analysis.prepared import practice_params, prepare
from tests import naive
from tests.examples import examples
from tests.tables import drawn_world

AGENCIES = ("police", "school", "social_care", "hospital")
START, DAYS, WINDOW = date(2023, 4, 1), 50, 30
END = START + timedelta(days=DAYS - 1)


# Days are few, so that edges of window and period, and duplicates, are met often.
contact_rows = st.lists(
    st.fixed_dictionaries(
        {
            "child_id": st.integers(1, 3),
            "agency": st.sampled_from(AGENCIES),
            "contacted_on": st.integers(-WINDOW - 3, DAYS + 3).map(
                lambda day: START + timedelta(days=day)
            ),
            "is_concern": st.sampled_from([True, True, True, False, None]),
        }
    ),
    max_size=40,
)
edge_days = st.sampled_from([-WINDOW, -1, 0, 1, WINDOW - 1, WINDOW, WINDOW + 1, DAYS - 1, DAYS])
edge_rows = st.lists(
    st.fixed_dictionaries(
        {
            "child_id": st.just(1),
            "agency": st.sampled_from(AGENCIES),
            "contacted_on": edge_days.map(lambda day: START + timedelta(days=day)),
            "is_concern": st.just(True),
        }
    ),
    max_size=14,
)
contact_tables = st.one_of(contact_rows, edge_rows)


def world_of(folder: str, contacts: list[dict], parts: int = 1):
    """A world with three children and these contacts."""
    return drawn_world(
        Path(folder),
        parts=parts,
        window_days=WINDOW,
        period_start=START,
        period_end=END,
        child=[{"child_id": child, "household_id": child // 2} for child in (1, 2, 3)],
        contact=contacts,
    )


@examples(50)
@given(contacts=contact_tables, parts=st.integers(1, 3), window=st.sampled_from([30, 31, 45]))
def test_needs_are_those_of_plain_loops(contacts, parts, window):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "needs.parquet"
        in_order = sorted(contacts, key=lambda contact: contact["child_id"])
        with mock.patch(
            "analysis.child_batches.ROWS_AT_ONCE", 1
        ):  # as many batches as there can be
            n = write_needs(world_of(folder, in_order, parts), out, window_days=window)
        found = pl.read_parquet(out).rows()
    assert found == naive.needs(contacts, START, END, window)
    assert n == len(found)


@examples(25)
@given(contacts=contact_tables, data=st.data())
def test_order_and_repeats_of_contacts_do_not_matter(contacts, data):
    shuffled = data.draw(st.permutations(contacts + contacts[:5]))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "needs.parquet"
        write_needs(world_of(folder, shuffled, parts=2), out, window_days=WINDOW)
        assert pl.read_parquet(out).rows() == naive.needs(contacts, START, END, WINDOW)


@examples(20)
@given(contacts=contact_tables)
def test_expected_gaps_are_those_of_plain_loops(contacts):
    assumptions = load_assumptions()
    pairs = practice_pairs(assumptions)
    uplift = assumptions.get("open_case_uplift")
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare(world_of(folder, contacts), WINDOW)
        frame = gaps.headline(prepared, assumptions).frame
        by_pair = gaps.by_pair(prepared, assumptions).frame
        children = sql.run(
            prepared.con, "children_by_group", dimension="all", **practice_params(assumptions)
        ).row(0, named=True)
        prepared.con.close()
    needs = naive.needs(contacts, START, END, WINDOW)
    unmet = {
        level: naive.chances(
            contacts,
            needs,
            practice={(pair["seeker"], pair["holder"]): pair[level] for pair in pairs},
            uplift=getattr(uplift, level),
            open_case_days=90,
        )
        for level in LEVELS
    }
    value, low, high = frame.select("value", "low", "high").row(1)
    assert value == pytest.approx(sum(unmet["central"].values()))
    assert low == pytest.approx(sum(unmet["high"].values()))
    assert high == pytest.approx(sum(unmet["low"].values()))
    assert prepared.n_needs == len(needs)
    assert by_pair["n_gaps"].sum() == pytest.approx(value)
    assert by_pair["n_needs"].sum() == len(needs)
    assert children["n_with_need"] == len({need[0] for need in needs})
    no_gap, never = _by_child(needs, unmet["central"])
    assert children["gap_central"] == pytest.approx(sum(1 - chance for chance in no_gap.values()))
    assert children["never_central"] == pytest.approx(sum(never.values()))


def _by_child(needs, unmet) -> tuple[dict, dict]:
    """For each child the chance of no gap at all, and of no need met at all."""
    no_gap, never = {}, {}
    for child, seeker, holder, day, _, ordinal in needs:
        chance = unmet[child, seeker, holder, day]
        is_last = all(other[:3] != (child, seeker, holder) or other[3] <= day for other in needs)
        if ordinal == 1:
            no_gap[child] = no_gap.get(child, 1.0) * (1 - chance)
        if is_last:
            never[child] = never.get(child, 1.0) * chance
    return no_gap, never


@examples(40)
@given(
    attempts=st.lists(
        st.lists(st.floats(0, 1), min_size=1, max_size=3), min_size=1, max_size=3
    ).filter(lambda attempts: sum(map(len, attempts)) <= 7)
)
def test_the_closed_form_for_a_child_is_the_sum_over_all_luck(attempts):
    """No gap: every first attempt succeeds. Never together: every attempt fails."""
    any_gap, never = naive.gap_by_enumeration(attempts)
    no_gap_closed, never_closed = 1.0, 1.0
    for chances in attempts:
        no_gap_closed *= chances[0]
        for chance in chances:
            never_closed *= 1 - chance
    assert any_gap == pytest.approx(1 - no_gap_closed)
    assert never == pytest.approx(never_closed)
