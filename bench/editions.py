"""Published editions: how long `contactlens verify` takes, and when a reader sees the first words.

`python -m bench.editions` measures the edition that ships: everything from scratch, with all of
England. `EDITION` may name another folder. Exit status 1 when a promise is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.editions.folder import read_edition
from analysis.editions.shelf import HOME
from bench.measure import watched
from synthetic.generate import generate_world

VERIFY_SECONDS, PAINT_SECONDS = 180, 1.0
PAINTS = 7
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.editions", description=__doc__)
    parser.add_argument("edition", nargs="?", type=Path, default=None)
    parser.add_argument("--paint", action="store_true", help="the first paint alone")
    options = parser.parse_args()
    edition = options.edition or article()
    found = [] if options.paint else [verify_seconds(edition)]
    found.append(first_paint(edition))
    for name, value, limit in found:
        print(
            f"{name}: {value:.2f}, promised at most {limit:g}: {'met' if value <= limit else 'NO'}"
        )
    return 0 if all(value <= limit for _, value, limit in found) else 1


def article() -> Path:
    """The folder of the newest edition that ships."""
    return sorted(HOME.glob("*/edition.json"))[-1].parent


def verify_seconds(edition: Path) -> tuple[str, float, float]:
    """Seconds of the whole command, in a process of its own; and what its parts take."""
    told = read_edition(edition).edition.world
    with tempfile.TemporaryDirectory(prefix="contactlens-bench-") as folder:
        made = watched(_generate, str(Path(folder) / "world"), told.n_children, told.seed)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "cli", "verify", str(edition), "--quiet"], check=True)
    seconds = time.perf_counter() - started
    print(
        f"The world alone: {made.seconds:.1f} s. Verify over that: {seconds / made.seconds:.2f} "
        f"times, on {os.cpu_count()} cores."
    )
    return "verify, everything from scratch, seconds", seconds, VERIFY_SECONDS


def first_paint(edition: Path) -> tuple[str, float, float]:
    """Seconds until the article shows its first words: from a file, offline, in a new browser."""
    from playwright.sync_api import sync_playwright

    named = os.environ.get("CONTACTLENS_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, CHROMIUM)))
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    times = []
    with sync_playwright() as playwright:
        for _ in range(PAINTS):
            browser = playwright.chromium.launch(executable_path=path, args=flags)
            page = browser.new_context(offline=True).new_page()
            page.goto((edition.resolve() / "index.html").as_uri())
            page.wait_for_selector("figure.drawn")
            times.append(page.evaluate(PAINTED) / 1000)
            browser.close()
    return "first paint, the middle of seven, seconds", statistics.median(times), PAINT_SECONDS


def _generate(out: str, n_children: int, seed: int) -> int:
    return generate_world(out, n_children=n_children, seed=seed).rows("child")


if __name__ == "__main__":
    sys.exit(main())
