"""For any small world and any design, replay says what the plain loop over rows says."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import luck
from analysis.chances import chances_of
from analysis.levers import Levers, levers_with
from analysis.policy import Assumptions, load_assumptions, practice_pairs
from analysis.replay import MET_BY, UNMET, replay
from analysis.situations import EPOCH, Situations, joined, read_situations
from data.schema import QUALITIES
from tests import naive_replay
from tests.examples import EXAMPLES, examples
from tests.tables import drawn_world

START, DAYS, WINDOW = date(2023, 4, 1), 50, 30
END = START + timedelta(days=DAYS - 1)
SEED = 7  # of every drawn world
# Two sensitive agencies, social care for scope and open cases, four more to share with.
SEEN = (
    "hospital",
    "mental_health",
    "police",
    "school",
    "sensitive_health",
    "social_care",
    "youth_justice",
)
REGION = {"E06000001": "North East", "E06000002": "North East", "E09000001": "London"}
AREAS = (*REGION, "X99000001", None)  # a council that the reference lacks, and none at all
CHILDREN = (1, 2, 3, 4)  # 4 is missing from table child
BELIEFS = (
    "open_case_uplift",
    "adoption_share",
    "consent_share",
    "opt_out_share.with_concern",
    "alert_follow_up",
    "staff_effect.max_share",
    "lookup_share.discretionary",
    "lookup_share.expected_on_concern",
    "lookup_share.automatic",
    "search_success.name_and_birth_date",
    "search_success.single_identifier",
    "link_share.identifier",
    *(f"link_share.{quality}" for quality in QUALITIES),
    *(one.id for one in load_assumptions() if one.id.startswith("practice_share.")),
)

days = st.one_of(
    st.integers(-WINDOW - 3, DAYS + 3),
    st.sampled_from([-WINDOW, -1, 0, 1, 5, 6, WINDOW - 1, WINDOW, WINDOW + 1, DAYS - 1, DAYS]),
).map(lambda day: START + timedelta(days=day))
contact_rows = st.lists(
    st.fixed_dictionaries(
        {
            "child_id": st.sampled_from(CHILDREN),
            "agency": st.sampled_from(SEEN),
            "contacted_on": days,
            "is_concern": st.sampled_from([True] * 5 + [False, None]),
            "area_code": st.sampled_from(AREAS),
        }
    ),
    max_size=45,
)
child_rows = st.tuples(
    *(
        st.fixed_dictionaries(
            {
                "child_id": st.just(child),
                "household_id": st.sampled_from([None, 0, 1]),
                "is_shielded": st.sampled_from([False, False, True, None]),
            }
        )
        for child in CHILDREN[:-1]
    )
).map(list)
record_rows = st.lists(
    st.fixed_dictionaries(
        {
            "child_id": st.sampled_from(CHILDREN),
            "agency": st.sampled_from(SEEN),
            "quality": st.sampled_from([*QUALITIES, None]),
            "has_identifier": st.sampled_from([True, False, None]),
        }
    ),
    unique_by=lambda row: (row["child_id"], row["agency"]),
    max_size=20,
)
some_agencies = st.one_of(st.just(SEEN), st.lists(st.sampled_from(SEEN), unique=True).map(tuple))
designs = st.fixed_dictionaries(
    {
        "scope": st.sampled_from(
            ["none", "known_to_social_care", "concern_triggered", "universal", "universal"]
        ),
        "trigger_agencies": st.integers(1, 4),
        "connected_agencies": some_agencies,
        "authorised_agencies": some_agencies,
        "visibility": st.sampled_from(["national", "national", "regional", "local"]),
        "content": st.sampled_from(["involvement_only", "with_case_summary"]),
        "sensitive_rule": st.sampled_from(["withheld", "consent", "shared"]),
        "opt_out": st.booleans(),
        "shielding": st.booleans(),
        "identifier": st.sampled_from(["name_and_birth_date", "single_identifier"]),
        "lookup_rule": st.sampled_from(["discretionary", "expected_on_concern", "automatic"]),
        "alert_threshold": st.sampled_from([0, 1, 2, 3, 4]),
        "update_delay_days": st.sampled_from([0, 0, 1, 5, WINDOW]),
        "extra_staff_gbp_per_year": st.sampled_from([0, 0, 1_000_000, 200_000_000]),
    }
).map(levers_with)


def beliefs(chance: st.SearchStrategy[float]) -> st.SearchStrategy[Assumptions]:
    """The assumptions with every chance that replay reads drawn anew."""
    days = st.sampled_from([1.0, 5.0, 90.0])
    drawn = dict.fromkeys(BELIEFS, chance) | {"open_case_days": days}
    return st.fixed_dictionaries(drawn).map(load_assumptions().fixed)


some_worlds = st.fixed_dictionaries(
    {
        "contacts": contact_rows,
        "children": child_rows,
        "records": st.one_of(st.none(), record_rows),
        "window": st.sampled_from([WINDOW, 31, 45]),
        "parts": st.integers(1, 3),
        "is_sorted": st.booleans(),
        "avoidance": st.sampled_from([0.0, 0.0, 0.2, 1.0]),
    }
)
any_chance = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0]))
all_or_nothing = st.sampled_from([0.0, 1.0])


def situations_of(given: dict, open_case_days: int = 90) -> Situations:
    """The situations of a drawn world, in as many runs as its parts allow."""
    contacts = given["contacts"]
    if given["is_sorted"]:
        contacts = sorted(contacts, key=lambda row: (row["child_id"], row["contacted_on"]))
    tables = {"child": given["children"], "contact": contacts}
    if given["records"] is not None:
        tables["registration"] = given["records"]
    with tempfile.TemporaryDirectory() as folder:
        world = drawn_world(
            Path(folder),
            parts=given["parts"],
            window_days=WINDOW,
            period_start=START,
            period_end=END,
            **tables,
        )
        parts = read_situations(
            world,
            window_days=given["window"],
            open_case_days=open_case_days,
            avoidance=given.get("avoidance", 0.0),
            most_contacts=1,
        )
        return joined(list(parts))


def small_world(given: dict, levers: Levers, assumptions: Assumptions) -> naive_replay.Small:
    """The same world for the plain loop."""
    records = given["records"] or []
    return naive_replay.Small(
        contacts=naive_replay.happened(given["contacts"], SEED, given.get("avoidance", 0.0)),
        children={row["child_id"]: row for row in given["children"]},
        records={(row["child_id"], row["agency"]): row for row in records},
        region=REGION,
        period=(START, END),
        window_days=given["window"],
        seed=SEED,
        levers=levers,
        values={one.id: one.central for one in assumptions}
        | {
            f"practice_share.{pair['seeker']}.{pair['holder']}": pair["central"]
            for pair in practice_pairs(assumptions)
        },
    )


def replayed(situations: Situations, met_by: np.ndarray) -> list[tuple]:
    """Needs as the plain loop writes them."""
    needs, decisions = situations.needs, situations.decisions
    return [
        (
            int(decisions.child_id[row]),
            luck.AGENCY_NAMES[decisions.seeker[row]],
            luck.AGENCY_NAMES[holder],
            EPOCH + timedelta(days=int(decisions.day[row])),
            int(held_days),
            int(ordinal),
            MET_BY[word],
        )
        for row, holder, held_days, ordinal, word in zip(
            needs.decision, needs.holder, needs.held_days, needs.ordinal, met_by, strict=True
        )
    ]


def hold_to_the_plain_loop(given: dict, designs: list[Levers], assumptions: Assumptions) -> None:
    situations = situations_of(given, int(assumptions.get("open_case_days").central))
    for levers in designs:
        met_by = replay(situations, levers, chances_of(levers, assumptions))
        plain = naive_replay.replay(small_world(given, levers, assumptions))
        assert replayed(situations, met_by) == plain


def crowded(luck: Random) -> tuple[dict, list[Levers], Assumptions]:
    """A world full of contacts, four open-handed designs, and chances of which many succeed.

    Random lists that hypothesis draws are short and rarely reach the index; these do.
    """
    some = [agency for agency in SEEN if luck.random() < 0.9]
    given = {
        "contacts": [
            {
                "child_id": luck.choice(CHILDREN),
                "agency": luck.choice(SEEN),
                "contacted_on": START + timedelta(days=luck.randint(-WINDOW - 3, DAYS + 3)),
                "is_concern": luck.choice([True] * 5 + [False, None]),
                "area_code": luck.choice(AREAS),
            }
            for _ in range(luck.choice([15, 40, 70]))
        ],
        "children": [
            {
                "child_id": child,
                "household_id": luck.choice([None, 0, 1]),
                "is_shielded": luck.choice([False, False, True, None]),
            }
            for child in CHILDREN[:-1]
        ],
        "records": [
            {
                "child_id": child,
                "agency": agency,
                "quality": luck.choice([*QUALITIES, None]),
                "has_identifier": luck.choice([True, False, None]),
            }
            for child in CHILDREN
            for agency in some
        ],
        "window": luck.choice([WINDOW, 31, 45]),
        "parts": luck.randint(1, 3),
        "is_sorted": luck.random() < 0.5,
        "avoidance": luck.choice([0.0, 0.0, 0.1]),
    }
    chance = luck.choice([luck.random, lambda: luck.random() ** 0.3, lambda: luck.random() < 0.8])
    practice = luck.choice([0.0, 0.1, 0.5])
    told = {id: float(chance()) for id in BELIEFS}
    told |= {id: chance() * practice for id in BELIEFS if id.startswith("practice_share.")}
    told["open_case_days"] = luck.choice([1.0, 5.0, 20.0])
    designs = [
        {
            "scope": luck.choice(["universal"] * 3 + ["known_to_social_care", "concern_triggered"]),
            "trigger_agencies": luck.randint(2, 5),
            "connected_agencies": some,
            "authorised_agencies": luck.choice([some, [*SEEN], []]),
            "visibility": luck.choice(["national", "regional", "local"]),
            "sensitive_rule": luck.choice(["withheld", "consent", "shared"]),
            "opt_out": luck.random() < 0.2,
            "shielding": luck.random() < 0.4,
            "identifier": luck.choice(["name_and_birth_date", "single_identifier"]),
            "lookup_rule": luck.choice(["discretionary", "automatic"]),
            "alert_threshold": luck.choice([0, 0, 1, 2, 3, 4, 5]),
            "update_delay_days": luck.choice([0, 0, 1, 5, 12]),
            "extra_staff_gbp_per_year": luck.choice([0, 200_000_000]),
        }
        for _ in range(4)
    ]
    return given, [levers_with(one) for one in designs], load_assumptions().fixed(told)


@pytest.mark.parametrize("seed", range(int(EXAMPLES or 60)))
def test_replay_is_the_plain_loop_in_crowded_worlds(seed):
    hold_to_the_plain_loop(*crowded(Random(seed)))


@examples(20)
@given(
    world=some_worlds, designs=st.lists(designs, min_size=4, max_size=4), told=beliefs(any_chance)
)
def test_replay_is_the_plain_loop_for_any_chances(world, designs, told):
    hold_to_the_plain_loop(world, designs, told)


@examples(20)
@given(
    world=some_worlds,
    designs=st.lists(designs, min_size=4, max_size=4),
    told=beliefs(all_or_nothing),
)
def test_replay_is_the_plain_loop_for_chances_of_none_and_all(world, designs, told):
    hold_to_the_plain_loop(world, designs, told)


@examples(25)
@given(
    world=some_worlds,
    design=designs,
    told=beliefs(any_chance),
    agency=st.sampled_from(SEEN),
    more=st.sampled_from(
        [
            "connected_agencies",
            "authorised_agencies",
            "lookup_share.discretionary",
            "adoption_share",
            "search_success.name_and_birth_date",
            "link_share",
            "alert_follow_up",
            "consent_share",
            "staff_effect.max_share",
        ]
    ),
)
def test_more_of_what_helps_never_opens_a_gap(world, design, told, agency, more):
    situations = situations_of(world)
    if more.endswith("_agencies"):
        other = replace(design, **{more: tuple({*getattr(design, more), agency})})
        higher = told
    else:
        other = design
        raised = [one for one in told if one.id == more or one.id.startswith(f"{more}.")]
        higher = told.fixed({one.id: (1 + one.central) / 2 for one in raised})
    before = replay(situations, design, chances_of(design, told)) == UNMET
    after = replay(situations, other, chances_of(other, higher)) == UNMET
    assert not (after & ~before).any()


@examples(25)
@given(world=some_worlds, design=designs, told=beliefs(any_chance))
def test_no_index_is_practice_alone_and_none_is_seen_outside_scope(world, design, told):
    situations = situations_of(world)
    none = replay(situations, replace(design, scope="none"), chances_of(design, told))
    assert {MET_BY[word] for word in none} <= {"already_known", "practice", "unmet"}
    withheld = replace(design, opt_out=True)
    all_out = told.fixed({"opt_out_share.with_concern": 1.0})
    assert (replay(situations, withheld, chances_of(withheld, all_out)) == none).all()


@examples(15)
@given(world=some_worlds, design=designs, told=beliefs(any_chance))
def test_what_was_learned_stays_known(world, design, told):
    situations = situations_of(world)
    needs = replayed(situations, replay(situations, design, chances_of(design, told)))
    for one, after in pairwise(needs):
        if after[:3] == one[:3]:
            assert (after[6] == "already_known") == (one[6] != "unmet")
        else:
            assert after[6] != "already_known"


def test_a_draw_is_held_exactly_against_none_and_all():
    draws = np.array([0, 1, 2**64 - 1], dtype=np.uint64)
    assert not luck.happens(draws, luck.limit(0.0)).any()
    assert luck.happens(draws, luck.limit(1.0)).all()


def test_raising_a_chance_only_adds_to_what_happens():
    draws = luck.lookup(7, np.arange(10_000), np.zeros(10_000, np.int8), np.arange(10_000))
    lower, higher = (luck.happens(draws, luck.limit(chance)) for chance in (0.3, 0.6))
    assert not (lower & ~higher).any()
    assert lower.mean() == pytest.approx(0.3, abs=0.02)
    assert higher.mean() == pytest.approx(0.6, abs=0.02)
