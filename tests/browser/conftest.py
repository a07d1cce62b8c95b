"""The dashboard on a small world, on a free port of this machine, in a real Chromium."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from analysis.current_world import VARIABLE
from analysis.known_worlds import FOLDERS
from analysis.oversight.decisions import FOLDER as REVIEWS
from launch import ALWAYS, HOST
from pages.parts.entry import PAGES
from synthetic.generate import generate_world

ROOT = Path(__file__).parents[2]
PATIENCE = 90  # seconds; a busy machine is slow, a broken page is slower still
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
IDLE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')];
    return app?.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
        && charts.every(chart => chart.querySelector('.marks'));
}"""


TALL, TALLEST = 2_000, 16_000  # px: neither a picture nor axe sees what is below the fold
# A page opened by its own address first asks for these below it, then at the root.
KNOWN = re.compile(rf"404.*/({'|'.join(name for name, _ in PAGES)})/_stcore/(health|host-config)")
ALLOWED = {"presentation-role-conflict"}  # Streamlit's own, of the field for a file


@dataclass(frozen=True, slots=True)
class Visit:
    """A page of the dashboard in a browser, with what it said and whom it asked."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)  # hosts with ports

    def open(self, path: str) -> None:
        """Open ``path`` and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run and every chart is drawn."""
        foot = self.page.get_by_text("Not a forecast, not advice")
        broken = self.page.get_by_test_id("stException")
        foot.or_(broken).first.wait_for(timeout=1000 * PATIENCE)
        assert not broken.count(), broken.first.inner_text()
        self.page.wait_for_function(IDLE, timeout=1000 * PATIENCE)

    def unfold(self) -> None:
        """Make the window as tall as the page."""
        inside = "document.querySelector('[data-testid=\"stMain\"]').scrollHeight"
        height = min(max(self.page.evaluate(inside), TALL), TALLEST)
        self.page.set_viewport_size({**self.page.viewport_size, "height": height})
        self.page.wait_for_function(IDLE, timeout=1000 * PATIENCE)

    def violations(self) -> dict[str, list[str]]:
        """What axe finds wrong with the page: elements by rule."""
        found = Axe().run(self.page).response["violations"]
        return {
            rule["id"]: [node["html"][:200] for node in rule["nodes"]]
            for rule in found
            if rule["id"] not in ALLOWED
        }

    def complaints(self) -> list[str]:
        """Errors in the console, but for two that Streamlit always has."""
        return [error for error in self.errors if not KNOWN.search(error)]


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    """Where the dashboard listens; it is stopped at the end."""
    folder = tmp_path_factory.mktemp("dashboard")
    world = generate_world(folder / "world", n_children=20_000, workers=1)
    generate_world(folder / "worlds" / "other", n_children=2_000, seed=8, workers=1)
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    settings = ALWAYS | {"server.port": str(port), "server.headless": "true"}
    with (folder / "log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "run", "app.py"]
            + [f"--{name}={value}" for name, value in settings.items()],
            cwd=ROOT,
            env={
                **os.environ,
                VARIABLE: str(world.path),
                FOLDERS: str(folder / "worlds"),
                REVIEWS: str(folder / "reviews"),
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(f"http://{HOST}:{port}/_stcore/health", server, folder / "log")
            yield f"http://{HOST}:{port}"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def _wait(health: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            if urllib.request.urlopen(health, timeout=5).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The dashboard did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    named = os.environ.get("CONTACTLENS_CHROMIUM")
    path = named or next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(
            "The browser tests need Chromium and found none: install it (on Debian or Ubuntu: "
            "apt-get install chromium) or give its path in CONTACTLENS_CHROMIUM.",
            pytrace=False,
        )
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def window(chromium) -> BrowserContext:
    """One browser window for all visits, so that what the server sends is fetched once."""
    context = chromium.new_context(accept_downloads=True)
    context.set_default_timeout(1000 * PATIENCE)
    return context


@pytest.fixture
def visit(address, window, request) -> Iterator[Visit]:
    """A fresh page; parametrize indirectly with (width, "light" or "dark")."""
    width, mode = getattr(request, "param", (1280, "light"))
    seen = Visit(window.new_page(), address)
    seen.page.emulate_media(color_scheme=mode)
    seen.page.set_viewport_size({"width": width, "height": 4200})
    seen.page.on("request", lambda request: _note(seen.asked, request.url))
    seen.page.on("websocket", lambda socket: _note(seen.asked, socket.url))
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.page.on(
        "console",
        lambda said: (
            seen.errors.append(f"{said.text} {said.location.get('url', '')}")
            if said.type == "error"
            else None
        ),
    )
    yield seen
    seen.page.close()


def _note(asked: set[str], url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob"):
        asked.add(parts.netloc)
