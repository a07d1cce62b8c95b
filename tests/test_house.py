"""Is the house in order: layout, dependency rules, locks, docs, chance, contrast."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer.main

from cli import cli
from data.sources import margin_sources, table_sources
from docs.build import stale_pages

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
MEGABYTE = 1_000_000
MADE = {"__pycache__", "worlds", "results", "build"}  # folders with what a run makes
LONGEST_MODULE = 400  # lines; past it a module wants to be two


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def house_files() -> list[Path]:
    """Every file that belongs to the project, tracked or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        files = [ROOT / line for line in listed.stdout.splitlines()]
    else:  # unpacked from an archive
        files = [path for path in ROOT.rglob("*") if not _is_made(path.relative_to(ROOT))]
    return sorted(path for path in files if path.is_file())


def _is_made(path: Path) -> bool:
    """Whether a tool or a run made this file, where no git can tell."""
    ours = {".ci", ".streamlit", ".gitignore", ".gitkeep"}
    hidden = any(part.startswith(".") and part not in ours for part in path.parts)
    return hidden or bool(MADE & set(path.parts)) or ".egg-info" in str(path)


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def modules() -> list[Path]:
    return [path for path in house_files() if path.suffix == ".py"]


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_the_front_doors_and_the_four_packages_are_where_readers_look():
    for name in ("app.py", "cli.py", "pages", "data", "synthetic", "analysis", "docs", "bench"):
        assert (ROOT / name).exists(), f"{name} is missing"


def test_no_module_is_a_drawer_for_anything():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not [path.name for path in modules() if path.stem in drawers]


def test_no_module_is_too_long_to_read():
    long = {path.name: text_of(path).count("\n") for path in modules()}
    assert not {name: lines for name, lines in long.items() if lines > LONGEST_MODULE}


def test_every_module_says_what_it_is_for():
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if text_of(path).strip() and not text_of(path).lstrip().startswith(('"""', "#!"))
    ]
    assert not silent


def test_ruff_finds_nothing():
    checked = run(BIN / "ruff", "check", ".")
    assert checked.returncode == 0, checked.stdout


def test_files_are_in_the_house_format():
    checked = run(BIN / "ruff", "format", "--check", ".")
    assert checked.returncode == 0, checked.stdout


def test_arrows_point_one_way():
    checked = run(BIN / "lint-imports", "--no-logo", "--no-cache")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("data/a.py", "import analysis", "Arrows point one way"),
        ("synthetic/a.py", "import analysis", "Arrows point one way"),
        ("analysis/a.py", "import pages", "Arrows point one way"),
        ("pages/a.py", "import duckdb", "A page cannot invent a number"),
        ("pages/a.py", "import data", "A page cannot invent a number"),
        ("pages/a.py", "import synthetic", "A page cannot invent a number"),
        ("pages/a.py", "import pages.b", "Pages do not import each other"),
        ("analysis/a.py", "import streamlit", "Analysis runs without a browser"),
        ("analysis/a.py", "import faker", "Analysis runs without a browser"),
        ("analysis/a.py", "import altair", "Only analysis.charts draws"),
        ("synthetic/a.py", "import streamlit", "The generator is not tuned"),
        ("data/a.py", "import streamlit", "Data knows no screen"),
        ("data/a.py", "import cli", "Nothing imports the front doors"),
    ],
)
def test_a_wrong_arrow_is_caught(tmp_path, module, line, contract):
    for package in ("analysis", "analysis/charts", "data", "pages", "pages/parts", "synthetic"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "pages/b.py").write_text("import pages.parts\nimport analysis.charts\n")
    (tmp_path / "analysis/charts/__init__.py").write_text("import altair\n")
    (tmp_path / "pyproject.toml").write_text(read("pyproject.toml"))
    assert run(BIN / "lint-imports", "--no-cache", cwd=tmp_path).returncode == 0
    (tmp_path / module).write_text(line + "\n")
    checked = run(BIN / "lint-imports", "--no-cache", cwd=tmp_path)
    assert checked.returncode == 1
    assert re.search(rf"{contract}.* BROKEN", checked.stdout), checked.stdout


def test_generated_docs_are_fresh():
    assert stale_pages() == [], "run: make docs"


def test_every_command_is_in_the_readme_and_says_what_each_option_means():
    readme = read("README.md")
    for name, command in typer.main.get_command(cli).commands.items():
        assert f"contactlens {name}" in readme
        assert command.help
        for parameter in command.params:
            assert parameter.help, f"{name} {parameter.name} has no help"


def test_links_in_docs_lead_somewhere():
    for page in [path for path in house_files() if path.suffix == ".md"]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text_of(page)):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_page_of_docs_can_be_found_from_another():
    pages = {path for path in house_files() if path.suffix == ".md"}
    linked = {
        (page.parent / target).resolve()
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)", text_of(page))
    }
    lost = [p.name for p in pages if p.is_relative_to(ROOT / "docs") and p not in linked]
    assert not [name for name in lost if not re.match(r"\d{4}-", name)]  # decisions: by folder


def test_the_make_targets_of_the_docs_exist():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"(?:^|`)make ([a-z]+)", read(page), flags=re.MULTILINE))
        assert named <= targets


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_pins_and_digests_and_no_address(lock):
    text = read(lock)
    assert not re.search(r"://|index|find-links|file:|^\s*#|^\s*/", text, flags=re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[\w+\])?==\S+", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


def test_both_locks_agree_and_hold_what_was_asked_for():
    pins = {
        lock: dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", read(lock), flags=re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    }
    runtime, develop = pins["requirements.lock"], pins["requirements-dev.lock"]
    assert runtime.items() <= develop.items()
    for file, pinned in (("requirements.in", runtime), ("requirements-dev.in", develop)):
        asked = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", read(file), flags=re.MULTILINE))
        assert asked.items() <= pinned.items(), "run: make lock"
    declared = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    assert {re.match(r"[a-z0-9-]+", name)[0] for name in declared} <= runtime.keys()


def test_every_reference_table_names_its_publisher_year_link_and_licence():
    tables = {path.stem for path in (ROOT / "data/reference").glob("*.csv")} | {"claim"}
    assert tables == table_sources().keys()
    for source in (*table_sources().values(), *margin_sources()):
        assert source.title
        assert source.publisher
        assert source.year
        assert source.licence
        own = source.licence == "MIT" or source.publisher == "named in each row"
        assert own or source.link.startswith("https://"), source.title


def test_no_file_names_a_folder_of_somebodys_machine():
    machine = re.compile(rf"{re.escape(str(ROOT.parent))}/|/(home|Users)/\w|/root/|file:///")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in house_files()
        if path != Path(__file__) and machine.search(text_of(path))
    ]
    assert not found


def test_no_file_is_large():
    assert not [path.name for path in house_files() if path.stat().st_size > 3 * MEGABYTE]


def test_worlds_and_results_stay_out_of_the_repository():
    kept = [path.relative_to(ROOT).as_posix() for path in house_files()]
    assert not [
        name for name in kept if re.match(r"(data/worlds/(?!\.gitkeep)|bench/results/)", name)
    ]
    assert not [name for name in kept if name.endswith((".duckdb", "uv.lock"))]


CHANCE = re.compile(
    r"\bimport random\b|\bfrom random\b|\brandom\.\w|\bdefault_rng\b|\bnp\.random\b"
    r"|(?<![\w.])hash\(|\btime\.time\(|\bdatetime\.now\(|\bdate\.today\("
)


def test_chance_in_the_generator_comes_from_keyed_draws_alone():
    found = [
        f"{path.name}:{number} {line.strip()}"
        for path in modules()
        if path.is_relative_to(ROOT / "synthetic")
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if CHANCE.search(line.split("#")[0])
    ]
    assert not found


def test_no_query_draws_or_hashes():
    found = [
        path.name
        for path in house_files()
        if path.suffix == ".sql"
        and re.search(
            r"\b(random|hash|uuid|setseed|now|today|current_date|current_timestamp)\s*(\(|\b)",
            re.sub(r"--.*", "", text_of(path)).lower(),
        )
    ]
    assert not found


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours like #112233, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_controls_stand_out(mode):
    theme = tomllib.loads(read(".streamlit/config.toml"))["theme"][mode]
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(theme["textColor"], theme[ground]) >= 7
        assert contrast(theme["primaryColor"], theme[ground]) >= 4.5
        assert contrast(theme["linkColor"], theme[ground]) >= 4.5


def test_the_dashboard_keeps_to_this_machine_and_shows_no_trace():
    settings = tomllib.loads(read(".streamlit/config.toml"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}
    assert settings["client"]["showErrorDetails"] == "none"
    assert len(settings["theme"]["chartSequentialColors"]) == 10
    assert len(settings["theme"]["chartDivergingColors"]) == 10
