"""Decisions of reviewers: none is lost, none is made twice, and an older tab changes nothing."""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from analysis.oversight import decisions
from analysis.oversight.decisions import ACCEPT, REFER, DecisionBook
from data.world import WorldError

LOG = "0123456789abcdef" * 4
ROOT = Path(__file__).parents[2]


@pytest.fixture
def book(tmp_path) -> DecisionBook:
    return DecisionBook(tmp_path / "reviews", LOG)


def test_a_decision_is_there_after_a_restart(book, tmp_path):
    made = book.decide(event_id=17, verdict=REFER, seen=None)
    assert made.is_kept
    again = DecisionBook(tmp_path / "reviews", LOG)
    assert again.held()[17].verdict == REFER
    assert again.held()[17].decision_id == made.held.decision_id


def test_a_second_click_changes_nothing(book):
    first = book.decide(event_id=17, verdict=REFER, seen=None)
    second = book.decide(event_id=17, verdict=REFER, seen=None)
    assert second.is_kept
    assert second.held == first.held
    assert len(book.all()) == 1


def test_a_tab_with_an_older_state_is_told_and_changes_nothing(book):
    book.decide(event_id=17, verdict=REFER, seen=None)
    late = book.decide(event_id=17, verdict=ACCEPT, seen=None)
    assert not late.is_kept
    assert late.held.verdict == REFER
    assert "already referred" in late.note
    assert len(book.all()) == 1


def test_a_decision_that_was_seen_can_be_replaced_and_the_first_stays_on_record(book):
    first = book.decide(event_id=17, verdict=REFER, seen=None).held
    second = book.decide(event_id=17, verdict=ACCEPT, seen=first.decision_id)
    assert second.is_kept
    assert book.held()[17].verdict == ACCEPT
    assert [one.verdict for one in book.all()] == [REFER, ACCEPT]


def test_the_export_says_what_holds_and_whose_children_it_is_about(book):
    first = book.decide(event_id=17, verdict=REFER, seen=None).held
    book.decide(event_id=17, verdict=ACCEPT, seen=first.decision_id)
    rows = list(csv.DictReader(io.StringIO(book.to_csv(is_synthetic=True).decode())))
    assert [row["holds"] for row in rows] == ["False", "True"]
    assert {row["origin"] for row in rows} == {"synthetic"}
    assert [row["event_id"] for row in rows] == ["17", "17"]


def test_many_tabs_at_once_lose_nothing(tmp_path):
    books = [DecisionBook(tmp_path, LOG) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(
            pool.map(
                lambda n: books[n % 4].decide(event_id=n // 2, verdict=REFER, seen=None).is_kept,
                range(80),
            )
        )
    assert all(kept)
    assert sorted(books[0].held()) == list(range(40))
    ids = [one.decision_id for one in books[0].all()]
    assert ids == list(range(1, 41)), "each look-up was decided by two clicks, and counts once"


def _decide(folder: str, start: int) -> None:
    for event_id in range(start, start + 10):
        DecisionBook(Path(folder), LOG).decide(event_id=event_id, verdict=REFER, seen=None)


def test_two_programs_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=_decide, args=(str(tmp_path), 10 * n)) for n in range(2)]
    for one in programs:
        one.start()
    for one in programs:
        one.join()
        assert one.exitcode == 0
    assert sorted(DecisionBook(tmp_path, LOG).held()) == list(range(20))


def test_a_program_that_is_killed_keeps_what_it_decided(tmp_path):
    code = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from analysis.oversight.decisions import DecisionBook
        book = DecisionBook(Path({str(tmp_path)!r}), {LOG!r})
        for n in range(5):
            book.decide(event_id=n, verdict="accept", seen=None)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert sorted(DecisionBook(tmp_path, LOG).held()) == list(range(5))


def test_a_file_that_somebody_holds_is_told_in_a_sentence(book, monkeypatch):
    book.decide(event_id=1, verdict=ACCEPT, seen=None)
    monkeypatch.setattr(decisions, "PATIENCE", 0.0)

    def held(*args, **how):
        raise duckdb.IOException("Could not set lock on file")

    monkeypatch.setattr(decisions.duckdb, "connect", held)
    with pytest.raises(WorldError, match="Close other programs"):
        book.decide(event_id=2, verdict=ACCEPT, seen=None)


@pytest.mark.parametrize("verdict", ["", "drop table decision", "Refer"])
def test_only_two_verdicts_are_known(book, verdict):
    with pytest.raises(WorldError, match="A verdict is one of accept, refer"):
        book.decide(event_id=1, verdict=verdict, seen=None)


@pytest.mark.parametrize("log", ["", "../../x", "ABC", "0123"])
def test_a_log_is_named_by_its_fingerprint_alone(tmp_path, log):
    with pytest.raises(WorldError, match="fingerprint"):
        DecisionBook(tmp_path, log)


def test_nothing_is_written_before_the_first_decision(book):
    assert book.held() == {}
    assert not book.path.exists()
