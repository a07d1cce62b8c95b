"""An answer as files that explain themselves: CSV, Parquet and a JSON record.

Each carries what the figures are, of which world, by which version, and that the
children are synthetic where they are. The date is passed in, never read from a clock, so
the same answer gives the same bytes.
"""

from __future__ import annotations

import io
import json
from datetime import date

import polars as pl
import pyarrow.parquet as pq

from analysis.answer import Answer
from analysis.citation import citation
from analysis.inert_text import inert
from analysis.withheld import withheld

BEGINS_A_FORMULA = r"^[\s=+\-@＝＋－＠#]"  # to a spreadsheet, or a comment to other readers
NUMBER = r"-?£?\d[\d,.]*%?( million| billion)?"
A_FIGURE = rf"^{NUMBER}( to {NUMBER})?$"  # one of ours, such as "-12% to 3%"


def to_csv(answer: Answer, *, made_on: date) -> bytes:
    """The frame as CSV (UTF-8), below header lines that begin with #."""
    answer = withheld(answer)
    lines = [f"# {label}: {inert(text)}" for label, text in _facts(answer, made_on)]
    return ("\n".join(lines) + "\n" + inert_cells(answer.frame).write_csv()).encode("utf-8")


def inert_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with an apostrophe before what a spreadsheet would run as a formula.

    Labels may come from whoever named a design or wrote an extract.
    """
    texts = [pl.col(name) for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.when(one.str.contains(BEGINS_A_FORMULA) & ~one.str.contains(A_FIGURE))
        .then(pl.concat_str(pl.lit("'"), one))
        .otherwise(one)
        .name.keep()
        for one in texts
    )


def to_parquet(answer: Answer, *, made_on: date) -> bytes:
    """The frame as zstd Parquet, the record of `metadata` in its schema's `contactlens`."""
    answer = withheld(answer)
    table = answer.frame.to_arrow()
    table = table.replace_schema_metadata({"contactlens": metadata(answer, made_on=made_on)})
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def metadata(answer: Answer, *, made_on: date) -> str:
    """How the frame was made, as JSON: definitions, SQL, parameters, world, version, designs.

    ``designs`` name the levers that differ from England without an index, ``assumptions`` those
    that differ from what ships where there are designs, else those that the figures rest on.
    """
    answer = withheld(answer)
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
        "disclosure": told.disclosure,
        "citation": citation(answer, made_on=made_on),
        "designs": [
            {
                "scenario": one.scenario.id,
                "label": one.scenario.label,
                "design_id": one.id,
                "levers": dict(one.scenario.sets),
            }
            for one in told.designs
        ],
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
        ("cite as", citation(answer, made_on=made_on)),
        ("counts", told.scaling),
        ("intervals", told.intervals),
        *(
            (f"design {one.scenario.id}", f"{one.scenario.label} ({one.id})")
            for one in told.designs
        ),
        *(("note", note) for note in told.notes),
        *([("withheld", told.disclosure)] if told.disclosure else []),
        *((f"parameter {name}", value) for name, value in told.params),
    ]
    facts += [
        (f"assumption {id}", f"{low} to {high}, central {central}")
        for id, low, central, high in told.assumptions
    ]
    for one in told.definitions:
        facts += [(one.label, f"{one.formula}. {one.caveat}")]
    return facts
