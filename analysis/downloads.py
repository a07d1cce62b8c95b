"""An answer as files that explain themselves: CSV, Parquet and a JSON record.

Each carries what the figures are, of which world, by which version, and that the
children are synthetic where they are. The date is passed in, never read from a clock, so
the same answer gives the same bytes.
"""

from __future__ import annotations

import io
import json
from datetime import date

import pyarrow.parquet as pq

from analysis.answer import Answer


def to_csv(answer: Answer, *, made_on: date) -> bytes:
    """The frame as CSV (UTF-8), below header lines that begin with #."""
    lines = [f"# {label}: {text}" for label, text in _facts(answer, made_on)]
    return ("\n".join(lines) + "\n" + answer.frame.write_csv()).encode("utf-8")


def to_parquet(answer: Answer, *, made_on: date) -> bytes:
    """The frame as zstd Parquet, the record of `metadata` in its schema's `contactlens`."""
    table = answer.frame.to_arrow()
    table = table.replace_schema_metadata({"contactlens": metadata(answer, made_on=made_on)})
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def metadata(answer: Answer, *, made_on: date) -> str:
    """How the frame was made, as JSON: definitions, SQL, parameters, world, version."""
    told = answer.provenance
    record = {
        "title": told.title,
        "origin": told.origin,
        "is_synthetic": told.is_synthetic,
        "made_on": made_on.isoformat(),
        "results_version": told.results_version,
        "world_fingerprint": told.world_fingerprint,
        "fraction": told.fraction,
        "scaling": told.scaling,
        "intervals": told.intervals,
        "notes": list(told.notes),
        "parameters": dict(told.params),
        "assumptions": {
            id: {"low": low, "central": central, "high": high}
            for id, low, central, high in told.assumptions
        },
        "columns": {name: str(kind) for name, kind in answer.frame.schema.items()},
        "rows": answer.frame.height,
        "definitions": [
            {
                "id": one.id,
                "label": one.label,
                "question": one.question,
                "unit": one.unit.value,
                "better": one.better.value,
                "formula": one.formula,
                "caveat": one.caveat,
                "source": one.source,
            }
            for one in told.definitions
        ],
        "sql": told.sql,
    }
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def file_name(answer: Answer, ending: str) -> str:
    """A name for the file, such as "synthetic-gaps-by-region-1a2b3c4d.csv"."""
    told = answer.provenance
    words = "".join(c if c.isalnum() else " " for c in told.title.casefold()).split()
    origin = "synthetic" if told.is_synthetic else "imported"
    return "-".join([origin, *words, told.world_fingerprint[:8]]) + f".{ending}"


def _facts(answer: Answer, made_on: date) -> list[tuple[str, str]]:
    told = answer.provenance
    facts = [
        ("title", told.title),
        ("origin", told.origin),
        ("world", told.world_fingerprint),
        ("results version", told.results_version),
        ("made on", made_on.isoformat()),
        ("counts", told.scaling),
        ("intervals", told.intervals),
        *(("note", note) for note in told.notes),
        *((f"parameter {name}", value) for name, value in told.params),
    ]
    facts += [
        (f"assumption {id}", f"{low} to {high}, central {central}")
        for id, low, central, high in told.assumptions
    ]
    for one in told.definitions:
        facts += [(one.label, f"{one.formula}. {one.caveat}")]
    return facts
