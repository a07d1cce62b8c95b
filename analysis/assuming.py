"""Assumptions held at one value by whoever runs the program, as ``ID=VALUE``."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.policy import Assumptions
from data.world import WorldError


def assuming(assumptions: Assumptions, told: Iterable[str]) -> Assumptions:
    """``assumptions`` with each of ``told`` held, such as "adoption_share=0.8".

    Raises WorldError for anything else, an unknown id, or a value out of its unit's bounds.
    """
    values = {}
    for one in told:
        id, sign, text = one.partition("=")
        try:
            values[id.strip()] = float(text)
        except ValueError:
            sign = ""
        if not sign:
            raise WorldError(f"ID=VALUE with a number was expected, got {one!r}.")
    return assumptions.fixed(values)
