"""Do screens show what `contactlens evaluate` gives, to the last digit, for every preset?"""

from __future__ import annotations

import contextlib
import io
import json
import re
from html import unescape

import pytest

from analysis.design_table import NOT_THERE
from analysis.outcomes import OUTCOMES, outcome
from analysis.scenarios import load_scenarios
from cli import main

PRESETS = [one.id for one in load_scenarios()]
BASELINE = "status_quo"
MOST = 8  # outcomes that Compare takes at once
ROW = re.compile(r"<tr[^>]*><th[^>]*><span>(.*?)</span></th>(.*?)</tr>")
CELL = re.compile(r"<td><span>(.*?)</span>(?:<small>(.*?)</small>)?</td>")
NUMBER = re.compile(r"[\d.,]*\d")


@pytest.fixture(scope="module")
def evaluated(small_world) -> dict[str, dict[str, dict]]:
    """What the command gives: preset, outcome -> figure of the whole world."""
    told = {}
    for id in PRESETS:
        line = ["evaluate", id, "--world", str(small_world.path), "--format", "json"]
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            assert main(line) == 0
        figures = json.loads(printed.getvalue())["figures"]
        told[id] = {one["outcome"]: one for one in figures if one["dimension"] == "all"}
    return told


def table(app, caption: str) -> dict[str, list[tuple[str, str]]]:
    """The cells (figure, interval) of a table of designs by the name of the row."""
    (body,) = [
        one.proto.body for one in app.get("html") if f'aria-label="{caption}"' in one.proto.body
    ]
    return {name: CELL.findall(cells) for name, cells in ROW.findall(unescape(body))}


def numbers(interval: str) -> list[str]:
    return NUMBER.findall(interval)


def is_shown(cell: tuple[str, str], figure: dict | None) -> bool:
    """Whether a cell shows ``figure``: the same words, and the same numbers as its interval."""
    text, below = cell
    if figure is None or (figure["value"] is None and figure["high"] is None):
        return text == NOT_THERE
    if figure["interval"] == figure["text"]:
        return (text, below) == (figure["text"], "")
    return text == figure["text"] and numbers(below) == numbers(figure["interval"])


@pytest.mark.parametrize("others", [PRESETS[1:4], PRESETS[4:7], PRESETS[7:]])
def test_compare_shows_every_outcome_as_evaluate_gives_it(
    open_page, small_world, evaluated, others
):
    app = open_page(small_world, "compare", **{"with": ".".join(others)})
    offered = app.multiselect(key="pick-outcomes").options
    ids = {f"{one.family.value.capitalize()}: {one.label}": one.id for one in OUTCOMES}
    assert set(offered) <= set(ids)
    told = [ids[words] for words in offered]
    for first in range(0, len(told), MOST):
        some = told[first : first + MOST]
        app.multiselect(key="pick-outcomes").set_value(some).run()
        assert not app.exception
        rows = table(app, "The figures of each design")
        for id in some:
            for preset, cell in zip((BASELINE, *others), rows[outcome(id).axis_title], strict=True):
                assert is_shown(cell, evaluated[preset].get(id)), (id, preset, cell)
