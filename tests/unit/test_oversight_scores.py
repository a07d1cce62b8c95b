"""Ranking, scores and budgets on tables small enough to work out by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from random import Random

import polars as pl
import pytest

from analysis.oversight.budget import reviews, share_for
from analysis.oversight.decisions import Decision
from analysis.oversight.detectors import ALERTS, Detected
from analysis.oversight.ranked import QUEUE, ranked
from analysis.oversight.safeguards import changes
from analysis.oversight.scoring import ALL, scores, wilson
from analysis.oversight.training import running, what_it_was
from analysis.scenarios import read_scenario
from analysis.workbench import workbench
from synthetic.generate import generate_world

DAY = date(2023, 6, 1)
NO = {"is_out_of_area": False, "is_out_of_hours": False, "is_two_places": False}


def detected(alerts: list[tuple[str, int, float]], n: int = 100) -> Detected:
    rows = [(detector, event, DAY, strength) for detector, event, strength in alerts]
    frame = pl.DataFrame(rows, schema=ALERTS, orient="row")
    return Detected(n, {"direct": n, "group": 0, "referral": 0, "none": 0}, frame, ())


def truth(kinds: list[str], users: list[int] | None = None, days: list[int] | None = None):
    n = len(kinds)
    return pl.DataFrame(
        {
            "event_id": list(range(n)),
            "accessed_on": [date(2023, 6, 1 + (days or [0] * n)[row]) for row in range(n)],
            "practitioner_id": users or list(range(n)),
            "kind": kinds,
            "is_improper": [kind not in ("work", "wrong_child") for kind in kinds],
        }
    ).with_columns(pl.lit(value).alias(name) for name, value in NO.items())


def test_surprise_adds_how_rare_so_strong_an_alert_is():
    queue = ranked(
        detected(
            [
                ("repeat_views", 1, 2.0),
                ("repeat_views", 2, 5.0),
                ("no_recorded_contact", 1, 1.0),
                ("no_recorded_contact", 3, 1.0),
            ]
        )
    )
    by = dict(queue.select("event_id", "surprise").iter_rows())
    assert by[1] == pytest.approx(-math.log10(2 / 100) - math.log10(2 / 100))
    assert by[2] == pytest.approx(-math.log10(1 / 100))
    assert by[3] == pytest.approx(-math.log10(2 / 100))
    assert queue["event_id"].to_list() == [1, 2, 3]
    assert queue["place"].to_list() == [1, 2, 3]


def test_equal_surprises_stand_in_order_of_time():
    events = [7, 3, 9, 1]
    queue = ranked(detected([("repeat_views", event, 1.0) for event in events]))
    assert queue["event_id"].to_list() == sorted(events)


def test_nothing_told_of_makes_an_empty_queue():
    queue = ranked(detected([]))
    assert queue.is_empty()
    assert dict(queue.schema) == QUEUE


def test_scores_count_misuse_at_its_assumed_rate():
    told = truth(["work"] * 90 + ["trawl"] * 10)
    alerts = [("volume_against_peers", event, 9.0) for event in (0, 1, 90, 91, 92, 93)]
    (score,) = [
        one
        for one in scores(detected(alerts), told, weight=0.1, review_minutes=10)
        if one.detector == "volume_against_peers"
    ]
    assert score.false_alarms == 2
    assert score.alerts == pytest.approx(2.4)
    assert score.precision == pytest.approx(0.4 / 2.4)
    assert score.recall == pytest.approx(0.4)
    assert score.false_alarm_rate == pytest.approx(2 / 90)
    assert score.improper_per_hour == pytest.approx(6 * 0.4 / 2.4)
    found = {one.kind: one for one in score.by_kind}
    assert found["trawl"].recall == pytest.approx(0.4)
    assert found["trawl"].chance == pytest.approx(2.4 / 91)
    assert found["curiosity"].recall is None
    assert found["curiosity"].interval is None


def test_a_child_mistaken_for_another_is_no_misuse():
    told = truth(["work", "wrong_child", "relative"])
    alerts = [("no_recorded_contact", event, 1.0) for event in (1, 2)]
    score = scores(detected(alerts, n=3), told, weight=1, review_minutes=10)[0]
    assert (score.false_alarms, score.found, score.n_proper) == (1, 1, 2)


def test_lead_runs_from_the_first_alert_to_the_last_misuse():
    told = truth(["relative"] * 4, users=[1, 1, 1, 2], days=[0, 4, 10, 0])
    alerts = detected([("repeat_views", 1, 1.0), ("repeat_views", 3, 1.0)], n=4)
    later = alerts.alerts.with_columns(
        raised_on=pl.Series([date(2023, 6, 5), date(2023, 6, 1)], dtype=pl.Date)
    )
    found = scores(replace(alerts, alerts=later), told, weight=1, review_minutes=10)
    score = next(one for one in found if one.detector == "repeat_views")
    assert score.lead_days == 6  # user 1: told of on the 5th, looked again on the 11th
    assert score.ahead_share == 0.5  # user 2 did not look again


@pytest.mark.parametrize(
    ("share", "n", "low", "high"),
    [(0.5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (1, 20, 0.8389, 1.0)],
)
def test_the_interval_is_wilsons(share, n, low, high):
    """Against published tables of the interval."""
    assert wilson(share, n) == pytest.approx((low, high), abs=1e-4)


def test_review_goes_down_the_queue_and_then_at_random():
    told = truth(["work"] * 8 + ["trawl"] * 2)
    queue = ranked(detected([("repeat_views", 8, 2.0), ("repeat_views", 0, 1.0)], n=10))
    first, half, all_of = reviews(queue, told, (0.1, 0.6, 1.0), weight=1, review_minutes=30)
    assert first.reached == {ALL: 0.5, "trawl": 0.5}
    assert first.hours == pytest.approx(0.5)
    assert half.reached[ALL] == pytest.approx((1 + 4 / 8) / 2)  # 4 of the 8 that are in no order
    assert all_of.reached[ALL] == pytest.approx(1)


@pytest.mark.parametrize("seed", range(8))
def test_reached_agrees_with_a_plain_loop(seed):
    luck = Random(seed)
    kinds = [luck.choice(["work", "work", "work", "trawl", "relative"]) for _ in range(60)]
    told, weight = truth(kinds), luck.choice([1.0, 0.5, 0.05])
    events = luck.sample(range(60), 25)
    queue = ranked(detected([("repeat_views", one, luck.random()) for one in events], n=60))
    share = luck.choice([0.02, 0.1, 0.3, 0.9])
    (found,) = reviews(queue, told, (share,), weight=weight, review_minutes=10)
    worth = {event: 1.0 if kind == "work" else weight for event, kind in enumerate(kinds)}
    left, reached = share * sum(worth.values()), 0.0
    order = queue["event_id"].to_list()
    for event in order:
        part = min(max(left / worth[event], 0), 1)
        reached += part * (kinds[event] != "work")
        left -= worth[event]
    rest = [event for event in range(60) if event not in order]
    part = min(max(left / sum(worth[event] for event in rest), 0), 1)
    reached += part * sum(kinds[event] != "work" for event in rest)
    assert found.reached[ALL] == pytest.approx(reached / sum(kind != "work" for kind in kinds))


def test_more_hours_review_no_less_and_never_more_than_all():
    shares = [share_for(hours, 1_000, 10) for hours in (0, 1, 50, 1e9)]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert share_for(10, 0, 10) == 0


def test_the_running_score_knows_four_cases():
    kinds = {1: "trawl", 2: "work", 3: "relative", 4: "wrong_child"}
    verdicts = {1: "refer", 2: "refer", 3: "accept", 4: "accept", 9: "refer"}
    held = {
        event: Decision(n, event, verdict, None, True)
        for n, (event, verdict) in enumerate(verdicts.items())
    }
    score = running(held, kinds)
    assert score.n == 4
    assert score.agreed == 2
    assert (score.referred_improper, score.accepted_improper) == (1, 1)
    assert "for work" in what_it_was("work")
    assert what_it_was("trawl").startswith("It was planted as: trawling")


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("safeguards") / "world"
    return workbench(generate_world(folder, n_children=3_000, workers=1), n_futures=100)


def test_a_safeguard_prevents_what_its_assumption_says(bench):
    levers = replace(read_scenario("contactpoint_2009").levers, two_factor=False)
    found = {one.label: one for one in changes(bench, levers)}
    view = found["Families see who looked"]
    share = bench.assumptions.get("misuse_prevented.subject_view").central
    assert view.prevented[0] == pytest.approx(share * view.without[0])
    assert view.without[0] - view.with_it[0] == pytest.approx(view.prevented[0])
    for one in found.values():
        assert one.prevented[1] >= 0
        assert one.prevented[0] >= 0


def test_more_review_prevents_no_less(bench):
    found = changes(bench, read_scenario("contactpoint_2009").levers)
    prevented = [one.prevented[0] for one in found if one.safeguard == "audit"]
    assert prevented == sorted(prevented)
    assert len(set(prevented)) == 3


def test_without_an_index_no_safeguard_has_anything_to_do(bench):
    assert changes(bench, read_scenario("status_quo").levers) == []
