"""The data files of an edition and the data package that describes them.

Every column has a type, a title and a description there; `data/definitions.csv` says what each
outcome means, and every figure names its row. Texts that a spreadsheet would run begin with an
apostrophe.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from analysis.downloads import inert_cells
from analysis.editions.figures import OF_CLAIMS
from analysis.editions.format import Edition
from analysis.editions.prose import bare
from analysis.levers import load_levers
from analysis.scenarios import BASELINE, Scenario

KINDS = {pl.String: "string", pl.Float64: "number", pl.Int64: "integer", pl.Boolean: "boolean"}
LICENCE = {
    "name": "MIT",
    "title": "MIT License",
    "path": "https://opensource.org/license/mit",
}
COLUMNS = {
    "id": "Names the row; unique in this file",
    "figure": "Names the figure; unique in this file",
    "design": "The id of a design in designs.csv; empty where none is meant",
    "outcome": "The id of a definition in definitions.csv; empty where the row defines itself",
    "label": "The same in words",
    "dimension": "How children are grouped; 'all' for everybody, 'claim' for figures of claims",
    "group": "The group of children, or the claim",
    "unit": "What is counted",
    "value": "The figure with every assumption at its central value; empty where withheld",
    "low": "Lower end of the interval",
    "high": "Upper end of the interval",
    "text": "The figure as it is shown",
    "interval": "The interval as it is shown",
    "is_withheld": "Whether the figure is withheld because it rests on few children",
    "formula": "How it is worked out",
    "source": "Where it is from",
    "link": "Address of the source",
    "family": "Cost, coverage, intrusiveness, access volumes, or between designs",
    "question": "The question that it answers",
    "better": "Which way is good: lower, higher or none",
    "caveat": "What to beware of",
    "lever": "The id of what can be chosen",
    "baseline": "Its value in England without an index",
    "chosen": "Its value under this design",
    "is_changed": "Whether the two differ",
    "summary": "What the design is, in a sentence",
    "design_id": "Digest of levers and changed assumptions",
    "central": "The best guess",
    "distribution": "How it is drawn between low and high",
    "kind": "Whether it is drawn in every future (uncertainty), explored (structural) or constant",
    "quality": "How good the evidence is: green, amber or red",
    "impact": "How far it moves the answer: green, amber or red",
    "note": "What else is to be known",
    "price_year": "The year whose prices pounds are in",
    "is_shipped": "Whether it is as the program ships it",
    "claim": "The claim in our words",
    "speaker": "Who made it",
    "role": "Who that is",
    "date": "When",
    "verdict": "What the figures say of it",
    "answer": "The answer in words",
    "limits": "What figures can't answer",
    "title": "The claim in a few words",
}


@dataclass(frozen=True, slots=True)
class File:
    """One data file. ``refers``: column -> (file, column) that holds what it names."""

    name: str
    title: str
    frame: pl.DataFrame
    key: tuple[str, ...]
    refers: tuple[tuple[str, str, str], ...] = ()

    @property
    def path(self) -> str:
        return f"data/{self.name}.csv"

    def csv(self) -> bytes:
        """The frame as CSV, inert."""
        return inert_cells(self.frame).write_csv().encode("utf-8")


def files(edition: Edition, designs: Iterable[Scenario]) -> list[File]:
    """Figures, definitions, designs, levers, assumptions and claims."""
    designs = list(designs)
    figures = [
        {
            "figure": one.id,
            **one.model_dump(exclude={"id", "definition", "formula", "source", "link"}),
        }
        for one in edition.figures
    ]
    floats = dict.fromkeys(("value", "low", "high", "central"), pl.Float64)
    texts = {"design": pl.String, "outcome": pl.String}
    own = [
        {"figure": one.id, "formula": one.formula, "source": one.source, "link": one.link}
        for one in edition.figures
        if one.dimension == OF_CLAIMS
    ]
    found = [
        File("figures", "Every figure", _frame(figures, floats | texts), ("figure",)),
        File("definitions", "What every outcome means",
             _frame([one.model_dump() for one in edition.definitions]), ("id",)),
        File("designs", "The designs", _frame(_designs(edition, designs)), ("id",)),
        File("levers", "What each design sets", _frame(_levers(designs)), ("design", "lever"),
             (("design", "designs", "id"),)),
        File("assumptions", "What is believed",
             _frame([one.model_dump() for one in edition.inputs.assumptions], floats), ("id",)),
    ]  # fmt: skip
    if edition.claims:
        told = [
            one.model_dump(exclude={"answer", "reasons"}) | {"answer": bare(one.answer)}
            for one in edition.claims
        ]
        found.append(File("claims", "Public claims, answered", _frame(told), ("id",)))
        refers = (("figure", "figures", "figure"),)
        title = "How the figures of claims are made"
        found.append(File("claim_figures", title, _frame(own), ("figure",), refers))
    return found


def data_package(edition: Edition, found: list[File]) -> bytes:
    """`datapackage.json`, by the Data Package standard."""
    record = {
        "profile": "tabular-data-package",
        "name": f"contact-lens-edition-{edition.id}",
        "title": edition.title,
        "description": edition.origin,
        "version": edition.versions.results,
        "created": f"{edition.dated}T00:00:00Z",
        "licenses": [LICENCE],
        "keywords": ["synthetic", "children", "information sharing", "England"],
        "resources": [_resource(one) for one in found],
    }
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _resource(one: File) -> dict:
    content = one.csv()
    schema: dict = {
        "fields": [
            {
                "name": name,
                "type": KINDS[kind],
                "title": name.replace("_", " ").capitalize(),
                "description": COLUMNS[name],
            }
            for name, kind in one.frame.schema.items()
        ],
        "missingValues": [""],
        "primaryKey": list(one.key),
    }
    if one.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": file, "fields": [theirs]}}
            for column, file, theirs in one.refers
        ]
    return {
        "profile": "tabular-data-resource",
        "name": one.name,
        "title": one.title,
        "path": one.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _frame(rows: list[dict], kinds: dict | None = None) -> pl.DataFrame:
    known = {name: kind for name, kind in (kinds or {}).items() if rows and name in rows[0]}
    return pl.DataFrame(rows, schema_overrides=known, infer_schema_length=None)


def _designs(edition: Edition, designs: list[Scenario]) -> list[dict]:
    ids = {one.id: one.design_id for one in edition.inputs.designs}
    return [
        {"id": one.id, "label": one.label, "summary": one.summary, "design_id": ids[one.id]}
        for one in designs
    ]


def _levers(designs: list[Scenario]) -> list[dict]:
    base = next(one for one in designs if one.id == BASELINE).levers
    return [
        {
            "design": one.id,
            "lever": lever.id,
            "label": lever.label,
            "unit": lever.unit,
            "baseline": lever.show(getattr(base, lever.id)),
            "chosen": lever.show(getattr(one.levers, lever.id)),
            "is_changed": getattr(base, lever.id) != getattr(one.levers, lever.id),
        }
        for one in designs
        for lever in load_levers()
    ]
