"""Does progress speak in plain lines where there is no terminal?"""

from __future__ import annotations

import io
import sys

import terminal


def test_plain_progress_ends_with_a_line_for_the_whole(capsys):
    with terminal.progress("Generating") as report:
        report(0, 2000, 0)
        report(1000, 2000, 9000)  # too soon after the first line to be worth one
        report(2000, 2000, 18000)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Generating: 0 of 2,000 children, 0 rows"
    assert lines[1:] == ["Generating: 2,000 of 2,000 children, 18,000 rows"]


def test_plain_stages_get_a_line_each(capsys):
    with terminal.stages() as report:
        report("reading", 10, 100)
        report("reading", 50, 100)
        report("checking child", 0, 2)
    assert capsys.readouterr().err.splitlines() == ["Reading", "Checking child"]


def test_plain_progress_tells_the_time_left(capsys, monkeypatch):
    clock = iter([100.0, 110.0, 120.0])
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(clock))
    with terminal.progress("Generating") as report:
        report(250, 1000, 10)
        report(500, 1000, 20)
    assert "about 30 seconds left" in capsys.readouterr().err.splitlines()[0]


def test_a_terminal_gets_a_bar(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    window = Terminal()
    monkeypatch.setattr(sys, "stderr", window)
    with terminal.progress("Generating") as report:
        report(500, 1000, 12345)
    assert "500 of 1,000 children" in window.getvalue()
    assert "12,345 rows" in window.getvalue()


def test_a_table_in_a_pipe_keeps_each_row_on_its_line(capsys):
    rows = [("children [England]", "12,059,476"), ("in need", "399,460")]
    terminal.show_table(("Margin", "Target"), rows, right={1})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "children [England]" in lines[1]
