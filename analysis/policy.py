"""What we believe about the world: assumptions, loaded, checked and frozen.

Nothing else reads `data/policy/assumptions.toml`. A number used in a formula that is
neither there nor in a reference table is a defect.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

import data
from data.schema import AGENCIES
from data.world import WorldError

POLICY = Path(data.__file__).parent / "policy"
LEVELS = ("low", "central", "high")
Level = Literal["low", "central", "high"]
Text = Annotated[str, Field(min_length=1)]
Link = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
Rating = Literal["green", "amber", "red"]
JUDGEMENT = "judgement: no published figure found"
BOUNDS: dict[str, tuple[float, float]] = {
    "share": (0, 1),
    "ratio": (0, 1_000),
    "days": (0, 36_525),
    "years": (0, 100),
    "hours": (0, 8_784),
    "minutes": (0, 10_080),
    "people": (0, 70_000_000),
    "per 1,000 user-years": (0, 1_000),
    "gbp": (0, 1e12),
}
"""The units of assumptions, each with the least and most that can be meant."""
DIVISORS = ("contactpoint_users", "working_hours_per_year")
"""Assumptions that others are divided by: they can't be 0."""
MOST_NAMED = 32
"""Names that one sentence can list; longer lists are left to the docs."""
ANY = "any"
PRACTICE = "practice_share"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number we believe, with its range; ``low`` <= ``central`` <= ``high`` in ``unit``."""

    id: str
    label: str
    unit: str  # one of BOUNDS
    low: float
    central: float
    high: float
    distribution: str
    kind: str  # uncertainty, structural, constant
    quality: str  # of the evidence: green, amber, red
    impact: str  # on the answer: green, amber, red
    source: str
    note: str
    link: str = ""
    price_year: str = ""  # of pounds: the prices they are in, such as "2008-09"

    @property
    def is_judgement(self) -> bool:
        """Whether no published figure was found, so that the number is ours."""
        return self.source == JUDGEMENT


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All assumptions in the order of their file. Hashable, so that results can be cached."""

    entries: tuple[Assumption, ...]
    _by_id: dict[str, Assumption] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.entries})

    def __iter__(self) -> Iterator[Assumption]:
        return iter(self.entries)

    def get(self, id: str) -> Assumption:
        """The assumption ``id``; WorldError with the nearest name when there is none."""
        if id not in self._by_id:
            raise WorldError(unknown("assumption", id, list(self._by_id)))
        return self._by_id[id]

    def has(self, id: str) -> bool:
        """Whether there is an assumption ``id``."""
        return id in self._by_id

    def fixed(self, values: Mapping[str, float]) -> Assumptions:
        """These assumptions with some held at one value: low, central and high alike.

        Raises WorldError for a value out of the bounds of its unit (a share from 0 to 1).
        """
        changed = {}
        for id, value in values.items():
            entry = self.get(id)
            try:
                check_value(id, entry.unit, value)
            except ValueError as error:
                raise WorldError(f"{error}.") from None
            changed[id] = replace(entry, low=value, central=value, high=value)
        return Assumptions(tuple(changed.get(entry.id, entry) for entry in self.entries))


class _Entry(BaseModel):
    """One table of the file, as written."""

    model_config = ConfigDict(extra="forbid", strict=False, allow_inf_nan=False)

    label: Text
    unit: str
    low: float
    central: float
    high: float
    distribution: Literal["uniform", "triangular", "none"]
    kind: Literal["uncertainty", "structural", "constant"]
    quality: Rating
    impact: Rating
    source: Text
    note: str = ""
    link: Link = ""
    price_year: Annotated[str, Field(pattern=r"^(\d{4}-\d{2})?$")] = ""

    @model_validator(mode="after")
    def _ordered(self) -> _Entry:
        if self.unit not in BOUNDS:
            raise ValueError(unknown("unit", self.unit, list(BOUNDS)))
        if (self.unit == "gbp") != bool(self.price_year):
            raise ValueError("pounds need a price_year such as '2008-09', and nothing else has one")
        if not self.low <= self.central <= self.high:
            raise ValueError(
                f"low <= central <= high was expected, got {self.low}, {self.central}, {self.high}"
            )
        if self.distribution == "none" and self.low != self.high:
            raise ValueError("a range needs a distribution other than 'none'")
        if self.kind == "constant" and self.low != self.high:
            raise ValueError("a constant has no range: low, central and high are one")
        for value in (self.low, self.high):
            check_value("it", self.unit, value)
        return self


def load_assumptions(path: Path | None = None) -> Assumptions:
    """The assumptions in ``path`` (by default those that ship with the project).

    Raises WorldError that names file, entry and field when one is wrong. Those that ship are
    read once: every figure asks for them.
    """
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> Assumptions:
    return _read(POLICY / "assumptions.toml")


def _read(path: Path) -> Assumptions:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorldError(f"'{path}' can't be read: {error.strerror or error}.") from None
    except ValueError as error:
        raise WorldError(f"'{path.name}' is not valid TOML: {error}.") from None
    entries = tuple(_entry(path.name, id, fields) for id, fields in _leaves("", tables))
    for entry in entries:
        _check_pair(path.name, entry.id)
    return Assumptions(entries)


def window_days(assumptions: Assumptions, given: int | None = None) -> int:
    """The window in days: ``given`` if it lies in the assumption's range, else its central value.

    Raises WorldError when ``given`` is no whole number in that range (30 to 730).
    """
    window = assumptions.get("window_days")
    if given is None:
        return int(window.central)
    low, high = (round(load_assumptions().get("window_days").low), round(window.high))
    if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
        raise WorldError(
            f"A window of {low} to {high} whole days was expected, got {given!r}. "
            f"{window.label}: {int(window.central)} days unless you say otherwise."
        )
    return given


def practice_pairs(assumptions: Assumptions) -> list[dict]:
    """The chance b that practice meets a need, for every ordered pair of agencies.

    One dict per pair: seeker, holder, low, central, high (shares, 0 to 1). The most exact
    assumption wins: seeker and holder, then seeker, then holder, then any.
    """
    return [
        {"seeker": seeker, "holder": holder}
        | {level: getattr(practice_for(assumptions, seeker, holder), level) for level in LEVELS}
        for seeker in AGENCIES
        for holder in AGENCIES
        if seeker != holder
    ]


def practice_for(assumptions: Assumptions, seeker: str, holder: str) -> Assumption:
    """The assumption that rules how often practice tells ``seeker`` what ``holder`` holds."""
    for pair in ((seeker, holder), (seeker, ANY), (ANY, holder)):
        id = ".".join((PRACTICE, *pair))
        if assumptions.has(id):
            return assumptions.get(id)
    return assumptions.get(f"{PRACTICE}.{ANY}.{ANY}")


def check_value(id: str, unit: str, value: float) -> None:
    """ValueError with the start of a sentence if ``value`` can't be meant in ``unit``."""
    low, high = BOUNDS[unit]
    if not low <= value <= high:
        raise ValueError(
            f"{id} is a number of unit {unit!r}, from {low:,.12g} to {high:,.12g}; got {value!r}"
        )
    if id in DIVISORS and not value:
        raise ValueError(f"{id} can't be 0, for other numbers are divided by it")


def unknown(what: str, name: str, known: list[str]) -> str:
    """The sentence for a name that is not known, with the nearest one that is."""
    return f"{name!r} is no {what}.{nearest(name, known)}"


def nearest(name: str, known: list[str]) -> str:
    """A hint that follows a sentence: the known name most like ``name``, else all of a few."""
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f" Did you mean {close[0]!r}?"
    return f" There are: {', '.join(known)}." if len(known) <= MOST_NAMED else ""


def _leaves(prefix: str, tables: dict) -> Iterator[tuple[str, dict]]:
    for name, value in tables.items():
        id = f"{prefix}{name}"
        if not isinstance(value, dict):
            raise WorldError(f"Assumption {prefix.rstrip('.') or name!r} lacks its fields.")
        if any(not isinstance(inner, dict) for inner in value.values()):
            yield id, value
        else:
            yield from _leaves(f"{id}.", value)


def _entry(file: str, id: str, fields: dict) -> Assumption:
    try:
        checked = _Entry(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            reason = unknown("field of an assumption", field, list(_Entry.model_fields))
        where = f"{file}, assumption {id!r}" + (f", field {field!r}" if field else "")
        raise WorldError(f"{where}: {reason.rstrip('.')}. Got {first['input']!r}.") from None
    return Assumption(id=id, **checked.model_dump())


def _check_pair(file: str, id: str) -> None:
    name, *pair = id.split(".")
    if name != PRACTICE:
        return
    for agency in pair:
        if agency not in (*AGENCIES, ANY):
            words = unknown("agency", agency, [*AGENCIES, ANY])
            raise WorldError(f"{file}, assumption {id!r}: {words}")
    if len(pair) != 2:
        raise WorldError(f"{file}, assumption {id!r}: {PRACTICE}.SEEKER.HOLDER was expected.")
