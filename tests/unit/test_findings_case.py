"""The words of a case: they follow its rows, name both designs, and blame nobody."""

from __future__ import annotations

import re
from datetime import date

import pytest

from analysis import findings_case as told
from analysis.case import case_of
from analysis.case_answer import case_answer, contacts_table
from analysis.case_days import day_by_day
from analysis.case_drawing import drawing_of
from analysis.case_patterns import PATTERN_OF, PATTERNS, children_of
from analysis.case_reasons import CODES
from analysis.case_words import REASONS, counted, listed, reason_clause, times
from analysis.findings_case_day import on_the_day
from analysis.levers import baseline
from analysis.scenarios import load_scenarios, read_scenario
from analysis.workbench import workbench
from data.world import WorldError
from synthetic.generate import generate_world
from tests.access_logs import TOLD
from tests.cases import CHILD, CONTACT, IDENTITY, NOTHING_SHARED
from tests.tables import drawn_world

POINT, QUO = read_scenario("contactpoint_2009"), read_scenario("status_quo")
BLAME = re.compile(
    r"\b(fail|missed|ignor|neglected to|should have known|negligen|innocent|tragic|!)",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("findings") / "world"
    return workbench(generate_world(folder, n_children=20_000, workers=1), n_futures=1)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    made = drawn_world(
        tmp_path_factory.mktemp("drawn"), child=CHILD, contact=CONTACT, identity=IDENTITY
    )
    return workbench(made, assumptions=TOLD.fixed(NOTHING_SHARED), n_futures=1)


def words_of(cases) -> str:
    """Everything that is said about a case."""
    parts = [told.TITLE, told.HINDSIGHT, *told.LIMITS, told.answer(cases)]
    parts.append(told.about(cases[0].child, "child 1 of 3"))
    for case in cases:
        parts += [told.title(case), told.summary(case, drawing_of(case)), *told.notes(case)]
    parts += on_the_day(cases, date(2023, 12, 1))
    parts += [words for _, sentences in day_by_day(cases) for words in sentences]
    return "\n".join(parts)


@pytest.mark.parametrize("scenario", load_scenarios(), ids=lambda one: one.id)
def test_nobody_is_blamed_and_no_sentence_is_broken(bench, scenario):
    for pattern in PATTERNS:
        for child in children_of(bench, pattern.id, scenario.levers, QUO.levers)[:2]:
            cases = [case_of(bench, child, one) for one in dict.fromkeys((scenario, QUO))]
            said = words_of(cases)
            assert not BLAME.search(said.replace("should have acted", ""))
            assert not re.search(r"None|\{|\}|_|  |\.\.| ,|\( ", said)


def test_the_answer_counts_what_the_rows_hold(small):
    cases = [case_of(small, 1, QUO)]
    assert told.answer(cases) == (
        "In the year an agency met **Ada Invented** with a concern 5 times, and **4 times** "
        "another agency already held one that it could have known of. Under **No index** it knew "
        "at **0** of these. There is no index, so nobody looked into one."
    )
    assert told.title(cases[0]) == "No index: known at 0 of 4 needs, 4 gaps left"
    both = told.answer([case_of(small, 1, POINT), *cases])
    assert "Under **ContactPoint, 2009** it knew at" in both
    assert "under **No index** at **0**" in both


def test_a_child_about_whom_nothing_is_recorded_has_an_answer_too(small):
    cases = [case_of(small, 2, one) for one in (POINT, QUO)]
    assert told.answer(cases).startswith("No agency recorded a concern about **Bo Invented**")
    assert told.title(cases[0]) == "ContactPoint, 2009: nothing to share"
    assert on_the_day(cases, date(2023, 6, 1)) == ["No agency had met Bo Invented by then."]
    assert day_by_day(cases) == []
    assert "**Shielded.**" in told.notes(cases[0])[0]
    assert told.notes(cases[1]) == []
    assert "no place is told" in told.about(cases[0].child, "")


def test_a_day_is_told_once_for_both_designs_where_they_agree(small):
    days = dict(day_by_day([case_of(small, 1, QUO), case_of(small, 1, POINT)]))
    assert days["11 April 2023"][0] == "Police recorded a concern in Hartlepool (violence)."
    assert days["1 May 2023"][0] == "Early help had a contact in Hartlepool, without a concern."
    assert "It did not learn of police (concern held 10 days)." in days["21 April 2023"]


def test_what_could_be_known_is_told_by_agency(small):
    case = case_of(small, 1, QUO)
    said = on_the_day([case], date(2023, 4, 22))
    assert said[0] == (
        "**School** · 1 day with a concern of its own, on 21 Apr 2023\n"
        "- Had not learned of hospital (since 21 Apr 2023) and police (since 11 Apr 2023)."
    )
    assert on_the_day([case], date(2023, 4, 11)) == [
        "**Police** · 1 day with a concern of its own, on 11 Apr 2023\n"
        "- No other agency held a concern that counts on this day."
    ]


def test_it_is_said_once_that_nobody_looked(small):
    closed = read_scenario("more_social_workers")
    assert "so nobody looked" in told.answer([case_of(small, 1, one) for one in (closed, QUO)])
    cases = [case_of(small, 2, one) for one in (POINT, read_scenario("local_hub"))]
    assert told.answer(cases).endswith("Nobody opened the entry for work.")


def test_a_picture_without_a_gap_does_not_speak_of_one(tmp_path):
    made = drawn_world(tmp_path, child=CHILD, contact=CONTACT)
    sure = workbench(made, assumptions=TOLD.fixed(dict.fromkeys(NOTHING_SHARED, 1)), n_futures=1)
    case = case_of(sure, 1, QUO)
    assert told.title(case) == "No index: known at 4 of 4 needs, no gap left"
    assert told.summary(case, drawing_of(case)) == (
        "4 agencies met Child 1. With a concern of its own, an agency learned by existing sharing "
        "4 times. There is no index to look into."
    )


def test_every_reason_has_words():
    assert set(REASONS) == set(CODES) - {"met"}
    for code in REASONS:
        clause = reason_clause(code, "police", ["school", "prevent"], baseline())
        assert "{" not in clause
        assert not clause.endswith(".")


def test_of_very_many_gaps_some_are_left_out_and_it_is_said(bench, monkeypatch):
    monkeypatch.setattr("analysis.case_drawing.MOST_THREADS", 3)
    child = children_of(bench, "several", POINT.levers, QUO.levers)[0]
    case = case_of(bench, child, QUO)
    drawing = drawing_of(case)
    pairs = case.gaps.unique(["seeker", "holder"]).height
    assert drawing.n_left_out == case.gaps.height - pairs
    if drawing.n_left_out:
        assert f"{counted(drawing.n_left_out, 'gap')} more" in told.summary(case, drawing)


def test_threads_can_be_those_of_one_agency(bench):
    child = children_of(bench, "several", POINT.levers, QUO.levers)[0]
    case = case_of(bench, child, QUO)
    seeker = case.needs["seeker"][0]
    ours = drawing_of(case, seeker)
    assert 0 < ours.middles.height < drawing_of(case).middles.height
    assert "Threads are those that lead to" in told.summary(case, ours, seeker)


def test_a_child_in_an_address_is_checked(small):
    assert told.known_child(small, "1") == 1
    for wrong in ("", "ada", "-1", "1.5", "9" * 40, "²"):
        with pytest.raises(WorldError, match="no number"):
            told.known_child(small, wrong)
    with pytest.raises(WorldError, match="no child"):
        told.known_child(small, "12345")


def test_whose_turn_it_is(small):
    several = PATTERN_OF["several"]
    assert told.whose_turn(several, (7, 1), 1) == "child 2 of 2 of this kind, in an order by draw"
    assert told.whose_turn(PATTERN_OF["closed"], (7, 1), 7) == "child 1 of 2 of this kind"
    assert told.whose_turn(several, (7,), 1) == "chosen by its number"


def test_the_table_holds_every_need_of_both_designs_and_names_the_command(small):
    cases = [case_of(small, 1, one) for one in (POINT, QUO)]
    answer = case_answer(small, cases)
    assert answer.frame.height == 8
    assert answer.provenance.is_synthetic
    told_by = [value for _, value in answer.provenance.params]
    assert any("contactlens replay contactpoint_2009" in value for value in told_by)
    contacts = contacts_table(cases)
    assert contacts.height == cases[0].contacts.height
    assert "Entry opened, ContactPoint, 2009" in contacts.columns


@pytest.mark.parametrize(("n", "words"), [(0, "never"), (1, "once"), (2, "twice"), (3, "3 times")])
def test_numbers_are_spoken(n, words):
    assert times(n) == words
    assert counted(n, "gap").startswith("no" if n == 0 else str(n))


def test_lists_are_spoken():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
