"""A query step by step: each CTE kept as a table of its own, with its rows counted.

For developers who want to see where rows are lost or multiplied. It runs a query exactly
as written, only cut at its CTEs; the last step is called `answer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from analysis import sql
from analysis.policy import load_assumptions
from analysis.prepared import Prepared, practice_params, prepare
from data.world import World


def steps(world: World, name: str, *, rows: int = 3) -> Iterator[tuple[str, int, pl.DataFrame]]:
    """Name, number of rows and first ``rows`` rows of each step of query ``name``."""
    query = sql.load(name)
    prepared = prepare(world)
    given = {
        param: value for param, value in _params(prepared).items() if param in dict(query.params)
    }
    cursor = prepared.con.cursor()
    for step, text in cut(query.body):
        known = sql.used_params(prepared.con, text)
        cursor.execute(
            f"create temp table {sql.identifier(step)} as {text}",
            {param: value for param, value in given.items() if param in known} or None,
        )
        found = cursor.sql(f"select * from {step}").pl()
        yield step, found.height, found.head(rows)


def cut(body: str) -> list[tuple[str, str]]:
    """The CTEs of ``body`` as (name, text) pairs, then ("answer", the last select)."""
    if not body.startswith("with "):
        return [("answer", body)]
    rest, pieces = body.removeprefix("with "), []
    while True:
        name, _, rest = rest.partition(" as (")
        end = _closing(rest)
        pieces.append((name.strip(), rest[:end].strip()))
        rest = rest[end + 1 :].lstrip()
        if not rest.startswith(","):
            return [*pieces, ("answer", rest.strip())]
        rest = rest[1:].lstrip()


def _closing(text: str) -> int:
    """Where the bracket that is open at the start of ``text`` closes."""
    plain = re.sub(r"--[^\n]*|'[^']*'", lambda found: " " * len(found[0]), text)
    depth = 1
    for place, character in enumerate(plain):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return place
    raise sql.QueryError("A query with balanced brackets was expected.")


def _params(prepared: Prepared) -> dict:
    world = prepared.world
    return {
        "period_start": world.period_start,
        "period_end": world.period_end,
        "window_days": prepared.window_days,
        "open_case_days": prepared.open_case_days,
        "dimension": "need_tier",
        "tiers": ["complex", "acute"],
        **practice_params(load_assumptions()),
    }
