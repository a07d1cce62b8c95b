"""Arguments and options that several commands share, and what is done with them first."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from terminal import Form

if TYPE_CHECKING:
    from data.world import World


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a date; write it like 2024-03-31.") from None


def fraction_of(value: float | None) -> float | None:
    if value is not None and not 0 < value <= 1:
        raise typer.BadParameter(f"{value:g} is not above 0 and at most 1 (1 is all of England).")
    return value


WorldFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The world's folder.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace a world that is there already.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
WindowDays = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=30,
        max=730,
        help="Days of contacts before the period that the world holds.",
    ),
]
AskedWindow = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=30,
        max=730,
        help="Days for which a concern counts; if not given, the assumption's central value.",
    ),
]
InWorld = Annotated[Path, typer.Option(metavar="DIR", help="The world's folder.")]
OutFile = Annotated[Path, typer.Option(metavar="FILE", help="Parquet file to write.")]
Design = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A preset's id, or a TOML file of your own.")
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID=VALUE", help="Hold an assumption at a value; may be given several times."
    ),
]
AssumptionFile = Annotated[
    Path | None,
    typer.Option(
        "--assumptions",
        metavar="FILE",
        help="TOML file with assumptions of your own; --assume goes on top of it.",
    ),
]
Format = Annotated[Form, typer.Option("--format", metavar="FORM", help="One of: table, json, csv.")]


def opened_world(folder: Path) -> World:
    """The world in ``folder``; when there is none, the error names one nearby."""
    from data.world import MANIFEST, WorldError, open_world

    if not (folder / MANIFEST).is_file():
        inside = [path.parent for path in folder.glob(f"*/{MANIFEST}")]
        beside = {path.parent.name: path.parent for path in folder.parent.glob(f"*/{MANIFEST}")}
        close = [beside[name] for name in difflib.get_close_matches(folder.name, beside)]
        for candidate in inside + close:
            raise WorldError(f"There is no world in '{folder}'. Did you mean '{candidate}'?")
    return open_world(folder)
