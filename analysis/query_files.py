"""Query files and macros: a heading that says what they are, checked, and SQL.

A question is a file in `queries/`, a definition shared by several is a table macro in
`macros/`. Each heading names grain, key, macros used, tables and columns read,
parameters and columns returned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FIELDS = ("title", "grain", "key", "uses", "reads", "params", "returns", "why")


class QueryError(Exception):
    """A query file is wrong or was called wrongly: for developers, says file and remedy."""


@dataclass(frozen=True, slots=True)
class Query:
    """One .sql file: its heading, taken apart, and its text."""

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    uses: tuple[str, ...]
    reads: tuple[tuple[str, tuple[str, ...]], ...]  # (table, columns) pairs
    params: tuple[tuple[str, str], ...]  # (name, type) pairs
    returns: tuple[str, ...]
    why: str
    body: str


def text(*names: str) -> str:
    """The SQL of the queries ``names`` for a reader: the macros they rest on, then each."""
    macros: list[str] = []
    for name in names:
        macros += [macro for macro in _all_uses(load(name)) if macro not in macros]
    sources = [("macros", macro) for macro in macros] + [("queries", name) for name in names]
    return "\n\n".join(f"{_source(folder, name)};" for folder, name in sources)


def query_names() -> tuple[str, ...]:
    """Every query there is, in alphabetical order."""
    return tuple(sorted(path.stem for path in (HERE / "queries").glob("*.sql")))


def load(name: str) -> Query:
    """The query ``name``, its heading checked."""
    return _parse("queries", name)


def load_macro(name: str) -> Query:
    """The macro ``name``, its heading checked."""
    return _parse("macros", name)


def identifier(name: str) -> str:
    """``name`` if it is a plain lower-case name; QueryError otherwise."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise QueryError(f"A plain lower-case name was expected, got {name!r}.")
    return name


def _source(folder: str, name: str) -> str:
    path = HERE / folder / f"{identifier(name)}.sql"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        known = sorted(other.stem for other in path.parent.glob("*.sql"))
        raise QueryError(f"There is no {folder}/{name}.sql; there are {known}.") from None


@cache
def _parse(folder: str, name: str) -> Query:
    source = _source(folder, name)
    fields: dict[str, str] = {}
    field = ""
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):
        if not line.startswith("--"):
            break
        found = re.match(r"--\s*(\w+):\s*(.*)", line)
        if found and found[1] in FIELDS:
            field = found[1]
            fields[field] = found[2].strip()
        elif field:
            fields[field] += " " + line[2:].strip()
        else:
            raise QueryError(f"{folder}/{name}.sql:{number}: a heading field was expected.")
    absent = [field for field in FIELDS if not fields.get(field)]
    if absent:
        raise QueryError(f"{folder}/{name}.sql: the heading lacks {absent!r}.")
    return Query(
        name=name,
        title=fields["title"],
        grain=fields["grain"],
        key=_names(fields["key"]),
        uses=_names(fields["uses"]),
        reads=_reads(fields["reads"]),
        params=_params(fields["params"]),
        returns=_names(fields["returns"]),
        why=fields["why"],
        body="\n".join(lines[number - 1 :]).strip().rstrip(";"),
    )


def _names(field: str) -> tuple[str, ...]:
    plain = re.sub(r"\(.*?\)", "", field)
    return (
        () if plain.strip() == "none" else tuple(n.strip() for n in plain.split(",") if n.strip())
    )


def _reads(field: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (table, tuple(column.strip() for column in columns.split(",")))
        for table, columns in re.findall(r"(\w+)\s*\(([^)]*)\)", field)
    )


def _params(field: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, kind) for name, kind in re.findall(r"\$(\w+)\s+([A-Z]\w*)", field))


def _all_uses(query: Query) -> tuple[str, ...]:
    """Macros that ``query`` rests on, each after those it rests on itself."""
    found: list[str] = []
    for name in query.uses:
        found += [deeper for deeper in _all_uses(load_macro(name)) if deeper not in found]
        found += [name] if name not in found else []
    return tuple(found)
