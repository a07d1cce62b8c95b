"""What someone can choose: the levers of a design, loaded, checked and frozen.

Nothing else reads `data/policy/levers.toml`. Whether the values of several levers make sense
together is asked in `contradictions`; a named setting of levers is a scenario.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.amounts import amount
from analysis.policy import POLICY, Link, Text, nearest, unknown
from data.schema import AGENCIES, AGENCY_LABELS
from data.world import WorldError

Value = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Levers:
    """One value for every lever: a whole design. Agencies stand in the order of agency.csv."""

    scope: str
    trigger_agencies: int
    opt_out: bool
    shielding: bool
    retention_years_after_18: int
    connected_agencies: tuple[str, ...]
    authorised_agencies: tuple[str, ...]
    authorised_users: int
    visibility: str
    content: str
    sensitive_rule: str
    update_delay_days: int
    identifier: str
    lookup_rule: str
    alert_threshold: int
    reason_required: bool
    two_factor: bool
    audit_share: float
    subject_view: bool
    extra_staff_gbp_per_year: int


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing to choose. ``choices`` are ids with labels; bounds are inclusive, in ``unit``."""

    id: str
    label: str
    help: str
    group: str
    unit: str
    kind: str  # choice, agencies, whole, share, flag
    choices: tuple[tuple[str, str], ...]
    minimum: float | None
    maximum: float | None
    baseline: Value
    source: str
    link: str = ""

    @property
    def may_be(self) -> str:
        """What it can be, in words."""
        if self.kind == "choice":
            return "; ".join(f"`{id}`: {label}" for id, label in self.choices)
        if self.kind == "agencies":
            return "a list of agencies"
        return "true or false" if self.kind == "flag" else f"{self._bounds} {self.unit}"

    @property
    def _bounds(self) -> str:
        upper = f" to {self.maximum:,.12g}" if self.maximum is not None else " up"
        return f"from {self.minimum:,.12g}{upper}"

    def checked(self, value: object) -> Value:
        """``value`` as this lever holds it; ValueError with the rest of a sentence if it can't."""
        if self.kind == "choice":
            return self._word(value)
        if self.kind == "agencies":
            return self._agencies(value)
        if self.kind == "flag":
            if isinstance(value, bool):
                return value
            raise ValueError(f"takes true or false, got {value!r}.")
        return self._number(value)

    def show(self, value: Value) -> str:
        """``value`` in words, for a card or a table."""
        if self.kind == "choice":
            return dict(self.choices)[value]
        if self.kind == "agencies":
            return ", ".join(AGENCY_LABELS[one] for one in value) or "none"
        if self.kind == "flag":
            return "yes" if value else "no"
        return amount(value, self.unit)

    def _word(self, value: object) -> str:
        known = [id for id, _ in self.choices]
        if value in known:
            return value
        if isinstance(value, str):
            raise ValueError(f"can't be {value!r}.{nearest(value, known)}")
        raise ValueError(f"takes one of {', '.join(known)}; got {value!r}.")

    def _agencies(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(f"takes a list of agencies, like ['school', 'police']; got {value!r}.")
        for agency in value:
            if agency not in AGENCIES:
                near = nearest(str(agency), list(AGENCIES))
                raise ValueError(f"lists {agency!r}, which is no agency.{near}")
            if list(value).count(agency) > 1:
                raise ValueError(f"lists {agency!r} more than once.")
        return tuple(agency for agency in AGENCIES if agency in value)

    def _number(self, value: object) -> int | float:
        whole = self.kind == "whole"
        what = "a whole number" if whole else "a number"
        expected = f"takes {what} {self._bounds} (unit: {self.unit}), got {value!r}."
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            raise ValueError(expected)
        if not self.minimum <= value <= (self.maximum if self.maximum is not None else value):
            raise ValueError(expected)
        return value if whole else float(value)


class _Entry(BaseModel):
    """One table of the file, as written."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    label: Text
    help: Text
    group: Text
    unit: Literal["choice", "agencies", "people", "days", "years", "share", "yes or no", "gbp"]
    kind: Literal["choice", "agencies", "whole", "share", "flag"]
    choices: dict[str, Text] = Field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    baseline: str | bool | int | float | list[str]
    source: Text
    link: Link = ""

    @model_validator(mode="after")
    def _complete(self) -> _Entry:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices belong to a lever of kind choice, and to no other")
        if (self.kind in ("whole", "share")) != (self.minimum is not None):
            raise ValueError("a minimum belongs to a number, and to nothing else")
        return self


def load_levers(path: Path | None = None) -> tuple[Lever, ...]:
    """The levers in ``path`` (by default those that ship), in the order of their file.

    Raises WorldError that names file, lever and field when one is wrong.
    """
    return _load(path or POLICY / "levers.toml")


@cache
def _load(path: Path) -> tuple[Lever, ...]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorldError(f"'{path}' can't be read: {error.strerror or error}.") from None
    except ValueError as error:
        raise WorldError(f"'{path.name}' is not valid TOML: {error}.") from None
    levers = tuple(_lever(path.name, id, table) for id, table in tables.items())
    named = [lever.id for lever in levers]
    if named != [field.name for field in fields(Levers)]:
        raise WorldError(
            f"{path.name}: the levers {', '.join(f.name for f in fields(Levers))} were expected, "
            f"in this order, got {', '.join(named)}."
        )
    return levers


def lever(id: str) -> Lever:
    """The lever ``id``; WorldError with the nearest name when there is none."""
    found = {one.id: one for one in load_levers()}
    if id not in found:
        raise WorldError(unknown("lever", id, list(found)))
    return found[id]


@cache
def baseline() -> Levers:
    """England without an index: every lever at its baseline."""
    return levers_with({})


def levers_with(sets: Mapping[str, object]) -> Levers:
    """The baseline with some levers set otherwise.

    Raises WorldError for an unknown lever, or a value that a lever can't take. Whether the
    values make sense together is not asked here.
    """
    values = {one.id: one.baseline for one in load_levers()}
    for id, value in sets.items():
        try:
            values[id] = lever(id).checked(value)
        except ValueError as error:
            raise WorldError(f"Lever '{id}' {error}") from None
    return Levers(**values)


def _lever(file: str, id: str, table: object) -> Lever:
    try:
        entry = _Entry.model_validate(table)
        facts = entry.model_dump() | {"choices": tuple(entry.choices.items())}
        found = Lever(id=id, **facts)
        return Lever(id=id, **facts | {"baseline": found.checked(entry.baseline)})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        where = f"{file}, lever {id!r}" + (f", field {field!r}" if field else "")
        raise WorldError(f"{where}: {first['msg'].removeprefix('Value error, ')}.") from None
    except ValueError as error:
        raise WorldError(f"{file}, lever {id!r}: its baseline {error}") from None
