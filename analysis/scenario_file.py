"""The file of a scenario: what may stand in it, and one plain sentence on what may not.

From the same definition comes the JSON Schema, for editors and other programs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.levers import Lever, load_levers
from analysis.policy import POLICY, Link, Text, load_assumptions, nearest
from data.schema import AGENCIES
from data.world import WorldError

PRESETS = POLICY / "scenarios"
PRESET_IDS = (
    "status_quo",
    "contactpoint_2009",
    "contactpoint_with_identifier",
    "identifier_without_index",
    "targeted_cpis",
    "reference_index",
    "local_hub",
    "open_to_families",
    "more_social_workers",
)
"""The baseline first, then in the order in which a reader meets them."""


class CitationEntry(BaseModel):
    """One source, as written."""

    model_config = ConfigDict(extra="forbid", strict=True)

    publisher: Text
    says: Text
    link: Link


class ScenarioFile(BaseModel):
    """A scenario as written; its id is the name of the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: Text
    summary: Text
    like: str = Field(default="", description="A preset to start from, instead of the baseline")
    sources: list[CitationEntry] = Field(default_factory=list)
    sets: dict[str, object] = Field(default_factory=dict)
    because: dict[str, Text] = Field(default_factory=dict)


def read_file(path: Path) -> ScenarioFile:
    """What ``path`` holds; WorldError when it can't be read or is no scenario."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", path.stem):
        raise WorldError(
            f"'{path.name}' can't name a scenario: letters, digits, _ and - were expected, such "
            "as my_design.toml."
        )
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise WorldError(f"'{path}' can't be read: {error.strerror or error}.") from None
    except ValueError as error:
        raise WorldError(f"'{path.name}' is not valid TOML: {error}.") from None
    try:
        return ScenarioFile.model_validate(tables)
    except ValidationError as error:
        found = error.errors()
        misspelt = [one for one in found if one["type"] == "extra_forbidden"]
        raise WorldError(f"{path.name}: {_wrong((misspelt or found)[0])}") from None


def check_keys(id: str, file: ScenarioFile) -> None:
    """Raise WorldError for a key that is no lever; an assumption gets its own answer."""
    levers = [one.id for one in load_levers()]
    for key in _flat("", file.sets):
        if key not in levers:
            raise WorldError(f"Scenario '{id}' sets '{key}', {_no_lever(key, levers)}")
    for key in file.because:
        if key not in file.sets:
            near = nearest(key, list(file.sets)) if file.sets else ""
            raise WorldError(f"Scenario '{id}' tells why it sets '{key}', but it doesn't.{near}")


def scenario_schema() -> dict:
    """JSON Schema of a scenario file."""
    schema = ScenarioFile.model_json_schema()
    properties = {one.id: _property(one) for one in load_levers()}
    schema["properties"]["sets"] |= {"properties": properties, "additionalProperties": False}
    schema["properties"]["because"]["propertyNames"] = {"enum": list(properties)}
    schema["properties"]["like"]["enum"] = ["", *PRESET_IDS]
    schema["title"] = "Contact Lens scenario"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _property(one: Lever) -> dict:
    told = {"title": one.label, "description": one.help}
    told["default"] = list(one.baseline) if isinstance(one.baseline, tuple) else one.baseline
    if one.kind == "choice":
        return told | {"enum": [id for id, _ in one.choices]}
    if one.kind == "agencies":
        items = {"enum": list(AGENCIES)}
        return told | {"type": "array", "items": items, "uniqueItems": True}
    if one.kind == "flag":
        return told | {"type": "boolean"}
    bounds = {"minimum": one.minimum, "maximum": one.maximum}
    kind = "integer" if one.kind == "whole" else "number"
    return told | {"type": kind} | {end: at for end, at in bounds.items() if at is not None}


def _wrong(first: Mapping) -> str:
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        if field in {one.id for one in load_levers()}:
            return f"lever '{field}' stands outside the table [sets]; move it below that line."
        known = ScenarioFile if len(first["loc"]) == 1 else CitationEntry
        near = nearest(str(first["loc"][-1]), list(known.model_fields))
        return f"'{field}' is no field of a scenario.{near}"
    if first["type"] == "missing":
        return f"'{field}' is missing."
    return f"'{field}': {first['msg']}; got {first['input']!r}."


def _no_lever(key: str, levers: list[str]) -> str:
    """The rest of a sentence on ``key``."""
    believed = [one.id for one in load_assumptions()]
    if key in believed or key in {one.split(".")[0] for one in believed}:
        held = key if key in believed else next(one for one in believed if one.startswith(key))
        return (
            "which is an assumption, not a lever: a scenario says what is chosen, not what "
            f"follows from it. Hold an assumption with --assume {held}=VALUE."
        )
    return f"which is not a lever.{nearest(key, levers)}"


def _flat(prefix: str, tables: Mapping[str, object]) -> Iterator[str]:
    """Keys with those of inner tables joined by a dot, as the ids of assumptions are."""
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}"
