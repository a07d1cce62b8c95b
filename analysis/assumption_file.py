"""A file of a reader's own assumptions, laid over those that ship with the project.

    adoption_share = 0.8              # held at one value
    [lookup_share.discretionary]      # another range
    low = 0.1
    central = 0.4
    high = 0.7
    source = "Our survey of 2026"

Only what the file names changes. Its values may lie outside the range that ships, not outside
the bounds of their unit. What may stand in an entry is defined in `assumption_schema`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from analysis.assumption_schema import AssumptionEntry
from analysis.policy import (
    LEVELS,
    PRACTICE,
    Assumption,
    Assumptions,
    check_value,
    load_assumptions,
    nearest,
    practice_for,
)
from data.schema import AGENCIES
from data.world import WorldError

MOST_BYTES = 256 * 1024
UNSOURCED = "set in the file, without a source"
"""Whoever gives other numbers and no source: the one that ships does not tell of them."""


def read_assumptions(path: str | Path, start: Assumptions | None = None) -> Assumptions:
    """``start`` (by default the assumptions that ship) with what the file at ``path`` says.

    Raises WorldError, with file, assumption and remedy, when it can't be read, names an
    assumption or field that there is not, or gives a number that can't be meant.
    """
    path = Path(path)
    start = start or load_assumptions()
    changed: dict[str, Assumption] = {}
    for id, given in _told("", _tables(path), {entry.id for entry in start}):
        if id in changed:
            raise WorldError(f"{path.name}: {id!r} stands there twice. Leave one.")
        if not start.has(id):
            raise WorldError(f"{path.name}: {id!r} is no assumption.{_instead(id, start)}")
        try:
            changed[id] = _changed(start.get(id), given)
        except ValidationError as error:
            raise WorldError(f"{path.name}, assumption '{id}': {_wrong(error)}") from None
        except ValueError as error:
            raise WorldError(f"{path.name}, assumption '{id}': {error}.") from None
    return Assumptions(tuple(changed.get(entry.id, entry) for entry in start))


def _tables(path: Path) -> dict:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WorldError(f"'{path}' can't be read: {reason}.") from None
    if len(raw) > MOST_BYTES:
        raise WorldError(
            f"'{path.name}' is larger than {MOST_BYTES // 1024} kB, so it is no file of "
            "assumptions. Name the file that holds them."
        )
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise WorldError(f"'{path.name}' is not valid TOML: {error}.") from None


def _told(prefix: str, tables: dict, known: set[str]) -> Iterator[tuple[str, object]]:
    """What the file says of each id, whether it stands in quotes or as nested tables."""
    for name, value in tables.items():
        id = f"{prefix}{name}"
        if id not in known and isinstance(value, dict) and not _is_entry(value):
            yield from _told(f"{id}.", value, known)
        else:
            yield id, value


def _is_entry(value: dict) -> bool:
    """Whether a table looks like the fields of one assumption, for a sentence on its id."""
    return not value or any(name in AssumptionEntry.model_fields for name in value)


def _changed(entry: Assumption, given: object) -> Assumption:
    """``entry`` with what was given; ValueError or ValidationError if that can't be."""
    fields = given if isinstance(given, dict) else {"central": given}
    told = AssumptionEntry.model_validate(fields).model_dump(exclude_none=True)
    numbers = {level: told[level] for level in LEVELS if level in told}
    for level, value in numbers.items():
        check_value(entry.id if level == "central" else f"{level} of {entry.id}", entry.unit, value)
    if "central" in numbers and (fields is not given or entry.kind == "constant"):
        numbers = dict.fromkeys(LEVELS, numbers["central"]) | numbers
    changed = replace(entry, **told | numbers)
    _check_order(changed, numbers)
    moved = any(getattr(changed, field) != getattr(entry, field) for field in LEVELS)
    if "source" in told:
        return replace(changed, link="")
    return replace(changed, source=UNSOURCED, link="", quality="red") if moved else changed


def _check_order(entry: Assumption, given: dict) -> None:
    for below, above in (("low", "central"), ("central", "high")):
        least, most = getattr(entry, below), getattr(entry, above)
        if least > most:
            held = given.get("central", least if below in given else most)
            ends = [
                f"{level} {value:,.12g}" + ("" if level in given else " (as it ships)")
                for level, value in ((below, least), (above, most))
            ]
            raise ValueError(
                f"{ends[0]} lies above {ends[1]}. Give low, central and high in this order, or "
                f'one number to hold it there, such as "{entry.id}" = {held:.12g}'
            )
    if entry.low < entry.high and entry.kind == "constant":
        raise ValueError("it is a constant and has no range; give one number")
    if entry.low < entry.high and entry.distribution == "none":
        raise ValueError("a range needs a distribution: uniform or triangular")


def _instead(id: str, known: Assumptions) -> str:
    name, *pair = id.split(".")
    if name == PRACTICE and len(pair) == len(set(pair) & set(AGENCIES)) == 2:
        ruling = practice_for(known, *pair).id
        return f" What practice meets between these two is ruled by '{ruling}'."
    hint = nearest(id, [entry.id for entry in known])
    return f"{hint} All of them are listed in docs/assumptions.md."


def _wrong(error: ValidationError) -> str:
    found = error.errors()
    misspelt = [one for one in found if one["type"] == "extra_forbidden"]
    first = (misspelt or found)[0]
    field = ".".join(str(part) for part in first["loc"])
    if misspelt:
        near = nearest(field, list(AssumptionEntry.model_fields))
        return f"'{field}' is no field that can be set.{near}"
    got = repr(first["input"])
    got = got if len(got) <= 64 else f"{got[:64]}..."
    return f"'{field}': {first['msg'].removeprefix('Value error, ')}; got {got}."
