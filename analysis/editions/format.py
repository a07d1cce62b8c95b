"""What stands in an edition.json: the form of an edition, checked whenever one is read.

The form has a version of its own. Everything that decides a figure stands under ``inputs`` and
``world``; the rest can be made from them again, which is what `contactlens verify` does.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
LONGEST = 20_000  # characters of one text
Text = Annotated[str, Field(max_length=LONGEST)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Number = float | None


class Part(BaseModel):
    """Nothing that is not named may stand in an edition."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Versions(Part):
    """What made the edition."""

    program: Text
    results: Text = Field(description="Two editions of one results version have the same figures")
    generator: Text = Field(description="Of the synthetic world; empty for an imported one")
    drawn_with: dict[str, Text] = Field(description="Libraries that drew the charts, with version")


class WorldTold(Part):
    """The world, so that it can be made again from its seed."""

    origin: Literal["synthetic", "imported"]
    fingerprint: Digest
    seed: int | None
    n_children: Annotated[int, Field(ge=1, le=10**9)]
    fraction: Number
    window_days: Annotated[int, Field(ge=30, le=730)]
    period_start: Day
    period_end: Day
    parameters: Text = ""


class Design(Part):
    """A scenario as the text of its TOML file."""

    id: Word
    label: Text
    design_id: Word
    toml: Text


class Assumed(Part):
    """One assumption as it was believed; ``is_shipped``: as the program ships it."""

    id: Word
    label: Text
    unit: Text
    low: float
    central: float
    high: float
    distribution: Literal["uniform", "triangular", "none"]
    kind: Literal["uncertainty", "structural", "constant"]
    quality: Literal["green", "amber", "red"]
    impact: Literal["green", "amber", "red"]
    source: Text
    note: Text = ""
    link: Text = ""
    price_year: Text = ""
    is_shipped: bool = True


class Inputs(Part):
    """All that was chosen. The first design is what the others are held against."""

    designs: Annotated[tuple[Design, ...], Field(min_length=2, max_length=40)]
    assumptions: tuple[Assumed, ...]
    window_days: Annotated[int, Field(ge=30, le=730)]
    futures: Annotated[int, Field(ge=2, le=100_000)]
    with_claims: bool
    appetite: Text = Field(description="The file of the risk appetite, as text")


class Definition(Part):
    """What an outcome means."""

    id: Word
    label: Text
    family: Text
    question: Text
    unit: Text
    better: Literal["lower", "higher", "none"]
    formula: Text
    caveat: Text
    source: Text


class Figure(Part):
    """One number.

    ``definition``: the id of the definition that tells meaning, formula and source; a figure of a
    claim tells them itself.
    """

    id: Annotated[str, Field(max_length=300)]
    design: Text
    outcome: Text
    label: Text
    dimension: Text
    group: Text
    unit: Text
    value: Number
    low: Number
    high: Number
    text: Text
    interval: Text
    definition: Text
    formula: Text = ""
    source: Text = ""
    link: Text = ""
    is_withheld: bool = False


class ClaimTold(Part):
    """A public claim and what the figures say of it. ``answer`` and ``reasons`` are Markdown."""

    id: Word
    title: Text
    claim: Text
    speaker: Text
    role: Text
    date: Text
    source: Text
    link: Annotated[str, Field(pattern=r"^https?://[^\s()<>]+$", max_length=2_000)]
    verdict: Text
    answer: Text
    reasons: tuple[Text, ...]
    limits: Text


class Chart(Part):
    """A chart: its finding, what it shows in words, and the figures behind it."""

    id: Word
    title: Text
    words: Text
    table: Text


class Edition(Part):
    """A published edition."""

    format: Literal[1]
    id: Word
    title: Text
    dated: Day
    origin: Text
    scaling: Text
    intervals: Text
    versions: Versions
    world: WorldTold
    inputs: Inputs
    findings: tuple[Text, ...]
    notes: tuple[Text, ...]
    withheld: tuple[Text, ...]
    definitions: tuple[Definition, ...]
    figures: tuple[Figure, ...]
    claims: tuple[ClaimTold, ...]
    charts: tuple[Chart, ...]

    def figure(self, id: str) -> Figure:
        """The figure called ``id``; KeyError where there is none."""
        for one in self.figures:
            if one.id == id:
                return one
        raise KeyError(f"no figure {id!r} in this edition")


def edition_schema() -> dict:
    """JSON Schema of an edition.json."""
    return {"$schema": SCHEMA} | Edition.model_json_schema() | {"title": "Contact Lens edition"}
