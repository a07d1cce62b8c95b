"""What each word means, from `reference/glossary.toml`: the one home of every definition."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from data.schema import REFERENCE


@dataclass(frozen=True, slots=True)
class Term:
    """A word, its meaning in plain sentences, and the names of related entries."""

    name: str
    definition: str
    see: tuple[str, ...] = ()


def read_glossary() -> tuple[Term, ...]:
    """Every term in the order of the alphabet.

    Raises ValueError when an entry repeats another or points to one that is not there.
    """
    entries = tomllib.loads((REFERENCE / "glossary.toml").read_text(encoding="utf-8"))["term"]
    terms = [Term(e["name"], e["definition"], tuple(e.get("see", ()))) for e in entries]
    names = [term.name for term in terms]
    repeated = {name for name in names if names.count(name) > 1}
    lost = {name for term in terms for name in term.see} - set(names)
    if repeated or lost:
        raise ValueError(
            f"glossary.toml: every entry once and every `see` an entry were expected; "
            f"repeated: {sorted(repeated)}, not found: {sorted(lost)}"
        )
    return tuple(sorted(terms, key=lambda term: term.name))
