"""What whoever runs the program assumes: a file of their own, and values held as ``ID=VALUE``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.assumption_file import read_assumptions
from analysis.policy import Assumptions, load_assumptions
from data.world import WorldError


def believed(file: str | Path | None = None, told: Iterable[str] | None = None) -> Assumptions:
    """The assumptions that ship, then those of ``file``, then each of ``told`` held.

    Raises WorldError as `read_assumptions` and `assuming` do.
    """
    start = load_assumptions() if file is None else read_assumptions(file)
    return assuming(start, told or ())


def assuming(assumptions: Assumptions, told: Iterable[str]) -> Assumptions:
    """``assumptions`` with each of ``told`` held, such as "adoption_share=0.8".

    Raises WorldError for anything else, an unknown id, an id that is given two values, or a
    value out of its unit's bounds.
    """
    values: dict[str, float] = {}
    for one in told:
        id, sign, text = one.partition("=")
        try:
            value = float(text)
        except ValueError:
            sign = ""
        if not sign:
            raise WorldError(f"ID=VALUE with a number was expected, got {one!r}.")
        if values.setdefault(id.strip(), value) != value:
            raise WorldError(f"Assumption '{id.strip()}' is held at two values. Give one.")
    return assumptions.fixed(values)
