"""The file of a scenario: what may stand in it, and one plain sentence on what may not.

A file from a folder and one that was uploaded are held to the same rules and limits. From the
same definition comes the JSON Schema, for editors and other programs.
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
MOST_BYTES = 2**16
LONGEST = 100  # characters of a wrong value that an answer repeats
DEEPEST = 8  # tables and lists within each other; a scenario needs three


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
    _check_name(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WorldError(f"'{path}' can't be read: {error.strerror or error}.") from None
    return parse_file(path.name, content)


def parse_file(name: str, content: bytes) -> ScenarioFile:
    """What a file called ``name`` with this content holds; WorldError when it is no scenario."""
    _check_name(name)
    if len(content) > MOST_BYTES:
        raise WorldError(f"'{name}' is longer than {MOST_BYTES:,} bytes; no scenario needs that.")
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"))
        _check_size(tables)
    except RecursionError:
        raise WorldError(f"'{name}' is nested too deeply to be a scenario.") from None
    except ValueError as error:
        raise WorldError(f"'{name}' is not valid TOML: {error}.") from None
    try:
        return ScenarioFile.model_validate(tables)
    except ValidationError as error:
        found = error.errors()
        misspelt = [one for one in found if one["type"] == "extra_forbidden"]
        raise WorldError(f"{name}: {_wrong((misspelt or found)[0])}") from None


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


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", Path(name).stem):
        raise WorldError(
            f"'{cut(name)}' can't name a scenario: letters, digits, _ and - were expected, such "
            "as my_design.toml."
        )


def _check_size(tables: dict) -> None:
    """Raise for what TOML allows and no scenario means; it would trip up what comes after."""
    inside: list[tuple[object, int]] = [(tables, 1)]
    while inside:
        value, depth = inside.pop()
        if depth > DEEPEST:
            raise RecursionError
        if isinstance(value, int) and value.bit_length() >= 2**6:
            raise ValueError("a whole number has more than 64 bits")
        if isinstance(value, dict | list):
            within = value.values() if isinstance(value, dict) else value
            inside += [(one, depth + 1) for one in within]


def cut(text: str) -> str:
    """``text``, or its beginning where it is too long for a sentence."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _wrong(first: Mapping) -> str:
    field = cut(".".join(str(part) for part in first["loc"]))
    if first["type"] == "extra_forbidden":
        if field in {one.id for one in load_levers()}:
            return f"lever '{field}' stands outside the table [sets]; move it below that line."
        known = ScenarioFile if len(first["loc"]) == 1 else CitationEntry
        near = nearest(str(first["loc"][-1]), list(known.model_fields))
        return f"'{field}' is no field of a scenario.{near}"
    if first["type"] == "missing":
        return f"'{field}' is missing."
    return f"'{field}': {first['msg']}; got {cut(repr(first['input']))}."


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
