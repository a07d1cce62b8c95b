"""What was said in public about such databases, from `reference/claim.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache

from data.schema import REFERENCE


@dataclass(frozen=True, slots=True)
class Said:
    """A published figure that an answer is held beside."""

    id: str
    label: str
    value: float
    unit: str
    year: str
    source: str
    link: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim in our words, who made it, and how far figures can answer it."""

    id: str
    title: str
    speaker: str
    role: str
    date: str
    source: str
    link: str
    claim: str
    computed: str  # what figures can answer
    limits: str  # what they can't
    numbers: tuple[tuple[str, float], ...] = ()  # those in the claim, by what they count
    published: tuple[Said, ...] = ()

    def number(self, of: str) -> float:
        """The number in the claim that counts ``of``; KeyError where there is none."""
        return dict(self.numbers)[of]

    def said(self, id: str) -> Said:
        """The published figure ``id``; KeyError where there is none."""
        return {one.id: one for one in self.published}[id]


@cache
def read_claims() -> tuple[Claim, ...]:
    """Every claim, in the order of the file.

    Raises ValueError for a claim that repeats another or lacks what a reader must be told.
    """
    entries = tomllib.loads((REFERENCE / "claim.toml").read_text(encoding="utf-8"))["claim"]
    claims = tuple(_claim(entry) for entry in entries)
    if len({one.id for one in claims}) < len(claims):
        raise ValueError("claim.toml: every id once was expected")
    return claims


def _claim(entry: dict) -> Claim:
    known = {one.name for one in fields(Claim)}
    wanted = known - {"numbers", "published"}
    silent = sorted(name for name in wanted if not str(entry.get(name, "")).strip())
    strange = sorted(set(entry) - known)
    if silent or strange:
        raise ValueError(
            f"claim.toml, {entry.get('id', 'a claim without id')!r}: every field of a claim and no "
            f"other was expected; missing: {silent}, not known: {strange}"
        )
    numbers = tuple((name, float(value)) for name, value in entry.get("numbers", {}).items())
    said = tuple(Said(**one | {"value": float(one["value"])}) for one in entry.get("published", ()))
    return Claim(**{name: entry[name] for name in wanted}, numbers=numbers, published=said)
