"""For any small log, each detector tells of what a plain loop over rows tells of."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import polars as pl
import pytest

from analysis.access_log import open_log
from analysis.oversight.detectors import BY_ID, detect
from analysis.oversight.door import open_doors
from analysis.oversight.importing import import_log
from analysis.policy import load_assumptions
from tests.examples import EXAMPLES
from tests.tables import drawn_world

TOLD = load_assumptions()
START = date(2023, 6, 1)
AREAS = ("E06000001", "E06000002", "E06000003", None)
AGENCIES = ("school", "police", "hospital")
PEOPLE = (10, 11, 12, 13)
NAMES = ("Ash", "Bly", "Cox", None)
POSTCODES = ("QP1 1CI", "QP2 2CI", "QP3 3CI", None)


def crowded(luck: Random) -> dict[str, list[dict]]:
    """A few children, contacts, users and many look-ups of them."""
    children = [
        {"child_id": n, "surname": luck.choice(NAMES), "postcode": luck.choice(POSTCODES)}
        for n in range(5)
    ]
    return {
        "identity": children,
        "child": [{"child_id": one["child_id"]} for one in children],
        "practitioner": [
            {"practitioner_id": n, "agency": "school", "area_code": AREAS[0]} for n in PEOPLE
        ],
        "staff": [
            {
                "practitioner_id": n,
                "surname": luck.choice(NAMES),
                "postcode": luck.choice(POSTCODES),
            }
            for n in PEOPLE
        ],
        "contact": [
            {
                "child_id": luck.randrange(5),
                "agency": luck.choice(AGENCIES),
                "area_code": luck.choice(AREAS),
                "contacted_on": START + timedelta(days=luck.randrange(120)),
                "is_concern": luck.random() < 0.5,
                "practitioner_id": luck.choice((*PEOPLE, None)),
            }
            for _ in range(luck.choice((5, 15)))
        ],
        "looks": [
            {
                "event_id": n,
                "accessed_at": datetime(2023, 6, 1)
                + timedelta(
                    days=luck.choice((0, 1, luck.randrange(120))), minutes=luck.randrange(24 * 60)
                ),
                "practitioner_id": luck.choice((*PEOPLE, None)),
                "agency": luck.choice(AGENCIES),
                "area_code": luck.choice(AREAS),
                "child_id": luck.randrange(5),
            }
            for n in range(luck.choice((20, 60)))
        ],
    }


class Plain:
    """Every detector as a loop: event_id to strength."""

    def __init__(self, given: dict) -> None:
        self.looks, self.contacts = given["looks"], given["contact"]
        self.child = {one["child_id"]: one for one in given["identity"]}
        self.staff = {one["practitioner_id"]: one for one in given["staff"]}
        self.days = int(TOLD.get("explained_days").central)

    def of(self, look: dict) -> list[tuple[dict, int]]:
        """Contacts with the child, and how many days after the look-up each was."""
        return [
            (one, (one["contacted_on"] - look["accessed_at"].date()).days)
            for one in self.contacts
            if one["child_id"] == look["child_id"]
        ]

    def direct(self, look: dict) -> bool:
        who = look["practitioner_id"]
        return who is not None and any(
            one["practitioner_id"] == who and abs(days) <= self.days for one, days in self.of(look)
        )

    def no_recorded_contact(self) -> dict[int, float]:
        found = {}
        for look in self.looks:
            near = [one for one, days in self.of(look) if abs(days) <= self.days]
            group = any(one["agency"] == look["agency"] for one in near)
            referral = any(
                one["is_concern"] and one["agency"] != look["agency"] and -self.days <= days <= 0
                for one, days in self.of(look)
            )
            if not (self.direct(look) or group or referral):
                found[look["event_id"]] = 1 + (not near) + (not self.of(look))
        return found

    def no_tie_to_place(self) -> dict[int, float]:
        found = {}
        for look in self.looks:
            of = self.of(look)
            here = [
                one["area_code"] in (look["area_code"], None) or look["area_code"] is None
                for one, _ in of
            ]
            if not any(here) and (of or look["area_code"] is not None):
                found[look["event_id"]] = 1 + any(abs(days) <= self.days for _, days in of)
        return found

    def repeat_views(self) -> dict[int, float]:
        days: dict[tuple, set] = {}
        alone = [one for one in self.looks if one["practitioner_id"] and not self.direct(one)]
        for look in alone:
            key = look["practitioner_id"], look["child_id"]
            days.setdefault(key, set()).add(look["accessed_at"].date())
        return {
            look["event_id"]: len(on)
            for look in alone
            if len(on := days[look["practitioner_id"], look["child_id"]]) > 1
        }

    def same_name_or_address(self) -> dict[int, float]:
        seen = {look["child_id"] for look in self.looks}
        named = Counter(self.child[one]["surname"] for one in seen)
        found = {}
        for look in self.looks:
            user, child = self.staff.get(look["practitioner_id"]), self.child[look["child_id"]]
            if user is None:
                continue
            strength = None
            if user["surname"] and user["surname"] == child["surname"]:
                strength = math.log(len(seen) / named[child["surname"]])
            if user["postcode"] and user["postcode"] == child["postcode"]:
                strength = (strength or 0) + math.log(len(seen))
            if strength is not None:
                found[look["event_id"]] = strength
        return found

    def volume_against_peers(self) -> dict[int, float]:
        each = Counter(
            (one["agency"], one["practitioner_id"], one["accessed_at"].date())
            for one in self.looks
            if one["practitioner_id"]
        )
        found = {}
        for look in self.looks:
            key = look["agency"], look["practitioner_id"], look["accessed_at"].date()
            if look["practitioner_id"] is None:
                continue
            peers = [n for (agency, *_), n in each.items() if agency == look["agency"]]
            ratio = each[key] / (sum(peers) / len(peers))
            if ratio >= TOLD.get("audit.volume_ratio").central:
                found[look["event_id"]] = ratio
        return found

    def impossible_travel(self) -> dict[int, float]:
        most = 60 * TOLD.get("audit.travel_minutes").central
        found = {}
        for who in PEOPLE:
            steps = sorted(
                (one for one in self.looks if one["practitioner_id"] == who),
                key=lambda one: (one["accessed_at"], one["event_id"]),
            )
            for one, other in pairwise(steps):
                places = one["area_code"], other["area_code"]
                gap = (other["accessed_at"] - one["accessed_at"]).total_seconds()
                if None not in places and places[0] != places[1] and gap < most:
                    for look in (one, other):
                        strength = most / (1 + gap)
                        known = found.get(look["event_id"], 0)
                        found[look["event_id"]] = max(known, strength)
        return found

    def out_of_pattern_hours(self) -> dict[int, float]:
        def hour(one: dict) -> tuple:
            at = one["accessed_at"]
            return at.isoweekday() > 5, at.hour

        found = {}
        for agency in AGENCIES:
            own = [one for one in self.looks if one["agency"] == agency]
            held = Counter(hour(one) for one in own)
            so_far = 0
            for slot, n in sorted(held.items(), key=lambda pair: (pair[1], *pair[0])):
                so_far += n
                if so_far / len(own) <= TOLD.get("audit.rare_hours_share").central:
                    for one in own:
                        if hour(one) == slot:
                            found[one["event_id"]] = -math.log(n / len(own))
        return found

    def untied_viewers(self) -> dict[int, float]:
        named = [one for one in self.looks if one["practitioner_id"] is not None]
        seen: dict[int, set[int]] = {}
        for one in named:
            seen.setdefault(one["practitioner_id"], set()).add(one["child_id"])
        place = {}
        for one in named:  # tests give each user one council
            place[one["practitioner_id"]] = one["area_code"]
        found = {}
        for look in named:
            viewers = {
                one["practitioner_id"] for one in named if one["child_id"] == look["child_id"]
            }
            if len({place[who] for who in viewers} - {None}) <= 2:
                continue
            who = look["practitioner_id"]
            strangers = [
                other
                for other in viewers
                if None not in (place[who], place[other])
                and place[other] != place[who]
                and len(seen[other] & seen[who]) <= 1
            ]
            if len(strangers) > 1:
                found[look["event_id"]] = len(strangers)
        return found


def told_of(given: dict, tmp_path) -> dict[str, dict[int, float]]:
    """What the detectors tell of, through an import."""
    world = drawn_world(
        tmp_path,
        origin="imported",
        **{name: given[name] for name in ("identity", "child", "practitioner", "contact")},
    )
    src = tmp_path / "in"
    src.mkdir()
    looks = pl.DataFrame(given["looks"], infer_schema_length=None)
    looks.write_csv(src / "access_event.csv", datetime_format="%Y-%m-%d %H:%M:%S")
    pl.DataFrame(given["staff"], infer_schema_length=None).write_csv(
        src / "practitioner_identity.csv"
    )
    import_log(src, tmp_path / "log", world)
    with open_doors(world, open_log(tmp_path / "log")) as doors:
        detected = detect(doors, TOLD)
    return {id: dict(detected.of(id).select("event_id", "strength").iter_rows()) for id in BY_ID}


@pytest.mark.parametrize("seed", range(int(EXAMPLES or 15)))
def test_detectors_are_those_of_the_plain_loops(seed, tmp_path):
    luck = Random(seed)
    given = crowded(luck)
    if seed % 2:  # each user in one council, as the graph has it; else travel has its turn
        homes = {who: luck.choice(AREAS) for who in PEOPLE}
        for look in given["looks"]:
            look["area_code"] = homes.get(look["practitioner_id"], look["area_code"])
    found, plain = told_of(given, tmp_path), Plain(given)
    for id in BY_ID:
        if id == "untied_viewers" and not seed % 2:
            continue
        assert found[id] == pytest.approx(getattr(plain, id)()), id


def test_the_examples_hold_something_for_every_detector(tmp_path):
    seen = set()
    for seed in range(40):
        luck = Random(seed)
        given = crowded(luck)
        homes = {who: luck.choice(AREAS) for who in PEOPLE}
        plain = Plain(given)
        rare = {"volume_against_peers", "out_of_pattern_hours"}  # need more rows than these
        seen |= {id for id in set(BY_ID) - rare - {"untied_viewers"} if getattr(plain, id)()}
        for look in given["looks"]:
            look["area_code"] = homes.get(look["practitioner_id"], look["area_code"])
        seen |= {"untied_viewers"} if Plain(given).untied_viewers() else set()
    assert seen == set(BY_ID) - rare


def many(n: int, **same) -> list[dict]:
    """``n`` look-ups a day apart, but for what is the same."""
    at = datetime(2023, 6, 5, 10)
    return [
        {
            "event_id": number,
            "accessed_at": at + timedelta(days=number % 90, seconds=number),
            "practitioner_id": PEOPLE[number % 3],
            "agency": "school",
            "area_code": AREAS[0],
            "child_id": number % 5,
        }
        | same
        for number in range(n)
    ]


def test_many_look_ups_in_one_day_stand_out_and_so_does_an_empty_hour(tmp_path):
    given = crowded(Random(0))
    busy = [one | {"event_id": 1_000 + n} for n, one in enumerate(many(40))]
    for n, one in enumerate(busy):
        one |= {"practitioner_id": 13, "accessed_at": datetime(2023, 6, 6, 11, n)}
    night = many(1)[0] | {"event_id": 5_000, "accessed_at": datetime(2023, 6, 7, 3)}
    given["looks"] = [*many(200), *busy, night]
    found, plain = told_of(given, tmp_path), Plain(given)
    assert set(found["volume_against_peers"]) == {one["event_id"] for one in busy}
    assert 5_000 in found["out_of_pattern_hours"]
    for id in ("volume_against_peers", "out_of_pattern_hours"):
        assert found[id] == pytest.approx(getattr(plain, id)())
