"""What each look-up of a drawn log was. Scoring alone reads this; detectors can't.

A test keeps `door`, `detectors` and `ranked` from this module, and their databases
have neither the table nor the right to open its files.
"""

from __future__ import annotations

import polars as pl

from analysis.access_log.folder import TRUTH, Log
from data.world import WorldError

PROPER = ("work", "wrong_child")  # a child mistaken for another is an error, not misuse
FLAGS = ("is_out_of_area", "is_out_of_hours", "is_two_places")
ALSO = {"out_of_area": "is_out_of_area", "out_of_hours": "is_out_of_hours"}
"""Kinds that are ways in which others show: each with its flag."""
LOOKED_FOR = (
    "relative",
    "former_partner",
    "curiosity",
    "public_figure",
    "trawl",
    "shared_login",
    *ALSO,
)
KIND_LABELS = {
    "work": "For work",
    "wrong_child": "For work, of another child by mistake",
    "relative": "Relatives and acquaintances",
    "former_partner": "One child, again and again (former partners)",
    "curiosity": "Neighbours, out of curiosity",
    "public_figure": "Children of public figures",
    "trawl": "Trawling through many children",
    "shared_login": "Under somebody else's sign-in",
    "out_of_area": "Of any kind, about a child of another council",
    "out_of_hours": "Of any kind, out of hours",
}


def read_truth(log: Log) -> pl.DataFrame:
    """One row per look-up: event_id, accessed_on, practitioner_id, kind, is_improper and FLAGS.

    Raises WorldError for a log whose truth is not known, as an imported one.
    """
    if not log.has_truth:
        raise WorldError(
            f"What the look-ups of the log in '{log.path}' were is not known, so nothing can be "
            "scored against it. Scores need a log that was drawn: contactlens access-log."
        )
    files = [log.path / part["file"] for part in log.manifest["tables"][TRUTH]["parts"]]
    truth = pl.concat([pl.read_parquet(file) for file in files]) if files else None
    events = [
        pl.read_parquet(file, columns=["event_id", "accessed_at", "practitioner_id"])
        for file in log.event_files
    ]
    if truth is None:
        raise WorldError(f"The access log in '{log.path}' holds no part of its truth.")
    kind = pl.col("kind").cast(pl.String)
    return (
        pl.concat(events)
        .join(truth, on="event_id", how="left", maintain_order="left")
        .select(
            "event_id",
            pl.col("accessed_at").dt.date().alias("accessed_on"),
            "practitioner_id",
            kind,
            (~kind.is_in(PROPER)).alias("is_improper"),
            *FLAGS,
        )
    )


def is_kind(kind: str) -> pl.Expr:
    """Whether a look-up is of ``kind``, one of LOOKED_FOR."""
    return pl.col(ALSO[kind]) if kind in ALSO else pl.col("kind") == kind
