"""Does every number in a formula stand in a registry or a reference table?

A number that is typed into a formula has no range, no source and no reader. So the modules
that work figures out may hold only what is no belief: 0, 1, 2 and other powers of two, how
units convert, places in an array, and the names in `FIXED`, each with its reason.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

ANALYSIS = Path(__file__).parent.parent / "analysis"
CONVERSIONS = {
    60: "minutes in an hour, seconds in a minute",
    3_600: "seconds in an hour",
    24: "hours in a day",
    7: "days in a week",
    12: "months in a year",
    365: "days in a year",
    1_000: "of a rate per 1,000",
}
FIXED = {
    "access._CLASSES": "how many classes there are, as listed beside it",
    "child_panel.PANEL": "how many children carry the intervals: more is slower, not other",
    "child_panel.FUTURES": "how many futures they are followed through: the same",
    "entries.LAST_AGE": "the age until which a person is a child: a definition",
    "luck._EXACT": "bits of a double",
    "need_types._BITS": "bits of a key",
    "people.OLDEST": "the age until which a person is a child: a definition",
    "request.LONGEST_TITLE": "characters of a title: words, and no result",
    "shield_failures._NEVER": "the logarithm of nothing, near enough",
    "situations.EPOCH": "the day from which days are counted",
    "situations._AGENCY_BITS": "bits of a key",
    "occasion_counts.MOST_CONTACTS": "how much is worked on at once: memory, and no result",
    "workbench.MOST_KEPT": "how many results are kept: memory, and no result",
    "gap_columns._STEP": "days: fine enough for a median that is told in whole days",
    "sensitivity.DEGREE": "of the curve in each assumption: how it is estimated",
    "sensitivity.LEFT_OUT": "parts left out in turn: how it is estimated",
    "sensitivity.NO_CHANCE": "a quantile of chi square with 3 degrees of freedom: mathematics",
    "sensitivity.NORMAL_95": "a quantile of the normal distribution: mathematics",
    "sensitivity.ROUNDING": "what adding up in another order may change",
    "sensitivity.ROUNDS": "of finding assumptions that matter: how it is estimated",
    "staff_instead.HALVINGS": "how exactly a share is found: no result to the digits shown",
    "staff_instead.NODES": "between which a curve is drawn: no result to the digits shown",
    "staff_instead.TOLD_GBP": "what newspapers say, as the page tells with its source",
    "workbench.MOST_REPLAYS": "how many results are kept: memory, and no result",
}
"""Numbers with a name that are no belief about the world: module and name, and why."""
FORMULAS = (
    "access",
    "alerts",
    "between",
    "chances",
    "child_outcomes",
    "child_results",
    "cost",
    "cost_lines",
    "coverage",
    "entries",
    "entry_rules",
    "evaluate_types",
    "expected",
    "fairness",
    "futures",
    "intrusiveness",
    "lifetime",
    "misuse",
    "need_types",
    "openers",
    "present_value",
    "replay",
    "shield_failures",
    "situations",
    "who_leads",
    "winners",
)
LEAST_MODULES = 8  # of these; the others are looked at as soon as they are there
READ_BELIEFS = ("analysis.futures", "analysis.chances")
"""Whatever reads one of these works with assumptions, so it is looked at without being named."""


def formula_modules() -> list[Path]:
    """The modules that work figures out: those named above, and those that read assumptions."""
    return [
        path
        for path in sorted(ANALYSIS.rglob("*.py"))
        if path.stem in FORMULAS or _imports(path) & set(READ_BELIEFS)
    ]


def typed_in(code: str, module: str) -> list[str]:
    """The numbers in ``code`` that no registry knows, as "line 3: 0.25"."""
    tree = ast.parse(code)
    allowed = set(_in_places(tree)) | set(_in_fixed(tree, module))
    return [
        f"line {node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and type(node.value) in (int, float, complex)
        and node not in allowed
        and not _is_plain(node.value)
    ]


def _is_plain(value: complex) -> bool:
    """Whether it is 0, a power of two such as 1, 2 or 1/2, or a conversion of units."""
    if isinstance(value, complex) or not math.isfinite(value):
        return False
    return not value or value in CONVERSIONS or math.frexp(abs(value))[0] == 1 / 2


def _in_places(tree: ast.AST) -> Iterator[ast.AST]:
    """Numbers that are places: an index, an axis, a count of bits, as many as there are names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            yield from (one for one in ast.walk(node.slice) if _is_whole(one))
        elif isinstance(node, ast.keyword) and node.arg == "axis":
            yield from ast.walk(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.LShift | ast.RShift):
            yield node.right
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            called = node.value
            if isinstance(called, ast.Call) and getattr(called.func, "id", "") == "range":
                yield from called.args


def _is_whole(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


def _in_fixed(tree: ast.Module, module: str) -> Iterator[ast.AST]:
    for name, statement in _named(tree):
        if f"{module}.{name}" in FIXED:
            yield from ast.walk(statement)


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """The names that a module gives to values at its top, with their statements."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = getattr(statement, "targets", None) or [statement.target]
            yield from ((one.id, statement) for one in targets if isinstance(one, ast.Name))


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{one.name}" for one in node.names}
    return found


@pytest.mark.parametrize("path", formula_modules(), ids=lambda path: path.stem)
def test_a_formula_holds_no_number_of_its_own(path):
    found = typed_in(path.read_text(encoding="utf-8"), path.stem)
    assert not found, (
        f"analysis/{path.name} has numbers that no reader can see or change: {'; '.join(found)}. "
        "Give each an entry in data/policy/assumptions.toml with range and source, or read it "
        "from a reference table. If it is no belief about the world (bits, memory, a "
        "definition), give it a name at the top of its module and a reason in FIXED here."
    )


def test_the_formulas_are_where_this_test_looks():
    looked_at = {path.stem for path in formula_modules()}
    assert {"chances", "cost", "cost_lines", "futures", "present_value", "replay"} <= looked_at
    assert len(looked_at & set(FORMULAS)) >= LEAST_MODULES


def test_every_exception_is_still_one():
    """A name that has gone, or that has a registry now, leaves the list of exceptions."""
    for entry in FIXED:
        module, name = entry.split(".")
        for path in ANALYSIS.rglob(f"{module}.py"):
            assert name in dict(_named(ast.parse(path.read_text(encoding="utf-8")))), entry


@pytest.mark.parametrize(
    "code",
    [
        "y = 0.3 * x",
        "def f(x, k=0.05): return x",
        "y = x + 41_000_000",
        "y = x[3] * 3",
        "y = x[int(0.3 * n)]",
        "RATE = 0.035",
        "y = np.clip(x, 0, 0.99)",
        "y = -3",
        "a, b = 3, 4",
        "y = range(5)",
        "y = x.sum(3)",
        "y = 1e999",
    ],
)
def test_a_number_of_ones_own_is_found(code):
    assert typed_in(code, "any")


@pytest.mark.parametrize(
    "code",
    [
        "y = 1 - x * 2",
        "y = x / 60 * 1_000 / 365",
        "y = np.floor(x + 1 / 2) * 0.5",
        "y = x[:, 3, None, 5:7] + x[..., -3]",
        "y = x.sum(axis=(3, 4))",
        "a, b, c = range(3)",
        "y = (x >> 13) | (1 << 10)",
        "y = value('lookup_share.automatic') ** -1.0",
        "y = True",
        "y = '0.3 in words'",
    ],
)
def test_what_is_no_belief_is_left_alone(code):
    assert typed_in(code, "any") == []


def test_an_exception_holds_for_its_own_name_in_its_own_module():
    assert typed_in("_EXACT = 53", "luck") == []
    assert typed_in("_EXACT = 53", "chances") == ["line 1: 53"]
    assert typed_in("x = 3\n_EXACT = 53\ny = 53", "luck") == ["line 1: 3", "line 3: 53"]
