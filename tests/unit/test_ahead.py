"""Next moves are worked out while nobody waits, and never otherwise."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from analysis import ahead as module
from analysis.ahead import Ahead
from analysis.levers import baseline
from analysis.threads import NOBODY_WAITS

START = baseline()
SOON = 10.0  # seconds that a thread may take to wake on a busy machine


class Bench:
    """A workbench, as far as the beliefs."""

    assumptions = None

    def without_writing(self):
        return self


@pytest.fixture
def worked(monkeypatch):
    """What is worked out of two designs with three next moves each; one that is told waits."""

    class Worked:
        def __init__(self):
            self.done, self.came, self.held = [], threading.Condition(), threading.Event()
            self.unwaited = set()

        def wait_for(self, *levers):
            with self.came:
                assert self.came.wait_for(lambda: self.done == list(levers), SOON), self.done

    told = Worked()
    told.held.set()

    def foresee(bench, levers):
        assert told.held.wait(SOON)
        if levers.audit_share == 1.0:
            raise ValueError("no figure for it")
        with told.came:
            told.unwaited.add(NOBODY_WAITS.get())
            told.done.append(levers)
            told.came.notify_all()

    monkeypatch.setattr(module, "foresee", foresee)
    monkeypatch.setattr(module, "next_moves", lambda levers, *_: moves(levers))
    return told


def moves(levers) -> list:
    return [replace(levers, authorised_users=levers.authorised_users + one) for one in (1, 2, 3)]


def test_next_moves_are_worked_out_once(worked):
    ahead = Ahead(pause=0.0)
    bench = Bench()
    ahead.of(bench, START)
    worked.wait_for(*moves(START))
    ahead.of(bench, START)
    other = replace(START, authorised_users=10)
    ahead.of(bench, other)
    worked.wait_for(*moves(START), *moves(other))


def test_a_reader_who_comes_does_not_wait_for_what_is_counted_ahead(worked):
    Ahead(pause=0.0).of(Bench(), START)
    worked.wait_for(*moves(START))
    assert worked.unwaited == {True}
    assert not NOBODY_WAITS.get()


def test_nothing_is_begun_while_somebody_waits(worked):
    ahead = Ahead(pause=0.0)
    with ahead.answering():
        with ahead.answering():
            ahead.of(Bench(), START)
        assert worked.done == []
    worked.wait_for(*moves(START))


def test_a_pause_is_kept_after_an_answer(worked):
    ahead = Ahead(pause=3600.0)
    with ahead.answering():
        pass
    ahead.of(Bench(), START)
    with ahead._changed:
        ahead._changed.wait_for(lambda: ahead._thread is not None, SOON)
    assert ahead._thread.is_alive()
    assert worked.done == []


def test_another_design_ends_what_was_asked_for_before(worked):
    ahead = Ahead(pause=0.0)
    bench, other = Bench(), replace(START, authorised_users=10)
    worked.held.clear()
    ahead.of(bench, START)
    ahead.of(bench, other)
    worked.held.set()
    with worked.came:
        assert worked.came.wait_for(lambda: worked.done[-3:] == moves(other), SOON)
    assert len(worked.done) <= 4  # at most the one that was being worked out


def test_what_has_no_figure_ends_that_round_alone(worked):
    ahead = Ahead(pause=0.0)
    bench = Bench()
    ahead.of(bench, replace(START, audit_share=1.0))
    ahead.of(bench, START)
    worked.wait_for(*moves(START))
    assert ahead._thread.is_alive()
