"""What decisions, holders, sharing needs and gaps mean."""

from __future__ import annotations

import polars as pl
from polars.testing import assert_frame_equal

from analysis import gaps
from analysis.needs import write_needs
from analysis.policy import load_assumptions
from analysis.prepared import prepare
from tests.tables import drawn_world, expected

HEADING = "child_id | seeker | holder | decision_on | held_days | ordinal\n"


def needs_are(folder, contact: str, expect: str, **world) -> None:
    """The needs of the drawn contacts are exactly the rows of ``expect``."""
    write_needs(drawn_world(folder, contact=contact, **world), folder / "needs.parquet")
    found = pl.read_parquet(folder / "needs.parquet")
    assert_frame_equal(found, expected(expect if "|" in expect else HEADING, found))


WORKED_EXAMPLE = """
    child_id | agency   | contacted_on | is_concern
    1        | police   | 2023-04-10   | true
    1        | school   | 2023-04-20   | true
    1        | school   | 2023-04-20   | true
    1        | hospital | 2023-04-20   | true
    1        | police   | 2023-04-25   | true
    1        | school   | 2023-11-16   | true
"""


def test_the_worked_example(tmp_path):
    """Four needs, four gaps: days 10, 20, 20, 25, 20 and 230 of the methods page."""
    needs_are(
        tmp_path,
        WORKED_EXAMPLE,
        """
        child_id | seeker   | holder   | decision_on | held_days | ordinal
        1        | hospital | police   | 2023-04-20  | 10        | 1
        1        | police   | hospital | 2023-04-25  | 5         | 1
        1        | police   | school   | 2023-04-25  | 5         | 1
        1        | school   | police   | 2023-04-20  | 10        | 1
        """,
    )


def test_without_any_sharing_every_need_is_a_gap(tmp_path):
    """The worked example: practice meets nothing, so four gaps and one child with a gap."""
    assumptions = load_assumptions()
    nothing = {entry.id: 0 for entry in assumptions if entry.unit == "share"}
    world = drawn_world(tmp_path, child="child_id\n1\n2\n", contact=WORKED_EXAMPLE)
    frame = gaps.headline(prepare(world), assumptions.fixed(nothing)).frame
    values = dict(frame.select("outcome_id", "value").rows())
    assert values["sharing_needs"] == 4
    assert values["sharing_gaps"] == 4
    assert values["gap_share"] == 1
    assert values["children_with_need"] == 1
    assert values["children_with_gap"] == 1
    assert values["children_never_put_together"] == 1


def test_the_window_reaches_back_window_days_and_no_further(tmp_path):
    """180 days before is inside the window, 181 is outside."""
    needs_are(
        tmp_path,
        """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-05-01   | true
        1        | school | 2023-10-28   | true
        2        | police | 2023-05-01   | true
        2        | school | 2023-10-29   | true
        """,
        """
        child_id | seeker | holder | decision_on | held_days | ordinal
        1        | school | police | 2023-10-28  | 180       | 1
        """,
    )


def test_held_days_count_from_the_first_concern_inside_the_window(tmp_path):
    """An older concern that has left the window no longer counts, a later one takes over."""
    needs_are(
        tmp_path,
        """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-05-01   | true
        1        | police | 2023-05-31   | true
        1        | school | 2023-10-28   | true
        1        | school | 2023-10-29   | true
        """,
        """
        child_id | seeker | holder | decision_on | held_days | ordinal
        1        | school | police | 2023-10-28  | 180       | 1
        1        | school | police | 2023-10-29  | 151       | 2
        """,
    )


def test_ordinals_count_the_needs_of_one_child_holder_and_seeker(tmp_path):
    """They go by day, and start again for another holder, seeker or child."""
    needs_are(
        tmp_path,
        """
        child_id | agency   | contacted_on | is_concern
        1        | police   | 2023-05-01   | true
        1        | hospital | 2023-05-03   | true
        1        | school   | 2023-05-02   | true
        1        | school   | 2023-05-04   | true
        2        | police   | 2023-05-01   | true
        2        | school   | 2023-05-09   | true
        """,
        """
        child_id | seeker   | holder   | decision_on | held_days | ordinal
        1        | hospital | police   | 2023-05-03  | 2         | 1
        1        | hospital | school   | 2023-05-03  | 1         | 1
        1        | school   | hospital | 2023-05-04  | 1         | 1
        1        | school   | police   | 2023-05-02  | 1         | 1
        1        | school   | police   | 2023-05-04  | 3         | 2
        2        | school   | police   | 2023-05-09  | 8         | 1
        """,
    )


def test_contacts_before_the_period_are_past_but_no_decisions(tmp_path):
    """The first day of the period already has a past; days outside it decide nothing."""
    needs_are(
        tmp_path,
        """
        child_id | agency | contacted_on | is_concern
        1        | police | 2023-02-01   | true
        1        | school | 2023-03-31   | true
        1        | school | 2023-04-01   | true
        2        | police | 2024-03-01   | true
        2        | school | 2024-03-31   | true
        2        | school | 2024-04-01   | true
        """,
        """
        child_id | seeker | holder | decision_on | held_days | ordinal
        1        | school | police | 2023-04-01  | 59        | 1
        2        | school | police | 2024-03-31  | 30        | 1
        """,
    )
