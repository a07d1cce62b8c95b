"""Did a headline move? The saved file says unchanged, not proven right.

Every preset on a small world, in a hundred futures. A figure that moves on purpose needs a
new `RESULTS_VERSION`, an entry under *Results changed* in the changelog, and `make golden`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from analysis.comparison import compare
from analysis.scenarios import load_scenarios
from analysis.version import RESULTS_VERSION
from analysis.workbench import workbench
from data.world import open_world
from synthetic.generate import generate_world

pytestmark = pytest.mark.golden
SAVED = Path(__file__).parent / "headlines.json"
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
CHILDREN, FUTURES, SEED = 6_000, 100, 7
CLOSE = 1e-9  # of a figure: how far sums in another order may lie apart


@pytest.fixture(scope="module")
def headlines(tmp_path_factory) -> dict[str, dict[str, list[float | None]]]:
    """Per scenario and outcome value, low and high of everybody."""
    folder = tmp_path_factory.mktemp("golden") / "world"
    generate_world(folder, n_children=CHILDREN, seed=SEED, workers=1)
    bench = workbench(open_world(folder), n_futures=FUTURES)
    found: dict[str, dict[str, list[float | None]]] = {}
    for row in compare(bench, load_scenarios()).headlines().iter_rows(named=True):
        figures = [row["value"], row["low"], row["high"]]
        found.setdefault(row["scenario"], {})[row["outcome"]] = figures
    return found


def test_headlines_are_as_they_were(headlines):
    saved = json.loads(SAVED.read_text(encoding="utf-8")) if SAVED.exists() else None
    moved = _moved(saved["headlines"], headlines) if saved else []
    if os.environ.get("CONTACTLENS_GOLDEN") == "write":
        known = saved["results_version"] if saved else None
        assert not moved or known != RESULTS_VERSION, (
            f"{len(moved)} figures moved, such as {moved[0]}, and the results version is still "
            f"{RESULTS_VERSION}. Raise it in analysis/version.py, say in CHANGELOG.md under "
            "'Results changed' what moved, by how much and why, and run `make golden` again."
        )
        told = {
            "note": "Unchanged, not proven right. Written by `make golden`.",
            "results_version": RESULTS_VERSION,
            "world": {"children": CHILDREN, "seed": SEED, "futures": FUTURES},
            "headlines": headlines,
        }
        SAVED.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        return
    assert saved, "No headlines are saved. Run `make golden`."
    assert not moved, (
        f"{len(moved)} headline figures moved: {'; '.join(moved[:5])}. If that is meant, raise "
        "RESULTS_VERSION, write a 'Results changed' entry and run `make golden`."
    )


def test_the_saved_headlines_are_those_of_this_results_version():
    assert json.loads(SAVED.read_text(encoding="utf-8"))["results_version"] == RESULTS_VERSION


def test_the_changelog_says_what_changed_in_this_results_version():
    text = CHANGELOG.read_text(encoding="utf-8")
    changed = text[text.index("### Results changed") :]
    assert f"**{RESULTS_VERSION}**" in changed


def test_a_moved_figure_is_noticed(headlines):
    """The comparison can fail: a figure a millionth off, one missing and one more."""
    scenario = next(iter(headlines))
    outcome, (value, low, high) = next(iter(headlines[scenario].items()))
    off = {**headlines, scenario: {**headlines[scenario], outcome: [value * 1.000001, low, high]}}
    assert len(_moved(headlines, off)) == 1
    less = {**headlines, scenario: {k: v for k, v in headlines[scenario].items() if k != outcome}}
    assert len(_moved(headlines, less)) == len(_moved(less, headlines)) == 1


def _moved(saved: dict, now: dict) -> list[str]:
    names = {(s, o) for one in (saved, now) for s, told in one.items() for o in told}
    return [
        f"{scenario} {outcome}: {before} became {after}"
        for scenario, outcome in sorted(names)
        if not _same(
            before := saved.get(scenario, {}).get(outcome),
            after := now.get(scenario, {}).get(outcome),
        )
    ]


def _same(before: list | None, after: list | None) -> bool:
    if before is None or after is None:
        return before is after
    return all(
        one is other if one is None or other is None else other == pytest.approx(one, rel=CLOSE)
        for one, other in zip(before, after, strict=True)
    )
