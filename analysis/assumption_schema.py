"""The form of a reader's own assumption, and the JSON Schema of a file of them."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from analysis.policy import BOUNDS, LEVELS, Assumption, load_assumptions

LONGEST_TEXT = 1_000  # characters


def _plain(text: str) -> str:
    for character in text:
        if unicodedata.category(character)[0] == "C" or character in "\u2028\u2029":
            raise ValueError(f"holds the character {character!r}, which can't be shown")
    return text


Words = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_plain)]


class AssumptionEntry(BaseModel):
    """One assumption as a reader writes it; what is left out stays as it ships."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    low: float | None = Field(None, description="The least that is held possible")
    central: float | None = Field(None, description="The best guess")
    high: float | None = Field(None, description="The most that is held possible")
    distribution: Literal["uniform", "triangular", "none"] | None = None
    source: Annotated[Words, Field(min_length=1)] | None = None
    note: Words | None = None


def assumption_schema() -> dict:
    """JSON Schema of a file of assumptions; an id stands in quotes or as nested tables."""
    schema: dict = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Contact Lens assumptions",
        "type": "object",
        "properties": {},
        "additionalProperties": False,
    }
    for entry in load_assumptions():
        property = _property(entry)
        schema["properties"][entry.id] = property
        place = schema
        *groups, name = entry.id.split(".")
        for group in groups:
            place = place["properties"].setdefault(
                group, {"type": "object", "properties": {}, "additionalProperties": False}
            )
        place["properties"][name] = property
    return schema


def _property(entry: Assumption) -> dict:
    low, high = BOUNDS[entry.unit]
    number = {"type": "number", "minimum": low, "maximum": high}
    form = AssumptionEntry.model_json_schema()["properties"]
    fields = {name: number | {"default": getattr(entry, name)} for name in LEVELS}
    fields["distribution"] = {"enum": ["uniform", "triangular", "none"]}
    fields |= {name: form[name]["anyOf"][0] for name in ("source", "note")}
    table = {"type": "object", "properties": fields, "additionalProperties": False}
    price = f" in pounds of {entry.price_year}" if entry.price_year else f" ({entry.unit})"
    return {
        "title": f"{entry.label}{price}",
        "description": entry.note,
        "anyOf": [number, table],
        "default": entry.central,
    }
