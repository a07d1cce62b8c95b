"""Editions on disk: written whole or not at all, read with suspicion."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from analysis.editions.checksums import SUMS
from analysis.editions.format import FORMAT, Edition
from analysis.editions.press import MEGABYTE, MOST_BYTES, RECORD, Pressed
from analysis.inert_text import inert
from data.world import WorldError, building

MOST_READ = 20 * MEGABYTE  # of an edition.json; ours are a tenth of that


@dataclass(frozen=True, slots=True)
class Found:
    """An edition that was read. ``folder``: None where a file was given without the others."""

    edition: Edition
    file: Path
    folder: Path | None


def write_edition(pressed: Pressed, out: str | Path, *, replace: bool = False) -> Path:
    """Write all files of ``pressed`` to the folder ``out``.

    Raises WorldError when there is something else in ``out``, or the edition is too large.
    """
    size = sum(map(len, pressed.files.values()))
    if size > MOST_BYTES:
        raise WorldError(
            f"The edition would take {size / MEGABYTE:.1f} MB, more than {MOST_BYTES / MEGABYTE:g}"
            ": publish fewer designs at once."
        )
    with building(out, replace=replace, what="edition", manifest=RECORD) as root:
        for path, content in pressed.files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return Path(out)


def read_edition(path: str | Path) -> Found:
    """The edition in the folder ``path``, or of the edition.json at ``path``.

    Raises WorldError, with one plain sentence, when there is none or it is not one.
    """
    path = Path(path)
    file = path / RECORD if path.is_dir() else path
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_READ + 1)
    except OSError as error:
        raise WorldError(
            f"There is no edition in '{path}': a folder with {RECORD}, or that file, was expected "
            f"({error.strerror or error})."
        ) from None
    folder = file.parent if file.name == RECORD and (file.parent / SUMS).exists() else None
    if path.is_dir():
        folder = path
    return Found(parse_edition(raw, file.name), file, folder)


def parse_edition(raw: bytes, name: str = RECORD) -> Edition:
    """What an edition.json holds; WorldError when it is no edition of this format."""
    if len(raw) > MOST_READ:
        raise WorldError(f"'{name}' is larger than {MOST_READ // MEGABYTE} MB: it is no edition.")
    try:
        told = json.loads(raw.decode("utf-8"))
        form = told.get("format") if isinstance(told, dict) else None
    except (ValueError, RecursionError) as error:
        raise WorldError(f"'{name}' is no valid JSON ({inert(str(error))}).") from None
    if form != FORMAT:
        raise WorldError(
            f"'{name}' has edition format {inert(repr(form))[:40]}; this version reads format "
            f"{FORMAT}. Read it with the version that made it, or its index.html in a browser."
        )
    try:
        return Edition.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WorldError(
            inert(f"'{name}' is no edition: '{where[:100]}': {first['msg']}.")
        ) from None
