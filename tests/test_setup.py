"""Does a newcomer whose machine lacks something get one plain sentence?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHELL = shutil.which("sh")


@pytest.fixture
def checkout(tmp_path) -> Path:
    """The few files that the setup reads, in a folder of their own."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / lock).write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n")
    return tmp_path


def script(folder: Path, text: str) -> Path:
    """A program in ``folder`` that stands in for another."""
    path = folder / "stand-in"
    path.write_text(f"#!{SHELL}\n{text}\n")
    path.chmod(0o755)
    return path


def setup(checkout: Path, kind: str = "runtime", **environment: str | Path):
    return subprocess.run(
        [SHELL, "scripts/setup.sh", kind],
        cwd=checkout,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        text=True,
        check=False,
    )


def only_sentence(done) -> str:
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert len(lines) == 1, lines
    return lines[0]


def test_an_old_python_is_named_with_what_is_needed(checkout):
    old = script(checkout, 'if [ "$1" = --version ]; then echo Python 3.8.1; else exit 1; fi')
    sentence = only_sentence(setup(checkout, PYTHON=old))
    assert "needs Python 3.11 or newer" in sentence
    assert "Python 3.8.1" in sentence
    assert "PYTHON=" in sentence


def test_no_python_at_all_is_said(checkout):
    sentence = only_sentence(setup(checkout, PYTHON=checkout / "nowhere"))
    assert "needs Python 3.11 or newer" in sentence


def test_a_missing_venv_module_is_said_with_the_package_to_install(checkout):
    bare = script(
        checkout,
        f'case "$2" in *ensurepip*) exit 1 ;; *) exec {sys.executable} "$@" ;; esac',
    )
    sentence = only_sentence(setup(checkout, PYTHON=bare))
    assert "venv module is missing" in sentence
    assert "apt-get install python3-venv" in sentence


def test_packages_that_cannot_be_fetched_are_said_and_nothing_passes_for_installed(checkout):
    offline = {"PYTHON": sys.executable, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(checkout)}
    sentence = only_sentence(setup(checkout, **offline))
    assert "requirements.lock could not be installed" in sentence
    assert "no-such-package" in sentence
    assert not list((checkout / ".venv").glob("stamp-*"))
    (checkout / ".venv" / "half-done").touch()
    only_sentence(setup(checkout, **offline))
    assert not (checkout / ".venv" / "half-done").exists()  # begun anew, not built upon


def test_an_unknown_kind_of_setup_is_refused(checkout):
    assert "runtime" in only_sentence(setup(checkout, "everything"))


@pytest.fixture
def machine(checkout):
    """A machine that knows no program but those a test gives it; runs the browser's script."""
    tools = checkout / "tools"
    tools.mkdir()

    def run(**programs: str) -> subprocess.CompletedProcess[str]:
        for name, text in programs.items():
            script(tools, text).rename(tools / name.replace("_", "-"))
        return subprocess.run(
            [SHELL, "scripts/chromium.sh"],
            cwd=checkout,
            env={"PATH": str(tools), "TMPDIR": str(checkout), "TOOLS": str(tools)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_missing_chromium_is_said_with_the_package_to_install(machine):
    done = machine(id="echo 1000", apt_get="exit 0")  # an account that may not install
    assert "browser tests need Chromium" in only_sentence(done)
    assert done.stdout == ""


def test_an_account_that_may_install_gets_chromium_installed(machine):
    copy = shutil.which("cp")
    done = machine(id="echo 0", apt_get=f'[ "$1" = update ] || {copy} "$0" "$TOOLS/chromium"')
    assert done.returncode == 0
    assert done.stdout.strip().endswith("tools/chromium")


def test_chromium_that_does_not_install_is_said(machine):
    done = machine(id="echo 0", apt_get="exit 100")
    assert done.returncode == 1
    assert "browser tests need Chromium" in done.stderr


def test_a_named_chromium_is_taken(checkout):
    named = script(checkout, "exit 0")
    done = subprocess.run(
        [SHELL, "scripts/chromium.sh"],
        cwd=checkout,
        env={**os.environ, "CONTACTLENS_CHROMIUM": str(named)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(named)
