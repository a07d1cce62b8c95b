"""What the generator believes beyond published margins: `reference/generator.toml`, for readers.

The generator reads the same file; here each number gets a line with its unit, range and source.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from data.schema import REFERENCE

ABOUT = ("unit", "range", "source")


@dataclass(frozen=True, slots=True)
class Belief:
    """One section of the file: numbers that share a unit, a source and a range.

    ``factor`` says how far a number may reasonably be off: from value / factor to value x factor.
    """

    section: str
    unit: str
    factor: float
    source: str
    values: tuple[tuple[str, str], ...]  # name within the section, value as text

    @property
    def is_judgement(self) -> bool:
        return self.source.startswith("judgement")


@cache
def read_beliefs() -> tuple[Belief, ...]:
    """Every section, in the order of the file."""
    text = (REFERENCE / "generator.toml").read_text(encoding="utf-8")
    return tuple(
        Belief(
            section=section,
            unit=entries["unit"],
            factor=float(entries["range"]),
            source=entries["source"],
            values=tuple(_values("", {k: v for k, v in entries.items() if k not in ABOUT})),
        )
        for section, entries in tomllib.loads(text).items()
    )


def _values(prefix: str, entries: dict):
    """Names and values of a section: a table of numbers is one line, tables of tables go on."""
    for name, value in entries.items():
        full = f"{prefix}{name}"
        if not isinstance(value, dict):
            yield full, _text(value)
        elif any(isinstance(inner, dict | list) for inner in value.values()):
            yield from _values(f"{full}.", value)
        else:
            yield full, ", ".join(f"{key} {_text(inner)}" for key, inner in value.items())


def _text(value) -> str:
    return ", ".join(f"{v:g}" for v in value) if isinstance(value, list) else f"{value:g}"
