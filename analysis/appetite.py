"""The risk appetite: how small a count may be shown. Nothing else reads `disclosure.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.policy import POLICY, Link, Text, unknown
from data.world import WorldError


@dataclass(frozen=True, slots=True)
class Appetite:
    """What may be told. ``threshold`` and ``rounding_base`` count children, unscaled."""

    threshold: int  # the smallest count that is shown; 1 shows every count
    withhold_zeros: bool
    secondary: bool  # withhold more where a small count could be worked out
    rounding_base: int  # 1 leaves counts exact


@dataclass(frozen=True, slots=True)
class Rule:
    """One value of the appetite with its words, for pages and editions."""

    id: str
    label: str
    value: int | bool
    unit: str
    why: str
    source: str
    link: str = ""


class _Number(BaseModel):
    """One table of the file, as written."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: Text
    value: int = Field(ge=1)
    unit: Text
    why: Text
    source: Text
    link: Link = ""


class _Flag(_Number):
    value: bool


_KINDS = {
    "threshold": _Number,
    "withhold_zeros": _Flag,
    "secondary": _Flag,
    "rounding_base": _Number,
}


def read_appetite(path: Path | None = None) -> Appetite:
    """The appetite in ``path``, by default the one that ships.

    Raises WorldError that names file, rule and field when one is wrong.
    """
    return Appetite(**{rule.id: rule.value for rule in load_rules(path)})


def appetite_text() -> str:
    """The file that ships, for an edition to carry."""
    return (POLICY / "disclosure.toml").read_text(encoding="utf-8")


def appetite_in(text: str, name: str = "disclosure.toml") -> Appetite:
    """The appetite in the text of such a file. Raises WorldError as `read_appetite` does."""
    return Appetite(**{rule.id: rule.value for rule in _rules(name, text)})


def load_rules(path: Path | None = None) -> tuple[Rule, ...]:
    """The values of the appetite with their words and sources, in the order of `Appetite`."""
    return _load(path or POLICY / "disclosure.toml")


@cache
def _load(path: Path) -> tuple[Rule, ...]:
    try:
        return _rules(path.name, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorldError(f"'{path}' can't be read: {error.strerror or error}.") from None
    except UnicodeDecodeError as error:
        raise WorldError(f"'{path.name}' is not valid TOML: {error}.") from None


def _rules(name: str, text: str) -> tuple[Rule, ...]:
    try:
        tables = tomllib.loads(text)
    except ValueError as error:
        raise WorldError(f"'{name}' is not valid TOML: {error}.") from None
    for id in tables:
        if id not in _KINDS:
            raise WorldError(f"{name}: {unknown('rule of the appetite', id, list(_KINDS))}")
    return tuple(_rule(name, field.name, tables.get(field.name)) for field in fields(Appetite))


def _rule(file: str, id: str, table: object) -> Rule:
    if table is None:
        raise WorldError(f"{file}: the rule '{id}' is missing.")
    try:
        return Rule(id=id, **_KINDS[id].model_validate(table).model_dump())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise WorldError(f"{file}, rule '{id}', field '{field}': {first['msg']}.") from None
