"""Does the dashboard start on this machine alone, and say plainly why it can't?"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import cli
import launch
from data.world import WorldError

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60  # seconds for a server to come up on a busy machine


def free_port() -> int:
    with socket.socket() as one:
        one.bind((launch.HOST, 0))
        return one.getsockname()[1]


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind((launch.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_said_with_one_that_is_free(taken, capsys):
    assert cli.main(["run", "--port", str(taken)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"Port {taken} is in use by another program; choose another: ")
    assert len(said.splitlines()) == 1


def test_a_free_port_passes():
    launch.check_port(free_port())


def test_a_world_that_is_not_there_is_said_before_anything_starts(tmp_path, capsys):
    assert cli.main(["run", "--world", str(tmp_path / "nothing")]) == 2
    assert "There is no world" in capsys.readouterr().err


def test_the_command_keeps_to_this_machine():
    command = launch.streamlit_command(8600)
    assert command[:4] == [sys.executable, "-m", "dashboard", "run"]
    assert {
        "--server.address=127.0.0.1",
        "--browser.gatherUsageStats=false",
        "--server.port=8600",
    } <= set(command)


@pytest.mark.parametrize(
    ("environment", "desktop"),
    [({"DISPLAY": ":0"}, True), ({}, False), ({"DISPLAY": ":0", "SSH_CONNECTION": "x"}, False)],
)
def test_a_browser_opens_only_where_there_is_a_desktop(monkeypatch, environment, desktop):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert launch.has_desktop() is desktop


def test_a_default_world_that_does_not_open_says_how_to_make_it_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(launch, "DEFAULT_WORLD", tmp_path)
    with pytest.raises(WorldError, match="make data"):
        launch.default_world()


def test_the_first_start_makes_the_default_world(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(launch, "DEFAULT_WORLD", tmp_path / "worlds" / "default")
    monkeypatch.setattr(launch, "DEFAULT_FRACTION", 0.0001)
    first = launch.default_world()
    assert first.is_synthetic
    said = capsys.readouterr()
    assert "making a synthetic world" in said.out
    assert "Generating" in said.err
    again = launch.default_world()
    assert again.fingerprint == first.fingerprint
    assert capsys.readouterr().out == ""


def test_the_dashboard_answers_and_ends_cleanly(world):
    port = free_port()
    command = [sys.executable, "-m", "cli", "run", "--world", str(world), "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "CI": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert health(port, process) == "ok"
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert f"http://localhost:{port}" in said
    assert "Traceback" not in said
    assert process.returncode in (0, 130)


def health(port: int, process: subprocess.Popen) -> str:
    """What the server says of itself, once it is up."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{launch.HOST}:{port}/_stcore/health") as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not come up (exit code {process.poll()})")
