"""For any small world and any design, the access log is what plain loops over rows say it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest

from analysis import luck, policy
from analysis.access_log import write, write_access_log
from analysis.access_log.parts import OF_LOOKUPS
from analysis.access_log.planted import PRIVATE
from analysis.access_volumes import explained, open_volumes
from analysis.levers import Levers, levers_with
from analysis.policy import Assumptions, load_assumptions
from analysis.scenarios import read_scenario
from analysis.situations import EPOCH
from data.schema import AGENCIES
from data.world import World
from tests.examples import EXAMPLES
from tests.tables import drawn_world

START, DAYS, WINDOW = date(2023, 4, 1), 50, 30
END = START + timedelta(days=DAYS - 1)
CHILDREN = (1, 2, 3, 4)  # 4 is missing from table child
AREAS = ("E06000001", "E06000002", "E09000001", "X99000001", None)
SEEN = ("hospital", "police", "school", "sensitive_health", "social_care")
STAFF = [
    {"practitioner_id": 10 * line + number, "agency": agency, "area_code": area}
    for line, agency in enumerate(AGENCIES)
    for number, area in enumerate((*AREAS[:3], None))
]
BY_ID = {row["practitioner_id"]: row for row in STAFF}
CHANCES = (
    "lookup_share.discretionary",
    "lookup_share.expected_on_concern",
    "lookup_share.automatic",
    "routine_lookup_share.discretionary",
    "routine_lookup_share.expected_on_concern",
    "routine_lookup_share.automatic",
    "adoption_share",
    "search_success.name_and_birth_date",
    "search_success.single_identifier",
    "opt_out_share.without_concern",
    "opt_out_share.with_concern",
)
NOTHING_ELSE = {
    "unrecorded_contact_share": 0,
    "false_match_share": 0,
    "misuse_rate": 0,
    "lookup_lag_days": 0,
}

TOLD = load_assumptions()


@pytest.fixture(autouse=True)
def _read_once(monkeypatch):
    """The assumptions that ship are read once: reading them takes longer than a small log."""
    for module in (policy, write):
        monkeypatch.setattr(module, "load_assumptions", lambda: TOLD)


def crowded(luck: Random) -> tuple[dict, Levers, Assumptions]:
    """A world full of contacts, an open-handed design, and chances of which many succeed."""
    given = {
        "contact": [_contact(luck) for _ in range(luck.choice([20, 40, 80, 150]))],
        "child": [
            {
                "child_id": child,
                "household_id": luck.choice([None, 0, 1]),
                "is_shielded": luck.choice([False, False, True, None]),
                "area_code": luck.choice(AREAS),
            }
            for child in CHILDREN[:-1]
        ],
    }
    # Some days have several contacts of one agency with one child.
    given["contact"] += [
        row | {"is_concern": luck.choice([True, None])} for row in given["contact"][::3]
    ]
    if luck.random() < 0.5:
        given["contact"].sort(key=lambda row: (row["child_id"], row["contacted_on"]))
    sets = {
        "scope": luck.choice(["universal", "known_to_social_care", "concern_triggered"]),
        "trigger_agencies": luck.randint(1, 3),
        "authorised_agencies": luck.choice([[*SEEN], [*SEEN[1:]]]),
        "authorised_users": luck.choice([0, 40, 300]),
        "visibility": luck.choice(["national", "regional", "local"]),
        "opt_out": luck.random() < 0.4,
        "shielding": luck.random() < 0.5,
        "identifier": luck.choice(["name_and_birth_date", "single_identifier"]),
        "lookup_rule": luck.choice(["discretionary", "expected_on_concern", "automatic"]),
        "reason_required": luck.random() < 0.5,
    }
    chance = luck.choice([lambda: 1, lambda: luck.random() ** 0.1, lambda: luck.random() < 0.95])
    told = {id: float(chance()) for id in CHANCES}
    told |= {"opt_out_share.with_concern": 0.3, "opt_out_share.without_concern": 0.5}
    return given, levers_with(sets), TOLD.fixed(told)


def _contact(luck: Random) -> dict:
    agency = luck.choice(SEEN)
    number = 10 * AGENCIES.index(agency)
    return {
        "child_id": luck.choice(CHILDREN),
        "agency": agency,
        "contacted_on": START + timedelta(days=luck.randint(-WINDOW - 3, DAYS + 3)),
        "is_concern": luck.choice([True, True, False, None]),
        "area_code": luck.choice(AREAS),
        "practitioner_id": luck.choice([*range(number, number + 4), None]),
    }


def more(luck: Random) -> dict[str, float]:
    """How look-ups stray from the occasions, and how much misuse there is."""
    return {
        "unrecorded_contact_share": luck.choice([0, 0.5, 1]),
        "false_match_share": luck.choice([0, 0.5, 1]),
        "false_match_identifier_ratio": 1,
        "misuse_rate": luck.choice([0, 500, 1_000]),
        "lookup_lag_days": luck.randint(0, 9),
        "explained_days": luck.choice([2, 5, 30]),
        "misuse_lookups.trawl": luck.choice([1, 3, 12]),
        "misuse_pattern_share.two_places": luck.random(),
        "misuse_pattern_share.out_of_area": luck.random(),
    }


def log_of(world: World, levers: Levers, told: Assumptions, folder: Path) -> pl.DataFrame:
    """The log with its truth, one row per look-up."""
    scenario = replace(read_scenario("status_quo"), levers=levers)
    write_access_log(world, scenario, folder, assumptions=told, window=WINDOW, threads=1)
    events, truth = (pl.read_parquet(folder / table / "*.parquet") for table in OF_LOOKUPS)
    assert events["event_id"].to_list() == list(range(len(events)))
    assert truth["event_id"].to_list() == list(range(len(events)))
    assert events["accessed_at"].is_sorted()
    return events.with_columns(truth["kind"]).cast({pl.Categorical: pl.String})


class Plain:
    """A world and a design, asked row by row."""

    def __init__(self, given: dict, levers: Levers, told: Assumptions) -> None:
        self.contacts, self.levers = given["contact"], levers
        self.children = {row["child_id"]: row for row in given["child"]}
        self.values = {one.id: one.central for one in told}

    def happens(self, draw, id: str, factor: float = 1.0) -> bool:
        return bool(luck.happens(draw, luck.limit(self.values[id] * factor))[0])

    def holding(self, child: int, day: date) -> set[str]:
        """Agencies with a concern in the window before the day, or on it."""
        return {
            row["agency"]
            for row in self.contacts
            if row["child_id"] == child
            and row["is_concern"]
            and timedelta(0) <= day - row["contacted_on"] <= timedelta(days=WINDOW)
        }

    def is_open(self, child: int, day: date) -> bool:
        """Whether the child has an open entry that day."""
        row, levers = self.children[child], self.levers
        known = any(
            one["child_id"] == child
            and one["agency"] == "social_care"
            and one["contacted_on"] <= day
            for one in self.contacts
        )
        holding = self.holding(child, day)
        scope = {
            "none": False,
            "universal": True,
            "known_to_social_care": known,
            "concern_triggered": len(holding) >= levers.trigger_agencies,
        }
        household = child if row["household_id"] is None else row["household_id"]
        which = "with_concern" if holding else "without_concern"
        is_out = levers.opt_out and self.happens(
            luck.opt_out(7, np.array([household])), f"opt_out_share.{which}"
        )
        return scope[levers.scope] and not is_out and not (levers.shielding and row["is_shielded"])

    def occasions(self) -> dict[tuple, bool]:
        """Child, agency and day of every occasion, and whether it is a decision."""
        found: dict[tuple, bool] = {}
        for row in self.contacts:
            if START <= row["contacted_on"] <= END and row["child_id"] in self.children:
                key = (row["child_id"], row["agency"], row["contacted_on"])
                found[key] = found.get(key, False) or bool(row["is_concern"])
        return found

    def views(self) -> Counter:
        """Child, agency and day of every look-up at an occasion that opens the entry."""
        found: Counter = Counter()
        for (child, agency, day), is_decision in self.occasions().items():
            if agency not in self.levers.authorised_agencies or not self.is_open(child, day):
                continue
            keys = np.array([child]), np.array([luck.NUMBER[agency]])
            at = np.array([(day - EPOCH).days])
            adoption = self.values["adoption_share"]
            rule, identifier = self.levers.lookup_rule, self.levers.identifier
            looks = (
                self.happens(luck.lookup(7, *keys, at), f"lookup_share.{rule}", adoption)
                if is_decision
                else self.happens(
                    luck.routine(7, *keys, at), f"routine_lookup_share.{rule}", adoption
                )
            )
            if looks and self.happens(luck.found(7, *keys), f"search_success.{identifier}"):
                found[child, agency, day] += 1
        return found

    def met(self, event: dict, before: int, after: int, *who: str) -> bool:
        """Whether a contact of child and agency, alike in ``who``, lies near the look-up."""
        day = event["accessed_at"].date()
        return any(
            row["child_id"] == event["child_id"]
            and row["agency"] == event["agency"]
            and -after <= (day - row["contacted_on"]).days <= before
            and all(row[name] == event[name] for name in who)
            for row in self.contacts
        )


def small(given: dict, folder: Path) -> World:
    return drawn_world(
        folder,
        parts=2,
        window_days=WINDOW,
        period_start=START,
        period_end=END,
        practitioner=STAFF,
        **given,
    )


@pytest.mark.parametrize("seed", range(int(EXAMPLES or 20)))
def test_look_ups_for_work_are_those_of_the_plain_loop(seed, tmp_path):
    given, levers, told = crowded(Random(seed))
    told = told.fixed(NOTHING_ELSE)
    log = log_of(small(given, tmp_path), levers, told, tmp_path / "log")
    rows = log.select("child_id", "agency", "accessed_at").iter_rows()
    found = Counter((child, agency, at.date()) for child, agency, at in rows)
    assert found == Plain(given, levers, told).views()
    assert set(log["kind"]) <= {"work"}


@pytest.mark.parametrize("seed", range(int(EXAMPLES or 20)))
def test_every_look_up_has_an_open_entry_and_is_what_its_kind_says(seed, tmp_path):
    luck = Random(seed)
    given, levers, told = crowded(luck)
    other = more(luck)
    told = told.fixed(other)
    plain, world = Plain(given, levers, told), small(given, tmp_path)
    log = log_of(world, levers, told, tmp_path / "log")
    near, lag = other["explained_days"], other["lookup_lag_days"]
    for event in log.iter_rows(named=True):
        day = event["accessed_at"].date()
        assert START <= day <= END
        assert event["agency"] in levers.authorised_agencies
        assert plain.is_open(event["child_id"], day)
        assert (event["reason"] is not None) == levers.reason_required
        if event["kind"] == "work":
            made = plain.met(event, lag, 0, "practitioner_id", "area_code")
            assert made or not plain.met(event, near, near)
        if event["kind"] in PRIVATE:
            assert not plain.met(event, 999, 999, "practitioner_id")
        if event["kind"] in (*PRIVATE, "trawl"):
            assert BY_ID[event["practitioner_id"]]["agency"] == event["agency"]
    with open_volumes(world, tmp_path / "log") as opened:
        rows = explained(opened, told).select("agency", "n_explained").iter_rows()
    told_of = [event for event in log.iter_rows(named=True) if plain.met(event, near, near)]
    assert {agency: n for agency, n in rows if n} == Counter(one["agency"] for one in told_of)
