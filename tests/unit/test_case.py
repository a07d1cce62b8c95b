"""One child's case is what replay and the access log say of that child, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from analysis.case import case_of
from analysis.case_child import child_of
from analysis.case_knowledge import Learned, NotLearned, days_of, known_on
from analysis.case_reasons import CODES, reasons
from analysis.chances import chances_of
from analysis.child_results import is_viewed
from analysis.replay import UNMET, replay
from analysis.replay_file import write_replay
from analysis.scenarios import load_scenarios, read_scenario
from analysis.workbench import workbench
from data.world import WorldError
from synthetic.generate import generate_world
from tests.access_logs import TOLD, design, log_of
from tests.cases import CHILD, CONTACT, IDENTITY, NOTHING_SHARED
from tests.tables import drawn_world

NEED = ["seeker", "holder", "decision_on", "held_days", "ordinal", "met_by"]
OFTEN = {
    "adoption_share": 1,
    "lookup_share.discretionary": 0.6,
    "routine_lookup_share.discretionary": 0.3,
    "unrecorded_contact_share": 0.3,
    "misuse_rate": 0,
}
DESIGNS = [
    *load_scenarios(),
    design(scope="concern_triggered", opt_out=True, alert_threshold=2, visibility="regional"),
    design(scope="universal", authorised_agencies=[], alert_threshold=3, sensitive_rule="shared"),
    design(sensitive_rule="withheld", visibility="local", update_delay_days=20, shielding=True),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return generate_world(tmp_path_factory.mktemp("case") / "world", n_children=20_000, workers=1)


@pytest.fixture(scope="module")
def bench(world):
    return workbench(world, n_futures=1)


@pytest.fixture(scope="module")
def children(bench) -> list[int]:
    """The children with most agencies, shielded ones, and some about whom there is nothing."""
    people = bench.store.people
    busiest = np.argsort(-people.most_agencies, kind="stable")[:12]
    hidden = np.flatnonzero(people.is_shielded & (people.n_agencies_year >= 2))[:4]
    quiet = np.flatnonzero(people.n_agencies_seen == 0)[:3]
    return people.child_id[np.concatenate([busiest, hidden, quiet])].tolist()


@pytest.mark.parametrize("scenario", load_scenarios(), ids=lambda one: one.id)
def test_the_needs_of_a_case_are_those_of_replay(bench, children, tmp_path, scenario):
    write_replay(bench.world, scenario, tmp_path / "needs.parquet")
    needs = pl.read_parquet(tmp_path / "needs.parquet").cast({pl.Categorical: pl.String})
    for child in children:
        ours = case_of(bench, child, scenario).needs.select(NEED)
        theirs = needs.filter(pl.col("child_id") == child).select(NEED)
        assert ours.equals(theirs.sort("decision_on", "seeker", "holder"))


def test_families_that_keep_away_are_met_as_replay_meets_them(world, children, tmp_path):
    told = TOLD.fixed({"avoidance_share": 0.3})
    bench = workbench(world, assumptions=told, n_futures=1)
    scenario = read_scenario("contactpoint_2009")
    write_replay(world, scenario, tmp_path / "needs.parquet", assumptions=told)
    needs = pl.read_parquet(tmp_path / "needs.parquet").cast({pl.Categorical: pl.String})
    fewer = 0
    for child in children:
        case, without = (
            case_of(bench, child, one) for one in (scenario, read_scenario("status_quo"))
        )
        theirs = needs.filter(pl.col("child_id") == child).select(NEED)
        assert case.needs.select(NEED).equals(theirs.sort("decision_on", "seeker", "holder"))
        concerns = case.contacts.filter(pl.col("n_concerns") > 0).select("agency", "contacted_on")
        decided = case.decisions.select("seeker", "decision_on").rows()
        start = case.period[0]
        assert sorted(decided) == sorted(row for row in concerns.rows() if row[1] >= start)
        fewer += without.contacts.height - case.contacts.height
    assert fewer > 0


@pytest.mark.parametrize("id", ["contactpoint_2009", "open_to_families", "targeted_cpis"])
def test_the_look_ups_of_a_case_are_those_of_the_access_log(world, tmp_path, id):
    scenario = read_scenario(id)
    bench = workbench(world, assumptions=TOLD.fixed(OFTEN), n_futures=1)
    log = log_of(world, scenario, tmp_path / "log", OFTEN).filter(pl.col("kind") == "work")
    most = log.group_by("child_id").len().sort("len", "child_id", descending=[True, False])
    moved = 0
    for child in [*most["child_id"][:12], *most["child_id"][-4:]]:
        case = case_of(bench, child, scenario)
        opened = case.looks.filter("is_opened")
        ours = opened.select("agency", accessed_at="logged_at").sort("accessed_at", "agency")
        theirs = log.filter(pl.col("child_id") == child).select("agency", "accessed_at")
        assert ours.rows() == theirs.sort("accessed_at", "agency").rows()
        moved += opened["is_moved"].sum()
        at_decisions = opened.filter("is_concern").select("agency", "contact_on").rows()
        seen = case.decisions.filter("is_opened").select("seeker", "decision_on").rows()
        assert sorted(at_decisions) == sorted(seen)
    assert moved > 0


@pytest.mark.parametrize("number", range(len(DESIGNS)))
def test_a_need_has_a_reason_exactly_where_replay_leaves_it_unmet(bench, number):
    levers = DESIGNS[number].levers
    chances = chances_of(levers, bench.assumptions)
    (situations,) = bench.store.situations()
    met_by = replay(situations, levers, chances)
    found = reasons(situations, levers, chances, met_by)
    assert found.min() >= 0
    assert ((found == CODES.index("met")) == (met_by != UNMET)).all()
    if levers.scope == "none":
        assert set(found[met_by == UNMET]) == {CODES.index("no_index")}
    # Whoever is said not to have opened the entry has not, and is said not to have found it, too.
    opened = is_viewed(situations, levers, chances)[situations.needs.decision]
    asked = np.isin(found, [CODES.index(code) for code in ("not_opened", "not_found")])
    assert not (opened & asked).any()


def test_every_reason_occurs_under_some_design(bench):
    seen = set()
    for one in DESIGNS:
        chances = chances_of(one.levers, bench.assumptions)
        (situations,) = bench.store.situations()
        met_by = replay(situations, one.levers, chances)
        seen |= {CODES[code] for code in reasons(situations, one.levers, chances, met_by)}
    assert seen == set(CODES)


QUO = read_scenario("status_quo")


def drawn(tmp_path, **more):
    made = drawn_world(tmp_path, child=CHILD, contact=CONTACT, identity=IDENTITY, **more)
    return workbench(made, assumptions=TOLD.fixed(NOTHING_SHARED), n_futures=1)


def test_the_worked_example_of_the_model_as_a_case(tmp_path):
    case = case_of(drawn(tmp_path), 1, QUO)
    assert case.needs.select("seeker", "holder", "held_days").rows() == [
        ("hospital", "police", 10),
        ("school", "police", 10),
        ("police", "hospital", 5),
        ("police", "school", 5),
    ]
    assert case.gaps.height == 4
    assert case.agencies == ["school", "hospital", "police", "early_help"]
    assert days_of(case)[-1] == date(2024, 3, 31)


def test_what_is_known_on_a_day_grows_and_concerns_of_the_day_do_not_count(tmp_path):
    case = case_of(drawn(tmp_path), 1, QUO)
    known = {one.agency: one for one in known_on(case, date(2023, 4, 21))}
    assert set(known) == {"school", "hospital", "police"}
    assert known["police"].not_learned == ()  # the others recorded theirs that very day
    assert known["school"].not_learned == (NotLearned("police", date(2023, 4, 11), "no_index"),)
    later = {one.agency: one for one in known_on(case, date(2023, 4, 22))}
    assert {gap.holder for gap in later["police"].not_learned} == {"school", "hospital"}
    assert {gap.reason for gap in later["police"].not_learned} == {""}  # it was not asked since
    # By then no concern of April counts any more.
    last = {one.agency: one for one in known_on(case, date(2023, 11, 17) + timedelta(days=1))}
    assert [gap.holder for gap in last["police"].not_learned] == ["school"]


def test_what_was_learned_stays_known(tmp_path):
    made = drawn_world(tmp_path, child=CHILD, contact=CONTACT)
    bench = workbench(made, assumptions=TOLD.fixed(dict.fromkeys(NOTHING_SHARED, 1)), n_futures=1)
    case = case_of(bench, 1, QUO)
    known = {one.agency: one for one in known_on(case, date(2024, 3, 31))}
    assert known["school"].learned == (Learned("police", date(2023, 4, 21), "practice"),)
    assert known["school"].not_learned == ()


def test_a_name_is_told_where_it_is_invented_alone(tmp_path):
    assert child_of(drawn(tmp_path / "a"), 1).name == "Ada Invented"
    imported = child_of(drawn(tmp_path / "b", origin="imported"), 1)
    assert imported.name is None
    assert imported.area_name is None
    places = case_of(drawn(tmp_path / "c", origin="imported"), 1, QUO).contacts["area_names"]
    assert set(places) == {""}


def test_a_shielded_child_has_no_place(tmp_path):
    bench = drawn(tmp_path)
    assert child_of(bench, 1).area_name == "Hartlepool"
    assert child_of(bench, 2).area_name is None


def test_a_child_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(WorldError, match="no child with the number 77"):
        case_of(drawn(tmp_path), 77, QUO)


def test_a_child_without_contacts_is_a_case_too(tmp_path):
    case = case_of(drawn(tmp_path), 2, replace(read_scenario("contactpoint_2009")))
    assert case.contacts.is_empty()
    assert case.needs.is_empty()
    assert case.looks.is_empty()
    assert known_on(case, date(2023, 6, 1)) == []
