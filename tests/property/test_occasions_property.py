"""For any small world and any design, occasions and volumes are those of the plain loop."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random

import numpy as np
import pytest

from analysis.access import views_by_life, volumes
from analysis.access_tallies import access_tallies
from analysis.entries import IS_SHIELDED, counted_children, entry_chance
from analysis.futures import Held
from analysis.levers import Levers, levers_with
from analysis.luck import AGENCY_NAMES
from analysis.occasion_counts import WEEKDAYS
from analysis.occasions import Occasions, occasions_by, pairs_met
from analysis.policy import Assumptions, load_assumptions
from analysis.store import Store, open_store
from data.schema import NEED_TIERS, QUALITIES, SENSITIVE_AGENCIES
from tests import naive_access
from tests.examples import EXAMPLES
from tests.naive_access import Beliefs, Occasion
from tests.tables import drawn_world

START, DAYS, WINDOW = date(2023, 4, 1), 40, 30
END = START + timedelta(days=DAYS - 1)
SEEN = ("hospital", "mental_health", "police", "school", "sensitive_health", "social_care")
AREAS = ("E06000001", "E06000002", "X99000001", None)
CHILDREN = (1, 2, 3, 5, 8, 9)
BELIEFS = (
    "adoption_share",
    "lookup_share.discretionary",
    "lookup_share.automatic",
    "routine_lookup_share.discretionary",
    "routine_lookup_share.automatic",
    "search_success.name_and_birth_date",
    "search_success.single_identifier",
    "opt_out_share.with_concern",
    "opt_out_share.without_concern",
    "consent_share",
    "false_match_share",
    "false_match_identifier_ratio",
    "link_share.identifier",
    *(f"link_share.{quality}" for quality in QUALITIES),
)


def drawn(luck: Random) -> dict[str, list[dict]]:
    """The tables of a small world; child 9 is missing from table child."""
    return {
        "child": [
            {
                "child_id": child,
                "born_on": date(luck.randint(2005, 2023), 5, 1),
                "need_tier": luck.choice([*NEED_TIERS, None]),
                "area_code": luck.choice(AREAS),
                "household_id": luck.choice([None, 0, 1]),
                "is_shielded": luck.choice([False, False, True, None]),
            }
            for child in CHILDREN[:-1]
        ],
        "contact": sorted(
            (
                {
                    "child_id": luck.choice(CHILDREN),
                    "agency": luck.choice(SEEN),
                    "area_code": luck.choice(AREAS),
                    "contacted_on": START + timedelta(days=luck.randint(-WINDOW - 3, DAYS + 3)),
                    "is_concern": luck.random() < 0.3,
                }
                for _ in range(luck.choice([0, 20, 90]))
            ),
            key=lambda row: (row["child_id"], row["contacted_on"], row["agency"]),
        ),
        "registration": [
            {
                "child_id": child,
                "agency": agency,
                "quality": luck.choice([*QUALITIES, None]),
                "has_identifier": luck.choice([True, False, None]),
            }
            for child in CHILDREN
            for agency in SEEN
            if luck.random() < 0.4
        ],
    }


def opened(tables: dict[str, list[dict]], folder: Path, window: int, parts: int) -> Store:
    world = drawn_world(
        folder,
        parts=parts,
        window_days=WINDOW,
        period_start=START,
        period_end=END,
        **tables,
    )
    return open_store(world, window_days=window)


def design(luck: Random) -> Levers:
    some = [agency for agency in SEEN if luck.random() < 0.8]
    return levers_with(
        {
            "scope": luck.choice(["known_to_social_care", "concern_triggered", "universal"]),
            "trigger_agencies": luck.randint(1, 3),
            "opt_out": luck.random() < 0.5,
            "shielding": luck.random() < 0.5,
            "connected_agencies": [agency for agency in SEEN if luck.random() < 0.8],
            "authorised_agencies": some,
            "authorised_users": 100,
            "sensitive_rule": luck.choice(["withheld", "consent", "shared"]),
            "identifier": luck.choice(["name_and_birth_date", "single_identifier"]),
            "lookup_rule": luck.choice(["discretionary", "automatic"]),
        }
    )


def beliefs(luck: Random) -> Assumptions:
    chance = luck.choice([luck.random, lambda: luck.random() < 0.5])
    return load_assumptions().fixed({id: float(chance()) for id in BELIEFS})


def plain(tables: dict[str, list[dict]], window: int) -> list[Occasion]:
    return naive_access.occasions(tables["contact"], tables["child"], (START, END), window)


def plain_beliefs(tables, store: Store, levers: Levers, told: Assumptions) -> Beliefs:
    """Entries are held to plain loops of their own in test_intrusiveness_property."""
    n = counted_children(store, "replicate").by_cell()
    kept = ~(IS_SHIELDED & levers.shielding)
    values = {one.id: one.central for one in told}

    def mean_link(agency: str) -> float:
        by_number = levers.identifier == "single_identifier"
        found = [
            values["link_share.identifier"]
            if by_number and record["has_identifier"]
            else values[f"link_share.{record['quality'] or 'exact'}"]
            for record in tables["registration"]
            if record["agency"] == agency
        ]
        return sum(found) / len(found) if found else values["link_share.exact"]

    return Beliefs(
        levers=levers,
        values=values,
        is_shielded={child["child_id"]: bool(child["is_shielded"]) for child in tables["child"]},
        entry_share=float(entry_chance(levers, Held(told))[0] @ (n * kept)) / n.sum(),
        links={agency: mean_link(agency) for agency in SENSITIVE_AGENCIES},
    )


def state(tables: dict[str, list[dict]], one: Occasion) -> tuple:
    shielded = {child["child_id"]: bool(child["is_shielded"]) for child in tables["child"]}
    return (
        one.agency,
        one.is_concern,
        one.is_known,
        one.n_agencies,
        shielded[one.child],
        one.sensitive,
    )


def counted(occasions: Occasions) -> Counter:
    """Occasions by label of the group and state, as the plain loop tells them."""
    return Counter(
        {
            (
                occasions.labels[occasions.group[row]],
                AGENCY_NAMES[occasions.agency[row]],
                bool(occasions.is_concern[row]),
                bool(occasions.is_known[row]),
                int(occasions.n_agencies[row]),
                bool(occasions.is_shielded[row]),
                frozenset(
                    agency
                    for place, agency in enumerate(SENSITIVE_AGENCIES)
                    if occasions.sensitive[row] >> place & 1
                ),
            ): int(n)
            for row, n in enumerate(occasions.n)
        }
    )


def life(tables: dict[str, list[dict]], child: int) -> str:
    about = next(row for row in tables["child"] if row["child_id"] == child)
    age = START.year - about["born_on"].year - (about["born_on"].replace(year=START.year) > START)
    if age > 17:
        return "not_recorded"
    has_concern = any(
        contact["child_id"] == child
        and contact["is_concern"]
        and START <= contact["contacted_on"] <= END
        for contact in tables["contact"]
    )
    tier = about["need_tier"] or "not_recorded"
    return f"{max(age, 0)} {'concern' if has_concern else 'quiet'} {tier}"


@pytest.mark.parametrize("seed", range(int(EXAMPLES or 8)))
def test_occasions_and_volumes_are_those_of_the_plain_loop(seed):
    luck = Random(seed)
    tables, window = drawn(luck), luck.choice([WINDOW, 31, 45])
    told = plain(tables, window)
    of_child = {child["child_id"]: child for child in tables["child"]}
    with tempfile.TemporaryDirectory() as folder:
        store = opened(tables, Path(folder), window, parts=luck.randint(1, 3))
        for what, group in (
            ("all", lambda one: "all"),
            ("agency", lambda one: one.agency),
            ("weekday", lambda one: WEEKDAYS[one.day.weekday()]),
            ("contact_area", lambda one: one.area or "not_recorded"),
            (
                "area_and_weekday",
                lambda one: f"{one.area or 'not_recorded'} {WEEKDAYS[one.day.weekday()]}",
            ),
            ("need_tier", lambda one: of_child[one.child]["need_tier"] or "not_recorded"),
            ("area", lambda one: of_child[one.child]["area_code"] or "not_recorded"),
            ("life", lambda one: life(tables, one.child)),
        ):
            found = counted(occasions_by(store, what))
            assert found == Counter((group(one), *state(tables, one)) for one in told), what
        hold_pairs(store, told)
        for _ in range(3):
            hold_volumes(tables, store, told, design(luck), beliefs(luck))


def hold_pairs(store: Store, told: list[Occasion]) -> None:
    pairs = pairs_met(store)
    found = {
        (AGENCY_NAMES[agency], int(decisions), int(routine)): int(n)
        for agency, decisions, routine, n in zip(
            pairs.agency, pairs.decisions, pairs.routine, pairs.n, strict=True
        )
    }
    held = by_pair(told)
    assert found == Counter(
        (agency, sum(one.is_concern for one in pair), sum(not one.is_concern for one in pair))
        for (_, agency), pair in held.items()
    )


def by_pair(told: list[Occasion]) -> dict[tuple, list[Occasion]]:
    def key(one: Occasion) -> tuple:
        return one.child, one.agency

    return {pair: list(ones) for pair, ones in groupby(sorted(told, key=key), key)}


def hold_volumes(tables, store: Store, told: list[Occasion], levers, held: Assumptions) -> None:
    plain = plain_beliefs(tables, store, levers, held)
    value = Held(held)
    found = volumes(occasions_by(store), levers, value)
    for name, formula in (
        ("lookups", naive_access.looks),
        ("views", naive_access.views),
        ("needless", naive_access.needless),
        ("wrong", naive_access.wrong),
        ("sensitive", naive_access.shown),
    ):
        expected = sum(formula(plain, one) for one in told)
        assert getattr(found, name) == pytest.approx(np.array([[expected]])), name
    decisions = sum(naive_access.looks(plain, one) for one in told if one.is_concern)
    assert found.on_concern == pytest.approx(np.array([[decisions]]))
    tallies = {
        one.group: one.numerator[0]
        for one in access_tallies(store, levers, value)
        if one.dimension == "order"
    }
    first = sum(naive_access.looked_up_at_all(plain, pair) for pair in by_pair(told).values())
    assert tallies["first"] == pytest.approx(first)
    assert tallies["repeat"] == pytest.approx(found.lookups[0, 0] - first, abs=1e-9)
    hold_lives(tables, store, told, levers, plain, value)


def hold_lives(tables, store: Store, told, levers, plain: Beliefs, value: Held) -> None:
    """By age, for children without a concern of whatever tier, and for each tier."""
    expected = np.zeros((1, 1 + len(NEED_TIERS), 18))
    for one in told:
        if life(tables, one.child) == "not_recorded":
            continue
        age, had, tier = life(tables, one.child).split()
        seen = naive_access.views(plain, one)
        expected[0, 0, int(age)] += seen * (had == "quiet")
        if tier in NEED_TIERS:
            expected[0, 1 + NEED_TIERS.index(tier), int(age)] += seen
    assert views_by_life(store, levers, value) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(100, 100 + int(EXAMPLES or 3)))
def test_raising_a_chance_or_opening_an_index_never_lessens_what_is_seen(seed):
    luck = Random(seed)
    tables = drawn(luck)
    with tempfile.TemporaryDirectory() as folder:
        store = opened(tables, Path(folder), WINDOW, parts=1)
        for _ in range(5):
            levers, told = design(luck), beliefs(luck)
            seen = volumes(occasions_by(store, "agency"), levers, Held(told))
            id = luck.choice([id for id in BELIEFS if not id.startswith("opt_out_share")])
            more = told.fixed({id: 1.0})
            higher = volumes(occasions_by(store, "agency"), levers, Held(more))
            wider = volumes(
                occasions_by(store, "agency"),
                replace(levers, scope="universal", authorised_agencies=SEEN),
                Held(told),
            )
            for name in ("lookups", "views", "needless", "wrong", "sensitive"):
                least = getattr(seen, name) - 1e-9
                assert (getattr(higher, name) >= least).all(), (name, id)
                assert (getattr(wider, name) >= least).all(), name
            assert (seen.views <= seen.lookups + 1e-9).all()
            assert (seen.needless <= seen.views + 1e-9).all()
