"""How quickly screens answer: in a real browser, with twenty users at once, and after a start.

Every figure is taken in one run beside a floor: an empty Streamlit page with one slider and one
chart, on the same machine at the same time. `python -m bench.dashboard WORLD` prints it.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
APP = "app.py"
PATIENCE = 120  # seconds
USERS, MOVES = 20, 12
FLOOR_PAGE = """
import streamlit as st
st.set_page_config(layout="wide")
st.title("Empty")
n = st.slider("Lever", 0, 365, 7, key="lever-floor")
rows = [{"x": i, "y": (i * n) % 97} for i in range(20)]
spec = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
    },
}
st.vega_lite_chart({"x": [r["x"] for r in rows], "y": [r["y"] for r in rows]}, spec, key="chart")
st.caption(f"Here it is {n}")
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A Streamlit server of our own."""

    address: str
    process: subprocess.Popen
    started: float  # by time.perf_counter


def measure(
    world: str, *, largest: str | None = None, users: int = USERS, moves: int = MOVES
) -> dict:
    """Everything, in one run; moves of levers on the world ``largest`` too.

    Worlds are prepared before the clock starts, as they are after the first visit ever, in a cache
    of its own: moves that somebody made before would be answered from the disk.
    """
    from bench.dashboard_browser import first_paint, floor_moves, lever_moves
    from bench.dashboard_load import floor_load, lever_load

    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.dict(os.environ, CONTACTLENS_CACHE=f"{folder}/cache"),
    ):
        page = Path(folder) / "floor.py"
        page.write_text(FLOOR_PAGE, encoding="utf-8")
        first_paint(APP, world)  # so that the world is prepared
        floor_paint, paint = first_paint(str(page), world), first_paint(APP, world)
        with serve(str(page), world) as floor, serve(APP, world) as server:
            floor_ms = floor_moves(floor.address)
            lever = lever_moves(server.address)
            floor_ms += floor_moves(floor.address)
        large = []
        if largest:
            first_paint(APP, largest)
            with serve(APP, largest) as server:
                large = lever_moves(server.address)
        with serve(str(page), world) as floor:
            floor_many = floor_load(floor.address, users, moves)
        with serve(APP, world) as server:
            many = lever_load(server.address, users, moves)
    return {
        "first_paint_seconds": paint,
        "first_paint_floor_seconds": floor_paint,
        "floor_ms": spread(floor_ms),
        "lever_ms": spread([one["ms"] for one in lever]),
        "lever_over_floor_p95": p95([one["ms"] for one in lever]) / p95(floor_ms),
        "by_lever_ms": by_lever(lever),
        "largest_over_world": (
            statistics.median([one["ms"] for one in large])
            / statistics.median([one["ms"] for one in lever])
            if large
            else None
        ),
        "users": users,
        "users_floor_ms": spread(floor_many),
        "users_lever_ms": spread([one["ms"] for one in many]),
        "users_by_lever_ms": by_lever(many),
    }


@contextmanager
def serve(script: str, world: str) -> Iterator[Server]:
    """A server of ``script`` on a free port, stopped at the end."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dashboard" if script == APP else "streamlit", "run", script]
    settings = {"server.port": port, "server.headless": "true", "server.address": HOST}
    settings |= {"browser.gatherUsageStats": "false", "server.fileWatcherType": "none"}
    command += [f"--{name}={value}" for name, value in settings.items()]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "CONTACTLENS_WORLD": str(Path(world).resolve())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://{HOST}:{port}/_stcore/health", process)
        yield Server(f"http://{HOST}:{port}", process, started)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _wait(health: str, process: subprocess.Popen) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end and process.poll() is None:
        try:
            if urllib.request.urlopen(health, timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nothing answers at {health}")


def p95(values: list[float]) -> float:
    """The value that 95 percent of ``values`` don't exceed."""
    ordered = sorted(values)
    return ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]


def spread(values: list[float]) -> dict[str, float]:
    """How many there are, the middle one, the 95th percentile and the largest."""
    return {
        "n": len(values),
        "median": statistics.median(values),
        "p95": p95(values),
        "most": max(values),
    }


def by_lever(moves: list[dict]) -> dict[str, list[float]]:
    """Milliseconds of every move of each lever."""
    found: dict[str, list[float]] = {}
    for one in moves:
        found.setdefault(one["lever"], []).append(round(one["ms"], 1))
    return found


def main() -> int:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.dashboard", description=__doc__)
    parser.add_argument("world")
    parser.add_argument("--largest", help="another world, for moves of levers alone")
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--moves", type=int, default=MOVES)
    told = parser.parse_args()
    print(
        json.dumps(
            measure(told.world, largest=told.largest, users=told.users, moves=told.moves), indent=1
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
